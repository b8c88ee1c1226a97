"""JSON that is no GeoJSON, as services of offices and programs give it: records, wrapped in this or that."""

from __future__ import annotations

import json

import pytest

from geo.upload import read
from geo.upload.checking import check
from geo.upload.coordinates import Reading
from geo.upload.refusals import Refusal, RefusedError
from geo.upload.seen import Choice

CELLS = {
    "id": "test-park",
    "name_zh": "测试公园",
    "category": "greenway",
    "stage": "building",
    "certainty": "approximate",
}
SPOT = (113.75, 23.02)
LON_LAT = {"lon": SPOT[0], "lat": SPOT[1]}
POINT = {"type": "Point", "coordinates": list(SPOT)}
ONE = CELLS | LON_LAT

WRAPPED = {
    "an array": [ONE],
    "data": {"code": 200, "data": [ONE]},
    "result.records (CKAN)": {"success": True, "result": {"total": 1, "records": [ONE]}},
    "result.results": {"result": {"limit": 1000, "results": [ONE]}},
    "value (OData)": {"@odata.context": "…", "value": [ONE]},
    "features of attributes (Esri)": {
        "geometryType": "esriGeometryPoint",
        "features": [{"attributes": CELLS, "geometry": {"x": SPOT[0], "y": SPOT[1]}}],
    },
    "records of fields (Opendatasoft)": {"records": [{"recordid": "a", "fields": CELLS, "geometry": POINT}]},
    "an object by id": {
        "test-park": {key: value for key, value in ONE.items() if key != "id"},
        "other-park": {key: value for key, value in ONE.items() if key != "id"},
    },
    "location of lat and lng": [CELLS | {"location": {"lat": SPOT[1], "lng": SPOT[0]}}],
    "coordinates as an array": [CELLS | {"coordinates": list(SPOT)}],
    "location as GeoJSON (Socrata)": [CELLS | {"location": POINT}],
    "geometry as GeoJSON": [CELLS | {"geom": POINT}],
    "text for numbers": [CELLS | {"longitude": str(SPOT[0]), "latitude": str(SPOT[1])}],
    "traditional names": [CELLS | {"經度": SPOT[0], "緯度": SPOT[1]}],
    "a grid beside degrees": [ONE | {"TW97X": "296882", "TW97Y": "2767068"}],
}


@pytest.mark.parametrize("value", WRAPPED.values(), ids=WRAPPED)
@pytest.mark.parametrize("indent", [None, 1])
def test_records_are_read_whatever_they_are_wrapped_in(value: object, indent: int | None, dataset):
    """Each record is a row: drawn, checked, and told that it was no GeoJSON."""
    raw = json.dumps(value, ensure_ascii=False, indent=indent).encode()
    upload = read(raw, name="mine.json")
    checked = check(upload, dataset, reading=Reading())
    assert (upload.problems, checked.problems) == ((), ())
    assert [(one.x, one.y) for one in checked.shapes.geometry] == [SPOT] * len(upload.sheets[0].rows)
    assert [one.key for one in upload.notes] == ["near_records"]
    assert (upload.seen.kind, upload.seen.rows) == ("json", len(checked.shapes))


@pytest.mark.parametrize("text", ['{"a": 1, "lon": 113.75, "lat": 23.02}\n' * 3, "var x = {};"])
def test_records_a_line_or_in_a_script_are_read(text: str):
    """The same forms as for features."""
    body = text.format(json.dumps([ONE])) if text.startswith("var") else text
    upload = read(body.encode(), name="a.json")
    assert all(row.geometry is not None for sheet in upload.sheets for row in sheet.rows)


def test_records_in_another_code_page_are_read():
    """As an older service writes them."""
    raw = json.dumps([CELLS | {"name_zh": "臺北市停車場", "經度": 113.75, "緯度": 23.02}], ensure_ascii=False)
    upload = read(raw.encode("big5"), name="a.json")
    assert upload.sheets[0].rows[0].cells["name_zh"] == "臺北市停車場"
    assert sorted(one.key for one in upload.notes) == ["encoding", "near_records"]


def test_several_arrays_are_asked_about():
    """The one that we know most of is read; the visitor may choose another."""
    raw = json.dumps({"lines": [{"color": "red"}] * 3, "stops": [ONE], "meta": {"at": 1}}).encode()
    found = read(raw, name="a.json")
    assert (found.seen.sheets, found.seen.taken) == (("lines", "stops"), ("stops",))
    assert read(raw, name="a.json", choice=Choice(sheet="lines")).seen.rows == 3


def test_columns_of_records_may_be_named_by_hand(dataset):
    """Where nothing says which numbers are the place, it is the problem, and she can say."""
    raw = json.dumps([CELLS | {"p": SPOT[0], "q": SPOT[1]}]).encode()
    assert "no_place" in {one.key for one in check(read(raw), dataset, reading=Reading()).problems}
    upload = read(raw)
    letters = {title: at for at, title, _ in upload.seen.columns}
    found = read(raw, choice=Choice(lon=letters["p"], lat=letters["q"]))
    assert found.sheets[0].rows[0].geometry is not None
    assert upload.seen.headers == ()


def test_problem_of_a_record_says_its_number():
    """Counted from 1, as a person counts them."""
    raw = json.dumps([ONE, ONE | {"id": "b", "lon": "east"}]).encode()
    assert [(one.row, one.key) for one in read(raw).problems] == [(2, "position")]


@pytest.mark.parametrize(
    "geometry",
    [
        POINT,
        {"type": "MultiPoint", "coordinates": [[113.7, 23], [113.8, 23]]},
        {"type": "LineString", "coordinates": [[113.7, 23], [113.8, 23]]},
        {"type": "MultiLineString", "coordinates": [[[113.7, 23], [113.8, 23]]]},
        {"type": "Polygon", "coordinates": [[[113.7, 23], [113.8, 23], [113.8, 23.1], [113.7, 23]]]},
        {"type": "MultiPolygon", "coordinates": [[[[113.7, 23], [113.8, 23], [113.8, 23.1], [113.7, 23]]]]},
        {"type": "GeometryCollection", "geometries": [POINT]},
    ],
    ids=lambda geometry: geometry["type"],
)
def test_geometry_alone_is_one_feature(geometry):
    """RFC 7946 allows it: a border of a city, without a name."""
    upload = read(json.dumps(geometry).encode(), name="a.geojson")
    assert (len(upload.sheets[0].rows), upload.problems) == (1, ())
    assert upload.sheets[0].rows[0].geometry is not None


@pytest.mark.parametrize(
    "value", [[], [1, 2], [[1], [2]], {}, {"a": 1}, {"a": []}, {"a": {"b": {"c": 1}}}, "a", 1]
)
def test_json_without_records_is_refused(value: object):
    """It says that this is JSON and no collection of features."""
    with pytest.raises(RefusedError) as caught:
        read(json.dumps(value).encode().ljust(2), name="a.json")
    assert caught.value.reason in {Refusal.NOT_GEOJSON, Refusal.UNKNOWN_KIND}
