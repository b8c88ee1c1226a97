"""Where a name stands inside of its area."""

from __future__ import annotations

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from tools.build_data.crs import to_degrees, to_metres
from tools.build_data.features import DECIMALS

__all__ = ["label_point"]


def label_point(area: BaseGeometry, *, tolerance_m: float) -> tuple[float, float]:
    """Find the middle of the largest circle inside of an area.

    Parameters
    ----------
    area
        Polygon or multipolygon in degrees, WGS 84.
    tolerance_m
        How far from the best place the result may be, in metres.

    Returns
    -------
    tuple of float
        (lon, lat), degrees, rounded.

    Raises
    ------
    TypeError
        If the geometry has no area.
    """
    metres = to_metres(area)
    if not isinstance(metres, Polygon | MultiPolygon):
        message = f"area must be a polygon, got {metres.geom_type}"
        raise TypeError(message)
    # The circle comes as a line from its middle to its edge.
    radius = shapely.maximum_inscribed_circle(metres, tolerance=tolerance_m)
    middle = to_degrees(shapely.Point(radius.coords[0]))
    lon, lat = shapely.get_coordinates(middle)[0]
    return round(float(lon), DECIMALS), round(float(lat), DECIMALS)
