"""KML, KMZ, zipped shapefiles, GeoPackages: read as programs write them, and nothing in them is run."""

from __future__ import annotations

import io
import sqlite3
import struct
import warnings
import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo.upload import LIMITS, read
from geo.upload.checking import check
from geo.upload.coordinates import Reading, suspect
from geo.upload.refusals import Refusal, RefusedError
from geo.upload.seen import Choice

CELLS = {"id": "test-park", "name_zh": "测试公园", "category": "greenway", "stage": "building"}
CELLS |= {"certainty": "approximate"}
HOLE = shapely.Polygon(
    [(113.7, 23.0), (113.8, 23.0), (113.8, 23.1), (113.7, 23.1)],
    [[(113.72, 23.02), (113.74, 23.02), (113.74, 23.04), (113.72, 23.04)]],
)
AWAY = shapely.box(113.85, 23.0, 113.9, 23.05)
SHAPES = {
    "a point": shapely.Point(113.75, 23.02),
    "a line": shapely.LineString([(113.7, 23.0), (113.8, 23.1), (113.9, 23.0)]),
    "an area": shapely.box(113.7, 23.0, 113.8, 23.1),
    "a hole": HOLE,
    "two areas": shapely.MultiPolygon([HOLE, AWAY]),
    "an island in a hole": shapely.MultiPolygon([HOLE, shapely.box(113.725, 23.025, 113.735, 23.035)]),
    "two lines": shapely.MultiLineString([[(113.7, 23), (113.8, 23)], [(113.7, 23.1), (113.8, 23.1)]]),
    "points": shapely.MultiPoint([(113.7, 23.0), (113.8, 23.1)]),
    "a point with height": shapely.Point(113.75, 23.02, 12),
    "a line with heights": shapely.LineString([(113.7, 23.0, 1), (113.8, 23.1, 2)]),
    "an area with heights": shapely.Polygon([(113.7, 23, 1), (113.8, 23, 1), (113.8, 23.1, 1)]),
}


def frame(*shapes: shapely.Geometry, crs: int | None = 4326, **columns: object) -> gpd.GeoDataFrame:
    rows = [CELLS | {"id": f"p-{at}"} | columns for at, _ in enumerate(shapes)]
    return gpd.GeoDataFrame(rows, geometry=list(shapes), crs=crs)


def shapefile(
    data: gpd.GeoDataFrame, folder: Path, *, name: str = "parks", leave: str = "", **how: str
) -> bytes:
    """Return a zipped shapefile as GDAL writes it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # names of columns are cut to ten signs
        data.to_file(folder / f"{name}.shp", **how)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            if path.suffix not in leave.split():
                archive.write(path, path.name)
    return buffer.getvalue()


def geopackage(data: gpd.GeoDataFrame, folder: Path, *, layer: str = "parks") -> Path:
    path = folder / "mine.gpkg"
    data.to_file(path, driver="GPKG", layer=layer)
    return path


def kml(places: str) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    return f"{head}{places}</Document></kml>".encode()


def placemark(inner: str, name: str = "测试公园") -> str:
    data = "".join(f'<Data name="{key}"><value>{value}</value></Data>' for key, value in CELLS.items())
    return f"<Placemark><name>{name}</name><ExtendedData>{data}</ExtendedData>{inner}</Placemark>"


def kmz(body: bytes, name: str = "doc.kml") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, body)
        archive.writestr("files/icon.png", b"\x89PNG")
    return buffer.getvalue()


def only(raw: bytes, name: str, choice: Choice | None = None) -> shapely.Geometry | None:
    """Return the shape of a file's first row, which must be read without a problem."""
    upload = read(raw, name=name, choice=choice or Choice())
    assert upload.problems == ()
    return upload.sheets[0].rows[0].geometry


def refusal(raw: bytes) -> Refusal:
    with pytest.raises(RefusedError) as caught:
        read(raw)
    return caught.value.reason


# --- shapefiles -----------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_shapefile_of_gdal_is_read(shape, tmp_path: Path, dataset):
    """Each kind of shape, holes and heights: the same place, and our checks find nothing."""
    raw = shapefile(frame(shape), tmp_path)
    found = only(raw, "parks.zip")
    assert found is not None
    assert shapely.force_2d(shape).symmetric_difference(found).is_empty
    checked = check(read(raw, name="parks.zip"), dataset, reading=Reading())
    # A name in a shapefile has ten signs: `certainty` and `category` fit.
    assert (checked.problems, len(checked.shapes)) == ((), 1)


