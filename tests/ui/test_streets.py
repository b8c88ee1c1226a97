"""The file of streets over HTTP: ranges as RFC 9110 has them, from the app and from nginx."""

from __future__ import annotations

import dataclasses
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from layers.streets import archive
from tests.ui.asking import ask, whole_app

Answer = tuple[int, dict[str, str], bytes]


@pytest.fixture
def served(streets_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Answer]:
    """Return what asks the whole app for the file; `Range` and others are keyword arguments."""
    monkeypatch.setattr(archive, "STREETS_FILE", streets_path)
    name = archive.opened(streets_path).name
    return lambda **headers: ask(whole_app(), f"/streets/{name}", **headers)


def _nginx_configuration(folder: Path, port: int) -> str:
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # Its workers would be of a user who may not read this folder.
    user = "user root root; " if os.geteuid() == 0 else ""
    return (
        f"{user}daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}} "
        f"http {{ access_log off; {temporary} gzip on; types {{ application/vnd.pmtiles pmtiles; }} "
        f"server {{ listen 127.0.0.1:{port}; root {folder}/site; }} }}"
    )


@pytest.fixture
def nginx(streets_path: Path, tmp_path: Path) -> Iterator[Callable[..., Answer]]:
    """Return what asks a real nginx for the file; skip with a word where none is installed."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        pytest.skip("nginx was not found: apt-get install nginx-light")
    (tmp_path / "site").mkdir()
    shutil.copy(streets_path, tmp_path / "site" / "streets.pmtiles")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    configuration = tmp_path / "nginx.conf"
    configuration.write_text(_nginx_configuration(tmp_path, port), encoding="utf-8")
    process = subprocess.Popen([program, "-c", str(configuration), "-e", str(tmp_path / "error.log")])
    try:
        _wait_for(port, process)
        yield lambda **headers: _ask_over_http(port, headers)
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, "nginx ended"
        time.sleep(0.05)  # a port has no event to wait for
    pytest.fail("nginx did not listen")


def _ask_over_http(port: int, headers: dict[str, str]) -> Answer:
    asked = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/streets.pmtiles", headers=asked)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - our own server
            status, told, body = answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        status, told, body = error.code, error.headers, error.read()
    return status, {name.lower(): value for name, value in told.items()}, body


@pytest.fixture(params=["app", "nginx"])
def get(request: pytest.FixtureRequest) -> Callable[..., Answer]:
    """Ask either server."""
    found: Callable[..., Answer] = request.getfixturevalue({"app": "served", "nginx": "nginx"}[request.param])
    return found


def test_a_range_is_a_part_of_the_file(get: Callable[..., Answer], streets_path: Path):
    """206, the bytes that were asked for, and where they lie; never packed again on the way."""
    whole = streets_path.read_bytes()
    status, headers, body = get(range="bytes=0-16383", accept_encoding="gzip, br")
    assert status == 206
    assert body == whole[:16384]
    assert headers["content-range"] == f"bytes 0-16383/{len(whole)}"
    assert headers["content-type"] == "application/vnd.pmtiles"
    assert headers.get("content-encoding", "identity") == "identity"
    assert headers["etag"]


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=100-", 100, None), ("bytes=-50", -50, None), ("bytes=0-99999999", 0, None), ("bytes=7-7", 7, 8)],
)
def test_the_forms_of_a_range(
    get: Callable[..., Answer], streets_path: Path, asked: str, start: int, end: Any
):
    """From a byte on, the last bytes, beyond the end, one byte."""
    status, _, body = get(range=asked)
    assert (status, body) == (206, streets_path.read_bytes()[start:end])


def test_a_changed_file_is_sent_whole(get: Callable[..., Answer], streets_path: Path):
    """If-Range: a part only of the file that the browser knows, else all of the new one."""
    whole = streets_path.read_bytes()
    tag = get(range="bytes=0-9")[1]["etag"]
    assert get(range="bytes=0-9", if_range=tag)[::2] == (206, whole[:10])
    assert get(range="bytes=0-9", if_range='"another"')[::2] == (200, whole)


def test_a_file_that_is_known_is_not_sent_again(get: Callable[..., Answer]):
    """304 without a body."""
    tag = get(range="bytes=0-9")[1]["etag"]
    status, _, body = get(if_none_match=tag)
    assert (status, body) == (304, b"")


def test_a_range_beyond_the_file_is_refused(get: Callable[..., Answer], streets_path: Path):
    """416, and how long the file is."""
    status, headers, _ = get(range="bytes=99999999-")
    assert status == 416
    assert headers["content-range"] == f"bytes */{streets_path.stat().st_size}"


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=9-3",
        "bytes=a-b",
        "bytes=",
        "bytes=-",
        "bytes=-0",
        "lines=0-9",
        "bytes=0-1,5-6",
        "bytes=0-" + "9" * 90,
    ],
)
def test_nonsense_is_refused(served: Callable[..., Answer], asked: str):
    """What is no range, several ranges, numbers without end: 416, no work."""
    status, _, body = served(range=asked)
    assert (status, body) == (416, b"416")


def test_only_the_file_itself_is_served(served: Callable[..., Answer], monkeypatch, tmp_path):
    """Another name, a path, a broken file: 404."""
    for name in ("x.pmtiles", "..%2Fstreets.pmtiles", "streets.pmtiles"):
        assert ask(whole_app(), f"/streets/{name}")[0] == 404
    broken = tmp_path / "broken.pmtiles"
    broken.write_bytes(b"no tiles")
    monkeypatch.setattr(archive, "STREETS_FILE", broken)
    assert served()[0] == 404


def test_a_link_with_streets_that_are_not_there_is_told(monkeypatch: pytest.MonkeyPatch):
    """The quiet base opens, and one part of the link is said to be left out; with streets nothing is."""
    from geo.view import Base, View
    from ui import facts, session

    prepared = facts.prepared()
    wanted = View(base=Base.STREETS, towns=("changan",))
    for has_streets in (False, True):
        known = dataclasses.replace(prepared, facts={**prepared.facts, "streets": has_streets})
        monkeypatch.setattr(facts, "prepared", lambda known=known: known)
        found, ignored = session._with_a_base(wanted, ())
        assert found.base is (Base.STREETS if has_streets else Base.QUIET)
        assert found.towns == wanted.towns
        assert [part.parameter for part in ignored] == ([] if has_streets else ["base"])
