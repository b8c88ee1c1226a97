"""Names on the picture's map: no two touch, and what does not fit is left out.

Placed greedily; the order, the candidates and their costs are those of ``layers/labels/labels.js``. A
picture can't be zoomed or pointed at, so here points are named at every scale, and a name that stands off its
place gets a thin leader.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from shapely.geometry import MultiPolygon, Point
from shapely.geometry.base import BaseGeometry

from geo.symbols import QUIET
from layers.basemap.basemap import Feature, Part
from layers.geometry import points_of, polygons_of
from layers.ground.ground import GroundPart, Piece
from layers.picture.board import Board, Candidate
from layers.picture.courses import is_line, look_of, town_only
from layers.picture.ground import Ground
from layers.picture.ground_names import Named, ground_names
from layers.picture.marks import Spot
from layers.picture.scene import Scene
from layers.picture.sheet import COLOUR, MARK, WORD, Box, Points, Sheet
from layers.projects.records import Project
from layers.style import drawing
from layers.towns.towns import Unit

__all__ = ["draw_labels"]

_STYLE = drawing()
_NEARBY = tuple((dx, dy) for dy in (0, -26, 26, -60, 60, -110, 110, 160) for dx in (0, -40, 40, -90, 90))
_MOST_POINTS = 200
_SHARES = (0.5, 0.35, 0.65, 0.2, 0.8, 0.06, 0.94)


def _beside(x: float, y: float, width: float, height: float, gap: float) -> list[Candidate]:
    """Return places beside a point: right, left, above, below and the corners between."""
    dx, dy = width / 2 + gap, height / 2 + gap
    offsets = (
        (dx, 0.0, 0), (-dx, 0.0, 1), (0.0, -dy, 2), (0.0, dy, 2), (dx, -dy * 0.8, 3), (-dx, -dy * 0.8, 4),
        (dx, dy * 0.8, 4), (-dx, dy * 0.8, 5), (0.0, -dy * 2, 9), (0.0, dy * 2, 9),
        (dx * 1.3, -dy * 1.8, 12), (-dx * 1.3, dy * 1.8, 12), (dx * 1.3, dy * 1.8, 13),
        (-dx * 1.3, -dy * 1.8, 13),
    )  # fmt: skip
    return [(x + across, y + down, float(cost)) for across, down, cost in offsets]


def _along(line: Points, share: float) -> tuple[float, float]:
    """Return the point at a share of a line's length."""
    steps = np.hypot(*np.diff(line, axis=0).T)
    reached = np.concatenate([[0.0], np.cumsum(steps)])
    wanted = share * reached[-1]
    return float(np.interp(wanted, reached, line[:, 0])), float(np.interp(wanted, reached, line[:, 1]))


def _within(shape: BaseGeometry) -> Callable[[Box], bool]:
    """Return whether a name may stand in a box: its middle and both 20 % points lie in its own area."""

    def accept(box: Box) -> bool:
        y = (box[1] + box[3]) / 2
        return all(
            bool(shape.contains(Point(box[0] + (box[2] - box[0]) * share, y))) for share in (0.2, 0.5, 0.8)
        )

    return accept


