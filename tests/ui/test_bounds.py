"""What one visitor, one address and all together may take of a real server: its memory shows it."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import re
import socket
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from benchmarks.session import arrive, leave
from benchmarks.soak_work import send
from tests.conftest import ROOM_MS
from tests.deploy.running import Answer, App, apps, ask
from tests.ui.asking import ask as ask_here
from tests.ui.asking import whole_app
from ui.serving import bounds, sockets, uploads
from ui.serving.limits import Places, Rate, network
from ui.serving.problem import ProblemError

OPEN, SESSIONS, UPLOADS_MB = 60, 70, 100
LARGE = bytes(19_000_000)
_CONTINUED, _BINARY, _PING = 0, 2, 9


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """A process whose bounds are low enough to be reached soon."""
    settings = {
        bounds.OPEN_VARIABLE: str(OPEN),
        bounds.SESSIONS_VARIABLE: str(SESSIONS),
        "DGMAP_UPLOADS_MB": str(UPLOADS_MB),
        "DGMAP_LEFT_S": "1",
    }
    with apps(1, tmp_path_factory.mktemp("bounds"), **settings) as (one,):
        asyncio.run(_visit(one, "upload"))  # what is loaded once for all is not measured
        yield one


async def _visit(app: App, page: str) -> None:
    await leave([await arrive(f"http://{app.address}", "ours", page)])


def resident_mb(app: App) -> float:
    assert app.process is not None
    pages = Path(f"/proc/{app.process.pid}/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6


def figure(app: App, name: str) -> float:
    """Return one of the server's own figures."""
    text = ask(f"http://{app.address}/metrics").body.decode()
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    assert found is not None, name
    return float(found[1])


def until(holds: Callable[[], bool]) -> None:
    """Wait until another process has come so far; what is asked is an answer of its own each time."""
    last = time.monotonic() + ROOM_MS / 1000
    while not holds():
        assert time.monotonic() < last
        time.sleep(0.2)


# --- files -------------------------------------------------------------------------------------------------


def _sent(app: App, page: str, files: int) -> tuple[list[int], float]:
    """Return the answers to so many large files for a page, and the megabytes by which the server grew."""

    async def run() -> tuple[list[int], float]:
        url, before = f"http://{app.address}", resident_mb(app)
        visitor = await arrive(url, "ours", page)
        answers = [await asyncio.to_thread(send, url, visitor.session_id, LARGE) for _ in range(files)]
        grown = resident_mb(app) - before
        await leave([visitor])
        return answers, grown

    return asyncio.run(run())


def test_page_without_an_uploader_takes_no_file(app: App):
    """Sixty files of 20 MB were 1.25 GB."""
    answers, grown = _sent(app, "", 20)
    assert set(answers) == {403}
    assert grown < 50


def test_uploader_holds_the_last_two_files(app: App):
    """Who chooses another file is done with those before it; once they have left, nothing is held."""
    answers, grown = _sent(app, "upload", 8)
    assert set(answers) == {204}
    assert grown < 150
    assert figure(app, 'dgmap_kept_bytes{cache="uploads"}') in {0, 2 * len(LARGE)}
    until(lambda: figure(app, 'dgmap_kept_bytes{cache="uploads"}') == 0)


def test_all_together_hold_so_many_megabytes(app: App):
    """Who comes when there is no room hears when to come again, and has room once others have left."""

    async def run() -> tuple[list[int], float]:
        url, before = f"http://{app.address}", resident_mb(app)
        visitors = [await arrive(url, "ours", "upload") for _ in range(5)]
        answers = [
            await asyncio.to_thread(send, url, one.session_id, LARGE) for one in visitors for _ in range(2)
        ]
        grown = resident_mb(app) - before
        await leave(visitors)
        return answers, grown

    answers, grown = asyncio.run(run())
    assert answers[0] == 204
    assert answers[-1] == 503
    assert grown < 2 * UPLOADS_MB
    until(lambda: figure(app, 'dgmap_kept_bytes{cache="uploads"}') == 0)
    assert _sent(app, "upload", 1)[0] == [204]


