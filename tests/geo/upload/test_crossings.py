"""Areas that cross themselves are counted before anything is made of them."""

from __future__ import annotations

import json
import random

import pytest
import shapely

from geo.upload import read
from geo.upload.crossings import count_crossings
from geo.upload.limits import LIMITS
from geo.upload.refusals import Refusal, RefusedError

BOW_TIE = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1), (0, 0)])


def tangle(points: int) -> list[list[float]]:
    """Return a ring of random points, which crosses itself some points² / 5 times."""
    places = random.Random(1)  # noqa: S311 - a picture of a tangle, no secret
    ring = [[113.6 + 0.4 * places.random(), 22.8 + 0.3 * places.random()] for _ in range(points)]
    return [*ring, ring[0]]


def star(points: int) -> list[list[float]]:
    """Return a star whose edges each cross most others."""
    circle = [
        shapely.Point(113.8, 22.9).buffer(0.1, quad_segs=points).exterior.coords[i] for i in range(points)
    ]
    step = points // 2 - 1 if points % 2 else points // 2 + 1
    ring = [list(circle[(i * step) % points]) for i in range(points)]
    return [*ring, ring[0]]


def file_of(geometry: dict) -> bytes:
    feature = {"type": "Feature", "properties": {"name": "x"}, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


@pytest.mark.parametrize(
    ("geometry", "expected"),
    [
        (BOW_TIE, 1),
        (shapely.box(0, 0, 1, 1), 0),
        (shapely.Point(0, 0).buffer(1, quad_segs=5000), 0),
        (shapely.MultiPolygon([shapely.box(0, 0, 2, 2), shapely.box(1, 1, 3, 3)]), 2),
        (shapely.LineString([(0, 0), (1, 1), (1, 0), (0, 1)]), 0),
        (shapely.GeometryCollection([BOW_TIE, shapely.Point(0, 0)]), 1),
    ],
    ids=["bow tie", "square", "circle of 20,000", "two squares", "line", "collection"],
)
def test_count_of_crossings_in_one_geometry(geometry: shapely.Geometry, expected: int):
    """Edges that cross are counted, edges that meet are not; lines may cross as they like."""
    assert count_crossings([geometry], most=LIMITS.crossings) == expected


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Polygon", "coordinates": [tangle(2_000)]},
        {"type": "Polygon", "coordinates": [tangle(19_000)]},
        {"type": "Polygon", "coordinates": [star(1_001)]},
        {"type": "MultiPolygon", "coordinates": [[tangle(100)]] * 150},
    ],
    ids=["2,000 points", "19,000 points", "star", "repeated parts"],
)
def test_file_of_a_tangle_is_refused_with_a_reason(geometry: dict):
    """What would take the server is refused before it is repaired or simplified."""
    with pytest.raises(RefusedError) as refused:
        read(file_of(geometry), name="a.geojson")
    assert refused.value.reason is Refusal.TOO_MANY_CROSSINGS


def test_file_that_crosses_itself_once_is_read():
    """A slip of the hand is told later, by its row; it is no reason to refuse the file."""
    found = read(file_of(shapely.geometry.mapping(BOW_TIE)), name="a.geojson")
    assert len(found.sheets[0].rows) == 1
