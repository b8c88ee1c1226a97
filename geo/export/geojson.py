"""GeoJSON by RFC 7946: longitude first, WGS 84 and no `crs`, outer rings to the right hand, 5 decimals.

One feature a project, with its id; a project without a site has a null geometry and is still there. A
geometry is of one kind, never a collection (docs/decisions/0101-no-collections-in-geojson.md): the parts of
a project follow the order of the parts of its geometry, then come those of another kind, each with its own.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo.export import tables
from geo.export.extract import Extract
from geo.export.shapes import DECIMALS, of_one_kind, settled

__all__ = ["features", "geometry_member", "write", "write_table"]

_LEFT_OUT = frozenset({"id", "lon", "lat", "geometry_wkt", "aliases", "towns", "order_unverified"})
_LISTS = ("aliases", "towns", "order_unverified")
_PART = ("part", "name_zh", "name_en", "certainty", "accuracy_m", "displaced_m", "method_zh", "method_en")


def geometry_member(geometry: BaseGeometry | None) -> dict[str, Any] | None:
    """Return a geometry (EPSG:4326) as a GeoJSON object, None for none."""
    shape = settled(geometry)
    return None if shape is None else dict(shapely.geometry.mapping(shape))


def _bbox(geometries: Sequence[BaseGeometry]) -> list[float] | None:
    if not geometries:
        return None
    return [round(float(edge), DECIMALS) for edge in shapely.total_bounds(list(geometries))]


def _features(taken: Extract) -> list[dict[str, Any]]:
    sites: dict[str, list[tuple[dict[str, Any], BaseGeometry]]] = {}
    for site, shape in zip(tables.rows(taken, "sites"), taken.sites.geometry, strict=True):
        told = {name: site[name] for name in (*_PART, "source_id")}
        sites.setdefault(str(site["project_id"]), []).append((told, shape))
    features = []
    records = taken.projects.to_dict("records")
    for record, row in zip(records, tables.rows(taken, "projects"), strict=True):
        properties: dict[str, Any] = {name: cell for name, cell in row.items() if name not in _LEFT_OUT}
        properties |= {name: list(record[name]) for name in _LISTS}
        geometry = of_one_kind(record["geometry"])
        properties["parts"] = _parts(sites.get(str(row["id"]), []), geometry)
        feature: dict[str, Any] = {"type": "Feature", "id": row["id"], "properties": properties}
        if geometry is not None:
            feature["bbox"] = _bbox([geometry])
        features.append(feature | {"geometry": geometry_member(geometry)})
    return features


def _parts(
    sites: Sequence[tuple[dict[str, Any], BaseGeometry]], geometry: BaseGeometry | None
) -> list[dict[str, Any]]:
    """Return the parts that a project's geometry holds, then those of another kind with a geometry each."""
    if geometry is None:
        return [told for told, _ in sites]
    kind = shapely.get_dimensions(geometry)
    within = [told for told, shape in sites if shapely.get_dimensions(shape) == kind]
    beside = [
        told | {"geometry": geometry_member(shape)}
        for told, shape in sites
        if shapely.get_dimensions(shape) != kind
    ]
    return within + beside


def write(taken: Extract) -> bytes:
    """Return the projects as one feature collection; what the file is stands in its member `about`."""
    shapes = [shape for shape in map(of_one_kind, taken.projects.geometry) if shape is not None]
    collection: dict[str, Any] = {"type": "FeatureCollection", "about": taken.about()}
    if (bbox := _bbox(shapes)) is not None:
        collection["bbox"] = bbox
    cited = {source for row in tables.rows(taken, "projects") for source in _cited(row)}
    cited |= {str(row["source_id"]) for row in tables.rows(taken, "sites")}
    collection["sources"] = [row for row in tables.rows(taken, "sources") if row["id"] in cited]
    collection["features"] = _features(taken)
    return (json.dumps(collection, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode("utf-8")


def write_table(taken: Extract, table: str) -> bytes:
    """Return another table that has geometries, a feature a row."""
    collection = {"type": "FeatureCollection", "about": taken.about(), "features": features(taken, table)}
    return (json.dumps(collection, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode("utf-8")


def features(taken: Extract, table: str) -> list[dict[str, Any]]:
    """Return the rows of a table that has geometries as GeoJSON features, in their order.

    Each is known by its `id`; one of a table without ids has none.
    """
    if table == "projects":
        return _features(taken)
    shapes: Sequence[BaseGeometry] = list(getattr(taken, table).geometry)
    return [
        {
            "type": "Feature",
            **({"id": row["id"]} if "id" in row else {}),
            "properties": {name: cell for name, cell in row.items() if name not in _LEFT_OUT},
            "bbox": _bbox([shape]),
            "geometry": geometry_member(shape),
        }
        for row, shape in zip(tables.rows(taken, table), shapes, strict=True)
    ]


def _cited(row: tables.Row) -> set[str]:
    cells = [
        row[name]
        for name in ("source_id", "town_source_id", "status_source_id", "kept_source_id", "placed_source_id")
    ]
    return {part for cell in cells if cell for part in str(cell).split(";")}
