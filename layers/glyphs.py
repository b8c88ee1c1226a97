"""Where the icon of an imprecise place stands: a fixed place in metres, clear of the lines.

An icon in the middle of a soft disc reads as a pin, so it stands on the rim, at a bearing that is fixed per
project; zooming then never moves it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import geopandas as gpd
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

__all__ = ["METRIC_CRS", "RIM", "area_glyph", "degrees", "rim_glyph"]

METRIC_CRS = 4547
RIM = 0.86  # share of the accuracy radius
_BEARINGS = 24
_FAR_M = 3_000.0  # beyond this, farther from the lines is no better


def degrees(point: Point) -> Point:
    """Return a point of EPSG:4547 (metres) in EPSG:4326."""
    back = gpd.GeoSeries([point], crs=METRIC_CRS).to_crs(4326)
    return Point(float(back.x.iloc[0]), float(back.y.iloc[0]))


def _clearance(point: Point, avoid: Sequence[BaseGeometry]) -> float:
    return min([_FAR_M, *(point.distance(shape) for shape in avoid)])


def rim_glyph(centre: Point, *, accuracy_m: float, avoid: Sequence[BaseGeometry]) -> Point:
    """Return the place on the rim that is farthest from what it should avoid (all in EPSG:4547, metres)."""
    best, best_score = centre, -1.0
    for step in range(_BEARINGS):
        angle = 2 * math.pi * step / _BEARINGS
        place = Point(
            centre.x + RIM * accuracy_m * math.sin(angle), centre.y + RIM * accuracy_m * math.cos(angle)
        )
        score = round(_clearance(place, avoid), 1)
        if score > best_score:
            best, best_score = place, score
    return best


def area_glyph(area: BaseGeometry, *, avoid: Sequence[BaseGeometry], cells: int = 14) -> Point:
    """Return a place inside an area, away from its edge and from what it should avoid (EPSG:4547, metres)."""
    west, south, east, north = area.bounds
    spots = [
        Point(west + (east - west) * (column + 0.5) / cells, south + (north - south) * (row + 0.5) / cells)
        for row in range(cells)
        for column in range(cells)
    ]
    inside = [spot for spot in spots if area.contains(spot)]
    if not inside:
        return area.representative_point()
    edge = area.boundary
    return max(inside, key=lambda spot: round(min(2 * edge.distance(spot), _clearance(spot, avoid)), 1))
