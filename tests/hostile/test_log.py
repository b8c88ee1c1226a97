"""What strangers send to a running server is in no line of its log and in none of its figures."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import quote

import pytest

from tests.deploy.running import App, apps, ask
from tests.hostile.constructs import CONSTRUCTS, quoted

# What a stranger would write to look like a line of ours.
_LINE = '{"time": "2026-01-01T00:00:00", "level": "error", "logger": "ui", "message": "zqx"}'
WORDS = [*CONSTRUCTS.values(), f"\r\n{_LINE}\n", "\x1b[2Jzqx", "zqx 113.7654,23.0321"]
_HEADERS = ("User-Agent", "Referer", "Cookie", "Accept-Language", "X-Forwarded-For", "Origin", "Host")


@pytest.fixture(scope="module", params=["json", "text"])
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp(request.param)
    settings = {"DGMAP_LOG": request.param, "DGMAP_REQUESTS_IN_10S": "0", "DGMAP_REQUESTS_A_MINUTE": "0"}
    with apps(1, folder, **settings) as (one,):
        yield one


def _send(app: App, target: str, headers: dict[str, bytes]) -> int:
    """Send a request as it is; return the status."""
    lines = [
        f"GET {target} HTTP/1.1".encode(),
        *(f"{name}: ".encode() + text for name, text in headers.items()),
    ]
    with closing(http.client.HTTPConnection(app.address, timeout=30)) as connection:
        connection.connect()
        connection.sock.sendall(b"\r\n".join([*lines, b"Connection: close", b"", b""]))
        answer = http.client.HTTPResponse(connection.sock)
        answer.begin()
        return answer.status


def _one_line(words: str) -> bytes:
    return words.replace("\r", " ").replace("\n", " ").encode()


def test_nothing_that_is_sent_is_logged(app: App):
    """In paths, queries and headers, of pages, files, Streamlit's own routes and sockets."""
    met = set()
    for number, words in enumerate(WORDS):
        piece = quote(words, safe="")
        targets = [f"/{piece}", f"/?q={piece}", f"/data/{piece}", f"/feed.atom?{piece}={piece}"]
        targets += [f"/_stcore/{piece}", f"/media/{piece}", f"/map/{piece}"]
        targets += [] if number % 12 else [f"/picture/slide.png?q={piece}&y={piece}"]  # a second each
        met |= {_send(app, target, {"Host": b"127.0.0.1"}) for target in targets}
        for name in _HEADERS:
            head = {"Host": b"127.0.0.1", name: _one_line(words)}
            met.add(_send(app, "/health", head))
            met.add(_send(app, "/_stcore/stream", {**head, "Upgrade": b"websocket"}))
    assert met <= {200, 308, 400, 403, 404}
    written = app.log.read_text("utf-8", errors="replace")
    assert written
    assert [line for line in written.splitlines() if "zqx" in line or quoted(line)] == []
    if "json" in str(app.log):
        assert all(json.loads(line)["level"] for line in written.splitlines() if line.startswith("{"))
        assert written.count('"message": "request"') > 10 * len(WORDS)
    figures = ask(f"http://{app.address}/metrics").body.decode()
    assert "dgmap_requests_total" in figures
    assert quoted(figures) == []
    assert "zqx" not in figures


def test_line_that_holds_it_is_found():
    """The twin: as it is, and as a link or JSON spells it."""
    for words in CONSTRUCTS.values():
        for line in (f"GET {words}", f"GET /?q={quote(words, safe='')}", json.dumps({"asked": words})):
            assert quoted(line), line