@pytest.mark.parametrize("encoding", ["UTF-8", "GBK", "CP936"])
@pytest.mark.parametrize("leave", ["", ".cpg", ".prj", ".shx", ".cpg .prj .shx"])
def test_shapefile_in_chinese_is_read(encoding: str, leave: str, tmp_path: Path):
    """With or without the file that says the encoding."""
    raw = shapefile(frame(SHAPES["a point"]), tmp_path, leave=leave, encoding=encoding)
    upload = read(raw, name="a.zip")
    assert upload.sheets[0].rows[0].cells["name_zh"] == "测试公园"


WORDS = [
    ("GBK", ".cpg", "东莞市长安镇测试公园"),
    ("GBK", ".cpg", "石碣"),
    ("BIG5", ".cpg", "臺北市停車場"),
    ("BIG5", "", "健康國小周邊人行道"),
    ("CP950", ".cpg", "油尖旺海濱花園"),
    ("SHIFT_JIS", ".cpg", "さくら小学校"),
    ("CP932", ".cpg", "中央公園"),
    ("CP932", "", "北区役所"),
    ("ISO-8859-1", ".cpg", "Kürzel und Straße"),
    ("CP1252", ".cpg", "Größe"),
    ("UTF-8", ".cpg", "臺北市停車場"),
    ("UTF-8", "", "さくら小学校"),
]


@pytest.mark.parametrize(
    ("encoding", "leave", "words"), WORDS, ids=[f"{one[0]}{one[1]} {one[2]}" for one in WORDS]
)
def test_words_of_a_shapefile_are_read_as_they_were_written(
    encoding: str, leave: str, words: str, tmp_path: Path
):
    """By the file beside it, by what the table says of its language, or by the words themselves."""
    raw = shapefile(frame(SHAPES["a point"], name_zh=words), tmp_path, leave=leave, encoding=encoding)
    assert read(raw, name="a.zip").sheets[0].rows[0].cells["name_zh"] == words


@pytest.mark.parametrize(
    ("crs", "key"), [(4547, "epsg4547"), (32650, "epsg32650"), (4490, "wgs84"), (3857, "web_mercator")]
)
def test_shapefile_says_its_coordinates(crs: int, key: str, tmp_path: Path, dataset):
    """The .prj is the default of the answer, not the answer."""
    from geo.upload.trial import try_file

    raw = shapefile(frame(SHAPES["a point"]).to_crs(crs), tmp_path)
    tried = try_file(raw, "a.zip", dataset)
    assert tried.suspicion is not None
    assert tried.suspicion.default == Reading(key)
    assert suspect([only(raw, "a.zip")]).key == ("degrees" if crs == 4490 else "metres")


def test_archive_of_two_shapefiles_is_asked_about(tmp_path: Path):
    """The first one is read, the other one can be chosen; folders and letters' case do not matter."""
    for name in ("b", "a"):
        (tmp_path / name).mkdir()
    two = io.BytesIO()
    with zipfile.ZipFile(two, "w") as archive:
        for name in ("b", "a"):
            raw = shapefile(frame(SHAPES["a point"], name_zh=name), tmp_path / name, name=name)
            with zipfile.ZipFile(io.BytesIO(raw)) as one:
                for entry in one.namelist():
                    archive.writestr(f"图层/{entry.upper() if name == 'b' else entry}", one.read(entry))
    upload = read(two.getvalue(), name="a.zip")
    assert (upload.seen.sheets, upload.seen.taken) == (("B", "a"), ("B",))
    assert [one.key for one in upload.notes] == ["skipped_sheets"]
    assert (
        read(two.getvalue(), name="a.zip", choice=Choice(sheet="a")).sheets[0].rows[0].cells["name_zh"] == "a"
    )


