"""Shared borders are one arc each, and are read back as the rings that they came from."""

from __future__ import annotations

import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon, box

from layers.geometry import AREA_SCALE, rings
from layers.topology import Topology, topology


def _places(path: list[int]) -> list[tuple[int, int]]:
    lon = lat = 0
    out = []
    for step in range(0, len(path), 2):
        lon, lat = lon + path[step], lat + path[step + 1]
        out.append((lon, lat))
    return out


def _ring(found: Topology, numbers: list[int]) -> list[tuple[int, int]]:
    """Read a ring as the page's script does (data.js): of each arc all but its first place."""
    out = []
    for number in numbers:
        places = _places(found.arcs[max(number, ~number)])
        out += (places if number >= 0 else places[::-1])[1:]
    return out


def _read(found: Topology, shape: list[list[list[int]]]) -> shapely.Geometry:
    polygons = [
        Polygon(outer, holes) for outer, *holes in ([_ring(found, ring) for ring in one] for one in shape)
    ]
    return shapely.union_all(polygons)


def _grid(colours: list[int], width: int) -> list[shapely.Geometry]:
    """Return areas of unit squares, all squares of a colour one area: touching corners, islands and holes."""
    squares = [
        (colour, box(at % width, at // width, at % width + 1, at // width + 1))
        for at, colour in enumerate(colours)
    ]
    return [
        shapely.coverage_union_all([square for of, square in squares if of == colour])
        for colour in sorted(set(colours))
    ]


@settings(deadline=None)
@given(
    st.integers(1, 5).flatmap(
        lambda width: st.tuples(st.just(width), st.lists(st.integers(0, 3), min_size=width, max_size=25))
    )
)
def test_areas_read_back_and_each_border_is_one_arc(given):
    """Areas are what they were, each bit of border stands in one arc, the outline goes round all."""
    width, colours = given
    areas = _grid(colours, width)
    found = topology(rings(area, scale=1) for area in areas)
    for area, shape in zip(areas, found.shapes, strict=True):
        assert _read(found, shape).equals(area)
    lines = [shapely.LineString(_places(arc)) for arc in found.arcs]
    assert sum(line.length for line in lines) == shapely.union_all([area.boundary for area in areas]).length
    around = shapely.union_all([shapely.LinearRing(_ring(found, ring)) for ring in found.outline()])
    assert around.equals(shapely.union_all(areas).boundary)


def test_towns_share_their_borders(dataset):
    """The borders of the real towns are 117 arcs, little more than half as long as all towns' rings."""
    areas = [rings(town, scale=AREA_SCALE) for town in dataset.towns.geometry]
    found = topology(areas)
    assert len(found.arcs) == 117
    assert sum(map(len, found.arcs)) < 0.65 * sum(
        len(ring) for area in areas for polygon in area for ring in polygon
    )
    for area, shape in zip(areas, found.shapes, strict=True):
        was = [len(polygon) for polygon in area]
        assert [len(polygon) for polygon in shape] == was
    outline = shapely.union_all([Polygon(_ring(found, ring)) for ring in found.outline()])
    whole = shapely.union_all([Polygon(_places(polygon[0])) for area in areas for polygon in area])
    assert outline.symmetric_difference(whole).area == 0


def test_nothing_has_no_arcs():
    """Unknown areas draw nothing and keep their place."""
    found = topology([[], []])
    assert (found.arcs, found.shapes, found.outline()) == ([], [[], []], [])
    square = rings(box(0, 0, 1, 1), scale=1)
    assert topology([[], square, []]).shapes == [[], [[[0]]], []]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), min_size=4, max_size=12, unique=True))
def test_areas_smaller_than_a_step_are_no_error(corners):
    """Triangles that rounding makes flat, or turns over their neighbours, keep their place in the answer."""
    triangles = shapely.delaunay_triangles(shapely.MultiPoint([(lon / 30, lat / 30) for lon, lat in corners]))
    areas = [rings(triangle, scale=1) for triangle in triangles.geoms]
    found = topology(areas)
    assert [bool(shape) for shape in found.shapes] == [
        any(len(one[0]) >= 8 for one in area) for area in areas
    ]
    around = [number for ring in found.outline() for number in ring]
    assert len(set(around)) == len(around)
