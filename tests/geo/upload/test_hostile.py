"""What strangers send: each file is refused or read with one clear message, and nothing else happens."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.upload import LIMITS, read
from geo.upload.refusals import Refusal, RefusedError
from i18n import LANGUAGES, table

SHEET = "xl/worksheets/sheet1.xml"
LAST = b"<row r='1048576'><c r='A1048576' s='0'>%s</c></row>"
VRT = b"""<OGRVRTDataSource><OGRVRTLayer name="passwd">
<SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"""
GDALG = json.dumps({"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline read /etc/passwd"})


def refusal(raw: bytes, name: str = "mine.geojson") -> Refusal:
    with pytest.raises(RefusedError) as caught:
        read(raw, name=name)
    return caught.value.reason


def outcome(raw: bytes) -> str:
    """Return the reason of a refusal, or ``read``; whatever else is raised fails the test."""
    try:
        read(raw, name="mine")
    except RefusedError as error:
        return error.reason
    return "read"


def vertices(count: int) -> bytes:
    line = ",".join(f"[113.{index % 999:03d},23.0]" for index in range(count))
    return (
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":'
        f'{{"type":"LineString","coordinates":[{line}]}}}}]}}'
    ).encode()


REFUSED = {
    "nothing": (b"", Refusal.EMPTY),
    "spaces": (b" \r\n\t ", Refusal.EMPTY),
    "a mark alone": (b"\xef\xbb\xbf", Refusal.EMPTY),
    "OGR VRT": (VRT, Refusal.GDAL),
    "OGR VRT after a mark": (b"\xef\xbb\xbf\n" + VRT, Refusal.GDAL),
    "GDAL VRT": (b'<VRTDataset rasterXSize="1"></VRTDataset>', Refusal.GDAL),
    "GDALG": (GDALG.encode(), Refusal.GDAL),
    "KML without a place": (b'<?xml version="1.0"?><kml></kml>', Refusal.NO_FEATURES),
    "KML with entities": (b'<!DOCTYPE a [<!ENTITY b "c">]><kml><name>&b;</name></kml>', Refusal.XML_BOMB),
    "KML cut": (b"<kml><Document><Placemark><name>a", Refusal.NOT_KML),
    "GPX": (b'<?xml version="1.0"?><gpx></gpx>', Refusal.XML),
    "XML with entities": (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', Refusal.XML),
    "half a GeoPackage": (b"SQLite format 3\0" + bytes(100), Refusal.BROKEN_LAYER),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), Refusal.OLD_XLS),
    "gzip": (b"\x1f\x8b\x08" + bytes(40), Refusal.ARCHIVE),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(40), Refusal.UNKNOWN_KIND),
    "CSV with an open quote": (b'id,name\n1,"a\n2,b\n', Refusal.NOT_CSV),
    "prose": ("东莞项目。\n没有表。\n".encode(), Refusal.UNKNOWN_KIND),
    "a GDAL connection string": (b"/vsicurl/http://127.0.0.1/x.geojson", Refusal.UNKNOWN_KIND),
    "GBK without features": (
        '{"type":"FeatureCollection","name":"东莞项目"}'.encode("gbk"),
        Refusal.NOT_GEOJSON,
    ),
    "bytes in no encoding": (b'{"a":"\xff\xff\xff"}', Refusal.NOT_UTF8),
    "UTF-16 without features": ('{"type":"FeatureCollection"}'.encode("utf-16"), Refusal.NOT_GEOJSON),
    "XML in UTF-16": ("<kml></kml>".encode("utf-16"), Refusal.UTF16),
    "HTML as .xls": (b"<html><table><tr><td>id</td></tr></table></html>", Refusal.HTML),
    "HTML in capitals": (b'<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.0//EN"><TABLE>', Refusal.HTML),
    "Excel's own XML": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        Refusal.OLD_XLS,
    ),
    "PDF": (b"%PDF-1.7\n", Refusal.PDF),
    "FlatGeobuf": (b"fgb\x03fgb\x00" + bytes(40), Refusal.OTHER_LAYER),
    "a .shp alone": (b"\x00\x00\x27\x0a" + bytes(96), Refusal.LONE_SHP),
    "50 deep": (b"[" * 50 + b"]" * 50, Refusal.TOO_DEEP),
    "100,000 deep": (b"[" * 100_000, Refusal.TOO_MANY_VERTICES),
    "deep in a property": (
        b'{"type":"Feature","properties":{"a":' + b'{"a":' * 49 + b"1" + b"}" * 50 + b"}",
        Refusal.TOO_DEEP,
    ),
    "truncated": (b'{"type":"FeatureCollection","features":[{"type":"Feat', Refusal.TRUNCATED),
    "truncated after a bracket": (b'{"type":"FeatureCollection","features":[', Refusal.TRUNCATED),
    "a quote that never ends": (b'{"a":"' + b'\\"' * 2_000_000, Refusal.TRUNCATED),
    "not JSON": (b"{'type': 1}", Refusal.NOT_JSON),
    "two values": (b"{} {}", Refusal.NOT_JSON),
    "a list": (b"[1,2]", Refusal.NOT_GEOJSON),
    "TopoJSON": (b'{"type":"Topology","objects":{}}', Refusal.NOT_GEOJSON),
    "an object of no records": (b'{"title":"a","count":2}', Refusal.NOT_GEOJSON),
    "records too many": (json.dumps([{"a": 1}] * 1_001).encode(), Refusal.TOO_MANY_ROWS),
    "records of too many names": (
        json.dumps([{f"{at}-{name}": 1 for name in range(9)} for at in range(900)]).encode(),
        Refusal.TOO_MANY_COLUMNS,
    ),
    "features that are no list": (b'{"type":"FeatureCollection","features":{}}', Refusal.NOT_GEOJSON),
    "no features": (b'{"type":"FeatureCollection","features":[]}', Refusal.NO_FEATURES),
    "a million numbers": (b"[" + b"1," * 1_000_000 + b"1]", Refusal.TOO_MANY_VERTICES),
    "a vertex too many": (vertices(LIMITS.vertices + 1), Refusal.TOO_MANY_VERTICES),
    "a million vertices": (vertices(1_000_000), Refusal.TOO_LARGE),
    "a string of 10 MB": (b'{"a":"' + b"x" * 10_000_000 + b'"}', Refusal.TOO_LARGE),
    "a ZIP that is none": (b"PK\x03\x04" + bytes(60), Refusal.BROKEN),
}


@pytest.mark.parametrize(("raw", "reason"), REFUSED.values(), ids=REFUSED)
def test_hostile_file_is_refused_with_its_reason(raw: bytes, reason: Refusal):
    """Each has the one message that fits it."""
    assert refusal(raw) is reason


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_refusal_has_its_message(lang: str):
    """No reason is without words, in either language."""
    words = table(lang)["upload"]["problem"]
    assert [reason for reason in Refusal if not words.get(reason.value)] == []


def test_too_many_features_are_refused(collection: Callable[..., bytes], feature):
    """The limit of rows holds for features."""
    assert refusal(collection(*[feature()] * (LIMITS.rows + 1))) is Refusal.TOO_MANY_ROWS


def test_too_many_properties_are_refused(collection: Callable[..., bytes], feature):
    """The limit of columns holds for properties."""
    many = {f"c{index}": 1 for index in range(LIMITS.columns + 1)}
    assert refusal(collection(feature(**many))) is Refusal.TOO_MANY_COLUMNS


# --- numbers, names and shapes that are wrong in one place: told there, and the rest is read ----------------

RING = [[113.7, 23.0], [113.8, 23.0], [113.8, 23.1], [113.7, 23.0]]
FAULTS = {
    "NaN": ({"type": "Point", "coordinates": [float("nan"), 23]}, "not_finite"),
    "infinite": ({"type": "Point", "coordinates": [113.7, float("-inf")]}, "not_finite"),
    "huge": ({"type": "Point", "coordinates": [1e300, 23]}, "too_far"),
    "text for a number": ({"type": "Point", "coordinates": ["113.7", "23"]}, "position"),
    "truth for a number": ({"type": "Point", "coordinates": [True, False]}, "position"),
    "one number": ({"type": "Point", "coordinates": [113.7]}, "position"),
    "no coordinates": ({"type": "Point"}, "geometry_form"),
    "an object for coordinates": ({"type": "Point", "coordinates": {"x": 1}}, "geometry_form"),
    "too shallow": ({"type": "Polygon", "coordinates": [113.7, 23]}, "nesting"),
    "a polygon called many": ({"type": "MultiPolygon", "coordinates": [[*RING[:3], RING[0]]]}, "nesting"),
    "many called a polygon": ({"type": "Polygon", "coordinates": [[[*RING[:3], RING[0]]]]}, "nesting"),
    "a point in brackets": ({"type": "Point", "coordinates": [[113.7, 23]]}, "nesting"),
    "a line called many": ({"type": "MultiLineString", "coordinates": RING[:2]}, "nesting"),
    "a point called a line": ({"type": "LineString", "coordinates": [113.7, 23]}, "nesting"),
    "points called a point": ({"type": "Point", "coordinates": RING[:2]}, "nesting"),
    "a point called many": ({"type": "MultiPoint", "coordinates": [113.7, 23]}, "nesting"),
    "points called lines": ({"type": "MultiLineString", "coordinates": [113.7, 23]}, "nesting"),
    "lines called a line": ({"type": "LineString", "coordinates": [RING[:2]]}, "nesting"),
    "empty": ({"type": "MultiPoint", "coordinates": []}, "geometry_empty"),
    "an unknown type": ({"type": "Circle", "coordinates": [113.7, 23]}, "geometry_form"),
    "text for a geometry": ("POINT (113.7 23)", "geometry_form"),
    "a line of one point": ({"type": "LineString", "coordinates": [[113.7, 23]]}, "line_short"),
    "a ring of three": ({"type": "Polygon", "coordinates": [[*RING[:2], RING[0]]]}, "ring_short"),
    "an open ring of two": ({"type": "Polygon", "coordinates": [RING[:2]]}, "ring_short"),
    "an empty collection": ({"type": "GeometryCollection", "geometries": []}, "geometry_empty"),
    "collections in one another": (
        {"type": "GeometryCollection", "geometries": [{"type": "GeometryCollection", "geometries": []}]},
        "collection",
    ),
}


@pytest.mark.parametrize(("geometry", "key"), FAULTS.values(), ids=FAULTS)
def test_wrong_geometry_is_told_at_its_feature(geometry, key, collection, feature):
    """The second feature is blamed, and the first one is read."""
    upload = read(collection(feature(), feature(geometry, id="own-two")), name="mine.geojson")
    assert [(one.row, one.column, one.key) for one in upload.problems] == [(2, "geometry", key)]
    assert [row.geometry is None for row in upload.sheets[0].rows] == [False, True]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 5000])
def test_number_that_is_none_is_told_by_its_property(number: str):
    """JSON has no NaN and no infinity; Python's parser takes both, and stops at 4,300 digits."""
    raw = f'{{"type":"Feature","properties":{{"accuracy_m":{number}}},"geometry":null}}'.encode()
    assert [(one.row, one.column, one.key) for one in read(raw).problems] == [(1, "accuracy_m", "not_finite")]


