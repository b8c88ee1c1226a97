"""Hostile files in a process of their own: no file opened, no connection made, memory within bounds.

CPython announces each opening of a file, each connection and each program started to an audit hook, which
cannot be taken away again; GDAL, GEOS and PROJ do not, so it is also asserted that no GDAL was loaded, and
the kernel's own count of what was read is taken.
"""

from __future__ import annotations

import io
import json
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

ROOT = Path(__file__).resolve().parents[3]
SHEET = "xl/worksheets/sheet1.xml"
# Between the largest file that is taken and an amount that a small server does not feel.
MOST_MEMORY_MB = 130
MOST_SECONDS = 20

PROGRAM = """
import json, resource, sys, time, tracemalloc, warnings
from pathlib import Path
from geo.upload import read
from geo.upload.refusals import RefusedError
import geo.upload.features, geo.upload.geopackage, geo.upload.kml, geo.upload.layers, geo.upload.shapefile
import geo.upload.tabular, geo.upload.workbook
raws = [(path.name, path.read_bytes()) for path in sorted(Path(sys.argv[1]).iterdir())]
# Whatever is loaded late is loaded now: after this nothing may be opened.
for name in ("good.csv", "good.geojson", "good.gpkg", "good.kml", "good.xlsx", "good.zip"):
    read(dict(raws)[name], name=name)
seen = []
WATCHED = ("open", "os.", "socket.", "subprocess.", "urllib.", "ctypes.dlopen", "shutil.", "tempfile.")
def watch(event, arguments):
    if watching and event.startswith(WATCHED):
        seen.append(f"{event} {arguments!r}"[:200])
watching = False
sys.addaudithook(watch)
tracemalloc.start()
out = {}
for name, raw in raws:
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    start = time.process_time()  # a busy machine is not our slowness
    watching = True
    try:
        found = read(raw, name=name)
        said = f"read {len(found.problems)}"
    except RefusedError as error:
        said = str(error.reason)
    watching = False
    peak = (tracemalloc.get_traced_memory()[1] - before) / 1e6
    out[name] = [said, round(peak, 1), round(time.process_time() - start, 2)]
print(json.dumps({"out": out, "seen": seen, "gdal": [name for name in sys.modules if "pyogrio" in name or
    "osgeo" in name or "fiona" in name], "logged": ""}))
"""


def _line(count: int) -> bytes:
    points = ",".join("[1,2]" for _ in range(count))
    shape = f'{{"type":"LineString","coordinates":[{points}]}}'
    return f'{{"type":"Feature","properties":{{}},"geometry":{shape}}}'.encode()


KML = b"<kml><Placemark>%s<Point><coordinates>113.75,23.02</coordinates></Point></Placemark></kml>"
# One record, of a kind that is none.
SHP = b"\0\0\x27\x0a" + bytes(96) + b"\0\0\0\1\0\0\0\x0a" + b"\x4d" + bytes(19)
VIEW = (
    "DROP TABLE gpkg_spatial_ref_sys; CREATE VIEW gpkg_spatial_ref_sys AS "
    "SELECT %s AS srs_id, 1 AS organization, 1 AS organization_coordsys_id"
)


def _zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return buffer.getvalue()


