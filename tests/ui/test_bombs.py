"""Small files that would be gigabytes or minutes of work: the server stays as it was."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import random
import statistics
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from uuid import uuid4

import openpyxl
import pytest

from benchmarks.session import Visitor, arrive, leave
from benchmarks.soak_work import send
from tests.deploy.running import App, apps

_LOG = logging.getLogger(__name__)
_ROWS = 900


def _polygon(rings: list[list[list[float]]], kind: str = "Polygon") -> bytes:
    geometry = {"type": kind, "coordinates": rings if kind == "Polygon" else [[ring] for ring in rings]}
    feature = {"type": "Feature", "properties": {"id": "own"}, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def _crossing() -> bytes:
    dice = random.Random(1)  # noqa: S311 - the same each time
    ring = [[113.7 + dice.random() / 10, 23 + dice.random() / 10] for _ in range(19_000)]
    return _polygon([[*ring, ring[0]]])


def _star() -> bytes:
    ring = [[113.7 + 0.1 * (n % 97) / 97, 23.0 + 0.1 * (n * 31 % 89) / 89] for n in range(1_999)]
    return _polygon([[*ring, ring[0]]])


def _repeated() -> bytes:
    square = [[113.7, 23.0], [113.8, 23.0], [113.8, 23.1], [113.7, 23.1], [113.7, 23.0]]
    return _polygon([square] * 3_900, "MultiPolygon")


def _workbook(changed: Mapping[str, bytes], cells: list[list[str]] | None = None) -> bytes:
    """Return a workbook in which some of the files inside are others."""
    plain, made = io.BytesIO(), io.BytesIO()
    book = openpyxl.Workbook()
    for line in [["id", "name_zh", "wkt"], *(cells or [])]:
        book.active.append(line)
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in [name for name in source.namelist() if name not in changed]:
            target.writestr(name, source.read(name))
        for name, body in changed.items():
            target.writestr(name, body)
    return made.getvalue()


_SHEET, _STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
_SPREAD = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def _shared_strings() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, _ROWS))
    sheet = f"<worksheet {_SPREAD}><sheetData>{rows}</sheetData></worksheet>"
    strings = f"<sst {_SPREAD}><si><t>{'a' * 20_000_000}</t></si></sst>"
    return _workbook({_SHEET: sheet.encode(), _STRINGS: strings.encode()})


def _sheet_size() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 1_000_000, 40))
    size = '<dimension ref="A1:XFD1048576"/>'
    sheet = f"<worksheet {_SPREAD}>{size}<sheetData>{rows}</sheetData></worksheet>"
    return _workbook({_SHEET: sheet.encode()})


def _xml() -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    sheet = f'<!DOCTYPE x [<!ENTITY e0 "ha">{entities}]><worksheet {_SPREAD}>&e11;</worksheet>'
    return _workbook({_SHEET: sheet.encode()})


def _nested_wkt() -> bytes:
    nested = "GEOMETRYCOLLECTION(" * 1_600 + "POINT(113.7 23)" + ")" * 1_600
    return _workbook({}, [[f"own-{n}", "我的", nested] for n in range(_ROWS)])


def _zip() -> bytes:
    return _workbook({f"xl/media/{n}.bin": bytes(200_000_000) for n in range(3)})


BOMBS: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "crossing ring": ("mine.geojson", _crossing),
    "star": ("mine.geojson", _star),
    "repeated parts": ("mine.geojson", _repeated),
    "depth": ("mine.geojson", lambda: b'{"type":"FeatureCollection","features":[' + b"[" * 4_000_000),
    "shared strings": ("mine.xlsx", _shared_strings),
    "nested wkt": ("mine.xlsx", _nested_wkt),
    "sheet size": ("mine.xlsx", _sheet_size),
    "xml": ("mine.xlsx", _xml),
    "zip": ("mine.xlsx", _zip),
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with apps(1, tmp_path_factory.mktemp("bombs")) as (one,):
        asyncio.run(_through(one, "mine.geojson", b"{}"))  # what is loaded once for all is not measured
        yield one


def _resident_mb(app: App) -> float:
    assert app.process is not None
    pages = Path(f"/proc/{app.process.pid}/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6


async def _through(app: App, name: str, raw: bytes) -> tuple[list[float], float]:
    """Return the seconds of others' clicks while a file is tried, and the most that the server had (MB)."""
    url, took, most = f"http://{app.address}", [], 0.0
    visitor, other = await arrive(url, "ours", "upload"), await arrive(url, "ours")

    async def try_file() -> None:
        file_id = str(uuid4())
        assert await asyncio.to_thread(send, url, visitor.session_id, raw, file_id) == 204
        await visitor.show_file(file_id, name, len(raw))

    trying = asyncio.create_task(try_file())
    while not trying.done() or len(took) < 20:
        took.append(await _click(other))
        most = max(most, _resident_mb(app))
    await trying
    await leave([visitor, other])
    return took, most


async def _click(visitor: Visitor) -> float:
    took = await visitor.click()
    await asyncio.sleep(0.06)  # no quicker than messages may come
    return took


@pytest.mark.parametrize("bomb", BOMBS)
def test_bomb_is_noticed_by_nobody_else(app: App, bomb: str):
    """The server within 100 MB of before, nineteen of twenty clicks of others within half a second."""
    name, make = BOMBS[bomb]
    raw, before = make(), _resident_mb(app)
    took, most = asyncio.run(_through(app, name, raw))
    p95 = statistics.quantiles(took, n=20)[-1]
    seen = f"{len(raw) / 1e3:.0f} kB: {most - before:+.0f} MB, {len(took)} clicks, p95 {p95 * 1000:.0f} ms"
    _LOG.info("%s: %s", bomb, seen)
    assert most - before < 100, seen
    assert p95 < 0.5, seen