def test_null_geometry_and_collection_are_read(collection: Callable[..., bytes], feature):
    """Both are good GeoJSON: a project without a place, and several shapes of one."""
    shapes = {"type": "GeometryCollection", "geometries": [feature()["geometry"]]}
    upload = read(collection(feature(None), feature(shapes, id="own-two")), name="mine.geojson")
    assert upload.problems == ()
    kinds = [row.geometry and row.geometry.geom_type for row in upload.sheets[0].rows]
    assert kinds == [None, "GeometryCollection"]


def test_name_twice_in_an_object_is_noted():
    """The last one counts, and it is said."""
    raw = b'{"type":"Feature","properties":{"id":"a","id":"b"},"geometry":null}'
    upload = read(raw, name="mine.geojson")
    assert [(one.row, one.column, one.key) for one in upload.notes] == [(1, "id", "repeated_name")]
    assert upload.sheets[0].rows[0].cells["id"] == "b"


def test_text_that_is_too_long_is_told_and_left_out(collection: Callable[..., bytes], feature):
    """A text of a megabyte is neither kept nor shown."""
    upload = read(collection(feature(name_zh="长" * 300_000)), name="mine.geojson")
    assert [(one.column, one.key, one.value) for one in upload.problems] == [
        ("name_zh", "too_long", "300,000")
    ]
    assert upload.sheets[0].rows[0].cells["name_zh"] == ""