BROKEN = {
    "cut in a record": lambda shp: shp[:150],
    "a record longer than the file": lambda shp: shp[:104] + struct.pack(">i", 10**6) + shp[108:],
    "a record of less than nothing": lambda shp: shp[:104] + struct.pack(">i", -5) + shp[108:],
    "a record of nothing": lambda shp: shp[:104] + struct.pack(">i", 0) + shp[108:],
    "no shapefile": lambda shp: b"x" * len(shp),
}
ODD = {
    "points by the billion": lambda shp: shp[:148] + struct.pack("<i", 2**31 - 1) + shp[152:],
    "parts by the billion": lambda shp: shp[:144] + struct.pack("<i", 2**31 - 1) + shp[148:],
    "less than no parts": lambda shp: shp[:144] + struct.pack("<i", -1) + shp[148:],
    "parts out of order": lambda shp: shp[:152] + struct.pack("<i", 99) + shp[156:],
    "an unknown kind": lambda shp: shp[:108] + struct.pack("<i", 77) + shp[112:],
    "no number": lambda shp: shp[:156] + struct.pack("<d", float("nan")) + shp[164:],
}


def _changed(raw: bytes, change, suffix: str = ".shp") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, change(body) if name.endswith(suffix) else body)
    return buffer.getvalue()


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN)
def test_broken_shapefile_is_refused(change, tmp_path: Path):
    """Whatever its numbers claim: one reason."""
    raw = shapefile(frame(SHAPES["an area"]), tmp_path)
    assert refusal(_changed(raw, change)) is Refusal.BROKEN_LAYER


@pytest.mark.parametrize("change", ODD.values(), ids=ODD)
def test_broken_shape_is_told_at_its_row(change, tmp_path: Path):
    """The others of the layer are read; nothing is allocated by what is claimed."""
    raw = shapefile(frame(SHAPES["an area"], AWAY), tmp_path)
    upload = read(_changed(raw, change), name="a.zip")
    assert [(one.row, one.column) for one in upload.problems] == [(1, "geometry")]
    assert upload.sheets[0].rows[1].geometry is not None


@pytest.mark.parametrize("size", [0, 10, 33, 40, 100, 200])
def test_cut_table_of_a_shapefile_is_refused_or_read(size: int, tmp_path: Path):
    """Half a .dbf is no reason to fail."""
    raw = _changed(shapefile(frame(SHAPES["a point"]), tmp_path), lambda dbf: dbf[:size], ".dbf")
    try:
        found = len(read(raw, name="a.zip").sheets[0].rows)
    except RefusedError as error:
        found = error.reason
    assert found in {1, Refusal.BROKEN_LAYER}


# --- GeoPackage -----------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_geopackage_of_gdal_is_read(shape, tmp_path: Path, dataset):
    """Each kind of shape."""
    raw = geopackage(frame(shape), tmp_path).read_bytes()
    found = only(raw, "a.gpkg")
    assert found is not None
    assert shapely.force_2d(shape).symmetric_difference(found).is_empty
    checked = check(read(raw, name="a.gpkg"), dataset, reading=Reading())
    assert (checked.problems, len(checked.shapes)) == ((), 1)


def test_layers_of_a_geopackage_are_asked_about(tmp_path: Path, dataset):
    """The first one is read; the reference of each is its own."""
    from geo.upload.trial import try_file

    path = geopackage(frame(SHAPES["a point"]), tmp_path, layer="first")
    frame(SHAPES["a line"], AWAY).to_crs(4547).to_file(path, driver="GPKG", layer="第二层", mode="a")
    raw = path.read_bytes()
    upload = read(raw, name="a.gpkg")
    assert (upload.seen.sheets, upload.seen.taken, upload.crs) == (
        ("first", "第二层"),
        ("first",),
        "EPSG:4326",
    )
    second = try_file(raw, "a.gpkg", dataset, Choice(sheet="第二层"))
    assert second.suspicion is not None
    assert second.suspicion.default == Reading("epsg4547")


