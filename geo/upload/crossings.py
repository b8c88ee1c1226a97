"""How often the edges of areas cross one another, counted before anything is repaired or simplified.

GEOS needs memory for every crossing: a ring of 2,000 random points took 950 MB and seven seconds. A drawing
of something real crosses itself a few times by mistake, never thousands of times.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

__all__ = ["count_crossings"]

# Edges that are asked for at once: first a few, which is enough to find a tangle, then more, which is quick.
_FEW, _MANY = 2, 512


def _edges(geometry: BaseGeometry) -> np.ndarray:
    """Return the edges of a geometry's polygons as lines of two points."""
    polygons = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    rings = shapely.get_rings(polygons)
    found = []
    for ring in rings:
        points = shapely.get_coordinates(ring)
        found.append(np.stack([points[:-1], points[1:]], axis=1))
    return np.asarray(shapely.linestrings(np.concatenate(found)) if found else [], dtype=object)


def count_crossings(geometries: Iterable[BaseGeometry], *, most: int) -> int:
    """Count the crossings of edges within each geometry, up to a limit.

    Parameters
    ----------
    geometries
        In any numbers; lines and points have no areas, and are not looked at.
    most
        Counting ends as soon as there are more.

    Returns
    -------
    int
        The number of pairs of edges that cross, at least ``most + 1`` where there are more.
    """
    total = 0
    for geometry in geometries:
        edges = _edges(geometry)
        tree = shapely.STRtree(edges)
        start, size = 0, _FEW
        while start < len(edges) and total <= most:
            pairs = tree.query(edges[start : start + size], predicate="crosses")
            total += int((pairs[0] + start < pairs[1]).sum())
            start, size = start + size, min(2 * size, _MANY)
    return total