def test_half_a_character_becomes_a_sign_that_the_rules_refuse():
    """A lone surrogate would break whatever sends it on."""
    raw = rb'{"type":"Feature","properties":{"name_zh":"\ud800"},"geometry":null}'
    assert read(raw).sheets[0].rows[0].cells["name_zh"] == "\ufffd"


@pytest.mark.parametrize("name", ["mine.txt", "mine.xlsx", "mine", "mine.geojson.exe", "../../etc/passwd"])
def test_wrong_name_is_noted_and_the_bytes_are_read(name: str, collection: Callable[..., bytes], feature):
    """What a file is called is neither trusted nor opened."""
    upload = read(collection(feature()), name=name)
    assert [one.key for one in upload.notes] == ["named"]
    assert len(upload.sheets[0].rows) == 1


# --- workbooks ------------------------------------------------------------------------------------------


def test_workbook_bomb_is_refused_by_its_directory(workbook, repacked):
    """Forty megabytes of spaces in forty kilobytes are never unpacked."""
    raw = repacked(workbook(one=[["id"], ["a"]]), {SHEET: lambda body: body + b" " * 40_000_000})
    assert len(raw) < 200_000
    assert refusal(raw, "mine.xlsx") is Refusal.BOMB


def test_workbook_that_lies_about_its_size_is_refused(workbook, repacked):
    """A directory that claims less than there is does not get more read."""
    raw = bytearray(repacked(workbook(one=[["id"], ["a"]]), {SHEET: lambda body: body + b" " * 40_000_000}))
    true = zipfile.ZipFile(io.BytesIO(raw)).getinfo(SHEET).file_size.to_bytes(4, "little")
    while (at := raw.find(true)) >= 0:
        raw[at : at + 4] = (1000).to_bytes(4, "little")
    assert refusal(bytes(raw), "mine.xlsx") is Refusal.BROKEN


