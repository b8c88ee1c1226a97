"""Files made from the data: kept, known again, bounded, and open to other sites' pages."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import brotli
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

from tests.ui.asking import ask, whole_app
from ui.serving import Asked, ProblemError, answer, answering
from ui.serving.limits import RATE_VARIABLE, Kept, Line, Rate, raise_handles

_TEXT = "text/csv"
MAKER = answering._maker  # the real one: the other tests make their files here


_files: list[Asked] = []


def asked(_path: str, _query: str, _base: str) -> Asked:
    """Return the file of the test, as a module of the app's own does."""
    return _files[-1]


def app(file: Asked) -> Starlette:
    """Return an app with one file."""
    _files.append(file)

    async def endpoint(request: Request) -> Any:
        return await answer(request, asked)

    return Starlette(routes=[Route("/file", endpoint, methods=["GET", "HEAD", "OPTIONS"])])


def test_file_is_made_once_and_known_again():
    """The second asker gets the same bytes from memory, and 304 with the first one's tag."""
    made: list[int] = []

    def make() -> bytes:
        made.append(1)
        return b"a,b\r\n" * 100

    site = app(Asked(("once",), make, _TEXT, name="东莞.csv"))
    status, headers, body = ask(site, "/file")
    assert (status, body) == (200, b"a,b\r\n" * 100)
    assert headers["content-disposition"] == "attachment; filename*=UTF-8''%E4%B8%9C%E8%8E%9E.csv"
    assert headers["access-control-allow-origin"] == "*"
    status, _, body = ask(site, "/file", if_none_match=headers["etag"])
    assert (status, body, len(made)) == (304, b"", 1)
    status, headers, body = ask(site, "/file", accept_encoding="br")
    assert (headers["content-encoding"], brotli.decompress(body)) == ("br", b"a,b\r\n" * 100)
    assert ask(site, "/file", accept_encoding="br", if_none_match=headers["etag"])[0] == 304


@pytest.mark.parametrize(
    ("header", "status", "part"),
    [
        ("bytes=0-3", 206, slice(0, 4)),
        ("bytes=96-", 206, slice(96, None)),
        ("bytes=-4", 206, slice(96, None)),
        ("bytes=90-5000", 206, slice(90, None)),
        ("bytes=-5000", 206, slice(0, None)),
        ("bytes=100-", 416, slice(0, 0)),
        ("bytes=5-4", 416, slice(0, 0)),
        ("bytes=-0", 416, slice(0, 0)),
        ("bytes=0-1,5-6", 200, slice(0, None)),
        ("items=0-1", 200, slice(0, None)),
        ("bytes=" + "9" * 400 + "-", 200, slice(0, None)),
    ],
)
def test_program_reads_a_file_piece_by_piece(header: str, status: int, part: slice):
    """As GDAL reads a GeoPackage by its address; what is no range is answered with the whole."""
    content = bytes(range(100))
    site = app(Asked(("pieces",), lambda: content, "application/geopackage+sqlite3"))
    answered, headers, body = ask(site, "/file", range=header)
    assert (answered, body) == (status, content[part])
    assert headers["accept-ranges"] == "bytes"
    assert headers.get("content-length") == str(len(body))
    assert ("content-range" in headers) == (status != 200)
    tag = ask(site, "/file")[1]["etag"]
    assert ask(site, "/file", range="bytes=0-3", if_range=tag)[0] == 206
    assert ask(site, "/file", range="bytes=0-3", if_range='"another"')[0] == 200


@pytest.mark.parametrize(("lang", "word"), [("zh", "请稍后再来"), ("en", "come again")])
def test_problem_is_told_in_the_readers_language(lang: str, word: str, monkeypatch: pytest.MonkeyPatch):
    """Too many requests: 429, when to come again, as problem details."""
    monkeypatch.setenv(RATE_VARIABLE, "1")
    monkeypatch.setattr("ui.serving.answering._rate", Rate(lambda: 0.0))
    site = app(Asked((lang,), lambda: b"x", _TEXT, lang=lang))
    codes = [ask(site, "/file")[0] for _ in range(130)]
    assert codes[0] == 200
    status, headers, body = ask(site, "/file", query=f"lang={lang}")
    said = json.loads(body)
    assert (status, headers["content-type"], said["status"]) == (429, "application/problem+json", 429)
    assert int(headers["retry-after"]) >= 1
    assert word in said["detail"]


def test_what_fails_says_so_and_is_not_kept():
    """An accident is 500 without its words; the next asker tries anew."""
    results: list[Any] = [ValueError("secret"), b"fine"]

    def make() -> bytes:
        result = results.pop(0)
        if isinstance(result, Exception):
            raise result
        return bytes(result)

    site = app(Asked(("fails",), make, _TEXT))
    status, _, body = ask(site, "/file")
    assert (status, b"secret" in body) == (500, False)
    assert ask(site, "/file")[0] == 200


def test_line_refuses_who_comes_when_it_is_full():
    """Two may wait; the third hears 503 at once, and later there is room again."""

    async def run() -> list[str]:
        line, gate, told = Line(2), asyncio.Event(), []

        async def one() -> None:
            try:
                async with line.place():
                    await gate.wait()
                told.append("made")
            except ProblemError as error:
                told.append(str(error.status))

        tasks = [asyncio.create_task(one()) for _ in range(3)]
        await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(*tasks)
        await one()
        return told

    assert asyncio.run(run()) == ["503", "made", "made", "made"]


