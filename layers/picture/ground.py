"""Where a place on the ground lies on the sheet: metres of the city's system, one scale, north up."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from geo.city import CITY
from geo.crs import DEGREES, METRES
from geo.view import Camera
from layers.geometry import lines_of, polygons_of
from layers.picture.layout import Box, Layout
from layers.picture.sheet import Points

__all__ = ["Ground", "fit", "look", "metres_of"]

# The map of a 1440 pixel wide window without its column: a camera of a link shows as much as that did.
_BROWSER_MAP_PX = 1060
_EQUATOR_M = 40_075_016.686


@cache
def _transformer() -> Transformer:
    return Transformer.from_crs(DEGREES, METRES, always_xy=True)


def metres_of(lonlat: Points) -> Points:
    """Return points of WGS 84 degrees (n × 2, lon before lat) in the city's metric system."""
    east, north = _transformer().transform(lonlat[:, 0], lonlat[:, 1])
    return np.column_stack([east, north])


class Ground:
    """One look at the ground: a middle in metres, metres a pixel, and the box of the sheet it fills."""

    def __init__(self, *, middle: tuple[float, float], metres: float, bounds: Box, scale: float) -> None:
        self.middle = middle
        self.metres = metres
        self.bounds = bounds
        self.scale = scale

    @property
    def zoom(self) -> float:
        """The zoom at which a browser's map shows symbols and ground in this proportion."""
        latitude = math.radians((CITY.bounds.south + CITY.bounds.north) / 2)
        return math.log2(_EQUATOR_M * math.cos(latitude) / (self.metres * self.scale)) - 8

    @property
    def frame(self) -> BaseGeometry:
        """The box of the sheet, as a shape in pixels."""
        return box(*self.bounds)

    def pixels(self, metres: float) -> float:
        """Return a ground distance in pixels."""
        return metres / self.metres

    def place(self, lonlat: Points) -> Points:
        """Return points of WGS 84 degrees (n × 2) in pixels of the sheet."""
        left, top, right, bottom = self.bounds
        found = (metres_of(lonlat) - self.middle) / self.metres
        return np.column_stack([(left + right) / 2 + found[:, 0], (top + bottom) / 2 - found[:, 1]])

    def spot(self, lon: float, lat: float) -> tuple[float, float]:
        """Return one point in pixels of the sheet."""
        x, y = self.place(np.array([[lon, lat]]))[0]
        return float(x), float(y)

    def lines(self, geometry: BaseGeometry) -> list[Points]:
        """Return the lines of a geometry (WGS 84 degrees) in pixels of the sheet."""
        return [self.place(shapely.get_coordinates(line)) for line in lines_of(geometry)]

    def shape(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return the areas of a geometry (WGS 84 degrees) as one shape in pixels of the sheet."""
        found = [shapely.transform(area, self.place) for area in polygons_of(geometry)]
        return unary_union([area if area.is_valid else area.buffer(0) for area in found])

    def holds(self, x: float, y: float) -> bool:
        """Say whether a pixel lies in the box."""
        left, top, right, bottom = self.bounds
        return left <= x <= right and top <= y <= bottom


def look(camera: Camera, layout: Layout) -> Ground:
    """Return the look of a link's camera."""
    bounds = layout.map_box
    browser = _EQUATOR_M * math.cos(math.radians(camera.lat)) / 2 ** (camera.zoom + 8)
    east, north = metres_of(np.array([[camera.lon, camera.lat]]))[0]
    metres = browser * _BROWSER_MAP_PX / (bounds[2] - bounds[0])
    return Ground(middle=(float(east), float(north)), metres=metres, bounds=bounds, scale=layout.scale)


def fit(lonlat: Points, layout: Layout, *, share: float = 0.9, narrowest: float = 2_000.0) -> Ground:
    """Return the look that holds all points (WGS 84 degrees, n × 2) within a share of the map's box.

    ``narrowest`` (metres) keeps a single place from filling the whole map.
    """
    bounds = layout.map_box
    points = metres_of(lonlat)
    west, south = points.min(axis=0)
    east, north = points.max(axis=0)
    across, up = max(east - west, narrowest), max(north - south, narrowest * 0.8)
    metres = max(across / (bounds[2] - bounds[0]), up / (bounds[3] - bounds[1])) / share
    middle = (float(west + east) / 2, float(south + north) / 2)
    return Ground(middle=middle, metres=float(metres), bounds=bounds, scale=layout.scale)
