"""The projects' lines, areas and soft discs, each drawn as surely as it is known.

The numbers are the map's own (:mod:`geo.symbols`); the way of drawing follows ``layers/projects/strokes.js``.
"""

from __future__ import annotations

from itertools import pairwise

from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geo.symbols import SOFT_STOPS
from layers.basemap.basemap import Part as BasePart
from layers.geometry import lines_of, points_of, polygons_of
from layers.picture.ground import Ground
from layers.picture.scene import Scene
from layers.picture.sheet import COLOUR, MARK, Points, Sheet, clipped
from layers.projects.records import Project
from layers.projects.shapes import Part
from layers.style import drawing

__all__ = ["draw_courses", "draw_hatches", "draw_soft", "is_line", "look_of", "town_only"]

_STYLE = drawing()
# On paper and on a wall the steps of a stacked halo would show: it gets more of them than on the screen.
_HALO_STEPS = 24
_SOFT_STEPS = 26


def look_of(scene: Scene, project: Project) -> str:
    """Return how a project is drawn: ``selected``, ``rest`` beside a selected one, else ``plain``."""
    if scene.selected is None:
        return "plain"
    return "selected" if project.id == scene.selected.id else "rest"


def is_line(project: Project) -> bool:
    """Say whether a project has a line on the map."""
    return any(lines_of(part.geometry) or lines_of(part.outside) for part in project.parts)


def town_only(scene: Scene) -> dict[str, list[Project]]:
    """Return the shown projects of which only towns are known, by town."""
    found: dict[str, list[Project]] = {}
    for project in scene.shown:
        if project.certainty == "town":
            for town in project.towns:
                found.setdefault(town, []).append(project)
    return found


def _line_width(zoom: float) -> float:
    width = float(_STYLE["line_widths"][0][1])
    for lowest, value in _STYLE["line_widths"]:
        if zoom >= lowest:
            width = float(value)
    return width


def _soft(share: float) -> float:
    """Return the opacity of a soft disc at a share of its radius."""
    for (r1, a1), (r2, a2) in pairwise(SOFT_STOPS):
        if share <= r2:
            return a1 + (a2 - a1) * (share - r1) / (r2 - r1)
    return 0.0


def draw_soft(sheet: Sheet, x: float, y: float, radius: float, *, colour: str, opacity: float = 1.0) -> None:
    """Draw a disc (pixels) whose edge fades to nothing."""
    reached = 0.0
    for step in range(_SOFT_STEPS):
        share = 1 - step / _SOFT_STEPS
        wanted = _soft(share - 0.5 / _SOFT_STEPS)
        more = max(0.0, 1 - (1 - wanted) / (1 - reached))
        reached = max(reached, wanted)
        if more:
            sheet.disc(x, y, radius * share, fill=colour, opacity=more * opacity)


class _Brush:
    """Draws one project's parts on a sheet."""

    def __init__(self, sheet: Sheet, ground: Ground, project: Project, look: str) -> None:
        self.sheet = sheet
        self.ground = ground
        self.category = project.category
        self.colour = MARK[self.category]
        self.look = look
        self.faded = _STYLE["rest_line"] if look == "rest" else 1.0
        self.frame = ground.frame.buffer(60)

    def _drawn(self, symbol: str) -> None:
        """Note what is in sight now, for the legend."""
        self.sheet.symbols |= {symbol, f"cat-{self.category}"}

    def lines(self, part: Part) -> None:
        """Draw halo or band, casing, and the line or its dashed spine; outside of the city fainter."""
        for geometry, factor in ((part.geometry, 1.0), (part.outside, _STYLE["outside_factor"])):
            lines = clipped(self.ground.lines(geometry), self.frame)
            if lines:
                self._drawn(part.certainty)
                self._halo(lines, part, factor)
                self._course(lines, part, factor)

    def _halo(self, lines: list[Points], part: Part, factor: float) -> None:
        rule = _STYLE["certainty"][part.certainty]
        total = rule["halo_selected"] if self.look == "selected" else rule["halo"]
        total *= (_STYLE["rest_halo"] if self.look == "rest" else 1.0) * factor
        if not part.accuracy_m or total <= 0:
            return
        least = (_line_width(self.ground.zoom) / 2 + _STYLE["halo_extra_px"]) * self.ground.scale
        half = max(self.ground.pixels(part.accuracy_m), least)
        steps = max(_STYLE["halo_steps"][0], min(_HALO_STEPS, round(half / 3)))
        each = 1 - (1 - total) ** (1 / steps)
        for step in range(steps):
            self.sheet.lines(lines, colour=self.colour, width=2 * half * (step + 1) / steps, opacity=each)

    def _course(self, lines: list[Points], part: Part, factor: float) -> None:
        dash = str(_STYLE["certainty"][part.certainty]["dash"])
        is_selected = self.look == "selected"
        extra = _STYLE["selected_extra_px"] if is_selected else 0.0
        width = _STYLE["spine_px"] if dash else _line_width(self.ground.zoom) + extra
        side = _STYLE["casing_selected_px"] if is_selected else _STYLE["casing_px"]
        scale = self.ground.scale
        if not dash and self.look != "rest":
            opacity = 1.0 if is_selected else _STYLE["casing_opacity"]
            self.sheet.lines(lines, colour=COLOUR["white"], width=(width + 2 * side) * scale, opacity=opacity)
        self.sheet.lines(
            lines, colour=self.colour, width=width * scale, opacity=self.faded * factor, dash=dash
        )

    def area(self, part: Part) -> None:
        """Draw an area: a faint tint, an edge that fades inwards, a soft rim."""
        shape = self.ground.shape(part.geometry).intersection(self.frame)
        if not shape.intersects(self.ground.frame):
            return
        self._drawn("area")
        scale, stronger = self.ground.scale, 2.0 if self.look == "selected" else 1.0
        self.sheet.area(shape, fill=self.colour, opacity=_STYLE["area_tint"] * self.faded * stronger)
        for step in range(_STYLE["halo_steps"][1]):
            fade = 0.018 * self.faded * stronger
            self.sheet.area(
                shape, edge=self.colour, width=4 * (step + 1) * scale, opacity=fade, inside_only=True
            )
        opacity = (0.9 if self.look == "selected" else _STYLE["area_edge_opacity"]) * self.faded
        self.sheet.area(shape, edge=self.colour, width=_STYLE["area_edge_px"] * scale, opacity=opacity)

    def soft_disc(self, x: float, y: float, part: Part) -> None:
        """Draw a disc as wide as the place is unsure, its edge fading to nothing."""
        radius = self.ground.pixels(part.accuracy_m or 0)
        if radius and self.ground.frame.buffer(radius).covers(Point(x, y)):
            self._drawn(part.certainty)
            draw_soft(self.sheet, x, y, radius, colour=self.colour, opacity=self.faded)

    def dot(self, x: float, y: float, radius: float, width: float) -> None:
        """Draw a station of the line."""
        if self.ground.holds(x, y):
            scale = self.ground.scale
            self.sheet.symbols.add("station")
            self.sheet.disc(
                x,
                y,
                radius * scale,
                fill=COLOUR["white"],
                edge=self.colour,
                width=width * scale,
                opacity=self.faded,
            )