def _layer(folder: Path, suffix: str, sql: str = "") -> bytes:
    """Return a layer as GDAL writes it, made in a folder beside the files; a GeoPackage with a change."""
    made = folder.parent / f"made-{suffix}-{abs(hash(sql))}"
    made.mkdir()
    data = gpd.GeoDataFrame({"name": ["a"]}, geometry=[shapely.Point(113.75, 23.02)], crs=4326)
    path = made / f"a.{suffix}"
    data.to_file(path)
    if suffix == "shp":
        return _zipped({one.name: one.read_bytes() for one in made.iterdir()})
    with closing(sqlite3.connect(path)) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.executescript(sql)
        database.commit()
    return path.read_bytes()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, workbook, repacked, collection, feature) -> Path:
    """Return a folder of files that were made to hurt, and two that were not."""
    folder = tmp_path_factory.mktemp("hostile")
    book = workbook(one=[["id"], ["a"]])
    secret = folder.parent / "secret.json"
    secret.write_text('{"type":"FeatureCollection","features":[]}', encoding="utf-8")
    cells = b"<sheetData><row r='1'>" + b"<c/>" * 300_000 + b"</row>"
    strings = b"<sst>" + b"<si><t>x</t></si>" * 70_000 + b"</sst>"
    files = {
        "good.geojson": collection(feature()),
        "good.xlsx": book,
        "vrt.geojson": f"<OGRVRTDataSource><SrcDataSource>{secret}</SrcDataSource>".encode(),
        "gdalg.geojson": json.dumps({"type": "gdal_streamed_alg", "command_line": f"read {secret}"}).encode(),
        "remote.geojson": b"<OGRVRTDataSource><SrcDataSource>/vsicurl/http://127.0.0.1:9/</SrcDataSource>",
        "path.geojson": str(secret).encode(),
        "bomb.xlsx": repacked(book, {SHEET: lambda body: body + b" " * 40_000_000}),
        "near-bomb.xlsx": repacked(book, {SHEET: lambda body: body + b" " * 29_000_000}),
        "cells.xlsx": repacked(book, {SHEET: lambda body: body.replace(b"<sheetData>", cells)}),
        "strings.xlsx": repacked(book, {"xl/sharedStrings.xml": strings}),
        "entity.xlsx": repacked(
            book, {SHEET: lambda body: f'<!DOCTYPE a [<!ENTITY b SYSTEM "{secret}">]>'.encode() + body}
        ),
        "linked.xlsx": workbook(one=[["id"], [f"='file://{secret}'!A1"]]),
        "million.geojson": _line(833_000),
        "most.geojson": _line(20_000),
        "deep.geojson": b'{"a":' * 50 + b"1" + b"}" * 50,
        "numbers.geojson": b"[" + b"1," * 159_000 + b"1]",
        "keys.geojson": b'{"type":"Feature","geometry":null,"properties":{'
        + b",".join(b'"%d":1' % index for index in range(150_000))
        + b"}}",
        "same-key.geojson": b'{"type":"Feature","geometry":null,"properties":{'
        + b",".join(b'"%d":1' % (index // 2) for index in range(150_000))
        + b"}}",
        "string.geojson": b'{"type":"Feature","geometry":null,"properties":{"a":"'
        + b"x" * 4_900_000
        + b'"}}',
        "quotes.geojson": b'{"a":"' + b'\\"' * 2_400_000,
        "good.csv": "id,name_zh,lon,lat\na,甲,113.75,23.02\n".encode("gbk"),
        "good.gpkg": _layer(folder, "gpkg"),
        "good.kml": KML % b"<name>a</name>",
        "good.zip": _layer(folder, "shp"),
        "quotes.csv": b"a,b\n" + b'"",' * 1_600_000,
        "cells.csv": b"a,b\n" + b"," * 4_900_000,
        "lines.csv": b"a,b\n" + b"1,2\n" * 1_200_000,
        "link.kml": KML % f"<styleUrl>{secret}</styleUrl><Link><href>file://{secret}</href></Link>".encode(),
        "entity.kml": f'<!DOCTYPE k [<!ENTITY a SYSTEM "{secret}">]>'.encode() + KML % b"<name>&a;</name>",
        "elements.kml": KML % (b"<a/>" * 300_000),
        "deep.kml": b"<kml>" + b"<Folder>" * 150_000,
        "bomb.kmz": _zipped({"doc.kml": b" " * 40_000_000}),
        "bomb.zip": _zipped({"a.shp": bytes(29_000_000), "a.dbf": bytes(20_000_000)}),
        "near-bomb.zip": _zipped({"a.shp": b"\0\0\x27\x0a" + bytes(29_000_000)}),
        "dbf.zip": _zipped({"a.shp": SHP, "a.dbf": b"\3" + bytes(3) + b"\xff" * 8 + bytes(9_000_000)}),
        "trigger.gpkg": _layer(folder, "gpkg", "CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM a; END"),
        "view.gpkg": _layer(folder, "gpkg", VIEW % f"readfile('{secret}')"),
        "endless.gpkg": _layer(
            folder,
            "gpkg",
            VIEW % "(WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c) SELECT count(*) FROM c)",
        ),
        "large.gpkg": _layer(folder, "gpkg", VIEW % "zeroblob(900000000)"),
        "nan.geojson": b'{"type":"Feature","properties":{"a":NaN},"geometry":null}',
    }
    for name, raw in files.items():
        (folder / name).write_bytes(raw)
    return folder


@pytest.fixture(scope="module")
def report(hostile: Path) -> dict:
    """Return what a process that read them all has done."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM, str(hostile)],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return {**json.loads(done.stdout), "logged": done.stderr}


def test_nothing_is_opened_connected_to_or_started(report: dict):
    """Not one file, socket or program, whatever the bytes ask for; and nothing is written to the log."""
    assert report["seen"] == []
    assert report["gdal"] == []
    assert report["logged"] == ""


def test_watch_sees_what_it_should(hostile: Path):
    """The hook of this test would notice: reading a file with it on is seen."""
    program = PROGRAM.replace(
        "found = read(raw, name=name)", "found = read(raw, name=name); open(sys.argv[1] + '/good.xlsx')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(hostile)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert any("good.xlsx" in line for line in json.loads(done.stdout)["seen"])


def test_memory_and_time_are_bounded(report: dict):
    """Each file costs less than the bound, the refused ones and the largest that are read."""
    too_much = {
        name: row for name, row in report["out"].items() if row[1] > MOST_MEMORY_MB or row[2] > MOST_SECONDS
    }
    assert too_much == {}


def test_each_has_the_outcome_that_was_meant(report: dict):
    """What is hostile is refused for its own reason; what is merely odd is read, and told."""
    assert {name: row[0] for name, row in report["out"].items()} == {
        "bomb.xlsx": "bomb",
        "bomb.kmz": "bomb",
        "bomb.zip": "bomb",
        "cells.csv": "no_features",
        "cells.xlsx": "no_features",
        "dbf.zip": "read 1",
        "deep.kml": "not_kml",
        "elements.kml": "read 0",
        "endless.gpkg": "broken_layer",
        "entity.kml": "xml_bomb",
        "good.csv": "read 0",
        "good.gpkg": "read 0",
        "good.kml": "read 0",
        "good.zip": "read 0",
        "large.gpkg": "broken_layer",
        "lines.csv": "too_many_rows",
        "link.kml": "read 0",
        "near-bomb.zip": "broken_layer",
        "quotes.csv": "no_features",
        "trigger.gpkg": "read 0",
        "view.gpkg": "broken_layer",
        "deep.geojson": "too_deep",
        "entity.xlsx": "xml_bomb",
        "gdalg.geojson": "gdal",
        "good.geojson": "read 0",
        "good.xlsx": "read 0",
        "keys.geojson": "too_many_columns",
        "linked.xlsx": "read 1",
        "million.geojson": "too_many_vertices",
        "most.geojson": "read 0",
        "nan.geojson": "read 0",
        "near-bomb.xlsx": "read 0",
        "numbers.geojson": "not_geojson",
        "path.geojson": "unknown_kind",
        "quotes.geojson": "truncated",
        "remote.geojson": "gdal",
        "same-key.geojson": "too_many_columns",
        "string.geojson": "read 0",
        "strings.xlsx": "read 0",
        "vrt.geojson": "gdal",
    }
