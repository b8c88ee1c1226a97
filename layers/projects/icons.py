"""Where the icon of an imprecise place stands: a fixed place in metres, clear of the lines.

An icon in the middle of a soft disc reads as a pin, so it stands on the rim, at a bearing that is fixed per
project; zooming then never moves it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geo.crs import DEGREES, METRES

__all__ = ["RIM", "Avoided", "area_icon", "degrees", "rim_icon"]

RIM = 0.86  # share of the accuracy radius
_BEARINGS = 24
_NEWEST = 128  # icons that are looked at one by one before a tree is made of all
_FAR_M = 3_000.0  # beyond this, farther from the lines is no better


class Avoided:
    """What an icon keeps clear of: lines and names, which stand, and the icons before it.

    All in the city's metric system. What stands is in trees, and the newest icons in a short list until they
    are put into one: to look at every icon near each place takes 10,000 projects an hour, and 100,000 days.
    """

    def __init__(self, shapes: Sequence[BaseGeometry]) -> None:
        self._lines = shapely.STRtree(_stretches(shapes))
        self._icons: list[Point] = []
        self._tree = shapely.STRtree([])
        self._newest: list[tuple[float, float]] = []

    def add(self, icon: Point) -> None:
        """Keep clear of one more icon."""
        self._icons.append(icon)
        self._newest.append((icon.x, icon.y))
        if len(self._newest) == _NEWEST:
            self._tree = shapely.STRtree(self._icons)
            self._newest = []

    def clearance(self, places: np.ndarray) -> np.ndarray:
        """Return the metres from each place (rows of x, y) to the nearest thing, at most the limit."""
        metres = np.full(len(places), _FAR_M)
        spots = shapely.points(places)
        for tree in (self._lines, self._tree):
            found, distance = tree.query_nearest(spots, max_distance=_FAR_M, return_distance=True)
            np.minimum.at(metres, found[0], distance)
        if self._newest:
            away = places[:, None, :] - np.array(self._newest)[None, :, :]
            metres = np.minimum(metres, np.hypot(away[..., 0], away[..., 1]).min(axis=1))
        return metres


def _stretches(shapes: Sequence[BaseGeometry]) -> np.ndarray:
    """Return every stretch between two corners of the lines, and the points as they are.

    The boxes of whole lines overlap: among 100,000 a place lies in a thousand of them, and each is measured.
    """
    points = [shape for shape in shapes if shape.geom_type == "Point"]
    lines = [shape for shape in shapes if shape.geom_type != "Point"]
    corners, line = shapely.get_coordinates(lines, return_index=True)
    pairs = np.stack((corners[:-1], corners[1:]), axis=1)[line[:-1] == line[1:]]
    return np.concatenate((shapely.linestrings(pairs), np.array(points, dtype=object)))


def degrees(points: Sequence[Point]) -> list[Point]:
    """Return points of the city's metric system in EPSG:4326."""
    return [
        Point(x, y)
        for x, y in shapely.get_coordinates(gpd.GeoSeries(list(points), crs=METRES).to_crs(DEGREES))
    ]


def rim_icon(centre: Point, *, accuracy_m: float, avoid: Avoided) -> Point:
    """Return the place on the rim that is farthest from what it should avoid (in metres)."""
    angles = 2 * math.pi * np.arange(_BEARINGS) / _BEARINGS
    places = np.column_stack(
        (centre.x + RIM * accuracy_m * np.sin(angles), centre.y + RIM * accuracy_m * np.cos(angles))
    )
    best = int(np.argmax(avoid.clearance(places).round(1)))  # the first of equals
    return Point(*places[best])


def area_icon(area: BaseGeometry, *, avoid: Avoided, cells: int = 14) -> Point:
    """Return a place inside an area, away from its edge and from what it should avoid (in metres)."""
    west, south, east, north = area.bounds
    steps = (np.arange(cells) + 0.5) / cells
    x, y = np.meshgrid(west + (east - west) * steps, south + (north - south) * steps)
    spots = np.column_stack((x.ravel(), y.ravel()))
    spots = spots[shapely.contains_xy(area, spots)]
    if not len(spots):
        return area.representative_point()
    edge = shapely.distance(area.boundary, shapely.points(spots))
    best = int(np.argmax(np.minimum(2 * edge, avoid.clearance(spots)).round(1)))
    return Point(*spots[best])