def test_file_is_refused_while_the_line_is_full(monkeypatch: pytest.MonkeyPatch):
    """503, and when to come again; what is kept is given all the same."""
    site = app(Asked(("before",), lambda: b"x", _TEXT))
    assert ask(site, "/file")[0] == 200
    monkeypatch.setattr(answering._line, "_waiting", answering._WAITING)
    assert ask(site, "/file")[0] == 200
    status, headers, _ = ask(app(Asked(("not made yet",), lambda: b"x", _TEXT)), "/file")
    assert (status, headers["retry-after"]) == (503, "10")


def test_kept_bytes_have_a_ceiling():
    """What was not asked for the longest goes first; what is too large is not kept at all."""
    kept = Kept(100)
    for name in "abcde":
        kept.put((name,), bytes(20))
    assert kept.get(("a",)) is not None
    kept.put(("f",), bytes(20))
    assert (kept.size, kept.get(("b",)), kept.get(("a",)) is None) == (100, None, False)
    kept.put(("a",), bytes(10))
    assert kept.size == 90
    kept.put(("large",), bytes(26))
    assert kept.get(("large",)) is None


def test_rate_fills_up_again_and_forgets_old_addresses(monkeypatch: pytest.MonkeyPatch):
    """A burst passes, then so many a minute; another address is not touched; 0 lets all pass."""
    monkeypatch.setenv(RATE_VARIABLE, "60")
    now = [0.0]
    rate = Rate(lambda: now[0])
    assert [rate.wait_s("one") for _ in range(121)] == [0] * 120 + [1]
    assert rate.wait_s("two") == 0
    now[0] = 1.0
    assert [rate.wait_s("one"), rate.wait_s("one")] == [0, 1]
    monkeypatch.setenv(RATE_VARIABLE, "0")
    assert rate.wait_s("one") == 0


def test_askers_of_one_file_share_its_making():
    """Ten who come together: it is made once."""
    made = []

    def make() -> bytes:
        made.append(threading.get_ident())
        return b"shared"

    async def run() -> None:
        _files.append(Asked(("shared",), make, _TEXT))
        scope = {"type": "http", "method": "GET", "headers": [], "client": ("127.0.0.1", 1), "path": "/file"}
        scope |= {"query_string": b"", "scheme": "http"}
        found = await asyncio.gather(*(answer(Request(scope), asked) for _ in range(10)))
        assert {response.body for response in found} == {b"shared"}

    asyncio.run(run())
    assert len(made) == 1


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/data/towns.csv", "lang=en", 200),
        ("/feed.atom", "cat=rail", 200),
        ("/ogc/collections/projects/items", "limit=2", 200),
        ("/data/projects.csv", "town=nosuchtown", 400),
        ("/digest.md", "since=2025-12-31&at=2024-12-31", 400),
    ],
)
def test_file_from_the_process_is_the_one_made_here(
    path: str, query: str, status: int, monkeypatch: pytest.MonkeyPatch
):
    """Bytes and problems are the same, whichever process makes them."""
    here = ask(whole_app(), path, query=query)
    assert here[0] == status
    monkeypatch.setattr(answering, "_kept", Kept(1_000_000))
    monkeypatch.setattr(answering, "_maker", MAKER)
    assert ask(whole_app(), path, query=query) == here


@pytest.fixture(scope="module", autouse=True)
def ended() -> Iterator[None]:
    yield
    MAKER.stop()


def test_process_that_was_killed_is_started_again(monkeypatch: pytest.MonkeyPatch):
    """Nobody hears of a crash."""
    monkeypatch.setattr(answering, "_kept", Kept(0))
    monkeypatch.setattr(answering, "_maker", MAKER)
    first = ask(whole_app(), "/data/towns.csv")
    assert MAKER._process is not None
    MAKER._process.kill()
    MAKER._process.wait()
    assert ask(whole_app(), "/data/towns.csv") == first
    assert first[0] == 200


_ASKING = """
import json, sys
from importlib import import_module
import ui.server
paths = {"/data/{file}": "/data/projects.csv", "/ogc/collections/{collection}": "/ogc/collections/towns"}
made = {}
for path, module in ui.server._made_files().items():
    path = paths.get(path, path.replace("{collection}", "towns").replace("{item}", "changan"))
    made[path] = import_module(module).asked(path, "", "http://127.0.0.1")
heavy = {"pandas", "geopandas", "shapely", "icalendar", "matplotlib"}
before = sorted(heavy & set(sys.modules))
if sys.argv[1:]:
    made[sys.argv[1]].make()
print(json.dumps([sorted(made), before, sorted(heavy & set(sys.modules))]))
"""


@pytest.mark.parametrize("path", ["", "/feed.atom"])
def test_the_server_knows_what_is_asked_without_pandas(path):
    """To import it holds the interpreter for a second, and every click with it; to make a file needs it."""
    environment = {**os.environ, "DGMAP_URL": "http://127.0.0.1"}
    command = [sys.executable, "-c", _ASKING, *filter(None, [path])]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    paths, asked, made = json.loads(done.stdout)
    wanted = {"/feed.atom", "/events.ics", "/digest.md", "/data/projects.csv", "/ogc", "/sitemap.xml"}
    assert wanted <= set(paths)
    assert asked == []
    assert ("pandas" in made) == bool(path)


def test_process_is_heard_however_many_files_are_open(monkeypatch: pytest.MonkeyPatch):
    """A crowd's server has more than 1,024: then `select` hears nobody, and every file was 500."""
    monkeypatch.setattr(answering, "_kept", Kept(0))
    monkeypatch.setattr(answering, "_maker", MAKER)
    MAKER.stop()
    raise_handles()
    opened: list[int] = []
    try:
        while not opened or opened[-1] < 1_100:
            opened.append(os.dup(0))
        assert ask(whole_app(), "/data/towns.csv")[0] == 200
    finally:
        for one in opened:
            os.close(one)
        MAKER.stop()