VIEW = "DROP TABLE gpkg_spatial_ref_sys; CREATE VIEW gpkg_spatial_ref_sys AS %s;"
COUNT = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c"
ENDLESS = VIEW % f"{COUNT}) SELECT %s"
HOSTILE_SQL = {
    "a view for a layer": (
        "ALTER TABLE parks RENAME TO real; CREATE VIEW parks AS SELECT *, randomblob(9) AS x FROM real;",
        Refusal.NO_FEATURES,
    ),
    "a view without end": (
        ENDLESS % "x AS srs_id, x AS organization, x AS organization_coordsys_id FROM c",
        Refusal.BROKEN_LAYER,
    ),
    "a view that loads": (
        VIEW % "SELECT load_extension('x') AS srs_id, 1 AS organization, 1 AS organization_coordsys_id",
        Refusal.BROKEN_LAYER,
    ),
    "no contents": ("DROP TABLE gpkg_contents;", Refusal.DATABASE),
    "no layers": ("DELETE FROM gpkg_contents;", Refusal.NO_FEATURES),
    "a table that is not there": ("UPDATE gpkg_contents SET table_name='x';", Refusal.NO_FEATURES),
    "its own tables": ("UPDATE gpkg_contents SET table_name='sqlite_master';", Refusal.NO_FEATURES),
    "a name that is code": (
        """UPDATE gpkg_contents SET table_name='parks"; DROP TABLE parks; --';""",
        Refusal.NO_FEATURES,
    ),
    "columns by the hundred": (
        "".join(f"ALTER TABLE parks ADD COLUMN c{n} TEXT;" for n in range(LIMITS.columns + 1)),
        Refusal.TOO_MANY_COLUMNS,
    ),
    "rows by the thousand": (
        f"{COUNT} LIMIT 1001) INSERT INTO parks(name_zh) SELECT 'a' FROM c;",  # noqa: S608 - our own
        Refusal.TOO_MANY_ROWS,
    ),
    "a cell of many megabytes": ("UPDATE parks SET name_zh=hex(zeroblob(3000000));", Refusal.TOO_LARGE),
}


@pytest.mark.parametrize(("sql", "reason"), HOSTILE_SQL.values(), ids=HOSTILE_SQL)
def test_geopackage_that_would_run_something_is_refused(sql: str, reason: Refusal, tmp_path: Path):
    """Views, functions and names that are code: nothing of the file is run, and it is said why."""
    path = geopackage(frame(SHAPES["a point"]), tmp_path)
    database = sqlite3.connect(path)
    # GDAL's own triggers ask for its functions.
    for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall():
        database.execute(f'DROP TRIGGER "{name}"')
    database.executescript(sql)
    database.commit()
    database.close()
    assert refusal(path.read_bytes()) is reason


BLOBS = {
    "nothing": b"",
    "no header": b"xx",
    "a header alone": b"GP\x00\x01\x00\x00\x00\x00",
    "half a shape": b"GP\0\1\0\0\0\0\1\1",
    "an odd extent": b"GP\0\x0f" + bytes(80),
    "points by the billion": b"GP\0\1\0\0\0\0" + b"\1\2\0\0\0\xff\xff\xff\x7f",
    "no WKB": b"GP\0\1\0\0\0\0" + b"x" * 50,
    "text": "POINT (1 2)",
    "a number": 7,
    "deep": b"GP\0\1\0\0\0\0" + b"\1\7\0\0\0\1\0\0\0" * 500,
}


@pytest.mark.parametrize("blob", BLOBS.values(), ids=BLOBS)
def test_blob_that_is_no_shape_is_told_at_its_row(blob, tmp_path: Path):
    """The other row is read."""
    path = geopackage(frame(SHAPES["a point"], AWAY), tmp_path)
    database = sqlite3.connect(path)
    for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall():
        database.execute(f'DROP TRIGGER "{name}"')
    database.execute("UPDATE parks SET geom = ? WHERE fid = 1", (blob,))
    database.commit()
    database.close()
    upload = read(path.read_bytes(), name="a.gpkg")
    assert {(one.row, one.column) for one in upload.problems} == {(1, "geometry")}
    assert upload.sheets[0].rows[1].geometry is not None


@pytest.mark.parametrize("at", range(0, 4000, 173))
def test_geopackage_with_wrong_bytes_is_read_or_refused(at: int, tmp_path: Path):
    """Whatever SQLite raises becomes a refusal."""
    raw = bytearray(geopackage(frame(SHAPES["a point"]), tmp_path).read_bytes())
    raw[at : at + 8] = b"\xff" * 8
    try:
        read(bytes(raw), name="a.gpkg")
        found = None
    except RefusedError as error:
        found = error.reason
    known = {Refusal.BROKEN_LAYER, Refusal.DATABASE, Refusal.NO_FEATURES, Refusal.UNKNOWN_KIND}
    assert found in {None, *known}


# --- KML ------------------------------------------------------------------------------------------

