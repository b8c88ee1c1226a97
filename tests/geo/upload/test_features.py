"""GeoJSON as programs write it: ids of any kind, names alone, arrays, lines, scripts, any reference."""

from __future__ import annotations

import json

import pytest

from geo.upload import read
from geo.upload.checking import check
from geo.upload.coordinates import Crs, Reading
from geo.upload.declared import declared, is_degrees

POINT = {"type": "Point", "coordinates": [113.75, 23.02]}
BASE = {"name_zh": "测试公园", "category": "greenway", "stage": "building", "certainty": "approximate"}


def bare(properties: object = None, **members: object) -> dict[str, object]:
    return {"type": "Feature", **members, "properties": properties, "geometry": POINT}


def whole(*features: object, **members: object) -> bytes:
    return json.dumps(
        {"type": "FeatureCollection", **members, "features": features}, ensure_ascii=False
    ).encode()


def checked(raw: bytes, dataset, name: str = "a.geojson"):
    return check(read(raw, name=name), dataset, reading=Reading())


IDS = [
    (bare(BASE, id=7), "7"),
    (bare(BASE, id="p-1"), "p-1"),
    (bare(BASE, id=7.0), "7"),
    (bare({**BASE, "id": 7}), "7"),
    (bare({**BASE, "ID": "a"}), "a"),
    (bare({**BASE, "编号": "b"}), "b"),
    (bare({**BASE, "id": None}, id=3), "3"),
    (bare({**BASE, "id": ""}, id="c"), "c"),
    (bare({**BASE, "id": "own"}, id=3), "own"),
    (bare({**BASE, "fid": 9}), "9"),
    (bare({**BASE, "OBJECTID": 12}), "12"),
    (bare({**BASE, "Id": " d "}), "d"),
    (bare({**BASE, "项目编号": "x"}, id=None), "x"),
]


@pytest.mark.parametrize(("feature", "expected"), IDS)
def test_id_is_found_where_programs_put_it(feature, expected: str, dataset):
    """Beside the properties or in them, text or number, under any spelling."""
    found = checked(whole(feature), dataset)
    assert [one.key for one in found.problems] == []
    assert list(found.shapes["project_id"]) == [expected]


@pytest.mark.parametrize("value", [True, None, [1], {"a": 1}])
def test_id_that_is_none_is_missing(value, dataset):
    """Neither truth nor a list names a project."""
    found = checked(whole(bare(BASE, id=value)), dataset)
    assert [(one.column, one.key) for one in found.problems] == [("id", "missing_column")]


NAMES = [
    "name",
    "Name",
    "NAME",
    "名称",
    "项目名称",
    "title",
    "name_zh",
    "name_en",
    "标题",
    "fullname",
    "地名",
]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("title", NAMES)
def test_features_with_a_name_alone_are_drawn_with_it(title: str, count: int, dataset):
    """Each under its own name; nothing false is said of shapes, and one list says what is missing."""
    names = [f"Park {number}" for number in range(count)]
    found = checked(whole(*(bare({title: name}) for name in names)), dataset)
    assert list(found.shapes["name"]) == names
    assert {one.key for one in found.problems} == {"missing_column"}
    missing = [one.column for one in found.problems]
    assert "id" in missing
    assert "project_id" not in missing
    assert "without_place" not in {one.key for one in found.notes}


@pytest.mark.parametrize("bare_ones", [1, 2])
@pytest.mark.parametrize("with_id", [True, False])
def test_rows_without_a_shape_are_counted_truly(bare_ones: int, with_id: bool, dataset):
    """Those that have one are not among them."""
    rows = [bare({**BASE, **({"id": f"p-{n}"} if with_id else {})}) for n in range(4)]
    for row in rows[:bare_ones]:
        row["geometry"] = None
    found = checked(whole(*rows), dataset)
    assert [one.value for one in found.notes if one.key == "without_place"] == [str(bare_ones)]
    assert len(found.shapes) == 4 - bare_ones


ONE, TWO = (
    json.dumps(bare({**BASE, "id": f"p-{n}", "name_zh": "公园; a}"}), ensure_ascii=False) for n in (1, 2)
)
BOTH = f'{{"type":"FeatureCollection","features":[{ONE},{TWO}]}}'
FORMS = {
    "an array": (f"[{ONE},{TWO}]", "near_array"),
    "one a line": (f"{ONE}\n{TWO}\n", "near_lines"),
    "one a line, CR LF": (f"{ONE}\r\n{TWO}\r\n", "near_lines"),
    "one a line, gaps": (f"\n{ONE}\n\n{TWO}", "near_lines"),
    "a sequence": (f"\x1e{ONE}\n\x1e{TWO}\n", "near_lines"),
    "var": (f"var data = {BOTH};", "near_script"),
    "let": (f"let data={BOTH}\n", "near_script"),
    "const": (f"const data_1 = {BOTH};\nmodule.exports = data_1;", "near_script"),
    "window": (f"window.data = {BOTH};", "near_script"),
    "a name": (f"statesData = {BOTH}", "near_script"),
    "module": (f"module.exports = {BOTH};\n", "near_script"),
    "export default": (f"export default {BOTH};", "near_script"),
    "a call": (f"callback({BOTH});", "near_script"),
    "a comment": (f"// from the map\n{BOTH}", "near_script"),
    "a long comment": (f"/* made\n by hand */\nvar x = {BOTH};", "near_script"),
    "an array in a script": (f"var x = [{ONE},{TWO}];", "near_script"),
    "a mark": ("\ufeff" + BOTH, None),
    "spaces": (f"  \n{BOTH}\n ", None),
}


