"""GeoJSON geometries, looked at position by position before a geometry is made of them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
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
    NOT_FINITE = "not_finite"
    POSITION = "position"
    RING_OPEN = "ring_open"
    RING_SHORT = "ring_short"
    TOO_FAR = "too_far"
    TWO_GEOMETRIES = "two_geometries"


class FaultError(ValueError):
    """A geometry cannot be read: why, and the value that shows it."""

    def __init__(self, fault: Fault, value: str = "") -> None:
        self.key, self.value = fault.value, value
        super().__init__(fault.value)


@dataclass(frozen=True, slots=True)
class Shape:
    """A geometry of two dimensions, and how many positions it has."""

    geometry: BaseGeometry
    vertices: int


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
    return Shape(found, sum(shape.vertices for shape in shapes))


def _simple(kind: str, value: Mapping[str, Any]) -> Shape:
    depth = _DEPTHS[kind]
    found = list(_positions(value.get("coordinates"), depth))
    if not found:
        raise FaultError(Fault.GEOMETRY_EMPTY, kind)
    _lines(kind, value["coordinates"])
    flat = {"type": kind, "coordinates": _flat(value["coordinates"], depth)}
    try:
        geometry = shapely.geometry.shape(flat)
    except (ValueError, TypeError, shapely.errors.ShapelyError):
        raise FaultError(Fault.GEOMETRY_FORM, kind) from None
    if geometry.is_empty:
        raise FaultError(Fault.GEOMETRY_EMPTY, kind)
    return Shape(geometry, len(found))


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


def _lines(kind: str, coordinates: list[Any]) -> None:
    """Check that lines have two positions, and rings four, the first one again at the end."""
    if kind in {"LineString", "MultiLineString"}:
        lines = [coordinates] if kind == "LineString" else coordinates
        if any(len(line) < 2 for line in lines):
            raise FaultError(Fault.LINE_SHORT)
    if kind in {"Polygon", "MultiPolygon"}:
        polygons = [coordinates] if kind == "Polygon" else coordinates
        for ring in (ring for rings in polygons for ring in rings):
            if len(ring) < 4:
                raise FaultError(Fault.RING_SHORT)
            if ring[0][:2] != ring[-1][:2]:
                raise FaultError(Fault.RING_OPEN)


def _flat(value: list[Any], depth: int) -> list[Any]:
    """Return coordinates without heights."""
    return [_flat(part, depth - 1) for part in value] if depth else [float(value[0]), float(value[1])]