RING = "113.7,23.0,0 113.8,23.0,0 113.8,23.1,0 113.7,23.0,0"
INNER = "113.75,23.01,0 113.78,23.01,0 113.78,23.04,0 113.75,23.01,0"
POLYGON = (
    f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{RING}</coordinates></LinearRing></outerBoundaryIs>"
)
POINT = "<Point><coordinates>113.75,23.02</coordinates></Point>"
LINE = "<LineString><coordinates>113.7,23 113.8,23.1</coordinates></LineString>"
KML = {
    "a point": (POINT, "Point"),
    "a height": ("<Point><coordinates>113.75,23.02,15</coordinates></Point>", "Point"),
    "space in coordinates": ("<Point><coordinates>\n 113.75, 23.02 , 0\n</coordinates></Point>", "Point"),
    "a line": (LINE, "LineString"),
    "lines of text": (LINE.replace(" 113.8", "\n\t113.8"), "LineString"),
    "an area": (f"{POLYGON}</Polygon>", "Polygon"),
    "a hole": (
        f"{POLYGON}<innerBoundaryIs><LinearRing><coordinates>{INNER}</coordinates></LinearRing></innerBoundaryIs></Polygon>",
        "Polygon",
    ),
    "several": (f"<MultiGeometry>{POINT}{LINE}</MultiGeometry>", "GeometryCollection"),
    "one of several": (f"<MultiGeometry>{POINT}</MultiGeometry>", "Point"),
    "several in one another": (
        f"<MultiGeometry><MultiGeometry>{POINT}{LINE}</MultiGeometry></MultiGeometry>",
        "GeometryCollection",
    ),
    "a mode of height": (POINT.replace("<Point>", "<Point><altitudeMode>absolute</altitudeMode>"), "Point"),
    "a ring": (f"<LinearRing><coordinates>{RING}</coordinates></LinearRing>", "LineString"),
}


@pytest.mark.parametrize("packed", [False, True], ids=["KML", "KMZ"])
@pytest.mark.parametrize(("inner", "kind"), KML.values(), ids=KML)
def test_kml_is_read(inner: str, kind: str, packed: bool, dataset):
    """Each kind of shape, alone and packed: placed where it says, under its name."""
    raw = kml(f"<Folder><name>层</name>{placemark(inner)}</Folder>")
    raw = kmz(raw) if packed else raw
    name = "a.kmz" if packed else "a.kml"
    found = only(raw, name)
    assert found is not None
    assert found.geom_type == kind
    checked = check(read(raw, name=name), dataset, reading=Reading())
    assert (checked.problems, list(checked.shapes["name"])) == ((), ["测试公园"])


VARIANTS = {
    "no namespace": kml(placemark(POINT)).replace(b' xmlns="http://www.opengis.net/kml/2.2"', b""),
    "Google's namespace": kml(placemark(POINT)).replace(b"www.opengis.net", b"earth.google.com"),
    "a mark": b"\xef\xbb\xbf" + kml(placemark(POINT)),
    "a prefix": b'<k:kml xmlns:k="http://www.opengis.net/kml/2.2"><k:Placemark><k:Point><k:coordinates>113.75,23.02</k:coordinates></k:Point></k:Placemark></k:kml>',
    "a comment before": b"<!-- made by hand -->" + kml(placemark(POINT)).partition(b"?>")[2],
    "styles": kml(
        '<Style id="a"><IconStyle><Icon><href>http://127.0.0.1/x.png</href></Icon></IconStyle></Style>'
        + placemark(POINT)
    ),
    "a link": kml(
        "<NetworkLink><Link><href>file:///etc/passwd</href></Link></NetworkLink>" + placemark(POINT)
    ),
    "a balloon": kml(placemark("<description><![CDATA[<script>alert(1)</script>]]></description>" + POINT)),
    "a schema": kml(
        '<Placemark><ExtendedData><SchemaData schemaUrl="#a"><SimpleData name="名称">测试公园</SimpleData>'
        "</SchemaData></ExtendedData>" + POINT + "</Placemark>"
    ),
    "folders": kml("<Folder>" * 20 + placemark(POINT) + "</Folder>" * 20),
    "packed in a folder": kmz(kml(placemark(POINT)), "files/a.kml"),
    "packed by another name": kmz(kml(placemark(POINT)), "我的地图.KML"),
}


@pytest.mark.parametrize("raw", VARIANTS.values(), ids=VARIANTS)
def test_kml_of_any_program_is_read(raw: bytes):
    """What is around the placemarks is passed over; no link is followed."""
    assert only(raw, "a.kmz" if raw.startswith(b"PK") else "a.kml") == shapely.Point(113.75, 23.02)