def test_workbook_with_a_million_cells_in_a_row_is_refused(workbook, repacked):
    """Elements cost a parser far more than bytes: they are counted before it starts."""
    cells = b"<sheetData><row r='1'>" + b"<c/>" * 1_000_000 + b"</row>"
    raw = repacked(workbook(one=[["id"]]), {SHEET: lambda body: body.replace(b"<sheetData>", cells)})
    assert refusal(raw, "mine.xlsx") is Refusal.BOMB


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
@pytest.mark.parametrize(
    "evil",
    [
        b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>',
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1/x.dtd">',
    ],
    ids=["laughs", "file", "network"],
)
def test_workbook_with_entities_is_refused(part: str, evil: bytes, workbook, repacked):
    """Wherever in it a document type stands."""
    raw = repacked(workbook(one=[["id"], ["a"]]), {part: lambda body: evil + body})
    assert refusal(raw, "mine.xlsx") is Refusal.XML_BOMB


def test_workbook_in_an_encoding_that_hides_is_refused(workbook, repacked):
    """UTF-16 would hide a document type from a search of bytes."""
    raw = repacked(workbook(one=[["id"]]), {SHEET: lambda body: body.decode().encode("utf-16")})
    assert refusal(raw, "mine.xlsx") is Refusal.XML_BOMB


