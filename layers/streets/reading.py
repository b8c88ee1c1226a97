"""Read an OpenStreetMap extract: roads, railways, water, green and places of the city, as frames.

GDAL's OSM driver reads ``.osm`` (XML) and ``.osm.pbf``; ``osmconf.ini`` beside this module says which tags
become columns. The file is the operator's own. What a tag says is still a stranger's: each text is cleaned
and cut.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely
from pyogrio.errors import DataSourceError, FeatureError
from shapely.geometry.base import BaseGeometry

from geo.crs import DEGREES
from geo.state import clean_text

__all__ = ["CLASSES", "ExtractError", "read_extract"]

_CONFIG = Path(__file__).with_name("osmconf.ini")
_HEAD_BYTES = 4_096
# A name on a map is a few signs long; what is longer is cut.
_NAME_LENGTH = 40
_REF_LENGTH = 12
# Below this an area is less than a pixel at the nearest zoom of the file (square metres).
_LEAST_AREA_M2 = 400.0
_METRES_A_DEGREE = 111_000.0
# Two places of one name and kind in one cell of about 500 m are one place.
_CELLS = 200


_Bounds = tuple[float, float, float, float]


class ExtractError(Exception):
    """The file is no OpenStreetMap extract, or holds nothing of the city. The text says which."""


@dataclass(frozen=True, slots=True)
class _Class:
    """One layer of the tiles.

    Attributes
    ----------
    source
        The layer of GDAL's OSM driver.
    kinds
        The kind that is drawn, by tag and value.
    """

    source: str
    kinds: Mapping[str, Mapping[str, str]]


_ROADS = {
    "motorway": "motorway",
    "motorway_link": "motorway",
    "trunk": "major",
    "trunk_link": "major",
    "primary": "major",
    "primary_link": "major",
    "secondary": "medium",
    "secondary_link": "medium",
    "tertiary": "medium",
    "tertiary_link": "medium",
    "unclassified": "minor",
    "residential": "minor",
    "living_street": "minor",
    "pedestrian": "minor",
}
_GREEN = {
    "landuse": ("forest", "grass", "meadow", "orchard", "recreation_ground", "village_green"),
    "leisure": ("park", "garden", "golf_course", "nature_reserve"),
    "natural": ("wood", "scrub", "grassland"),
}
_AMENITIES = {
    "school": "school",
    "university": "school",
    "college": "school",
    "hospital": "hospital",
    "townhall": "townhall",
}


def _same(values: Mapping[str, tuple[str, ...]], kind: str) -> dict[str, dict[str, str]]:
    return {tag: dict.fromkeys(names, kind) for tag, names in values.items()}


# The layers of the tiles, by name. Of a feature with two kinds the first tag counts.
CLASSES: Mapping[str, _Class] = {
    "green": _Class("multipolygons", _same(_GREEN, "green")),
    "water": _Class(
        "multipolygons",
        _same(
            {"natural": ("water",), "waterway": ("riverbank",), "landuse": ("reservoir", "basin")}, "water"
        ),
    ),
    "streams": _Class("lines", _same({"waterway": ("river", "canal", "stream")}, "water")),
    "roads": _Class("lines", {"highway": _ROADS}),
    "rails": _Class("lines", _same({"railway": ("rail", "subway", "light_rail")}, "rail")),
    "places": _Class(
        "points",
        {
            "railway": {"station": "station"},
            "amenity": _AMENITIES,
            "place": dict.fromkeys(("village", "suburb", "quarter", "neighbourhood", "hamlet"), "village"),
        },
    ),
    "grounds": _Class("multipolygons", {"amenity": _AMENITIES}),
}


def _check_kind(path: Path) -> None:
    """Look at the first bytes: GDAL would open many another file, and some of those name other files."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError as error:
        msg = f"`{path}` cannot be read: {error.strerror}"
        raise ExtractError(msg) from error
    if b"OSMHeader" not in head and b"<osm" not in head:
        msg = f"`{path}` is no OpenStreetMap extract: .osm or .osm.pbf is expected"
        raise ExtractError(msg)


def _where(source: str) -> str:
    """Return the condition of a source's features, in GDAL's SQL; all values are our own."""
    parts = [
        f"{tag} IN ({', '.join(repr(value) for value in values)})"
        for wanted in CLASSES.values()
        if wanted.source == source
        for tag, values in wanted.kinds.items()
    ]
    return " OR ".join(parts)


def _read(path: Path, source: str, bounds: _Bounds) -> gpd.GeoDataFrame:
    """Read a source once for all its layers: the driver goes through the whole file each time."""
    try:
        found: gpd.GeoDataFrame = pyogrio.read_dataframe(
            path, layer=source, bbox=bounds, where=_where(source), CONFIG_FILE=str(_CONFIG)
        )
    except (DataSourceError, FeatureError, RuntimeError, ValueError) as error:
        msg = f"`{path}` is broken: {error}"
        raise ExtractError(msg) from error
    return found


