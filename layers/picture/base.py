"""The quiet part of a picture: neighbours, land, woods, water, expressways, railways, stations."""

from __future__ import annotations

from collections.abc import Sequence

from layers.basemap.basemap import Feature, Part
from layers.ground.ground import GroundPart, Piece
from layers.picture.ground import Ground
from layers.picture.scene import Scene
from layers.picture.sheet import COLOUR, Points, Sheet, clipped

__all__ = ["draw_base"]


def draw_base(sheet: Sheet, ground: Ground, scene: Scene) -> None:
    """Draw what lies under the projects; the values are those of the layers' scripts."""
    scale = ground.scale
    frame = ground.frame.buffer(20)
    sheet.box(ground.bounds, fill=COLOUR["neighbour"])
    borders = [
        piece for line in ground.lines(scene.drawn.basemap.borders()) for piece in clipped([line], frame)
    ]
    sheet.lines(borders, colour=COLOUR["border"], width=0.7 * scale, opacity=0.7)
    _draw_land(sheet, ground, scene)
    _draw_roads(sheet, ground, scene)
    _draw_railways(sheet, ground, scene)


def _draw_land(sheet: Sheet, ground: Ground, scene: Scene) -> None:
    scale = ground.scale
    frame = ground.frame.buffer(20)
    city = ground.shape(scene.drawn.outline).intersection(frame)
    for width, opacity in ((10, 0.07), (5, 0.1)):
        sheet.area(city, edge=COLOUR["shadow"], width=width * scale, opacity=opacity)
    sheet.area(city, fill=COLOUR["land"])
    for piece in scene.drawn.ground.of(GroundPart.WOODS):
        sheet.area(ground.shape(piece.geometry).intersection(frame), fill=COLOUR["woods"])
    water = ground.shape(scene.drawn.ground.water()).intersection(frame)
    sheet.area(water, fill=COLOUR["water"], edge=COLOUR["coast"], width=0.8 * scale)
    for town in scene.drawn.towns.units:
        shape = ground.shape(town.geometry).intersection(frame)
        if not shape.is_empty:
            sheet.area(shape, edge=COLOUR["border"], width=0.8 * scale)
    if city.intersects(ground.frame):
        sheet.symbols.add("border")
    sheet.area(city, edge=COLOUR["outline"], width=1.1 * scale)


def _in_sight(ground: Ground, features: Sequence[Feature | Piece]) -> list[Points]:
    frame = ground.frame.buffer(20)
    return [piece for feature in features for piece in clipped(ground.lines(feature.geometry), frame)]


def _draw_roads(sheet: Sheet, ground: Ground, scene: Scene) -> None:
    roads = _in_sight(ground, scene.drawn.basemap.of(Part.ROADS))
    if not roads:
        return
    sheet.symbols.add("road")
    sheet.lines(roads, colour=COLOUR["context-case"], width=4 * ground.scale, opacity=0.55)
    sheet.lines(roads, colour=COLOUR["context-road"], width=2.6 * ground.scale)


def _draw_railways(sheet: Sheet, ground: Ground, scene: Scene) -> None:
    scale = ground.scale
    lines = scene.drawn.basemap.of(Part.RAILWAYS)
    railways = _in_sight(ground, [*lines, *scene.drawn.ground.of(GroundPart.TRACKS)])
    if railways:
        sheet.symbols.add("railway")
        sheet.lines(railways, colour=COLOUR["railway"], width=1.1 * scale)
        sleepers = _in_sight(ground, [line for line in lines if line.kind == "railway"])
        sheet.lines(sleepers, colour=COLOUR["railway"], width=4 * scale, dash="1 7")
    for station in scene.drawn.basemap.of(Part.STATIONS):
        if station.project:
            continue
        x, y = ground.spot(*station.at)
        if ground.holds(x, y):
            sheet.symbols.add("station")
            radius = 3.0 if ground.zoom >= 12 else 2.4 if station.kind == "outside" else 1.5
            sheet.disc(x, y, radius * scale, fill=COLOUR["land"], edge=COLOUR["station"], width=scale)
