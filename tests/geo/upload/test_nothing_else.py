"""Hostile files in a process of their own: no file opened, no connection made, memory within bounds.

CPython announces each opening of a file, each connection and each program started to an audit hook, which
cannot be taken away again; GDAL, GEOS and PROJ do not, so it is also asserted that no GDAL was loaded, and
the kernel's own count of what was read is taken.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

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
import geo.upload.features, geo.upload.workbook
raws = [(path.name, path.read_bytes()) for path in sorted(Path(sys.argv[1]).iterdir())]
# Whatever is loaded late is loaded now: after this nothing may be opened.
for name in ("good.geojson", "good.xlsx"):
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
        "cells.xlsx": "no_features",
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