HOSTILE_KML = {
    "entities": (
        b'<!DOCTYPE k [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
        + kml(placemark(POINT)).partition(b"?>")[2],
        Refusal.XML_BOMB,
    ),
    "a file": (
        b'<!DOCTYPE k [<!ENTITY a SYSTEM "file:///etc/passwd">]><kml><Placemark><name>&a;</name></Placemark></kml>',
        Refusal.XML_BOMB,
    ),
    "UTF-16": (kml(placemark(POINT)).decode().replace("UTF-8", "UTF-16").encode("utf-16"), Refusal.UTF16),
    "an encoding that hides": (kml(placemark(POINT)).replace(b"UTF-8", b"UTF-7"), Refusal.XML_BOMB),
    "elements by the million": (b"<kml>" + b"<a/>" * 1_000_000, Refusal.BOMB),
    "depth": (b"<kml>" + b"<Folder>" * 5_000 + b"</Folder>" * 5_000 + b"</kml>", Refusal.TOO_DEEP),
    "placemarks by the thousand": (kml("<Placemark/>" * (LIMITS.rows + 1)), Refusal.TOO_MANY_ROWS),
    "positions by the thousand": (
        kml(placemark(f"<LineString><coordinates>{'113.7,23 ' * 20_001}</coordinates></LineString>")),
        Refusal.TOO_MANY_VERTICES,
    ),
    "a bomb": (kmz(kml("") + b" " * 40_000_000), Refusal.BOMB),
    "cut": (kml(placemark(POINT))[:-30], Refusal.NOT_KML),
    "no placemark": (kml("<Folder/>"), Refusal.NO_FEATURES),
}


@pytest.mark.parametrize(("raw", "reason"), HOSTILE_KML.values(), ids=HOSTILE_KML)
def test_hostile_kml_is_refused_with_its_reason(raw: bytes, reason: Refusal):
    """Each has the one message that fits it."""
    assert refusal(raw) is reason


@pytest.mark.parametrize(
    "inner",
    [
        "<Point/>",
        "<Point><coordinates/></Point>",
        "<Point><coordinates>a,b</coordinates></Point>",
        "<Polygon/>",
        "<MultiGeometry/>",
        "<LineString><coordinates>113.7,23</coordinates></LineString>",
        f"{POLYGON.replace(RING, '1,2 3,4 1,2')}</Polygon>",
        "<Point><coordinates>nan,inf</coordinates></Point>",
        "<Point><coordinates>113.75</coordinates></Point>",
        "<Point><coordinates>1e300,1</coordinates></Point>",
    ],
)
def test_wrong_shape_of_a_placemark_is_told_at_its_number(inner: str):
    """The other placemark is read."""
    upload = read(kml(placemark(inner) + placemark(POINT)), name="a.kml")
    assert [(one.row, one.column) for one in upload.problems] == [(1, "geometry")]
    assert upload.sheets[0].rows[1].geometry is not None


def test_placemark_without_a_shape_is_a_row():
    """It may stand in the list alone."""
    assert only(kml(placemark("") + placemark(POINT)), "a.kml") is None


OTHERS = {
    "a file geodatabase": ["city.gdb/a00000001.gdbtable", "city.gdb/a00000001.gdbtablx", "city.gdb/gdb"],
    "one without a folder": ["a00000001.gdbtable"],
    "MapInfo": ["roads.TAB", "roads.DAT", "roads.MAP", "roads.ID"],
    "MapInfo exchange": ["roads.mif", "roads.mid"],
    "GML": ["plan.gml", "plan.xsd"],
    "AutoCAD": ["plan.dwg"],
    "DXF": ["plan.dxf"],
    "GPX": ["track.gpx"],
    "GDB beside words": ["readme.txt", "x/y.gdb/a.gdbtable"],
    "capitals": ["CITY.GDB/A.GDBTABLE"],
}


@pytest.mark.parametrize("names", OTHERS.values(), ids=OTHERS)
def test_archive_of_another_program_says_what_to_save_it_as(names: list[str]):
    """Not to unpack it: what is inside is not read either."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, b"\0" * 50)
    assert refusal(buffer.getvalue()) is Refusal.OTHER_LAYER
