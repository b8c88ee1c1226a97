"""Go to metres and back, so that tolerances and shifts can be said in metres."""

from __future__ import annotations

import geopandas as gpd
from shapely.geometry.base import BaseGeometry

__all__ = ["DEGREES", "METRES", "to_degrees", "to_metres"]

#: WGS 84; the CRS of every file in ``data/``.
DEGREES = "EPSG:4326"

#: CGCS2000, 3-degree belt of 114 E: 0.09 m error at 3 km in the city (docs/methods.md).
METRES = "EPSG:4547"


def to_metres(geometry: BaseGeometry) -> BaseGeometry:
    """Project a geometry from degrees (WGS 84) to metres (EPSG:4547)."""
    result: BaseGeometry = gpd.GeoSeries([geometry], crs=DEGREES).to_crs(METRES).iloc[0]
    return result


def to_degrees(geometry: BaseGeometry) -> BaseGeometry:
    """Project a geometry from metres (EPSG:4547) to degrees (WGS 84)."""
    result: BaseGeometry = gpd.GeoSeries([geometry], crs=METRES).to_crs(DEGREES).iloc[0]
    return result