@pytest.fixture
def upload_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have each session show the page with the uploader, in this process."""
    here = SimpleNamespace(get_instance=lambda: SimpleNamespace(is_active_session=lambda _name: True))
    monkeypatch.setattr(uploads, "runtime", here)
    monkeypatch.setattr(uploads, "_shown_page", lambda _session: "upload")
    monkeypatch.setattr(uploads, "_let_go_of_older", lambda _session: None)
    monkeypatch.setattr(uploads, "held_bytes", lambda: 0)


def _put(app: Any, count: int) -> list[int]:
    """Send so many files of one session at the same time; return the statuses of those that are refused."""
    told: list[int] = []
    passed = uploads.Uploads()
    scope = {"type": "http", "method": "PUT", "path": "/_stcore/upload_file/a/b", "query_string": b""}
    scope["headers"] = [(b"content-length", b"9")]

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "more_body": False}

    async def send(message: Any) -> None:
        if "status" in message:
            told.append(message["status"])

    async def run() -> None:
        async with asyncio.timeout(ROOM_MS / 1000):
            await asyncio.gather(*(passed.pass_on(app, scope, receive, send) for _ in range(count)))

    asyncio.run(run())
    return told


def test_session_sends_two_files_at_a_time(upload_page: None):
    """The third hears 429, and the first two are taken."""
    taken = []

    async def app(*_given: object) -> None:
        await asyncio.sleep(0)
        taken.append(1)

    assert _put(app, 3) == [429]
    assert len(taken) == 2


def test_file_that_comes_too_slowly_is_let_go(upload_page: None, monkeypatch: pytest.MonkeyPatch):
    """408, and its room is free again."""
    monkeypatch.setattr(uploads, "SENDING_S", 0.01)
    assert _put(lambda *_given: asyncio.Event().wait(), 2) == [408, 408]


@pytest.mark.parametrize(("lang", "word"), [("zh-CN", "文件太大"), ("en-GB,en", "too large")])
def test_file_that_is_too_large_is_refused_before_it_is_sent(app: App, lang: str, word: str):
    """413, in the browser's language."""
    connection = http.client.HTTPConnection(app.address, timeout=20)
    connection.putrequest("PUT", "/_stcore/upload_file/a/b")
    connection.putheader("Content-Length", "40000000")
    connection.putheader("Accept-Language", lang)
    connection.endheaders()
    answer = connection.getresponse()
    assert (answer.status, word in json.loads(answer.read())["detail"]) == (413, True)
    connection.close()


def test_sessions_that_were_left_are_ended(app: App):
    """Streamlit would hold the last of them until another visitor leaves."""

    async def run() -> None:
        visitors = [await arrive(f"http://{app.address}", "ours") for _ in range(30)]
        await asyncio.to_thread(until, lambda: figure(app, "dgmap_sessions") >= 30)
        await leave(visitors)

    asyncio.run(run())
    until(lambda: figure(app, "dgmap_sessions") == 0)


# --- websockets --------------------------------------------------------------------------------------------


