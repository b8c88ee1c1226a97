"""Crossings of an area's outlines are counted as one would on paper, and a tangle is given up early."""

from __future__ import annotations

import math
import random

import pytest
import shapely

from geo.upload import LIMITS
from geo.upload.crossings import crossings

SQUARE = [(0, 0), (4, 0), (4, 4), (0, 4)]
STAR = [(math.cos(turn * 4 * math.pi / 5), math.sin(turn * 4 * math.pi / 5)) for turn in range(5)]
COUNTED = {
    "a square": (shapely.Polygon(SQUARE), 0),
    "a bow tie": (shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]), 1),
    "a star drawn in one stroke": (shapely.Polygon(STAR), 5),
    "a spike there and back": (shapely.Polygon([(0, 0), (4, 0), (9, 0), (4, 0), (4, 4)]), 0),
    "a hole that runs out": (shapely.Polygon(SQUARE, [[(1, 1), (3, 1), (3, 5), (1, 5)]]), 2),
    "two that share an edge": (shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)]), 0),
    "two that overlap": (shapely.MultiPolygon([shapely.box(0, 0, 2, 2), shapely.box(1, 1, 3, 3)]), 2),
    "two far apart": (shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(5, 5, 6, 6)]), 0),
}


@pytest.mark.parametrize(("area", "expected"), COUNTED.values(), ids=COUNTED)
def test_crossings_are_counted(area: shapely.Geometry, expected: int):
    """Ends that meet and edges drawn twice are no crossings."""
    assert crossings(area, most=100) == expected


@pytest.mark.parametrize("count", [2_000, LIMITS.vertices])
def test_tangle_is_given_up_early(count: int):
    """A ring of random points is known for a tangle long before all its crossings are counted."""
    dice = random.Random(1)  # noqa: S311 - no secret
    tangle = shapely.Polygon([(dice.random(), dice.random()) for _ in range(count)])
    assert LIMITS.crossings < crossings(tangle, most=LIMITS.crossings) < count * count / 100


def test_edges_side_by_side_are_not_all_compared():
    """Where the boxes of all edges meet, to compare each with each takes minutes: it counts as a tangle."""
    hatching = [(step / 10_000 + step % 2, step % 2) for step in range(10_000)]
    assert crossings(shapely.Polygon([*hatching, (3, -1), (-1, -1)]), most=100) == 101
