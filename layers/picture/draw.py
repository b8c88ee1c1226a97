"""From a view to a picture: the map first, then the column that speaks of what was drawn."""

from __future__ import annotations

import math

import numpy as np
import shapely

from geo.dataset import Dataset
from geo.view import View
from i18n import text
from layers.picture.base import draw_base
from layers.picture.column import draw_column
from layers.picture.courses import draw_courses, draw_hatches
from layers.picture.frames import draw_frames
from layers.picture.ground import Ground, fit, look
from layers.picture.labels import draw_labels
from layers.picture.layout import FORMATS, LAYOUTS, Layout
from layers.picture.marks import draw_marks, draw_near, spots
from layers.picture.scene import Scene, scene
from layers.picture.sheet import COLOUR, Box, Points, Sheet
from layers.picture.typeset import wrapped
from layers.projects.records import Project
from layers.wording import distance

__all__ = ["compose", "picture"]

_SCALE_BAR_PX = 190
_NARROW_M, _TOWN_M = 14_000.0, 18_000.0


def picture(dataset: Dataset, view: View, *, kind: str, size: str = "slide", url: str = "") -> bytes:
    """Draw a view and return the bytes of the file.

    Parameters
    ----------
    dataset
        The edition that the view names.
    view
        What is asked; a place in it (``near``) is drawn.
    kind
        ``png``, ``svg`` or ``pdf``.
    size
        ``slide`` (16:9, 1920 × 1080), ``a4`` (landscape), ``preview`` (1200 × 630) or ``moments`` (upright,
        1080 × 1440: made to be posted, so a place in the view is left out).
    url
        The site's own address, for the QR code; without one there is none.

    Raises
    ------
    ValueError
        If kind or size is not one of these.
    """
    if kind not in FORMATS or size not in LAYOUTS:
        msg = f"`kind`, `size` were {(kind, size)!r} but are expected in {FORMATS}, {tuple(LAYOUTS)}"
        raise ValueError(msg)
    told = scene(dataset, view.posted() if LAYOUTS[size].is_posted else view, url=url)
    return compose(told, LAYOUTS[size]).save(kind, title=told.title)


def compose(told: Scene, layout: Layout) -> Sheet:
    """Draw a scene on a new sheet."""
    sheet = Sheet(layout, told.lang)
    ground = _ground(told, layout)
    sheet.within(ground.bounds)
    draw_base(sheet, ground, told)
    draw_hatches(sheet, ground, told)
    draw_frames(sheet, ground, told)
    draw_courses(sheet, ground, told)
    draw_near(sheet, ground, told)
    found = spots(ground, told)
    draw_marks(sheet, ground, told, found)
    taken = [*_draw_print(sheet, ground, told), _draw_north(sheet, ground, told)]
    draw_labels(sheet, ground, told, found, taken=taken)
    draw_column(sheet, told)
    return sheet


def _ground(told: Scene, layout: Layout) -> Ground:
    """Return where to look: as the link says, else at the place, the project, the towns, the city."""
    view = told.view
    if view.camera is not None:
        return look(view.camera, layout)
    if view.near is not None:
        north = view.radius_m / 110_850
        east = view.radius_m / (111_320 * math.cos(math.radians(view.near.lat)))
        lon, lat = view.near
        return fit(np.array([(lon - east, lat - north), (lon + east, lat + north)]), layout, share=0.8)
    towns = list(view.towns)
    if told.selected is not None:
        points = _points(told.selected)
        if len(points):
            return fit(points, layout, share=0.7, narrowest=_NARROW_M)
        towns = list(told.selected.towns)
    if towns:
        chosen = [unit.geometry for unit in told.drawn.towns.units if unit.id in towns]
        return fit(shapely.get_coordinates(chosen), layout, share=0.72, narrowest=_TOWN_M)
    return fit(shapely.get_coordinates(told.drawn.outline), layout, share=0.94)


def _points(project: Project) -> Points:
    """Return all points of a project's parts within the city, degrees, n × 2."""
    return shapely.get_coordinates([part.geometry for part in project.parts])


# --- what every map must say ----------------------------------------------------------------------------


def _scale_metres(ground: Ground) -> float:
    """Return the longest round distance that is not wider than the bar may be."""
    most = _SCALE_BAR_PX * ground.metres * (ground.bounds[2] - ground.bounds[0]) / 1320
    power = 10.0 ** math.floor(math.log10(most))
    return max(step * power for step in (1, 2, 5) if step * power <= most)


def _print_words(sheet: Sheet, told: Scene) -> str:
    lang = told.lang
    words = [text("map.borders_note", lang)]
    if sheet.layout.full:
        words += [text(f"map.{key}", lang) for key in ("osm", "town_source", "coast_source")]
    else:
        words.append(text("map.osm_short", lang))
    if told.review:
        words.append(text("map.review", lang, number=told.review))
    return text("map.dot", lang).join(words)


def _draw_print(sheet: Sheet, ground: Ground, told: Scene) -> list[Box]:
    """Draw credits and scale bar in the lower right corner; return the boxes they take."""
    left, _, right, bottom = ground.bounds
    size = sheet.layout.small
    lines = wrapped(_print_words(sheet, told), (right - left) * 0.86, lambda one: sheet.width_of(one, size))
    edge = right - 24
    boxes = []
    for turn, line in enumerate(reversed(lines)):
        y = bottom - 22 - turn * size * 1.4
        wide = sheet.text(
            edge, y, line, size=size, colour=COLOUR["ink-2"], align="right", halo=COLOUR["neighbour"]
        )
        boxes.append((edge - wide - 8, y - size * 0.8, right, y + size * 0.8))
    metres = _scale_metres(ground)
    y = bottom - 22 - len(lines) * size * 1.4 - 16
    start = edge - ground.pixels(metres)
    bar = [np.array([(start, y - 7), (start, y), (edge, y), (edge, y - 7)])]
    sheet.lines(bar, colour=COLOUR["neighbour"], width=6)
    sheet.lines(bar, colour=COLOUR["ink-2"], width=2)
    words = distance(metres, lang=told.lang)
    sheet.text(
        (start + edge) / 2, y - size * 0.9, words, size=size * 1.08, align="center", halo=COLOUR["neighbour"]
    )
    boxes.append((start - 12, y - size * 2, right, y + 8))
    return boxes


def _draw_north(sheet: Sheet, ground: Ground, told: Scene) -> Box:
    """Draw which way is north: up, as on every picture of ours."""
    _, top, right, _ = ground.bounds
    x, y, size = right - 40, top + 58, sheet.layout.small
    arrow = [np.array([(x, y + 16), (x, y - 18)]), np.array([(x - 8, y - 7), (x, y - 18), (x + 8, y - 7)])]
    sheet.lines(arrow, colour=COLOUR["neighbour"], width=7)
    sheet.lines(arrow, colour=COLOUR["ink-2"], width=2.4)
    sheet.text(x, y - 34, text("slide.north", told.lang), size=size, align="center", halo=COLOUR["neighbour"])
    return (x - 24, y - 50, right, y + 24)
