"""Coordinates as people write them in a cell."""

from __future__ import annotations

import pytest
import shapely

from geo.upload.shapes import FaultError
from geo.upload.spots import from_pair, from_text, number, point

NUMBERS = {
    "113.75": 113.75,
    " 113.75 ": 113.75,
    "１１３．７５": 113.75,
    "113.75°": 113.75,
    "113.75度": 113.75,
    "113°45′00″": 113.75,
    "113°45'00\"E": 113.75,
    "113°45’00”": 113.75,
    "113度45分0秒": 113.75,
    "113°45′": 113.75,
    "E113.75": 113.75,
    "113.75E": 113.75,
    "东经113.75": 113.75,
    "东经113°45′00″": 113.75,
    "113-45-00": 113.75,
    "E 113° 45' 00\"": 113.75,
    "113° 45′ 0.0″ E": 113.75,
    "113º45'0''": 113.75,
    "W113.75": -113.75,
    "S23.02": -23.02,
    "-113.75": -113.75,
    "113,75": 113.75,
    "1.1375e2": 113.75,
    "38451234.5": 38451234.5,
    "经度113.75": 113.75,
    "北纬23度1分12秒": 23.02,
    "N23°01′12″": 23.02,
    "+23.02": 23.02,
    "2547000": 2547000.0,
    "E:113.75": 113.75,
    "東經113.75度": 113.75,
    "北緯23度1分12秒": 23.02,
    "22-15-60": 22.0 + 16 / 60,
    "113°44′60″": 113.75,
}


@pytest.mark.parametrize(("text", "value"), NUMBERS.items())
def test_number_is_read(text: str, value: float):
    """Signs of degrees, full width, hemispheres before or behind, a decimal comma."""
    assert number(text)[0] == pytest.approx(value, abs=1e-9)


NONE = [
    "",
    "about 113",
    "113°75′",
    "113°45′99″",
    "113.75.1",
    "E",
    "°",
    "东莞",
    "1e9999x",
    "113 75 00 00",
    "nan",
    "inf",
    "0x71",
]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_number_is_refused(text: str):
    """Sixty minutes are a degree; words are no place."""
    with pytest.raises(FaultError):
        number(text)


@pytest.mark.parametrize(
    ("lon", "lat"),
    [
        ("113.75", "23.02"),
        ("E113.75", "N23.02"),
        ("N23.02", "E113.75"),
        ("23.02N", "113.75"),
        ("23.02", "113.75E"),
        ("北纬23.02", "东经113.75"),
        ("113°45′", "23°01′12″"),
        (" 113.75", "23.02 "),
    ],
)
def test_cells_that_name_their_axis_are_put_right(lon: str, lat: str):
    """A letter says more than the heading above it."""
    found = point(lon, lat)
    assert found is not None
    assert (found.geometry.x, found.geometry.y) == pytest.approx((113.75, 23.02))


@pytest.mark.parametrize(
    "nothing", ["", " ", "None", "null", "NULL", "NaN", "N/A", "-", "－", "—", "/", "无", "無", "暂无"]
)
def test_cell_that_says_nothing_is_empty(nothing: str):
    """A row without a place is a row, not a mistake in each of its cells."""
    assert point(nothing, nothing) is from_pair(nothing) is from_text(nothing) is None


BINARY = [
    shapely.Point(113.75, 23.02),
    shapely.LineString([(113.7, 23), (113.8, 23.1)]),
    shapely.box(113.7, 23, 113.8, 23.1),
    shapely.MultiPoint([(113.7, 23), (113.8, 23.1)]),
    shapely.MultiPolygon([shapely.box(113.7, 23, 113.8, 23.1)]),
]


@pytest.mark.parametrize("shape", BINARY, ids=lambda shape: shape.geom_type)
@pytest.mark.parametrize("srid", [0, 4326])
@pytest.mark.parametrize("order", [0, 1])
def test_geometry_of_a_database_is_read(shape, srid: int, order: int):
    """PostGIS writes it as digits, with its system or without, in either order of bytes."""
    said = shapely.to_wkb(shapely.set_srid(shape, srid), hex=True, include_srid=bool(srid), byte_order=order)
    found = from_text(said)
    assert found is not None
    assert found.geometry.equals(shape)


@pytest.mark.parametrize(
    "text", ["0101", "01" * 20, "0101000000" + "F" * 32, "0109000000FFFFFFFF" + "00" * 9]
)
def test_digits_that_are_no_geometry_are_refused(text: str):
    """Cut, of no kind, nowhere, or of more parts than bytes."""
    with pytest.raises(FaultError):
        from_text(text)


@pytest.mark.parametrize(
    "pair", [("113.75", ""), ("", "23.02"), ("a", "23"), ("113.75", "null"), ("-", "23.02")]
)
def test_half_a_point_is_told(pair: tuple[str, str]):
    """One number is no place."""
    with pytest.raises(FaultError):
        point(*pair)


@pytest.mark.parametrize(
    "cell", ["113.75", "113.75,23.02,5", "东莞市南城街道", "a,b", "113.75,", ",,", "113.75;;"]
)
def test_cell_without_two_numbers_is_told(cell: str):
    """An address is no pair."""
    with pytest.raises(FaultError):
        from_pair(cell)


@pytest.mark.parametrize(
    "text",
    [
        "POINT (1)",
        "CIRCLE (1 2)",
        "POINT (1 2",
        "{}",
        '{"type":"Point"}',
        "{'type':1}",
        "GEOMETRYCOLLECTION (GEOMETRYCOLLECTION (POINT (1 2)))",
        "1,2",
        f"POINT (1{' ' * 40_000}2)",
        "POINT EMPTY",
    ],
)
def test_text_that_is_no_geometry_is_told(text: str):
    """Neither WKT nor GeoJSON."""
    with pytest.raises(FaultError):
        from_text(text)


@pytest.mark.parametrize("nothing", ["", "  ", "\n"])
def test_empty_cell_is_no_place_and_no_fault(nothing: str):
    """A row may have none."""
    assert from_text(nothing) is None
    assert from_pair(nothing) is None
    assert point("", "") is None


RING = ", ".join(f"113.{at:05d} 23" for at in range(3_000))
LONG = [
    f"LINESTRING ({RING})",
    f"POLYGON (({RING}, 113.5 23.1, 113.00000 23))",
    f"MULTIPOINT ({RING})",
    f"MULTILINESTRING (({RING}))",
    f"SRID=4326;LINESTRING ({RING})",
    f"  LINESTRING ({RING})  ",
    f"linestring ({RING})",
    f"LINESTRING({RING})",
    f"MULTIPOLYGON ((({RING}, 113.5 23.1, 113.00000 23)))",
    shapely.to_wkb(shapely.from_wkt(f"LINESTRING ({RING})"), hex=True),
]


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_shape_that_is_too_long_for_a_cell_says_how_long_it_is(text: str):
    """Not that it cannot be read: it could, were it simpler."""
    with pytest.raises(FaultError) as caught:
        from_text(text)
    assert (caught.value.key, int(caught.value.value.replace(",", "")) > 32_767) == ("wkt_long", True)