@pytest.mark.parametrize(("text", "note"), FORMS.values(), ids=FORMS)
def test_nearly_geojson_is_read_and_said(text: str, note: str | None, dataset):
    """What is around the features does not matter, and nothing of it is run."""
    upload = read(text.encode(), name="a.geojson")
    assert [one.key for one in upload.notes] == ([note] if note else [])
    found = checked(text.encode(), dataset)
    assert (found.problems, list(found.shapes["project_id"])) == ((), ["p-1", "p-2"])
    assert list(found.shapes["name"]) == ["公园; a}"] * 2


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("form", ["an array", "one a line", "var", "spaces"])
def test_geojson_in_any_encoding_is_read(form: str, codec: str):
    """By the same code as tables."""
    upload = read(FORMS[form][0].encode(codec), name="a.geojson")
    assert [row.cells["name_zh"] for row in upload.sheets[0].rows] == ["公园; a}"] * 2
    assert ("encoding" in {one.key for one in upload.notes}) == (not codec.startswith("utf-8"))


def test_error_in_a_script_is_told_at_its_line():
    """Lines count as in the file, whatever stood before."""
    from geo.upload.refusals import RefusedError

    for text, line in (("// a\n// b\nvar x = {\n 'a': 1};", "4"), (f"{ONE}\n{{'a': 1}}\n", "2")):
        with pytest.raises(RefusedError) as caught:
            read(text.encode())
        assert caught.value.problem.value.partition(":")[0] == line


DEGREES = [
    "urn:ogc:def:crs:OGC:1.3:CRS84",
    "urn:ogc:def:crs:EPSG::4326",
    "urn:ogc:def:crs:EPSG::4490",
    "EPSG:4326",
    "epsg:4326",
    "EPSG:4490",
    "http://www.opengis.net/def/crs/EPSG/0/4326",
    "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
    "https://www.opengis.net/def/crs/EPSG/0/4490",
    "http://www.opengis.net/gml/srs/epsg.xml#4326",
    "4326",
    "CRS84",
    "WGS 84",
    "WGS84",
    "GCS_WGS_1984",
    "GCS_China_Geodetic_Coordinate_System_2000",
    "CGCS2000",
    "OGC:CRS84",
    "EPSG:4979",
    "http://spatialreference.org/ref/epsg/4326/",
    "urn:x-ogc:def:crs:EPSG:4326",
    "China Geodetic Coordinate System 2000",
    "",
]
GRIDS = {
    "EPSG:4547": "epsg4547",
    "urn:ogc:def:crs:EPSG::4547": "epsg4547",
    "CGCS2000_3_Degree_GK_CM_114E": "epsg4547",
    "CGCS2000 / 3-degree Gauss-Kruger CM 114E": "epsg4547",
    "CGCS2000_3_Degree_GK_Zone_38": "epsg4526",
    "CGCS2000_GK_CM_111E": "epsg4508",
    "CGCS2000_GK_Zone_19": "epsg4497",
    "WGS_1984_UTM_Zone_50N": "epsg32650",
    "WGS 84 / UTM zone 49N": "epsg32649",
    "EPSG:3857": "web_mercator",
    "WGS_1984_Web_Mercator_Auxiliary_Sphere": "web_mercator",
    "WGS 84 / Pseudo-Mercator": "web_mercator",
    "http://www.opengis.net/def/crs/EPSG/0/3857": "web_mercator",
}
STRANGE = [
    "EPSG:2436",
    "Xian_1980_GK_Zone_20",
    "Beijing_1954",
    "EPSG:99999",
    "local",
    "EPSG:",
    "114",
    "NAD27",
    "{}",
    "5347",
]


@pytest.mark.parametrize("said", DEGREES)
def test_reference_of_degrees_is_no_note(said: str, dataset):
    """WGS 84 and CGCS2000 in every spelling: they are what we take it for."""
    assert is_degrees(said)
    crs = {"type": "name", "properties": {"name": said}}
    assert "crs_member" not in {one.key for one in checked(whole(bare(BASE, id=1), crs=crs), dataset).notes}


@pytest.mark.parametrize(("said", "key"), GRIDS.items())
def test_reference_of_a_grid_is_known(said: str, key: str):
    """By code or by the name that a .prj has."""
    assert declared(said) == Reading(key)


@pytest.mark.parametrize("said", STRANGE)
def test_reference_that_is_not_ours_is_noted(said: str, dataset):
    """She is told what the file says; nothing is converted unasked."""
    assert declared(said) is None
    crs = {"type": "name", "properties": {"name": said}}
    notes = checked(whole(bare(BASE, id=1), crs=crs), dataset).notes
    assert [one.value for one in notes if one.key == "crs_member"] == [said]


def test_reference_that_the_answer_agrees_with_is_no_note(dataset):
    """A grid that the file names and the visitor has chosen."""
    from geo.crs import to_metres

    x, y = to_metres(113.75, 23.02)
    point = {"type": "Point", "coordinates": [x, y]}
    raw = whole({**bare(BASE, id=1), "geometry": point}, crs={"properties": {"name": "EPSG:4547"}})
    for reading, noted in ((Reading("epsg4547"), False), (Reading("epsg32650"), True)):
        found = check(read(raw, name="a.json"), dataset, reading=reading)
        assert ("crs_member" in {one.key for one in found.notes}) is noted
    assert Reading(Crs.WGS84) == declared("EPSG:4326")


@pytest.mark.parametrize("geometry", [None, "absent", {"type": "Point", "coordinates": []}])
def test_features_without_a_shape_are_never_told_to_be_good(geometry, dataset):
    """Nothing is drawn, and that is said as a problem."""
    row = {**bare({**BASE, "id": "a"}), "geometry": geometry}
    if geometry == "absent":
        row.pop("geometry")
    found = checked(whole(row), dataset)
    assert len(found.shapes) == 0
    assert found.problems != ()
