"""Icons on the picture's map: filled discs, bare glyphs on a rim, counts of those too close; near me."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from shapely.geometry import Point
from shapely.geometry import box as rectangle

from geo.symbols import STATUS_MARKS, STATUS_SIZE, SWATCH_SIZE, SWATCHES
from geo.vocabulary import Certainty, Status
from layers.geometry import points_of
from layers.picture.courses import draw_soft, look_of
from layers.picture.drawing import draw_shapes
from layers.picture.ground import Ground
from layers.picture.scene import Scene
from layers.picture.sheet import COLOUR, MARK, Sheet
from layers.projects.records import Project
from layers.style import drawing
from layers.wording import distance

__all__ = ["Spot", "draw_marks", "draw_near", "spots", "status_mark", "swatch"]

_STYLE = drawing()


@dataclass(frozen=True, slots=True)
class Spot:
    """One icon: where it stands (pixels), and the project, or the projects that are counted there."""

    x: float
    y: float
    members: tuple[Project, ...]

    @property
    def is_merged(self) -> bool:
        """Whether the icon counts several projects."""
        return len(self.members) > 1


def spots(ground: Ground, scene: Scene) -> list[Spot]:
    """Return the icons in sight: greedy groups of marks closer than the merging distance.

    The selected one stands alone.
    """
    groups: list[tuple[float, float, bool, list[Project]]] = []
    reach = _STYLE["merge_px"] * ground.scale
    for project in scene.shown:
        if project.icon_at is None:
            continue
        x, y = ground.spot(*project.icon_at)
        alone = look_of(scene, project) == "selected"
        close = (group for group in groups if not group[2] and math.hypot(group[0] - x, group[1] - y) < reach)
        joined = None if alone else next(close, None)
        if joined is None:
            groups.append((x, y, alone, [project]))
        else:
            joined[3].append(project)
    found = []
    for *_, members in groups:
        places = np.array([ground.spot(*project.icon_at) for project in members if project.icon_at])
        x, y = (float(value) for value in places.mean(axis=0))
        if ground.holds(x, y):
            found.append(Spot(x, y, tuple(members)))
    return found


def draw_marks(sheet: Sheet, ground: Ground, scene: Scene, found: Sequence[Spot]) -> None:
    """Draw the icons; beside a selected project the others are dots."""
    ordered = sorted(found, key=lambda spot: look_of(scene, spot.members[0]) == "selected")
    for spot in ordered:
        sheet.symbols |= {f"cat-{project.category}" for project in spot.members}
        if spot.is_merged:
            _draw_count(sheet, ground.scale, spot, faded=scene.selected is not None)
        else:
            _draw_single(sheet, ground.scale, spot, look_of(scene, spot.members[0]))


def _is_disc(project: Project) -> bool:
    return any(
        points_of(part.geometry) and part.certainty in ("surveyed", "approximate") for part in project.parts
    )


def _draw_single(sheet: Sheet, scale: float, spot: Spot, look: str) -> None:
    project = spot.members[0]
    colour = MARK[project.category]
    if look == "rest":
        sheet.disc(spot.x, spot.y, 4.5 * scale, fill=colour, edge=COLOUR["white"], width=scale, opacity=0.6)
    elif _is_disc(project):
        sheet.disc(spot.x, spot.y, 11.3 * scale, fill=colour, edge=COLOUR["white"], width=1.6 * scale)
        sheet.icon(project.category, spot.x, spot.y, 14 * scale, fill=COLOUR["white"])
    else:
        sheet.icon(project.category, spot.x, spot.y, 18 * scale, fill=colour, edge=COLOUR["land"])


def _draw_count(sheet: Sheet, scale: float, spot: Spot, *, faded: bool) -> None:
    """Draw a paper disc with a ring cut into the categories of its members, and their number."""
    sheet.symbols.add("merged")
    members = sorted(spot.members, key=lambda project: _STYLE["categories"].index(project.category))
    sheet.disc(spot.x, spot.y, 14.6 * scale, fill=COLOUR["surface"])
    share = 360 / len(members)
    for turn, project in enumerate(members):
        start = turn * share - 90
        colour = MARK[project.category]
        sheet.sector(
            spot.x, spot.y, 14.1 * scale, fill=colour, start=start, end=start + share, width=3 * scale
        )
    colour = COLOUR["ink-2"] if faded else COLOUR["ink"]
    sheet.text(spot.x, spot.y, str(len(members)), size=13 * scale, weight=700, colour=colour, align="center")


def draw_near(sheet: Sheet, ground: Ground, scene: Scene) -> None:
    """Draw the circle, a veil outside, and a hollow cross-hair so that a project there stays in sight."""
    near = scene.view.near
    if near is None:
        return
    scale = ground.scale
    x, y = ground.spot(near.lon, near.lat)
    radius = ground.pixels(scene.view.radius_m)
    outside = ground.frame.difference(Point(x, y).buffer(radius, 96))
    sheet.area(outside, fill=COLOUR["neighbour"], opacity=0.5)
    sheet.symbols.add("near")
    sheet.disc(x, y, radius, edge=COLOUR["ink"], width=1.6 * scale, dash=True)
    arms = [
        np.array([(x + dx * 13 * scale, y + dy * 13 * scale), (x + dx * 22 * scale, y + dy * 22 * scale)])
        for dx, dy in ((0, -1), (0, 1), (-1, 0), (1, 0))
    ]
    for colour, width in ((COLOUR["surface"], 5), (COLOUR["ink"], 2)):
        sheet.disc(x, y, 16 * scale, edge=colour, width=width * scale)
        sheet.lines(arms, colour=colour, width=width * scale)
    words = distance(scene.view.radius_m, lang=scene.lang)
    size = sheet.layout.label
    half = sheet.width_of(words, size) / 2 + 10
    sheet.box((x - half, y - radius - 15, x + half, y - radius + 15), fill=COLOUR["surface"], radius=15)
    sheet.text(x, y - radius, words, size=size, align="center")


def swatch(sheet: Sheet, project: Project, x: float, y: float, size: float) -> None:
    """Draw a project as on the map into a square about a middle: as surely as its place is known."""
    scale, colour = size / SWATCH_SIZE, MARK[project.category]
    left, top = x - size / 2, y - size / 2
    for tag, given, *_ in SWATCHES[Certainty(project.certainty)]:
        if tag == "glyph":
            if "stroke" not in given:  # the icon draws its own edge
                _draw_glyph(sheet, project, x, y, given, scale)
        elif given["fill"] == "soft":
            draw_soft(sheet, x, y, float(str(given["r"])) * scale, colour=colour)
        elif given["fill"] == "hatch":
            gap, opacity = float(str(given["gap"])) * scale, float(str(given["opacity"]))
            square = rectangle(left, top, left + size, top + size)
            sheet.hatch(square, [colour], gap=gap, width=scale, opacity=opacity)
        else:
            draw_shapes(sheet, [(tag, given)], x=left, y=top, scale=scale, own=colour)


def _draw_glyph(
    sheet: Sheet, project: Project, x: float, y: float, given: Mapping[str, object], scale: float
) -> None:
    is_own = given["fill"] == "var(--cat)"
    fill, edge = (MARK[project.category], COLOUR["surface"]) if is_own else (COLOUR["white"], None)
    sheet.icon(project.category, x, y, float(str(given["size"])) * scale, fill=fill, edge=edge)


def status_mark(sheet: Sheet, status: str, x: float, y: float, size: float) -> None:
    """Draw a status by shape about its middle."""
    shapes = STATUS_MARKS[Status(status)]
    draw_shapes(sheet, shapes, x=x - size / 2, y=y - size / 2, scale=size / STATUS_SIZE)
