"""Visitors' files in a process of their own: what takes too much is refused, and nobody else notices."""

from __future__ import annotations

import io
import json
import os
import pickle
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import geo
from geo.errors import Problem
from geo.upload import trial
from geo.upload.coordinates import Reading
from geo.upload.refusals import Refusal, RefusedError
from geo.upload.trial import Judged, Tried
from ui import trying
from ui.apart import Apart, SlowError

GOOD = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"id": "own", "name_zh": "我的", "certainty": "approximate", "accuracy_m": 9},
                "geometry": {"type": "Point", "coordinates": [113.75, 23.02]},
            }
        ],
    }
).encode()


@pytest.fixture(scope="module", autouse=True)
def ended() -> Iterator[None]:
    yield
    trying.stop()


def tried(raw: bytes, *, is_here: Callable[[], bool] = lambda: True) -> Tried:
    return trying.try_file(raw, "mine.geojson", report="2024", is_here=is_here)


def judged(raw: bytes, name: str = "mine.geojson") -> Any:
    return trying.judge(raw, name, report="2024", reading=Reading(), is_here=lambda: True)


def test_answer_is_that_of_this_process():
    """Both steps, the shapes too."""
    dataset = geo.load()
    assert tried(GOOD) == trial.try_file(GOOD, "mine.geojson", dataset)
    assert judged(GOOD) == trial.judge(GOOD, "mine.geojson", dataset, Reading())
    assert len(judged(GOOD).shapes) == 1
    refused = tried(b"{").refused
    assert refused is not None
    assert refused.key == Refusal.TRUNCATED


def shared_strings(text: int, cells: int) -> bytes:
    """Return a small workbook in which each of many cells is the same long text."""
    plain = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["id", "name_zh"])
    book.save(plain)
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c><c r="B{row}" t="s"><v>0</v></c></row>'
        for row in range(2, cells)
    )
    made = io.BytesIO()
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            body = source.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                body = body.replace("</sheetData>", f"{rows}</sheetData>")
            if name == "xl/sharedStrings.xml":
                continue
            target.writestr(name, body)
        strings = f"<si><t>{'a' * text}</t></si>"
        target.writestr(
            "xl/sharedStrings.xml",
            '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + strings + "</sst>",
        )
    return made.getvalue()


def polygons(rings: list[list[list[float]]], kind: str = "Polygon") -> bytes:
    geometry = {"type": kind, "coordinates": rings if kind == "Polygon" else [[ring] for ring in rings]}
    feature = {"type": "Feature", "properties": {"id": "own"}, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def star(points: int) -> list[list[float]]:
    """Return a ring whose every edge goes across: half of all pairs cross."""
    step = [(index * (points // 2)) % points for index in range(points)]
    ring = [[113.7 + 0.1 * (one % 97) / 97, 23.0 + 0.1 * (one * 31 % 89) / 89] for one in step]
    return [*ring, ring[0]]


def resident_bytes() -> int:
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


SQUARE = [[113.7, 23.0], [113.8, 23.0], [113.8, 23.1], [113.7, 23.1], [113.7, 23.0]]


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(shared_strings(20_000_000, 900), id="shared strings"),
        pytest.param(polygons([star(1_999)]), id="star"),
        pytest.param(polygons([SQUARE] * 3_900, kind="MultiPolygon"), id="repeated parts"),
        pytest.param(b'{"type":"FeatureCollection","features":[' + b"[" * 4_000_000, id="depth"),
    ],
)
def test_bomb_is_refused_in_time_and_memory(raw: bytes, monkeypatch: pytest.MonkeyPatch):
    """One clear reason, or the checks' own answer; this process grows by less than 100 MB."""
    monkeypatch.setattr(trying, "CPU_S", 3)
    before = resident_bytes()
    found = tried(raw)
    assert (found.refused is None) != (found.suspicion is None)
    if found.suspicion is not None:
        assert isinstance(judged(raw), Judged | Problem)
    assert resident_bytes() - before < 100_000_000
    assert tried(GOOD).suspicion is not None


def test_file_that_takes_too_much_time_says_so(monkeypatch: pytest.MonkeyPatch):
    """The kernel ends what goes on for longer than it may, whatever library it is in."""
    raw = polygons([SQUARE] * 3_900, kind="MultiPolygon")
    monkeypatch.setattr(trying, "CPU_S", 1)
    start = time.monotonic()
    found = judged(raw)
    assert isinstance(found, Problem)
    assert found.key == Refusal.TOO_HEAVY
    assert time.monotonic() - start < trying.MOST_S / 2  # not by the other limit, of all time


def test_visitor_who_leaves_ends_the_work(monkeypatch: pytest.MonkeyPatch):
    """Nobody waits for an answer: the process ends, and the next file has one of its own."""
    tried(GOOD)
    first = trying._apart._process
    monkeypatch.setattr(trying._apart, "_asked", slow := Slow(trying._apart))
    with pytest.raises(trying.GoneError):
        tried(GOOD, is_here=lambda: False)
    assert slow.process.poll() is not None
    monkeypatch.undo()
    assert tried(GOOD).suspicion is not None
    assert trying._apart._process is not first


class Slow:
    """Asks a process that never answers, in the place of the worker."""

    def __init__(self, apart: Any) -> None:
        self.apart = apart
        self.process: subprocess.Popen[bytes]

    def __call__(self, _asked: object, _raw: bytes, is_here: Callable[[], bool]) -> Any:
        """Wait for what never comes."""
        self.apart._end()
        self.process = subprocess.Popen(
            ["sleep", "600"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True, bufsize=0
        )
        self.apart._process = self.process
        return self.apart._answer(self.process.stdout, is_here)


def test_answer_that_takes_too_long_is_not_waited_for():
    """Whatever the kernel counts: the process is ended after so many seconds in all."""
    apart = Apart("never", wait_s=1, wall_s=0.1)
    slow, looks = Slow(apart), iter(range(50))
    with pytest.raises(SlowError):
        slow({}, b"", lambda: next(looks, None) is not None)
    assert slow.process.poll() is not None


def test_worker_that_was_killed_is_started_again():
    """A crash costs nobody a file."""
    tried(GOOD)
    process = trying._apart._process
    assert process is not None
    process.kill()
    process.wait()
    assert tried(GOOD).suspicion is not None


def test_one_file_at_a_time_and_too_many_are_told(monkeypatch: pytest.MonkeyPatch):
    """Who has waited long enough hears that others are before them."""
    monkeypatch.setattr(trying._apart, "wait_s", 0.3)
    with trying._apart._lock:
        looks = iter(range(50))
        refused = tried(GOOD, is_here=lambda: next(looks, None) is not None).refused
        assert refused is not None
        assert refused.key == Refusal.BUSY
        with pytest.raises(trying.GoneError):
            tried(GOOD, is_here=lambda: False)


class _Other:
    def __reduce__(self) -> tuple[Callable[..., object], tuple[str]]:
        return (os.mkdir, ("/tmp/never",))  # noqa: S108 - it is never made


def test_only_an_answer_is_read():
    """A worker that was taken over can have nothing called here; the twin is read."""
    for content in (pickle.dumps(_Other()), b"", b"junk", pickle.dumps({"a": 1}), pickle.dumps(Path())):
        with pytest.raises(RefusedError):
            trying._told(content, Tried)
    assert trying._told(pickle.dumps(Tried()), Tried) == Tried()
