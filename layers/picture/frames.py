"""Frames of anybody's own on a picture, as quiet as on the page (``geo.symbols.QUIET``)."""

from __future__ import annotations

from geo.symbols import QUIET
from layers.frame.frame import FrameLayer
from layers.geometry import points_of
from layers.picture.ground import Ground
from layers.picture.scene import Scene
from layers.picture.sheet import COLOUR, Sheet, clipped

__all__ = ["draw_frames", "key_of"]


def key_of(scene: Scene, layer: FrameLayer) -> str:
    """Return by which key the legend knows a frame."""
    return f"frame-{scene.drawn.frames.index(layer)}"


def draw_frames(sheet: Sheet, ground: Ground, scene: Scene) -> None:
    """Draw areas, lines and points of each frame, and note what is in sight for the legend."""
    for layer in scene.drawn.frames:
        if any(
            [
                _draw_areas(sheet, ground, layer),
                _draw_lines(sheet, ground, layer),
                _draw_points(sheet, ground, layer),
            ]
        ):
            sheet.symbols.add(key_of(scene, layer))


def _draw_areas(sheet: Sheet, ground: Ground, layer: FrameLayer) -> bool:
    shapes = [
        ground.shape(geometry).intersection(ground.frame.buffer(20)) for geometry in layer.frame.geometry
    ]
    shown = [shape for shape in shapes if not shape.is_empty]
    ink, width = COLOUR[layer.color], QUIET.edge_px * ground.scale
    for shape in shown:
        sheet.area(shape, fill=ink, opacity=QUIET.fill_opacity)
        sheet.area(shape, edge=ink, width=width, opacity=QUIET.line_opacity)
    return bool(shown)


def _draw_lines(sheet: Sheet, ground: Ground, layer: FrameLayer) -> bool:
    frame = ground.frame.buffer(20)
    lines = [line for geometry in layer.frame.geometry for line in clipped(ground.lines(geometry), frame)]
    if lines:
        casing, scale = COLOUR["casing"], ground.scale
        sheet.lines(lines, colour=casing, width=QUIET.casing_px * scale, opacity=QUIET.casing_opacity)
        sheet.lines(
            lines, colour=COLOUR[layer.color], width=QUIET.line_px * scale, opacity=QUIET.line_opacity
        )
    return bool(lines)


def _draw_points(sheet: Sheet, ground: Ground, layer: FrameLayer) -> bool:
    spots = [
        ground.spot(point.x, point.y) for geometry in layer.frame.geometry for point in points_of(geometry)
    ]
    shown = [spot for spot in spots if ground.holds(*spot)]
    for x, y in shown:
        sheet.disc(
            x,
            y,
            QUIET.dot_px * ground.scale,
            fill=COLOUR[layer.color],
            edge=COLOUR["casing"],
            width=QUIET.dot_edge_px * ground.scale,
            opacity=QUIET.dot_opacity,
        )
    return bool(shown)
