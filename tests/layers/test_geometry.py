"""Integer paths read back as the lines they were made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import GeometryCollection, LineString, MultiPolygon, Point, Polygon, box

from layers.geometry import SCALE, lines_of, path, points_of, polygons_of, rings

_DEGREES = st.tuples(st.floats(112, 116), st.floats(21, 24))


def _decode(steps: list[int]) -> list[tuple[int, int]]:
    lon = lat = 0
    out = []
    for index in range(0, len(steps), 2):
        lon += steps[index]
        lat += steps[index + 1]
        out.append((lon, lat))
    return out


@given(st.lists(_DEGREES, min_size=1, max_size=30))
def test_path_reads_back_to_five_decimals(coordinates):
    """Errors do not add up along a path, and repeated points are dropped."""
    rounded = [(round(lon * SCALE), round(lat * SCALE)) for lon, lat in coordinates]
    expected = [point for index, point in enumerate(rounded) if index == 0 or point != rounded[index - 1]]
    assert expected == _decode(path(coordinates))


def test_parts_of_a_nested_collection_are_found_by_kind():
    """A union of sites may hold collections in collections."""
    inner = GeometryCollection([Point(1, 2), LineString([(0, 0), (1, 1)])])
    whole = GeometryCollection([inner, MultiPolygon([box(0, 0, 1, 1), box(2, 2, 3, 3)])])
    assert (len(points_of(whole)), len(lines_of(whole)), len(polygons_of(whole))) == (1, 1, 2)


@pytest.mark.parametrize("nothing", [None, Polygon()], ids=["none", "empty"])
def test_nothing_has_no_parts(nothing):
    """Unknown and empty geometries draw nothing."""
    assert rings(nothing) == []
