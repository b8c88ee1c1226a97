"""Context: neighbours, water, expressways and railways, all simplified and quiet."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from tools.build_data.crs import DEGREES, METRES, to_degrees, to_metres
from tools.build_data.features import Feature, feature, read, rounded
from tools.build_data.labels import label_point
from tools.build_data.names import NEIGHBOURS_EN

__all__ = ["neighbours", "railways", "roads", "water"]

#: Context is looked at, not measured.
NEIGHBOUR_TOLERANCE_M = 220.0
WATER_TOLERANCE_M = 120.0
RAIL_TOLERANCE_M = 15.0

#: Islets smaller than this disappear.
SMALLEST_M2 = 300_000.0

#: Where labels of neighbours may stand: what a map of the whole city shows.
VIEW = box(113.42, 22.60, 114.34, 23.20)

#: Raw railways to ship: name, English name, kind. Lines of Baidu origin, bridged gaps and
#: straight pieces between far stations are not in this list on purpose.
RAILWAYS = {
    "东莞地铁2号线一二期": ("地铁2号线", "Metro Line 2", "metro", "metro-stations-osm"),
    "广深港高铁 (东莞段)": (
        "广深港高铁",
        "Guangzhou–Shenzhen–Hong Kong HSR",
        "railway",
        "railways-osm",
    ),
    "赣深高铁 (塘厦–光明)": ("赣深高铁", "Ganzhou–Shenzhen HSR", "railway", "railways-osm"),
    "赣深高铁 (惠州–谢岗)": ("赣深高铁", "Ganzhou–Shenzhen HSR", "railway", "railways-osm"),
    "穗深城际 (新塘–深圳机场)": (
        "穗深城际",
        "Guangzhou–Shenzhen Intercity",
        "railway",
        "railways-osm",
    ),
    "莞惠城际 (东莞西–银瓶)": (
        "莞惠城际",
        "Dongguan–Huizhou Intercity",
        "railway",
        "railway-stations-osm",
    ),
    "广深铁路 (东莞–常平)": ("广深铁路", "Guangzhou–Shenzhen Railway", "railway", "railways-osm"),
}

ROADS_EN = {
    "S3 广深沿江高速": "S3 Guangzhou–Shenzhen Riverside Expressway",
    "S6 番莞高速": "S6 Panyu–Dongguan Expressway",
    "S29 从莞深高速": "S29 Conghua–Dongguan–Shenzhen Expressway",
    "G1523 甬莞高速 (east part)": "G1523 Ningbo–Dongguan Expressway",
    "S86 深圳外环高速": "S86 Shenzhen Outer Ring Expressway",
    "G9411 虎门大桥": "G9411 Humen Bridge",
}


def _label(polygon: BaseGeometry) -> tuple[float, float]:
    """Find a place for a neighbour's name inside of the view, in degrees."""
    seen = polygon.intersection(VIEW)
    return label_point(polygon if seen.is_empty else seen, tolerance_m=100.0)


def _largest(polygon: BaseGeometry) -> BaseGeometry:
    """Drop the islets of a polygon in metres."""
    parts = [part for part in shapely.get_parts(polygon) if part.area >= SMALLEST_M2]
    return shapely.union_all(parts)


def neighbours(raw: Path) -> list[Feature]:
    """Make the features of ``neighbours.geojson``: cities first, then districts.

    Parameters
    ----------
    raw
        The folder of raw material.

    Returns
    -------
    list of Feature
        Polygons in degrees, WGS 84, simplified by `NEIGHBOUR_TOLERANCE_M` as a coverage of each kind.
    """
    result = []
    for kind, name in (("city", "cities"), ("district", "districts")):
        units = read(raw / "geodata" / "towns" / f"neighbours_{name}_wgs84.geojson")
        metres = gpd.GeoSeries([shape for _, shape in units], crs=DEGREES).to_crs(METRES)
        simple = shapely.coverage_simplify(metres.to_numpy(), NEIGHBOUR_TOLERANCE_M)
        for (unit, _), shape in zip(units, simple, strict=True):
            polygon = to_degrees(_largest(shape))
            lon, lat = _label(polygon)
            name_zh = unit["name"].removesuffix("市")
            properties = {
                "name_zh": name_zh if kind == "city" else name_zh.removesuffix("区").removesuffix("县"),
                "name_en": NEIGHBOURS_EN[unit["name"]],
                "kind": kind,
                "label_lon": lon,
                "label_lat": lat,
                "source_id": "towns-poi86",
            }
            result.append(feature(properties, geometry=polygon))
    return result


def water(raw: Path) -> list[Feature]:
    """Make the one feature of ``water.geojson``: the estuary outside of the city."""
    shapes = read(raw / "geodata" / "towns" / "water_outside_dongguan_wgs84.geojson")
    metres = to_metres(shapely.union_all([shape for _, shape in shapes]))
    simple = _largest(metres.simplify(WATER_TOLERANCE_M).buffer(0))
    properties = {
        "name_zh": "狮子洋—珠江口",
        "name_en": "Shizi Yang and Pearl River Estuary",
        "source_id": "coast-gshhg",
    }
    return [feature(properties, geometry=to_degrees(simple))]


def roads(raw: Path) -> list[Feature]:
    """Make the features of ``roads.geojson``: expressways that are not projects."""
    result = []
    for properties, line in read(raw / "geodata" / "roads-sites" / "roads.geojson"):
        if properties.get("row") is not None:
            continue
        name = properties["name_zh"]
        columns = {
            "name_zh": name.removesuffix(" (east part)"),
            "name_en": ROADS_EN[name],
            "source_id": "expressways-osm",
        }
        result.append(feature(columns, geometry=line))
    return result


def railways(raw: Path) -> list[Feature]:
    """Make the features of ``railways.geojson``: lines in service that are not projects."""
    result = []
    for properties, line in read(raw / "geodata" / "rail" / "lines.geojson"):
        if properties["name"] not in RAILWAYS:
            continue
        name_zh, name_en, kind, source_id = RAILWAYS[properties["name"]]
        simple = to_degrees(to_metres(line).simplify(RAIL_TOLERANCE_M))
        columns = {"name_zh": name_zh, "name_en": name_en, "kind": kind, "source_id": source_id}
        # A repeated vertex after rounding would make a line of length zero.
        clean = shapely.remove_repeated_points(rounded(simple))
        if len(np.asarray(clean.coords)) > 1:
            result.append(feature(columns, geometry=clean))
    return result