class _Labels:
    """The names of one picture while they are placed."""

    def __init__(self, sheet: Sheet, ground: Ground, scene: Scene, marks: Sequence[Spot]) -> None:
        self.sheet, self.ground, self.scene, self.marks = sheet, ground, scene, marks
        self.size = sheet.layout.label
        self.scale = ground.scale
        self.board = Board(ground.bounds, edge=10)
        self.by_town = town_only(scene)
        self.towns: dict[str, BaseGeometry] = {
            unit.id: ground.shape(unit.geometry) for unit in scene.drawn.towns.units
        }
        self.all_stations = scene.drawn.basemap.of(Part.STATIONS)
        self._lines = {project.id: self._paths(project) for project in scene.shown if is_line(project)}
        self._fill_board()

    def _paths(self, project: Project) -> list[Points]:
        return [line for part in project.parts for line in self.ground.lines(part.geometry)]

    def _fill_board(self) -> None:
        for spot in self.marks:
            is_rest = look_of(self.scene, spot.members[0]) == "rest" and not spot.is_merged
            radius = 5.0 if is_rest else 16.0 if spot.is_merged else 13.0
            self.board.mark(spot.x, spot.y, radius * self.scale)
        for project in self.scene.shown:
            weight = 5.0 if look_of(self.scene, project) == "selected" else 2.0
            for part in project.parts:
                for geometry in (part.geometry, part.outside):
                    for line in self.ground.lines(geometry):
                        self.board.trace(line, weight)
        for station in self.all_stations:
            x, y = self.ground.spot(*station.at)
            self.board.trace(np.array([(x, y), (x, y)]), 3.0)
        self._mark_frames()
        near = self.scene.view.near
        if near is not None:
            x, y = self.ground.spot(near.lon, near.lat)
            self.board.mark(x, y, 24 * self.scale)
            top = y - self.ground.pixels(self.scene.view.radius_m)
            self.board.take((x - 60, top - 18, x + 60, top + 18))

    def _mark_frames(self) -> None:
        """Keep names off the points of anybody's own frames; more points than that are covered."""
        points = [
            point
            for layer in self.scene.drawn.frames
            for shape in layer.frame.geometry
            for point in points_of(shape)
        ]
        for point in points if len(points) <= _MOST_POINTS else ():
            self.board.mark(*self.ground.spot(point.x, point.y), QUIET.dot_px * self.scale)

    # --- projects ----------------------------------------------------------------------------------

    def _candidates(self, project: Project, width: float, height: float) -> list[Candidate]:
        if project.id in self._lines:
            found = []
            for line in self._lines[project.id]:
                for turn, share in enumerate(_SHARES):
                    x, y = _along(line, share)
                    if self.ground.holds(x, y):
                        near = _beside(x, y, width, height, 9 * self.scale)
                        found += [(cx, cy, cost + 4 * turn) for cx, cy, cost in near]
            return found
        if project.icon_at is None:
            return []
        x, y = self.ground.spot(*project.icon_at)
        return _beside(x, y, width, height, 17 * self.scale) if self.ground.holds(x, y) else []

    def selected(self, project: Project) -> None:
        """Set the selected project's name on a filled plate."""
        if project.certainty in ("town", "none"):
            return
        size = self.size * 1.16
        width, height = self.sheet.width_of(project.name, size, 700) + 28, size * 2
        box = self.board.place(self._candidates(project, width, height), width=width, height=height, pad=5)
        if box is not None:
            self.sheet.box(box, fill=WORD[project.category], edge=COLOUR["surface"], width=2, radius=8)
            self._middle(box, project.name, size=size, weight=700, colour=COLOUR["white"])

    def project(self, project: Project) -> None:
        """Set a line's or a point's own name, with a leader where it stands off."""
        width, height = self.sheet.width_of(project.label, self.size, 700) + 10, self.size * 1.35
        box = self.board.place(self._candidates(project, width, height), width=width, height=height, pad=4)
        if box is None:
            return
        if project.icon_at and project.id not in self._lines:
            self._leader(box, *self.ground.spot(*project.icon_at), MARK[project.category])
        self._middle(
            box,
            project.label,
            size=self.size,
            weight=700,
            colour=WORD[project.category],
            halo=COLOUR["land"],
        )

    def _leader(self, box: Box, x: float, y: float, colour: str) -> None:
        """Tie a name to its mark if there is a gap between them."""
        end = (min(max(x, box[0] + 4), box[2] - 4), min(max(y, box[1] + 3), box[3] - 3))
        length = math.hypot(end[0] - x, end[1] - y)
        reach = 14 * self.scale
        if length > reach * 1.9:
            start = (x + (end[0] - x) * reach / length, y + (end[1] - y) * reach / length)
            self.sheet.lines([np.array([start, end])], colour=colour, width=self.scale, opacity=0.8)

    def _middle(
        self, box: Box, text: str, *, size: float, colour: str, weight: int = 400, halo: str | None = None
    ) -> None:
        self.sheet.text(
            (box[0] + box[2]) / 2,
            (box[1] + box[3]) / 2,
            text,
            size=size,
            weight=weight,
            colour=colour,
            align="center",
            halo=halo,
        )

    # --- stations ----------------------------------------------------------------------------------

    def stations(self, project: Project) -> None:
        """Name the stations of the selected line, its ends first."""
        own = [station for station in self.all_stations if station.project == project.id]
        for station in [*own[:1], *own[-1:], *own[1:-1]]:
            self.station(station, colour=COLOUR["ink"], size=self.size * 0.95)

    def station(self, station: Feature, *, colour: str, size: float) -> None:
        """Set one station's name."""
        self._place(station.name, station.at, colour=colour, size=size)

    def _place(self, name: str, at: tuple[float, float], *, colour: str, size: float) -> None:
        """Set a name beside a point (lon, lat in degrees)."""
        x, y = self.ground.spot(*at)
        if not name or not self.ground.holds(x, y):
            return
        width = self.sheet.width_of(name, size) + 8
        places = _beside(x, y, width, size * 1.35, 7 * self.scale)
        box = self.board.place(places, width=width, height=size * 1.35, pad=3)
        if box is not None:
            self._middle(box, name, size=size, colour=colour, halo=COLOUR["land"])

    # --- towns -------------------------------------------------------------------------------------

    def _is_raised(self, town: Unit) -> bool:
        chosen = self.scene.selected
        own = chosen is not None and chosen.certainty == "town" and town.id in chosen.towns
        return own or town.id in self.scene.view.towns

    def all_towns(self) -> None:
        """Name the towns: raised ones first, then those with most projects, then the largest."""
        for town in sorted(
            self.scene.drawn.towns.units,
            key=lambda one: (-self._is_raised(one), -len(self.by_town.get(one.id, [])), -one.area_km2),
        ):
            self._town(town)

    def _town_places(self, town: Unit) -> list[Candidate]:
        x, y = self.ground.spot(*town.label)
        steps = [(dx * self.scale, dy * self.scale) for dy in (0, -12, 12, -24, 24, -38, 38, -54, 54)
                 for dx in (0, -14, 14, -28, 28, -44, 44, -64, 64)]  # fmt: skip
        if not self.ground.holds(x, y):
            x, y = self._in_sight(self.towns[town.id]) or (x, y)
        found = [(x + dx, y + dy, math.hypot(dx, dy) * 0.5) for dx, dy in steps]
        return sorted(found, key=lambda place: place[2])

    def _in_sight(self, shape: BaseGeometry) -> tuple[float, float] | None:
        """Return a point of a shape that the map shows: at a large scale a name goes there."""
        seen = shape.intersection(self.ground.frame.buffer(-self.size))
        if seen.area < (3 * self.size) ** 2:
            return None
        spot = seen.representative_point()
        return spot.x, spot.y

    def _town(self, town: Unit) -> None:
        accept = _within(self.towns[town.id])
        weight = 700 if self._is_raised(town) else 400
        tag = self._tag(town)
        badge = 22 * self.scale if tag else 0.0
        name = self.sheet.width_of(town.name, self.size, weight) + 6
        places = self._town_places(town)
        height = max(self.size * 1.35, 20 * self.scale if tag else 0.0)
        width = name + (badge + 6 if tag else 0)
        box = self.board.place(places, width=width, height=height, pad=3, accept=accept)
        shown = town.name
        if box is None and tag:
            shown, width = "", badge + 3
            box = self.board.place(places, width=width, height=height, pad=3, accept=accept)
        if box is None:
            return
        middle = (box[1] + box[3]) / 2
        if shown:
            colour = COLOUR["ink"] if weight == 700 else COLOUR["town-name"]
            self.sheet.text(
                box[0] + 3, middle, shown, size=self.size, weight=weight, colour=colour, halo=COLOUR["land"]
            )
        if tag:
            self._badge(box[2] - badge / 2 - 2, middle, tag, town)

    def _tag(self, town: Unit) -> Sequence[Project]:
        """Return the projects that a town's badge is about; the selected town-only one alone."""
        chosen = self.scene.selected
        if chosen is not None and chosen.certainty == "town":
            is_route = chosen.towns_in_order and len(chosen.towns) > 1
            return [chosen] if is_route and town.id in chosen.towns else []
        return [] if chosen is not None else self.by_town.get(town.id, [])

    def _badge(self, x: float, y: float, tag: Sequence[Project], town: Unit) -> None:
        chosen = self.scene.selected
        if chosen is not None and tag[0].id == chosen.id:
            self._order_badge(x, y, chosen, town)
            return
        scale = self.scale
        box = (x - 10 * scale, y - 9 * scale, x + 10 * scale, y + 9 * scale)
        self.sheet.box(box, fill=COLOUR["surface"], edge=COLOUR["field"], width=0.8 * scale, radius=4 * scale)
        self.sheet.text(x, y - 1.5 * scale, str(len(tag)), size=12 * scale, weight=700, align="center")
        categories = [name for name in _STYLE["categories"] if any(one.category == name for one in tag)]
        left, share = x - 7 * scale, 14 * scale / len(categories)
        for turn, category in enumerate(categories):
            start = left + turn * share
            foot = (
                start,
                y + 5 * scale,
                start + share - (scale if len(categories) > 1 else 0),
                y + 7 * scale,
            )
            self.sheet.box(foot, fill=MARK[category])

    def _order_badge(self, x: float, y: float, chosen: Project, town: Unit) -> None:
        """Draw a town's number along a corridor; hollow where the order is not verified."""
        scale, colour = self.scale, MARK[chosen.category]
        is_open = town.id in chosen.order_unverified
        self.sheet.symbols.add("order_open" if is_open else "order")
        box = (x - 10 * scale, y - 9 * scale, x + 10 * scale, y + 9 * scale)
        fill = COLOUR["surface"] if is_open else colour
        self.sheet.box(box, fill=fill, edge=colour, width=1.5 * scale, radius=4 * scale)
        number = str(chosen.towns.index(town.id) + 1)
        ink = WORD[chosen.category] if is_open else COLOUR["white"]
        self.sheet.text(x, y, number, size=12 * scale, weight=700, colour=ink, align="center")

    # --- context -----------------------------------------------------------------------------------

    def frames(self) -> None:
        """Name the features of frames of anybody's own."""
        for layer in self.scene.drawn.frames:
            for name, geometry in zip(layer.names, layer.frame.geometry, strict=True):
                spot = geometry.representative_point()
                self._place(name, (spot.x, spot.y), colour=COLOUR["ink"], size=self.size * 0.88)

    def context(self) -> None:
        """Name stations beyond the city, neighbours and the sea."""
        for station in self.all_stations:
            if not station.project and (station.kind == "outside" or self.ground.zoom >= _STYLE["near_zoom"]):
                self.station(station, colour=COLOUR["town-name"], size=self.size * 0.88)
        basemap = self.scene.drawn.basemap
        for area in basemap.of(Part.NEIGHBOURS):
            self._neighbour(area, "city" if area.kind == "city" else "district")
        for piece in self.scene.drawn.ground.of(GroundPart.NAMES):
            if piece.kind == "sea":
                self._sea(piece)
        for named in ground_names(self.ground, self.scene):
            self._ground_name(named)

    def _sea(self, piece: Piece) -> None:
        water = polygons_of(self.scene.drawn.ground.water())
        sea = MultiPolygon([area for area in water if area.intersects(piece.geometry)])
        self._area_name(piece.name, "sea", at=piece.at, geometry=sea)

    def _ground_name(self, named: Named) -> None:
        size, weight = self.size * (0.75 if named.is_road else 0.9), 700 if named.is_road else 400
        width, height = self.sheet.width_of(named.name, size, weight) + 8 * self.scale, size * 1.4
        offsets = (0,) if named.is_road else (0, -20, 20)
        places = [(named.x, named.y + dy * self.scale, float(abs(dy))) for dy in offsets]
        box = self.board.place(places, width=width, height=height, pad=4)
        if box is None:
            return
        if named.is_road:
            plate = {"width": self.scale, "radius": 3 * self.scale}
            self.sheet.box(box, fill=COLOUR["surface"], edge=COLOUR["context-case"], **plate)
            self._middle(box, named.name, size=size, weight=weight, colour=COLOUR["ink-2"])
        else:
            self._middle(box, named.name, size=size, colour=COLOUR["sea-name"], halo=COLOUR["water"])

    def _neighbour(self, area: Feature, kind: str) -> None:
        self._area_name(area.name, kind, at=Point(*area.at), geometry=area.geometry)

    def _area_name(self, name: str, kind: str, *, at: Point, geometry: BaseGeometry) -> None:
        if kind != "district":
            name = " ".join(name) if self.scene.lang == "zh" else name.upper() if kind == "city" else name
        size = self.size * {"city": 1.18, "district": 0.92, "sea": 1.12}[kind]
        x, y = self.ground.spot(at.x, at.y)
        shape = self.ground.shape(geometry)
        if not self.ground.holds(x, y):
            x, y = self._in_sight(shape) or (x, y)
        places = [(x + dx, y + dy, math.hypot(dx, dy)) for dx, dy in _NEARBY]
        width = self.sheet.width_of(name, size) + 8
        box = self.board.place(places, width=width, height=size * 1.4, pad=5, accept=_within(shape))
        if box is not None:
            paper = COLOUR["water"] if kind == "sea" else COLOUR["neighbour"]
            ink = COLOUR["sea-name"] if kind == "sea" else COLOUR["neighbour-name"]
            self._middle(box, name, size=size, colour=ink, halo=paper)


def draw_labels(
    sheet: Sheet, ground: Ground, scene: Scene, marks: Sequence[Spot], *, taken: Sequence[Box]
) -> None:
    """Place and draw all names.

    Parameters
    ----------
    taken
        Boxes of the map (pixels) that hold something else: scale bar, small print.
    """
    labels = _Labels(sheet, ground, scene, marks)
    for box in taken:
        labels.board.take(box)
    chosen = scene.selected
    if chosen is not None:
        labels.selected(chosen)
        if is_line(chosen):
            labels.stations(chosen)
    labels.all_towns()
    if chosen is None:
        alone = {spot.members[0].id for spot in marks if not spot.is_merged}
        for project in scene.shown:
            if is_line(project):
                labels.project(project)
        for project in scene.shown:
            if project.id in alone and not is_line(project):
                labels.project(project)
    labels.frames()
    labels.context()
