"""Turn shapely geometries (EPSG:4326) into small integer lists that the document decodes.

A path is a flat list of integers: the first pair is lon, lat in 1e-5 degrees (about 1 m), each later pair the
step from the one before. In a page it is *packed* into one text of digits, as the encoded polylines of map
services are: a tenth smaller once compressed, and read without parsing numbers.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

__all__ = [
    "AREA_SCALE",
    "SCALE",
    "lines_of",
    "lonlat",
    "packed",
    "path",
    "paths",
    "points_of",
    "polygons_of",
    "rings",
]

SCALE = 100_000
# Areas are for reference and not surer than 15 m: steps of 1e-4 degrees (about 11 m) pack half as big.
AREA_SCALE = 10_000
# Five bits a digit; those from 32 on say that another follows. No sign of HTML, JSON or a template.
_DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase + "-_"
_MORE = 32


def lonlat(point: Point) -> list[float]:
    """Return [lon, lat] in degrees, rounded to 5 decimals."""
    return [round(float(point.x), 5), round(float(point.y), 5)]


def path(coordinates: Iterable[tuple[float, ...]], *, scale: int = SCALE) -> list[int]:
    """Return a coordinate sequence (lon, lat in degrees) as integer steps; repeated points are dropped."""
    out: list[int] = []
    last: tuple[int, int] | None = None
    for lon, lat, *_ in coordinates:
        here = (round(lon * scale), round(lat * scale))
        if last is None:
            out += here
        elif here != last:
            out += (here[0] - last[0], here[1] - last[1])
        else:
            continue
        last = here
    return out


def packed(paths: Sequence[Any]) -> Any:  # noqa: ANN401 - a list of any depth
    """Return an integer path as a text, or lists of paths, of any depth, as lists of texts.

    Each number is doubled and its sign put into the lowest bit, then written five bits at a time, the lowest
    first (``page/geometry.js`` reads it).
    """
    if paths and isinstance(paths[0], int):
        return "".join(_number(step) for step in paths)
    return [packed(one) for one in paths]


def _number(value: int) -> str:
    left = value * 2 if value >= 0 else ~(value * 2)
    digits = []
    while left >= _MORE:
        digits.append(_DIGITS[_MORE + left % _MORE])
        left //= _MORE
    return "".join([*digits, _DIGITS[left]])


def _parts(geometry: BaseGeometry | None) -> Iterator[BaseGeometry]:
    if geometry is None or geometry.is_empty:
        return
    if hasattr(geometry, "geoms"):
        for part in geometry.geoms:
            yield from _parts(part)
    else:
        yield geometry


def lines_of(geometry: BaseGeometry | None) -> list[LineString]:
    """Return the line strings in a geometry, in order."""
    return [part for part in _parts(geometry) if isinstance(part, LineString)]


def points_of(geometry: BaseGeometry | None) -> list[Point]:
    """Return the points in a geometry, in order."""
    return [part for part in _parts(geometry) if isinstance(part, Point)]


def polygons_of(geometry: BaseGeometry | None) -> list[Polygon]:
    """Return the polygons in a geometry, in order."""
    return [part for part in _parts(geometry) if isinstance(part, Polygon)]


def paths(geometry: BaseGeometry | None) -> list[list[int]]:
    """Return the line strings of a geometry as integer paths."""
    return [path(line.coords) for line in lines_of(geometry)]


def rings(geometry: BaseGeometry | None, *, scale: int = SCALE) -> list[list[list[int]]]:
    """Return the polygons of a geometry: each a list of rings (outer first) as integer paths."""
    return [
        [path(ring.coords, scale=scale) for ring in (polygon.exterior, *polygon.interiors)]
        for polygon in polygons_of(geometry)
    ]
