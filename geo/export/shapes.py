"""Geometries as the files hold them: outer rings counter-clockwise, 5 decimals, one kind where it is one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

__all__ = ["DECIMALS", "of_one_kind", "settled"]

# Degrees: 5 decimals are about 1 m, as in the data files.
DECIMALS = 5
_MULTI: Mapping[str, Callable[[Any], Any]] = {
    "Point": shapely.multipoints,
    "LineString": shapely.multilinestrings,
    "Polygon": shapely.multipolygons,
}


def settled(geometry: BaseGeometry | None) -> BaseGeometry | None:
    """Return a geometry (EPSG:4326) as a file holds it, None for none.

    A collection of one kind becomes the multi-geometry of that kind: RFC 7946 (3.1.8) asks for that, and
    programs that know no collections can read it.
    """
    if geometry is None or geometry.is_empty:
        return None
    rounded: BaseGeometry = shapely.transform(
        shapely.orient_polygons(geometry), lambda pairs: np.round(pairs, DECIMALS)
    )
    if rounded.geom_type != "GeometryCollection":
        return rounded
    parts = shapely.get_parts(shapely.get_parts(rounded))
    kinds = {part.geom_type for part in parts}
    if len(kinds) == 1 and (join := _MULTI.get(kinds.pop())) is not None:
        joined: BaseGeometry = join(parts)
        return joined
    return rounded


def of_one_kind(geometry: BaseGeometry | None) -> BaseGeometry | None:
    """Return a geometry as :func:`settled`, of a collection only the parts of most dimensions.

    uMap leaves a feature with a collection out, and deck.gl refuses the whole file. What is left out has
    another dimension, so the caller can tell it.
    """
    shape = settled(geometry)
    if shape is None or shape.geom_type != "GeometryCollection":
        return shape
    parts = shapely.get_parts(shapely.get_parts(shape))
    dimensions = shapely.get_dimensions(parts)
    return settled(shapely.GeometryCollection(list(parts[dimensions == dimensions.max()])))
