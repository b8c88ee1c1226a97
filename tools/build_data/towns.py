"""The 35 units of the city: simplified together, so that shared borders stay shared."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from tools.build_data.crs import DEGREES, METRES, to_metres
from tools.build_data.features import Feature, feature, read, rounded
from tools.build_data.labels import label_point
from tools.build_data.names import TOWN_IDS, TOWN_NAMES_EN

__all__ = ["SOURCE_ID", "build", "polygons"]

SOURCE_ID = "towns-poi86"
CENSUS_ID = "census-2020"

#: Moves the border by at most 67 m, less than the 177 m by which two public outlines differ.
TOLERANCE_M = 36.0

#: Published figures more than this far from the polygon are old or round: the measured one is used.
DOUBTFUL_PERCENT = 10.0

KINDS = {"town": "town", "subdistrict": "subdistrict", "functional area": "zone"}


def polygons(raw: Path) -> dict[str, BaseGeometry]:
    """Simplify the units of the city as one coverage.

    Parameters
    ----------
    raw
        The folder of raw material.

    Returns
    -------
    dict of str to BaseGeometry
        Town id to polygon in degrees (WGS 84), rounded; together a valid coverage.

    Raises
    ------
    ValueError
        If rounding has broken the coverage: lower the tolerance then.
    """
    units = read(raw / "geodata" / "towns" / "towns_wgs84.geojson")
    metres = gpd.GeoSeries([geometry for _, geometry in units], crs=DEGREES).to_crs(METRES)
    simple = gpd.GeoSeries(shapely.coverage_simplify(metres.to_numpy(), TOLERANCE_M), crs=METRES)
    result = [rounded(geometry) for geometry in simple.to_crs(DEGREES)]
    if not shapely.coverage_is_valid(result):
        msg = f"coverage broken at tolerance {TOLERANCE_M} m after rounding"
        raise ValueError(msg)
    return {
        TOWN_IDS[properties["short"]]: shape for (properties, _), shape in zip(units, result, strict=True)
    }


def _area(row: Mapping[str, str], *, polygon: BaseGeometry) -> tuple[float, str]:
    """Choose the published area where it is believable, else measure the polygon (km²)."""
    published = row.get("published_km2", "")
    difference = row.get("polygon_minus_published_pct", "") or "0"
    if published and abs(float(difference)) < DOUBTFUL_PERCENT:
        return float(published), "town-areas-published"
    return round(to_metres(polygon).area / 1e6, 1), SOURCE_ID


def _properties(
    unit: Mapping[str, Any], *, row: Mapping[str, str], polygon: BaseGeometry
) -> dict[str, object]:
    """Fill the columns of one unit; unknown values are null."""
    area_km2, area_source = _area(row, polygon=polygon)
    people = row.get("population_2020", "")
    lon, lat = label_point(polygon, tolerance_m=20.0)
    short = unit["short"]
    return {
        "id": TOWN_IDS[short],
        "code": unit["code"],
        "name_zh": unit["name"],
        "short_zh": "生态园" if short == "东莞生态园" else short,
        "name_en": TOWN_NAMES_EN[short],
        "kind": KINDS[unit["kind"]],
        "area_km2": area_km2,
        "area_source": area_source,
        "population_2020": int(people) if people else None,
        "population_source": CENSUS_ID if people else None,
        "label_lon": lon,
        "label_lat": lat,
        "source_id": SOURCE_ID,
    }


def build(raw: Path) -> list[Feature]:
    """Make the features of ``towns.geojson``, one a unit, ordered by code.

    Parameters
    ----------
    raw
        The folder of raw material.

    Returns
    -------
    list of Feature
        Degrees, WGS 84; columns as docs/architecture.md lists them.
    """
    shapes = polygons(raw)
    with (raw / "geodata" / "towns" / "official_areas.csv").open(encoding="utf-8-sig") as file:
        rows = {row["code12"]: row for row in csv.DictReader(file)}
    units = [unit for unit, _ in read(raw / "geodata" / "towns" / "towns_wgs84.geojson")]
    result = []
    for unit in sorted(units, key=lambda item: str(item["code"])):
        polygon = shapes[TOWN_IDS[unit["short"]]]
        properties = _properties(unit, row=rows[unit["code"]], polygon=polygon)
        result.append(feature(properties, geometry=polygon))
    return result
