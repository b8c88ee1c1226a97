"""What lies under the projects: neighbours, water, expressways, railways, stations."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
from shapely.algorithms.polylabel import polylabel
from shapely.geometry.base import BaseGeometry

from layers.geometry import AREA_SCALE, SCALE, lonlat, paths, polygons_of, rings
from layers.wording import known

__all__ = ["basemap", "stations"]

# Degrees: about 40 m, a third of a pixel at the city's zoom. Context never needs more.
_TOLERANCE = 40 / 111_000


def _simple(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the frame with simpler geometry, as one coverage: neighbours share borders."""
    return frame.set_geometry(frame.geometry.simplify_coverage(_TOLERANCE, simplify_boundary=True))


def _middle(geometry: BaseGeometry) -> tuple[float, float]:
    """Return lon, lat of the middle of the widest place of a geometry's largest polygon."""
    largest = max(polygons_of(geometry), key=lambda polygon: polygon.area)
    spot = polylabel(largest, tolerance=0.005)
    return spot.x, spot.y


def _areas(frame: gpd.GeoDataFrame, *, lang: str) -> list[dict[str, Any]]:
    out = []
    for row in _simple(frame).to_dict("records"):
        lon, lat = known(row.get("label_lon")), known(row.get("label_lat"))
        if lon is None or lat is None:
            lon, lat = _middle(row["geometry"])
        out.append(
            {
                "name": known(row[f"name_{lang}"]) or known(row["name_zh"]) or "",
                "kind": known(row.get("kind")) or "",
                "label": [round(float(lon), 5), round(float(lat), 5)],
                "rings": rings(row["geometry"], scale=AREA_SCALE),
            }
        )
    return out


def _lines(frame: gpd.GeoDataFrame, *, lang: str) -> list[dict[str, Any]]:
    return [
        {
            "name": known(row[f"name_{lang}"]) or "",
            "kind": known(row.get("kind")) or "",
            "paths": paths(row["geometry"]),
        }
        for row in frame.to_dict("records")
    ]


def basemap(layers: dict[str, gpd.GeoDataFrame], *, lang: str) -> dict[str, Any]:
    """Return the context layers as plain JSON values.

    Parameters
    ----------
    layers
        ``neighbours``, ``water`` (polygons), ``roads``, ``railways`` (lines); EPSG:4326, one row a feature.
    lang
        Which name is drawn.
    """
    return {
        "scale": SCALE,
        "area_scale": AREA_SCALE,
        "neighbours": _areas(layers["neighbours"], lang=lang),
        "water": _areas(layers["water"], lang=lang),
        "roads": _lines(layers["roads"], lang=lang),
        "railways": _lines(layers["railways"], lang=lang),
    }


def stations(frame: gpd.GeoDataFrame, *, lang: str) -> list[dict[str, Any]]:
    """Return the stations, those of a project's line in their order along it.

    Rows have ``project_id`` and ``order`` where the station belongs to a project's line, else None.
    """
    rows = [
        {
            "id": row["id"],
            "name": known(row[f"name_{lang}"]) or known(row["name_zh"]) or "",
            "kind": row["kind"],
            "project": known(row.get("project_id")),
            "order": None if known(row.get("order")) is None else int(row["order"]),
            "at": lonlat(row["geometry"]),
        }
        for row in frame.to_dict("records")
    ]
    return sorted(rows, key=lambda row: (row["project"] or "", row["order"] or 0, row["id"]))
