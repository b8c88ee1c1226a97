"""Places of the projects, by the ruling of ``geodata/placement.csv``.

What the ruling gives no geometry gets none here: the towns are marked, no pin is set.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from tools.build_data.crs import to_degrees, to_metres
from tools.build_data.features import Feature, feature, read
from tools.build_data.site_facts import LINES, POINTS, Place, Route
from tools.build_data.stations import OUTSIDE, line_points, read_rows

__all__ = ["build"]

#: 深江铁路 is only a direction outside of the city: so far beyond the city limits it is drawn.
BEYOND_CITY_M = 5_000.0

#: 公常路 runs beside line 1: shifted so that both are seen, half of its accuracy at most.
GONGCHANG_SHIFT_M = 350.0


@dataclass(frozen=True, slots=True)
class _Raw:
    """The raw lines and points that sites are cut from."""

    roads: dict[str, BaseGeometry]
    rail: dict[str, BaseGeometry]
    metro_1: list[tuple[float, float]]
    city: BaseGeometry


def _read(raw: Path) -> _Raw:
    """Read the raw material once."""
    folder = raw / "geodata"
    roads = {item["role"]: line for item, line in read(folder / "roads-sites" / "roads.geojson")}
    rail = {item["name"]: line for item, line in read(folder / "rail" / "lines.geojson")}
    (_, city), *_ = read(folder / "towns" / "outline_wgs84.geojson")
    metro_1 = line_points(read_rows(raw), line="东莞地铁1号线一期")
    return _Raw(roads=roads, rail=rail, metro_1=metro_1, city=city)


def _columns(place: Place | Route, *, displaced_m: float) -> dict[str, object]:
    """Fill the columns of a site."""
    return {
        "project_id": place.project_id,
        "part": place.part,
        "name_zh": place.name_zh,
        "name_en": place.name_en,
        "certainty": place.certainty,
        "accuracy_m": place.accuracy_m,
        "method_zh": place.method_zh,
        "method_en": place.method_en,
        "source_id": place.source_id,
        "displaced_m": displaced_m,
    }


def _route(route: Route, *, raw: _Raw) -> tuple[BaseGeometry, float]:
    """Make the line of a route in degrees, and tell how far it was shifted (metres)."""
    if route.origin == "road":
        return raw.roads[route.raw_name], 0.0
    if route.origin == "rail":
        return raw.rail[route.raw_name], 0.0
    if route.origin == "metro-1":
        return LineString(raw.metro_1), 0.0
    if route.origin == "metro-1-south":
        # From the last station of line 1 to the first of the ends of lines in Shenzhen, 深理工.
        return LineString([raw.metro_1[-1], (OUTSIDE[0][4], OUTSIDE[0][5])]), 0.0
    if route.origin == "corridor":
        near = to_degrees(to_metres(raw.city).buffer(BEYOND_CITY_M))
        return raw.rail[route.raw_name].intersection(near), 0.0
    if route.origin == "gongchang":
        # The last three stations from north to south; west of them lies the node with the expressway.
        along = to_metres(LineString(raw.metro_1[-3:]))
        shifted = shapely.offset_curve(along, -GONGCHANG_SHIFT_M)
        return to_degrees(shifted), GONGCHANG_SHIFT_M
    msg = f"route.origin: unknown value {route.origin!r}"
    raise ValueError(msg)


def build(raw: Path, *, towns: dict[str, BaseGeometry]) -> list[Feature]:
    """Make the features of ``sites.geojson``, one a part of a project.

    Parameters
    ----------
    raw
        The folder of raw material.
    towns
        Town id to simplified polygon in degrees (WGS 84).

    Returns
    -------
    list of Feature
        Degrees, WGS 84; `accuracy_m` in metres, null where it is not measured.
    """
    material = _read(raw)
    result = []
    for place in POINTS:
        shape = Point(place.lon, place.lat) if place.town is None else towns[place.town]
        result.append(feature(_columns(place, displaced_m=0.0), geometry=shape))
    for route in LINES:
        line, displaced_m = _route(route, raw=material)
        result.append(feature(_columns(route, displaced_m=displaced_m), geometry=line))
    return sorted(result, key=lambda item: (item["properties"]["project_id"], item["properties"]["part"]))
