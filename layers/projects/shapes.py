"""What is drawn of each project: its sites, and where its icon stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import shapely
from shapely.geometry import GeometryCollection, Point
from shapely.geometry.base import BaseGeometry

from geo.crs import DEGREES, METRES
from layers.element import Json
from layers.geometry import lines_of, lonlat, packed, paths, points_of, polygons_of, rings
from layers.projects.icons import Avoided, area_icon, degrees, rim_icon
from layers.wording import known

__all__ = ["Part", "icons_of", "parts_of"]

# Degrees: about 200 m, 300 m. A line along the border leaves the city by less than it is sure.
_BORDER_SLACK = 200 / 111_000
_SHORTEST_OUTSIDE = 300 / 111_000
_FIRM = ("surveyed", "approximate")
# Metres: what a site may be simplified by at most, and what share of its accuracy.
_TOLERANCE_M = 10
_TOLERANCE_SHARE = 1 / 15


@dataclass(frozen=True, slots=True)
class Part:
    """One site of a project, as it is drawn.

    Attributes
    ----------
    certainty, accuracy_m
        How sure its place is; metres, None if that is not known.
    geometry
        EPSG:4326, simplified by at most 10 m; of lines what lies inside of the city.
    outside
        The rest of the lines: outside of the city a line is a direction, drawn fainter.
    """

    certainty: str
    accuracy_m: int | None
    geometry: BaseGeometry
    outside: BaseGeometry

    def payload(self) -> Json:
        """Return the part as packed paths and rings, and points as [lon, lat]."""
        found: dict[str, object] = {"certainty": self.certainty, "accuracy_m": self.accuracy_m}
        if lines_of(self.geometry) or lines_of(self.outside):
            found |= {"paths": packed(paths(self.geometry)), "outside": packed(paths(self.outside))}
        if polygons_of(self.geometry):
            found["rings"] = packed(rings(self.geometry))
        if points_of(self.geometry):
            found["points"] = [lonlat(point) for point in points_of(self.geometry)]
        return found


def parts_of(sites: gpd.GeoDataFrame, *, towns: gpd.GeoDataFrame) -> dict[str, list[Part]]:
    """Return the parts of each project by its id.

    Parameters
    ----------
    sites
        One row a site, EPSG:4326: project_id, certainty, accuracy_m, geometry.
    towns
        The units of the city, EPSG:4326.
    """
    # A little wider than the city, made once: a line along the border is inside.
    city = towns.geometry.union_all().buffer(_BORDER_SLACK)
    shapely.prepare(city)
    found: dict[str, list[Part]] = {}
    for project_id, certainty, accuracy, geometry in zip(
        sites["project_id"], sites["certainty"], sites["accuracy_m"], sites.geometry, strict=True
    ):
        metres = known(accuracy)
        inside, outside = _cut(geometry.simplify(_tolerance(metres)), city)
        part = Part(str(certainty), None if metres is None else round(float(metres)), inside, outside)
        found.setdefault(str(project_id), []).append(part)
    return found


def _tolerance(accuracy_m: object) -> float:
    """Return by how much (degrees) a site may be simplified: a track known well keeps its bends."""
    known_m = _TOLERANCE_M if accuracy_m is None else float(str(accuracy_m)) * _TOLERANCE_SHARE
    return min(_TOLERANCE_M, known_m) / 111_000


def _cut(simple: BaseGeometry, city: BaseGeometry) -> tuple[BaseGeometry, BaseGeometry]:
    """Cut the lines of a geometry into what is inside of the city and what is not."""
    nothing = GeometryCollection()
    if not lines_of(simple) or shapely.contains(city, simple):
        return simple, nothing
    pieces = lines_of(simple.difference(city))
    outside = [line for line in pieces if line.length > _SHORTEST_OUTSIDE]
    if not outside:
        return simple, nothing
    # Not `simple` minus `outside`: cut points are rounded, and the difference would leave the line whole.
    inside = [*lines_of(simple.intersection(city)), *(line for line in pieces if line not in outside)]
    rest = [*polygons_of(simple), *points_of(simple)]
    return GeometryCollection([*inside, *rest]), GeometryCollection(outside)


# --- icons ---------------------------------------------------------------------------------------------


def icons_of(sites: gpd.GeoDataFrame, *, towns: gpd.GeoDataFrame) -> dict[str, tuple[float, float]]:
    """Return lon, lat of each project's icon; each avoids lines, town names and the icons before it.

    Parameters
    ----------
    sites
        One row a site, EPSG:4326: project_id, certainty, accuracy_m, geometry.
    towns
        The units of the city with label_lon and label_lat, in degrees.

    Returns
    -------
    dict
        Without the projects that have a line: these need no icon.
    """
    metric = sites.to_crs(METRES)
    labels = gpd.GeoSeries(gpd.points_from_xy(towns["label_lon"], towns["label_lat"]), crs=DEGREES)
    lines = [line for shape in metric.geometry for line in lines_of(shape)]
    avoid = Avoided([*lines, *labels.to_crs(METRES)])
    places: dict[str, Point] = {}
    for project_id in sorted(metric["project_id"].unique()):
        place = _icon(metric[metric["project_id"] == project_id], avoid=avoid)
        if place is not None:
            places[str(project_id)] = place
            avoid.add(place)
    spots = [lonlat(point) for point in degrees(list(places.values()))]
    return {project_id: (lon, lat) for project_id, (lon, lat) in zip(places, spots, strict=True)}


def _icon(rows: gpd.GeoDataFrame, *, avoid: Avoided) -> Point | None:
    """Return where a project's icon stands, from its sites in metres."""
    shapes: Sequence[BaseGeometry] = list(rows.geometry)
    if any(lines_of(shape) for shape in shapes):
        return None
    first, certainty, accuracy = shapes[0], rows["certainty"].iloc[0], known(rows["accuracy_m"].iloc[0])
    if polygons_of(first):
        return area_icon(first, avoid=avoid)
    centre = points_of(first)[0]
    if certainty in _FIRM or accuracy is None:
        return centre
    return rim_icon(centre, accuracy_m=float(accuracy), avoid=avoid)