class _Raw:
    """A websocket that sends what it likes."""

    def __init__(self, app: App, source: str = "127.0.0.1") -> None:
        self.socket = socket.create_connection(
            ("127.0.0.1", app.port), timeout=ROOM_MS / 1000, source_address=(source, 0)
        )
        self.socket.sendall(
            b"GET /_stcore/stream HTTP/1.1\r\nHost: localhost\r\n"
            b"Upgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        self.head = self.socket.recv(4_096)

    @property
    def status(self) -> int:
        return int(self.head.split()[1])

    def frame(self, opcode: int, payload: bytes, *, times: int = 1) -> bool:
        """Send frames that are not the last of their message (control frames are always whole).

        False where the server has closed meanwhile.
        """
        size = len(payload)
        length = bytes([0x80 | size]) if size < 126 else b"\xff" + struct.pack("!Q", size)
        last = 0x80 if opcode >= 8 else 0
        frame = bytes([last | opcode]) + length + bytes(4) + payload
        try:
            self.socket.sendall(frame * times)
        except OSError:
            return False
        return True

    def code(self) -> int:
        """Wait until the server closes, and return the code it gives; 0 without one."""
        held = b""
        try:
            while part := self.socket.recv(1 << 16):
                held = (held + part)[-100_000:]
        except ConnectionError:
            pass
        found = re.search(rb"\x88.(..)[^\x00-\x1f]*$", held, re.DOTALL)
        return struct.unpack("!H", found[1])[0] if found else 0


@contextmanager
def raws(app: App, count: int, source: str = "127.0.0.1") -> Iterator[list[_Raw]]:
    opened = [_Raw(app, source) for _ in range(count)]
    try:
        yield opened
    finally:
        for one in opened:
            one.socket.close()
        until(lambda: figure(app, "dgmap_sockets") == 0)


def test_unfinished_messages_hold_little_and_end(app: App):
    """Ten that sent fragments and waited held 1.8 GB; here so many share 32 MB, for ten seconds at most."""
    before = resident_mb(app)
    with raws(app, OPEN) as opened:
        for one in opened:
            one.frame(_BINARY, bytes(900_000))
        assert resident_mb(app) - before < 120
        start = time.monotonic()
        codes = {one.code() for one in opened}
        assert time.monotonic() - start < sockets.UNFINISHED_S + ROOM_MS / 1000
    assert codes <= {1008, 1013, 0}
    assert {1008, 1013} <= codes


@pytest.mark.parametrize("payload", [b"", b"ab"], ids=["empty", "two bytes"])
def test_message_of_countless_pieces_ends(app: App, payload: bytes):
    """Empty ones never come to any number of bytes."""
    with raws(app, 1) as (one,):
        one.frame(_BINARY, payload)
        one.frame(_CONTINUED, payload, times=sockets.PIECES + 10)
        assert one.code() in {1009, 0}


def test_message_that_is_too_large_ends(app: App):
    """In one piece or in several."""
    for size, times in ((sockets.MESSAGE_BYTES + 1, 1), (sockets.MESSAGE_BYTES // 2, 3)):
        with raws(app, 1) as (one,):
            one.frame(_BINARY, bytes(size))
            one.frame(_CONTINUED, bytes(size), times=times - 1)
            assert one.code() in {1009, 0}


def test_answers_that_nobody_reads_end(app: App):
    """Pings are answered whether or not somebody reads: 64 MB of them were kept."""
    before = resident_mb(app)
    with raws(app, 1) as (one,):
        sent = [one.frame(_PING, bytes(125), times=8_000) for _ in range(64)]
        assert not sent[-1]
        assert resident_mb(app) - before < 60


def test_address_and_server_have_so_many_open_pages(app: App):
    """429 for one address, 503 for all; then a new visitor has a page that says so and asks again."""
    with raws(app, OPEN) as mine:
        assert {one.status for one in mine} == {101}
        assert _refused(app, "127.0.0.1") == 429
        assert ask(f"http://{app.address}/").status == 200
        with raws_of_another(app, SESSIONS - OPEN) as others:
            assert {one.status for one in others} == {101}
            assert _refused(app, "127.0.0.3") == 503
            for lang, word in (("zh", "现在人很多"), ("en", "Many people are here")):
                page = ask(f"http://{app.address}/?lang={lang}")
                assert (page.status, word in page.body.decode()) == (503, True)
                assert int(page.headers["retry-after"]) > 0
            assert ask(f"http://{app.address}/data/towns.csv").status == 200
    assert ask(f"http://{app.address}/").status == 200


def _refused(app: App, source: str) -> int:
    one = _Raw(app, source)
    one.socket.close()
    assert re.search(rb"(?i)retry-after: \d+", one.head)
    return one.status


@contextmanager
def raws_of_another(app: App, count: int) -> Iterator[list[_Raw]]:
    opened = [_Raw(app, "127.0.0.2") for _ in range(count)]
    yield opened
    for one in opened:
        one.socket.close()


def test_messages_that_come_too_quickly_wait(monkeypatch: pytest.MonkeyPatch):
    """So many at once, so many a second; a visitor's own are never that quick."""
    now = [0.0]
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        now[0] += seconds

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.receive", "bytes": b""}

    monkeypatch.setattr(bounds.asyncio, "sleep", sleep)
    paced = bounds._paced(receive, lambda: now[0])

    async def run(count: int) -> None:
        for _ in range(count):
            await paced()

    asyncio.run(run(bounds.MESSAGES_AT_ONCE))
    assert waited == []
    asyncio.run(run(40))
    assert now[0] == pytest.approx(40 / bounds.MESSAGES_A_SECOND, rel=0.1)


def test_every_socket_is_paced(monkeypatch: pytest.MonkeyPatch):
    """What the app reads from is what lets messages wait."""
    monkeypatch.setattr(bounds, "_paced", lambda receive: ("paced", receive))
    read: list[object] = []

    async def site(_scope: object, receive: object, _send: object) -> None:
        read.append(receive)

    asked = bounds.BoundsMiddleware(site, pages=frozenset())
    asyncio.run(asked({"type": "websocket", "client": ("a", 1)}, "socket", None))  # type: ignore[arg-type]
    assert read == [("paced", "socket")]


# --- requests ----------------------------------------------------------------------------------------------


def _answers(count: int, path: str = "/", **headers: str) -> list[Answer]:
    site = whole_app()
    return [Answer(*ask_here(site, path, **headers)) for _ in range(count)]


def test_address_asks_so_often(monkeypatch: pytest.MonkeyPatch):
    """Beyond it 429: a page for a person, problem details for a program, in their language."""
    monkeypatch.setenv(bounds.REQUESTS_VARIABLE, "3")
    monkeypatch.setattr(bounds, "Rate", lambda **named: Rate(lambda: 0.0, **named))
    answers = _answers(5)
    assert [one.status for one in answers] == [200, 200, 200, 429, 429]
    assert "现在人很多" in answers[-1].body.decode()
    assert int(answers[-1].headers["retry-after"]) > 0
    program = _answers(5, "/feed.atom", accept_language="en")[-1]
    assert (program.status, program.headers["content-type"]) == (429, "application/problem+json")
    assert "Too many requests" in json.loads(program.body)["detail"]


def test_no_limit_is_no_limit(monkeypatch: pytest.MonkeyPatch):
    """The twin: behind a proxy that bounds them, an operator switches it off."""
    monkeypatch.setenv(bounds.REQUESTS_VARIABLE, "0")
    assert {one.status for one in _answers(20, "/health")} == {200}


def test_address_has_so_many_requests_at_once(monkeypatch: pytest.MonkeyPatch):
    """The third of two hears 429 while they are answered, the fourth of another address 200."""
    monkeypatch.setenv(bounds.OPEN_VARIABLE, "2")

    async def run() -> list[int]:
        gate, told = asyncio.Event(), []

        async def slow(_request: object) -> PlainTextResponse:
            await gate.wait()
            return PlainTextResponse("")

        site = bounds.BoundsMiddleware(Starlette(routes=[Route("/x", slow)]), pages=frozenset())

        async def one(address: str) -> None:
            scope = {"type": "http", "method": "GET", "path": "/x", "headers": [], "query_string": b""}

            async def send(message: Any) -> None:
                if "status" in message:
                    told.append(message["status"])

            await site({**scope, "client": (address, 1)}, None, send)

        asked = [asyncio.create_task(one(address)) for address in ("a", "a", "a", "b")]
        for _ in range(20):
            await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(*asked)
        return told

    assert asyncio.run(run()) == [429, 200, 200, 200]


@pytest.mark.parametrize(("size", "status"), [(50_000, 200), (200_000, 400)])
def test_head_of_a_request_has_so_many_bytes(app: App, size: int, status: int):
    """Beyond 64 kB, and what came with them in one piece: 400, closed."""
    with socket.create_connection(("127.0.0.1", app.port), timeout=ROOM_MS / 1000) as one:
        head = b"GET /health HTTP/1.1\r\nHost: localhost\r\nCookie: " + b"x" * size + b"\r\n\r\n"
        one.sendall(head)
        assert int(one.recv(4_096).split()[1]) == status


def test_connection_that_asks_no_more_is_closed(app: App):
    """Some seconds after its last answer."""
    with socket.create_connection(("127.0.0.1", app.port), timeout=ROOM_MS / 1000) as one:
        start = time.monotonic()
        one.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert one.recv(4_096).startswith(b"HTTP/1.1 200")
        while one.recv(4_096):
            pass
        assert time.monotonic() - start < ROOM_MS / 2_000


def test_places_are_given_back():
    """By address and in all."""
    places = Places(lambda: 2, lambda: 3)
    for address in ("a", "a", "b"):
        places.take(address)
    assert places.are_full
    for address, status in (("a", 429), ("c", 503)):
        with pytest.raises(ProblemError) as caught:
            places.take(address)
        assert caught.value.status == status
    places.leave("a")
    places.take("c")
    assert not Places(lambda: 0, lambda: 0).are_full


@pytest.mark.parametrize(
    ("address", "counts_for"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::1", "2001:db8:1:2::"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_house_counts_once(address: str, counts_for: str):
    """One house has as many addresses of IPv6 as it likes."""
    assert network(address) == counts_for
