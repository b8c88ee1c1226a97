"""GeoJSON geometries, looked at position by position before a geometry is made of them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

__all__ = ["GEOMETRIES", "Fault", "FaultError", "Shape", "read_shape"]

# How deep the positions of a type lie in its coordinates (RFC 7946, section 3.1).
_DEPTHS = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
GEOMETRIES = frozenset({*_DEPTHS, "GeometryCollection"})
# Web Mercator and zone-prefixed grids reach tens of millions of metres; nothing on Earth reaches this.
_LARGEST = 1e9


class Fault(StrEnum):
    """What keeps a geometry from being read; the message is ``upload.problem.<value>`` in ``i18n``."""

    COLLECTION = "collection"
    GEOMETRY_EMPTY = "geometry_empty"
    GEOMETRY_FORM = "geometry_form"
    LINE_SHORT = "line_short"
    NESTING = "nesting"
    NOT_FINITE = "not_finite"
    POSITION = "position"
    RING_SHORT = "ring_short"
    TOO_FAR = "too_far"
    TWO_GEOMETRIES = "two_geometries"
    WKT_LONG = "wkt_long"


class FaultError(ValueError):
    """A geometry cannot be read: why, and the value that shows it."""

    def __init__(self, fault: Fault, value: str = "") -> None:
        self.key, self.value = fault.value, value
        super().__init__(fault.value)


@dataclass(frozen=True, slots=True)
class Shape:
    """A geometry of two dimensions, how many positions it has, and whether an outline had to be closed."""

    geometry: BaseGeometry
    vertices: int
    was_open: bool = False


def read_shape(value: object) -> Shape | None:
    """Return a GeoJSON geometry object as a shape, None for null.

    Raises
    ------
    FaultError
        With the first thing that is wrong.
    """
    if value is None:
        return None
    if not isinstance(value, dict):
        raise FaultError(Fault.GEOMETRY_FORM, type(value).__name__)
    kind = value.get("type")
    if kind == "GeometryCollection":
        return _collection(value.get("geometries"))
    if kind not in _DEPTHS:
        raise FaultError(Fault.GEOMETRY_FORM, str(kind)[:40])
    return _simple(kind, value)


def _collection(members: object) -> Shape:
    """Return several shapes of one feature; collections in one another are refused (RFC 7946, 3.1.8)."""
    if not isinstance(members, list) or not members:
        raise FaultError(Fault.GEOMETRY_EMPTY, "GeometryCollection")
    if any(isinstance(member, dict) and member.get("type") == "GeometryCollection" for member in members):
        raise FaultError(Fault.COLLECTION)
    shapes = [shape for shape in map(read_shape, members) if shape is not None]
    if not shapes:
        raise FaultError(Fault.GEOMETRY_EMPTY, "GeometryCollection")
    found = shapely.GeometryCollection([shape.geometry for shape in shapes])
    vertices = sum(shape.vertices for shape in shapes)
    return Shape(found, vertices, any(shape.was_open for shape in shapes))


def _simple(kind: str, value: Mapping[str, Any]) -> Shape:
    depth = _DEPTHS[kind]
    if _nesting(value.get("coordinates")) not in {depth + 1, 0}:
        raise FaultError(Fault.NESTING, kind)
    found = list(_positions(value.get("coordinates"), depth))
    if not found:
        raise FaultError(Fault.GEOMETRY_EMPTY, kind)
    coordinates = _flat(value["coordinates"], depth)
    was_open = _close(kind, coordinates)
    _lines(kind, coordinates)
    flat = {"type": kind, "coordinates": coordinates}
    try:
        geometry = shapely.geometry.shape(flat)
    except (ValueError, TypeError, shapely.errors.ShapelyError):
        raise FaultError(Fault.GEOMETRY_FORM, kind) from None
    if geometry.is_empty:
        raise FaultError(Fault.GEOMETRY_EMPTY, kind)
    return Shape(geometry, len(found), was_open)


def _nesting(value: object) -> int:
    """Return in how many brackets the first number lies, 0 if there is none."""
    depth = 0
    while isinstance(value, list):
        if not value:
            return 0
        value, depth = value[0], depth + 1
    return depth if isinstance(value, int | float) else 0


def _positions(value: object, depth: int) -> Iterator[list[Any]]:
    """Yield each position, checked."""
    if not isinstance(value, list):
        raise FaultError(Fault.GEOMETRY_FORM, type(value).__name__)
    if depth:
        for part in value:
            yield from _positions(part, depth - 1)
        return
    if len(value) < 2:
        raise FaultError(Fault.POSITION, str(value)[:40])
    for number in value[:2]:
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise FaultError(Fault.POSITION, str(value)[:40])
        if not math.isfinite(number):
            raise FaultError(Fault.NOT_FINITE)
        if abs(number) > _LARGEST:
            raise FaultError(Fault.TOO_FAR, f"{number:.3g}")
    yield value


def _rings(kind: str, coordinates: list[Any]) -> Iterator[list[list[float]]]:
    """Yield the outlines of areas, and their holes."""
    if kind in {"Polygon", "MultiPolygon"}:
        yield from chain.from_iterable([coordinates] if kind == "Polygon" else coordinates)


def _close(kind: str, coordinates: list[Any]) -> bool:
    """Lead each outline back to its first position, as programs that draw maps do; say if one did not."""
    opened = [ring for ring in _rings(kind, coordinates) if ring and ring[0] != ring[-1]]
    for ring in opened:
        ring.append(list(ring[0]))
    return bool(opened)


def _lines(kind: str, coordinates: list[Any]) -> None:
    """Check that lines have two positions, and rings four."""
    if kind in {"LineString", "MultiLineString"}:
        lines = [coordinates] if kind == "LineString" else coordinates
        if any(len(line) < 2 for line in lines):
            raise FaultError(Fault.LINE_SHORT)
    if any(len(ring) < 4 for ring in _rings(kind, coordinates)):
        raise FaultError(Fault.RING_SHORT)


def _flat(value: list[Any], depth: int) -> list[Any]:
    """Return coordinates without heights."""
    return [_flat(part, depth - 1) for part in value] if depth else [float(value[0]), float(value[1])]
