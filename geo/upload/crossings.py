"""How often the outlines of an area cross one another, counted before anything is made of them.

Each pair of edges that meet becomes a vertex when an area is repaired or simplified: a ring of 2,000 random
points took 17 s and 950 MB.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

__all__ = ["crossings"]

# Edges asked about at once: so few that their answers are small whatever the shape is.
_BATCH = 16
# Pairs of edges whose boxes meet; a shape of 20,000 vertices has some 60,000, a tangle has millions.
_MOST_PAIRS = 200_000


def crossings(area: BaseGeometry, *, most: int) -> int:
    """Count the pairs of edges of an area that meet elsewhere than at a common end.

    Parameters
    ----------
    area
        One polygon or several, in any coordinates.
    most
        Where counting ends: a larger result says only that there are more, or that it is not worth counting.
    """
    edges = _edges(area)
    lines = np.asarray(shapely.linestrings(edges))
    tree = shapely.STRtree(lines)
    pairs = count = 0
    for first in range(0, len(lines), _BATCH):
        one, other = tree.query(lines[first : first + _BATCH])
        one, other = one[one + first < other] + first, other[one + first < other]
        pairs += len(one)
        if pairs > _MOST_PAIRS:
            return most + 1
        count += int(
            (shapely.intersects(lines[one], lines[other]) & ~_share_an_end(edges[one], edges[other])).sum()
        )
        if count > most:
            break
    return count


def _edges(area: BaseGeometry) -> NDArray[Any]:
    """Return the edges of all rings, each as two positions: each once, and none without length."""
    points, ring = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(area)), return_index=True)
    edges = np.stack([points[:-1], points[1:]], axis=1)[ring[:-1] == ring[1:]]
    edges = edges[(edges[:, 0] != edges[:, 1]).any(axis=1)]
    backwards = (edges[:, 0, 0] > edges[:, 1, 0]) | (
        (edges[:, 0, 0] == edges[:, 1, 0]) & (edges[:, 0, 1] > edges[:, 1, 1])
    )
    edges[backwards] = edges[backwards][:, ::-1]
    return np.unique(edges, axis=0)


def _share_an_end(edges: NDArray[Any], others: NDArray[Any]) -> NDArray[np.bool_]:
    """Say of each pair of edges whether an end of one is an end of the other."""
    ends = (edges[:, :, None, :] == others[:, None, :, :]).all(axis=-1)
    return np.asarray(ends.any(axis=(1, 2)))
