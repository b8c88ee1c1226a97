"""The units: areas, names, and where a name may stand."""

from __future__ import annotations

from typing import Any

import geopandas as gpd

from geo.crs import METRES, WEB_MERCATOR
from layers.geometry import AREA_SCALE, polygons_of, rings
from layers.wording import known

__all__ = ["city_outline", "silhouette", "towns"]

# Degrees: about 15 m; the published borders are for reference only and not surer than that.
_TOLERANCE = 15 / 111_000
_SILHOUETTE_STEP = 150.0


def towns(frame: gpd.GeoDataFrame, *, lang: str) -> list[dict[str, Any]]:
    """Return one feature a unit, simplified as one coverage so that no gap opens between neighbours.

    Parameters
    ----------
    frame
        One row a unit, EPSG:4326: id, name_zh, short_zh, name_en, kind, label_lon, label_lat, geometry.
    lang
        Which name is drawn.
    """
    simple = frame.set_geometry(frame.geometry.simplify_coverage(_TOLERANCE, simplify_boundary=True))
    areas = frame.geometry.to_crs(METRES).area
    out = []
    for row, area in zip(simple.to_dict("records"), areas, strict=True):
        name = row["short_zh"] if lang == "zh" else row["name_en"]
        out.append(
            {
                "id": row["id"],
                "name": known(name) or known(row["name_zh"]) or "",
                "full": (row["name_zh"] if lang == "zh" else row["name_en"]) or "",
                "kind": row["kind"],
                "label": [round(float(row["label_lon"]), 5), round(float(row["label_lat"]), 5)],
                "area": round(float(area) / 1e6, 1),
                "rings": rings(row["geometry"], scale=AREA_SCALE),
            }
        )
    return out


def city_outline(frame: gpd.GeoDataFrame) -> list[list[list[int]]]:
    """Return the outline of all units together, simplified alike, so that it lies on their borders."""
    simple = frame.geometry.simplify_coverage(_TOLERANCE, simplify_boundary=True)
    return rings(simple.union_all(), scale=AREA_SCALE)


def silhouette(frame: gpd.GeoDataFrame) -> str:
    """Return the city's outline as inline SVG: what is seen where the map will be, until it is drawn."""
    # Ground units of 100 m in a Mercator's proportions; a third of a pixel at the city's zoom.
    # The map's own projection: the outline lies where the map will draw it.
    outline = frame.geometry.to_crs(WEB_MERCATOR).union_all().simplify(_SILHOUETTE_STEP)
    west, south, east, north = outline.bounds
    paths = []
    for polygon in polygons_of(outline):
        steps = [
            f"{round((x - west) / _SILHOUETTE_STEP)} {round((north - y) / _SILHOUETTE_STEP)}"
            for x, y in polygon.exterior.coords
        ]
        paths.append(f"M{'L'.join(steps)}Z")
    width, height = round((east - west) / _SILHOUETTE_STEP), round((north - south) / _SILHOUETTE_STEP)
    return (
        f'<svg id="silhouette" viewBox="0 0 {width} {height}" aria-hidden="true">'
        f'<path d="{"".join(paths)}"/></svg>'
    )
