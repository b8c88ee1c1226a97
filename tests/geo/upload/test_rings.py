"""Outlines that do not end where they begin are closed, lines that do stay lines; both are said."""

from __future__ import annotations

import json

import pytest
import shapely

from geo.upload import read
from geo.upload.checking import check
from geo.upload.coordinates import Reading

RING = [[113.7, 23.0], [113.8, 23.0], [113.8, 23.1], [113.7, 23.1]]
HOLE = [[113.72, 23.02], [113.72, 23.04], [113.74, 23.04], [113.74, 23.02]]
FAR = [[113.9, 22.9], [113.92, 22.9], [113.92, 22.92]]
CLOSED, HOLE_CLOSED, FAR_CLOSED = ([*ring, ring[0]] for ring in (RING, HOLE, FAR))


def area(*rings: list[list[float]]) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": list(rings)}


def areas(*polygons: list[list[list[float]]]) -> dict[str, object]:
    return {"type": "MultiPolygon", "coordinates": list(polygons)}


OPEN = {
    "an area": (area(RING), area(CLOSED)),
    "a triangle of three points": (area(RING[:3]), area([*RING[:3], RING[0]])),
    "a hole": (area(CLOSED, HOLE), area(CLOSED, HOLE_CLOSED)),
    "an area and its hole": (area(RING, HOLE), area(CLOSED, HOLE_CLOSED)),
    "one of two areas": (areas([CLOSED], [FAR]), areas([CLOSED], [FAR_CLOSED])),
    "both of two areas": (areas([RING, HOLE], [FAR]), areas([CLOSED, HOLE_CLOSED], [FAR_CLOSED])),
    "heights": (area([[*spot, 5] for spot in RING]), area(CLOSED)),
    "a last point a metre off": (area([*RING, [113.70001, 23.0]]), area([*RING, [113.70001, 23.0], RING[0]])),
    "an area in a collection": (
        {"type": "GeometryCollection", "geometries": [area(RING), {"type": "Point", "coordinates": RING[0]}]},
        {
            "type": "GeometryCollection",
            "geometries": [area(CLOSED), {"type": "Point", "coordinates": RING[0]}],
        },
    ),
    "another order of points": (area(RING[::-1]), area([*RING[::-1], RING[-1]])),
}


def file(*geometries: object) -> bytes:
    features = [
        {"type": "Feature", "properties": {"id": f"a{at}"}, "geometry": one}
        for at, one in enumerate(geometries)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def told(raw: bytes) -> list[tuple[int, str, str]]:
    return [(one.row, one.key, one.value) for one in read(raw, name="a.geojson").notes]


@pytest.mark.parametrize(("geometry", "closed"), OPEN.values(), ids=OPEN)
def test_outline_that_is_not_closed_is_closed_and_said(geometry, closed, dataset):
    """As every program that draws maps does; nothing else of the shape changes."""
    raw = file(geometry)
    upload = read(raw, name="a.geojson")
    assert upload.problems == ()
    assert upload.sheets[0].rows[0].geometry.normalize() == shapely.geometry.shape(closed).normalize()
    assert told(raw) == [(1, "rings_closed", "1")]
    assert len(check(upload, dataset, reading=Reading()).shapes) == 1


@pytest.mark.parametrize("count", [1, 3, 40])
def test_outlines_are_told_once_however_many(count: int):
    """One line with their number and the first one's place."""
    assert told(file(area(CLOSED), *[area(RING)] * count)) == [(2, "rings_closed", str(count))]


LINES = {
    "a line": {"type": "LineString", "coordinates": CLOSED},
    "one of two lines": {"type": "MultiLineString", "coordinates": [FAR, CLOSED]},
    "in a collection": {
        "type": "GeometryCollection",
        "geometries": [
            {"type": "LineString", "coordinates": CLOSED},
            {"type": "Point", "coordinates": RING[0]},
        ],
    },
}


@pytest.mark.parametrize("geometry", LINES.values(), ids=LINES)
def test_line_that_is_a_ring_stays_a_line_and_is_said(geometry):
    """A ring road is one, the border of a town is none: only its maker knows."""
    upload = read(file(geometry), name="a.geojson")
    assert upload.problems == ()
    assert "Polygon" not in upload.sheets[0].rows[0].geometry.wkt
    assert told(file(geometry)) == [(1, "ring_lines", "1")]


@pytest.mark.parametrize(
    "geometry",
    [
        area(CLOSED),
        area(CLOSED, HOLE_CLOSED),
        areas([CLOSED], [FAR_CLOSED]),
        {"type": "LineString", "coordinates": RING},
        {"type": "MultiLineString", "coordinates": [RING, FAR]},
        {"type": "Point", "coordinates": RING[0]},
        {"type": "MultiPoint", "coordinates": CLOSED},
        None,
    ],
)
def test_shape_as_it_should_be_is_not_spoken_of(geometry):
    """Neither of the two notes."""
    assert told(file(geometry)) == []
