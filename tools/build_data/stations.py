"""Stations: those of projects, those in service, and three ends of lines in Shenzhen."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from shapely.geometry import Point

from tools.build_data.features import Feature, feature
from tools.build_data.names import STATION_NAMES, TOWN_IDS

__all__ = ["OUTSIDE", "build", "line_points", "read_rows"]

#: Raw line name to kind, short line name, project, prefix of the id.
LINES = {
    "东莞地铁1号线一期": ("metro", "1号线一期", "metro-1-phase-1", "metro-1"),
    "东莞地铁2号线一二期": ("metro", "2号线", None, "metro-2"),
    "东莞地铁2号线三期": ("metro", "2号线三期", "metro-2-phase-3", "metro-2c"),
    "深江铁路": ("railway", "深江铁路", "shenjiang-railway", "shenjiang"),
    "穗深城际 (东莞段 10站)": ("railway", "穗深城际", None, "suishen"),
    "莞惠城际 (广惠城际 东莞段)": ("railway", "莞惠城际", None, "guanhui"),
    "广深铁路 (东莞段)": ("railway", "广深铁路", None, "guangshen"),
}

#: Rows that only show a direction, or whose origin forbids to ship them.
LEFT_OUT = frozenset({"机场东", "万顷沙", "滨海湾站 (second source)"})

#: Ends of Shenzhen lines, single points: name, English, line, project, lon, lat, metres, source.
#: 深理工 is the node n10228156813 of OpenStreetMap.
_OSM, _HKUST = (100.0, "metro-stations-osm"), (150.0, "shenzhen-termini")
OUTSIDE = (
    ("深理工", "SUAT", "深圳6号线支线", "metro-1-shenzhen-6-link", 113.96436, 22.80975, *_OSM),
    ("碧头", "Bitou", "深圳11号线", "shenzhen-11-changan", 113.81493, 22.78755, *_HKUST),
    ("双拥街", "Shuangyong Street", "深圳10号线", "shenzhen-10-fenggang", 114.12781, 22.70131, *_HKUST),
)


def read_rows(raw: Path) -> list[dict[str, str]]:
    """Read the rows of the raw stations that have a place and may be shipped."""
    with (raw / "geodata" / "rail" / "stations.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    return [row for row in rows if row["line"] in LINES and row["lon"] and row["name_zh"] not in LEFT_OUT]


def line_points(rows: Sequence[Mapping[str, str]], *, line: str) -> list[tuple[float, float]]:
    """List the places of a line's stations in their order, as (lon, lat)."""
    own = sorted((row for row in rows if row["line"] == line), key=lambda row: int(row["order"]))
    return [(float(row["lon"]), float(row["lat"])) for row in own]


def _source_id(row: Mapping[str, str]) -> str:
    """Name the source of a raw row by what its own source text says."""
    text = row["source"]
    if "adapt-metro" in text:
        return "metro-stations-osm"
    if "Wikidata" in text:
        return "railway-stations-wikidata"
    if "heywhale" in text:
        return "railway-stations-heywhale"
    if "wikipedia" in text:
        return "binhaiwan-station-wikipedia"
    return "railway-stations-osm"


def _town(name: str) -> str | None:
    """Turn a raw town name into an id; None outside of the city."""
    if not name:
        return None
    short = name.removesuffix("管委会").removesuffix("镇").removesuffix("街道")
    return TOWN_IDS[short]


def _properties(row: Mapping[str, str]) -> dict[str, object]:
    """Fill the columns of one station from its first raw row."""
    kind, short_line, project_id, prefix = LINES[row["line"]]
    town = _town(row["town"])
    return {
        "id": f"{prefix}-{row['order']}",
        "name_zh": row["name_zh"],
        "name_en": STATION_NAMES.get(row["name_zh"], row["name_en"].replace("'", "’")),
        "kind": kind if town else "outside",
        "lines": [short_line],
        "project_id": project_id,
        "order": int(row["order"]) if project_id else None,
        "accuracy_m": float(row["accuracy_m"]),
        "town": town,
        "source_id": _source_id(row),
    }


def _outside() -> list[Feature]:
    """Make the features of the three ends of lines in Shenzhen."""
    result = []
    for number, row in enumerate(OUTSIDE, start=1):
        name_zh, name_en, line, project_id, lon, lat, accuracy_m, source_id = row
        properties: dict[str, object] = {
            "id": f"outside-{number}",
            "name_zh": name_zh,
            "name_en": name_en,
            "kind": "outside",
            "lines": [line],
            "project_id": project_id,
            "order": None,
            "accuracy_m": accuracy_m,
            "town": None,
            "source_id": source_id,
        }
        result.append(feature(properties, geometry=Point(lon, lat)))
    return result


def build(raw: Path) -> list[Feature]:
    """Make the features of ``basemap/stations.geojson``, one a station.

    Parameters
    ----------
    raw
        The folder of raw material.

    Returns
    -------
    list of Feature
        Points in degrees, WGS 84. Two rows of the same name, kind and place are one station with
        two lines; it belongs to the first project among them.
    """
    stations: dict[tuple[str, str, str, str], dict[str, object]] = {}
    points: dict[tuple[str, str, str, str], Point] = {}
    for row in read_rows(raw):
        properties = _properties(row)
        key = (row["name_zh"], str(properties["kind"]), row["lon"], row["lat"])
        known = stations.get(key)
        if known is None:
            stations[key] = properties
            points[key] = Point(float(row["lon"]), float(row["lat"]))
            continue
        known["lines"] = [*_lines(known), *_lines(properties)]
        if known["project_id"] is None:
            known["project_id"] = properties["project_id"]
            known["order"] = properties["order"]
    return [feature(stations[key], geometry=points[key]) for key in stations] + _outside()


def _lines(properties: Mapping[str, object]) -> list[str]:
    """Read the list of lines of a station."""
    lines = properties["lines"]
    if not isinstance(lines, list):
        msg = f"lines must be a list, got {lines!r}"
        raise TypeError(msg)
    return lines