@pytest.mark.parametrize("cut", [10, 300, 1000, -30])
def test_truncated_workbook_is_refused(cut: int, workbook):
    """Wherever it ends."""
    assert refusal(workbook(one=[["id"], ["a"]])[:cut], "mine.xlsx") is Refusal.BROKEN


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("notes.txt", Refusal.ARCHIVE),
        ("data.geojson", Refusal.ARCHIVE),
        ("content.xml", Refusal.OTHER_SHEET),
        ("xl/workbook.bin", Refusal.OTHER_SHEET),
        ("roads.shp", Refusal.BROKEN_LAYER),
        ("doc.kml", Refusal.NOT_KML),
    ],
)
def test_archive_is_told_by_what_it_holds(name: str, reason: Refusal):
    """Another spreadsheet is no layer, and neither is a folder of notes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, b"x")
    assert refusal(buffer.getvalue(), "mine.zip") is reason


def test_formula_is_told_by_its_cell_and_not_read(workbook):
    """Formulas are neither computed nor taken at their last value."""
    raw = workbook(one=[["id", "name_zh"], ["a", '=HYPERLINK("http://127.0.0.1","x")']])
    upload = read(raw, name="mine.xlsx")
    assert [(one.file, one.row, one.column, one.key, one.value) for one in upload.problems] == [
        ("one", 2, "name_zh", "formula", "B2")
    ]
    assert upload.sheets[0].rows[0].cells["name_zh"] == ""


def test_row_a_million_below_is_told(workbook, repacked):
    """A cell at the very end of a sheet is one row more, at its own number, and a style there is nothing."""
    raw = workbook(one=[["id"], ["a"]])
    full, bare = (
        repacked(raw, {SHEET: lambda body, cell=cell: body.replace(b"</sheetData>", cell + b"</sheetData>")})
        for cell in (LAST % b"<v>1</v>", LAST % b"")
    )
    assert [row.number for row in read(full, name="mine.xlsx").sheets[0].rows] == [2, 1_048_576]
    assert len(read(bare, name="mine.xlsx").sheets[0].rows) == 1


# Each ended the whole process when calamine read it (docs/decisions/0061-smaller-libraries.md).
STRINGS = b'<sst count="4000000000" uniqueCount="4000000000"><si><t>x</t></si></sst>'
CLAIMS = {
    "a cell in the far corner": (SHEET, b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "read"),
    "a cell beyond": (
        SHEET,
        b'<row r="4000000000"><c r="ZZZZZ4000000000"><v>1</v></c></row>',
        Refusal.BROKEN,
    ),
    "a table of strings": ("xl/sharedStrings.xml", STRINGS, "read"),
}


@pytest.mark.parametrize(("part", "body", "expected"), CLAIMS.values(), ids=CLAIMS)
def test_sizes_that_a_workbook_claims_are_not_allocated(part, body, expected, workbook, repacked):
    """A dense table of all cells, or room for each string that is claimed, would be some 100 GB."""
    end = b"</sheetData>"
    change = (lambda sheet: sheet.replace(end, body + end)) if part == SHEET else body
    assert outcome(repacked(workbook(one=[["id"], ["a"]]), {part: change})) == expected


def test_links_to_other_workbooks_are_not_unpacked(workbook, repacked):
    """What is not needed may be anything: it is not looked at."""
    raw = repacked(workbook(one=[["id"], ["a"]]), {"xl/externalLinks/externalLink1.xml": b"<!DOCTYPE a>"})
    assert len(read(raw, name="mine.xlsx").sheets[0].rows) == 1


def test_too_wide_a_sheet_is_refused(workbook):
    """The limit of columns holds for sheets, with room for the place."""
    row = [f"c{index}" for index in range(LIMITS.columns + 5)]
    assert refusal(workbook(one=[row, row]), "mine.xlsx") is Refusal.TOO_MANY_COLUMNS


# --- whatever else --------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=200)
@given(raw=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_any_bytes_are_read_or_refused(raw: bytes):
    """Nothing but a refusal is ever raised."""
    for start in (b"", b"{", b"PK\x03\x04", b'{"type":"FeatureCollection","features":['):
        assert outcome(start + raw) in {"read", *Refusal}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
KINDS = st.sampled_from(["Point", "LineString", "Polygon", "MultiPolygon", "GeometryCollection"])


@settings(deadline=None, max_examples=200)
@given(properties=JSON, geometry=JSON | st.builds(dict, type=KINDS, coordinates=JSON, geometries=JSON))
def test_any_feature_is_read_or_told(properties: object, geometry: object):
    """A feature may hold whatever JSON can say."""
    one = {"type": "Feature", "properties": properties, "geometry": geometry}
    raw = json.dumps({"type": "FeatureCollection", "features": [one]}).encode()
    assert outcome(raw) in {"read", Refusal.TOO_DEEP}


@settings(deadline=None, max_examples=150)
@given(at=st.integers(0, 6000), byte=st.integers(0, 255))
def test_workbook_with_a_wrong_byte_is_read_or_refused(at: int, byte: int, workbook):
    """Whatever openpyxl raises becomes one refusal."""
    raw = bytearray(workbook(projects=[["id", "lon", "lat"], ["a", 113.7, 23.0]]))
    raw[at % len(raw)] = byte
    assert outcome(bytes(raw)) in {"read", *Refusal}