def draw_courses(sheet: Sheet, ground: Ground, scene: Scene) -> None:
    """Draw all projects that have a site: soft discs and areas first, lines above, the selected one last."""
    ordered = sorted(scene.shown, key=lambda project: look_of(scene, project) == "selected")
    brushes = [(project, _Brush(sheet, ground, project, look_of(scene, project))) for project in ordered]
    for project, brush in brushes:
        for part in project.parts:
            if polygons_of(part.geometry):
                brush.area(part)
            for point in points_of(part.geometry):
                brush.soft_disc(*ground.spot(point.x, point.y), part)
    for project, brush in brushes:
        for part in project.parts:
            brush.lines(part)
        if is_line(project):
            _draw_stations(ground, scene, project, brush)


def _draw_stations(ground: Ground, scene: Scene, project: Project, brush: _Brush) -> None:
    is_selected = brush.look == "selected"
    radius = 4.5 if is_selected else 3.4 if ground.zoom >= 12 else 2.2
    for station in scene.drawn.basemap.of(BasePart.STATIONS):
        if station.project == project.id:
            brush.dot(*ground.spot(*station.at), radius, 1.8 if is_selected else 1.2)
    for part in project.parts:
        if part.certainty != "schematic":
            for point in points_of(part.geometry):
                brush.dot(*ground.spot(point.x, point.y), 3.5, 1.6)


def draw_hatches(sheet: Sheet, ground: Ground, scene: Scene) -> None:
    """Hatch the towns whose projects have no known site, and edge the towns of the filter."""
    by_town = town_only(scene)
    scale = ground.scale
    for town in scene.drawn.towns.units:
        shape = ground.shape(town.geometry).intersection(ground.frame)
        if shape.is_empty:
            continue
        if town.id in by_town:
            _hatch(sheet, ground, scene, shape, by_town[town.id])
        if town.id in scene.view.towns:
            sheet.area(shape, edge=COLOUR["ink"], width=1.6 * scale, opacity=0.75)


def _hatch(sheet: Sheet, ground: Ground, scene: Scene, shape: BaseGeometry, found: list[Project]) -> None:
    scale = ground.scale
    raised = next((project for project in found if look_of(scene, project) == "selected"), None)
    if raised is not None:
        colour = MARK[raised.category]
        sheet.symbols |= {"town", f"cat-{raised.category}"}
        sheet.hatch(
            shape,
            [colour],
            gap=_STYLE["hatch_selected_gap_px"] * scale,
            width=_STYLE["hatch_selected_px"] * scale,
            opacity=_STYLE["hatch_selected_opacity"],
        )
        sheet.area(shape, edge=colour, width=1.2 * scale)
    elif scene.selected is None:
        categories = [name for name in _STYLE["categories"] if any(one.category == name for one in found)]
        is_near = ground.zoom >= _STYLE["near_zoom"]
        sheet.symbols |= {"town", *(f"cat-{name}" for name in categories)}
        sheet.hatch(
            shape,
            [MARK[name] for name in categories],
            gap=_STYLE["hatch_gap_near_px" if is_near else "hatch_gap_px"] * scale,
            width=scale,
            opacity=_STYLE["hatch_opacity_near" if is_near else "hatch_opacity"],
        )