def _kind(row: Mapping[Hashable, Any], kinds: Mapping[str, Mapping[str, str]]) -> str | None:
    return next((found for tag, values in kinds.items() if (found := values.get(str(row.get(tag))))), None)


def _text(value: object, length: int = _NAME_LENGTH) -> str | None:
    """Return a tag's text as it is drawn: one line without signs that cannot be seen, cut; None for none."""
    return (clean_text(value)[:length].rstrip() or None) if isinstance(value, str) else None


def _rows(found: gpd.GeoDataFrame, kinds: Mapping[str, Mapping[str, str]]) -> gpd.GeoDataFrame:
    """Return the features of some kinds with the columns of the tiles: kind, name, name_en, ref."""
    rows = [
        {
            "kind": kind,
            "name": _text(row.get("name_zh")) or _text(row.get("name")),
            "name_en": _text(row.get("name_en")),
            "ref": _text(row.get("ref"), _REF_LENGTH),
            "geometry": row["geometry"],
        }
        for row in found.to_dict("records")
        # The sidings of a depot are no line that people know.
        if (kind := _kind(row, kinds)) and not _text(row.get("service"))
    ]
    columns = ["kind", "name", "name_en", "ref", "geometry"]
    return gpd.GeoDataFrame(rows, columns=columns, geometry="geometry", crs=DEGREES)


def _joined(lines: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Join the ways of a road, which OSM cuts at each bridge and crossing: a name needs a long line."""
    if lines.empty:
        return lines
    keys = ["kind", "name", "name_en", "ref"]
    whole = lines.dissolve(by=keys, dropna=False, as_index=False)
    merged = whole.set_geometry(shapely.line_merge(whole.geometry.to_numpy()))
    return merged.explode(ignore_index=True)[lines.columns]


def _large(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    least = _LEAST_AREA_M2 / _METRES_A_DEGREE**2
    return areas[shapely.area(areas.geometry.to_numpy()) >= least].reset_index(drop=True)


def _inside(frame: gpd.GeoDataFrame, city: BaseGeometry) -> gpd.GeoDataFrame:
    """Cut the features to the city; of what is cut only parts of the same dimension stay."""
    shapes = frame.geometry.to_numpy()
    touching = shapely.intersects(city, shapes)
    crossing = touching & ~shapely.contains_properly(city, shapes)
    whole, cut = frame[touching & ~crossing], frame[crossing]
    dimension = shapely.get_dimensions(cut.geometry.to_numpy())
    valid = shapely.make_valid(cut.geometry.to_numpy())
    parts = cut.set_geometry(shapely.intersection(valid, city)).assign(dimension=dimension).explode()
    kept = parts[shapely.get_dimensions(parts.geometry.to_numpy()) == parts["dimension"]]
    return gpd.GeoDataFrame(pd.concat([whole, kept[frame.columns]], ignore_index=True))


def _points(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return areas.set_geometry(areas.geometry.representative_point())


def _once(places: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Leave out a place that is in the extract as a point and as an area, or once for each of its gates."""
    cells = [(places.geometry.x * _CELLS).round(), (places.geometry.y * _CELLS).round()]
    keys = pd.concat([places["kind"], places["name"].fillna(places["name_en"]), *cells], axis=1)
    return places[~keys.duplicated().to_numpy()].reset_index(drop=True)


_MAKE: Mapping[str, Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame]] = {
    "green": _large,
    "water": _large,
    "streams": _joined,
    "roads": _joined,
    "rails": _joined,
    "grounds": _points,
}


def read_extract(path: Path, city: BaseGeometry) -> dict[str, gpd.GeoDataFrame]:
    """Read what the streets are drawn from.

    Parameters
    ----------
    path
        An extract, ``.osm`` or ``.osm.pbf``, of any area that holds the city.
    city
        The area to which everything is cut, EPSG:4326.

    Returns
    -------
    dict
        By the layer of the tiles (``green``, ``water``: polygons; ``streams``, ``roads``, ``rails``: lines;
        ``places``: points) one row a feature, EPSG:4326, with ``kind``, ``name``, ``name_en`` and ``ref``
        (text of at most 40 and 12 signs, or None). Layers may be empty.

    Raises
    ------
    ExtractError
        If the file is no extract, is broken, or holds no road of the city.
    """
    _check_kind(path)
    west, south, east, north = (float(value) for value in city.bounds)
    sources = {
        name: _read(path, name, (west, south, east, north)) for name in ("points", "lines", "multipolygons")
    }
    shapely.prepare(city)  # thousands of features are asked whether they lie in it
    found: dict[str, gpd.GeoDataFrame] = {}
    for name, wanted in CLASSES.items():
        rows = _rows(sources[wanted.source], wanted.kinds)
        make = _MAKE.get(name)
        found[name] = _inside(make(rows) if make else rows, city)
    places = pd.concat([found["places"], found.pop("grounds")], ignore_index=True)
    found["places"] = _once(places[places["name"].notna() | places["name_en"].notna()])
    if found["roads"].empty:
        msg = f"`{path}` holds no road of this city"
        raise ExtractError(msg)
    return found
