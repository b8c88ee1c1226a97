"""A visitor's shapes as the map takes them: plain values, no finer than the screen shows."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

__all__ = ["drawable"]

# What is sent to the map: about 5 m of detail, coarser where that is too much for one message.
_TOLERANCE_DEGREES = 0.00005
_COARSEST_DEGREES = 0.01
_VERTICES = 8_000
_NAME = 40


def drawable(shapes: gpd.GeoDataFrame) -> tuple[dict[str, Any], ...]:
    """Return shapes as plain values: ``name`` and ``geometry`` (as GeoJSON has it, to 5 decimals).

    Parameters
    ----------
    shapes
        One row a shape, EPSG:4326, with ``name``; as :func:`geo.upload.checking.check` returns them.
    """
    simple = list(shapes.geometry)
    tolerance = _TOLERANCE_DEGREES
    while True:
        simple = [_simplified(shape, tolerance) for shape in simple]
        vertices = sum(shapely.get_num_coordinates(shape) for shape in simple)
        if vertices <= _VERTICES or tolerance > _COARSEST_DEGREES:
            break
        tolerance *= 4
    return tuple(
        {"name": _plain(str(name)), "geometry": _rounded(shapely.geometry.mapping(shape))}
        for name, shape in zip(shapes["name"], simple, strict=True)
    )


def _simplified(shape: BaseGeometry, tolerance: float) -> BaseGeometry:
    # A line has no inside to keep: its topology costs half a minute where 20,000 edges lie side by side.
    keeps_topology = shape.is_valid and not shape.geom_type.endswith("LineString")
    found: BaseGeometry = shape.simplify(tolerance, preserve_topology=keeps_topology)
    return shape if found.is_empty else found


def _rounded(value: object) -> Any:  # noqa: ANN401 - a geometry's mapping, to 5 decimals, as JSON takes it
    if isinstance(value, Mapping):
        return {key: _rounded(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(part) for part in value]
    return round(value, 5) if isinstance(value, float) else value


def _plain(name: str) -> str:
    """Return a name without characters that cannot be seen, cut to what a label holds."""
    seen = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in name)
    return seen if len(seen) <= _NAME else f"{seen[: _NAME - 1]}…"
