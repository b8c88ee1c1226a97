"""The real server for the browser tests: started once, on a free port, always stopped."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Frame, Page, expect

from tests.conftest import ROOM_MS

ROOT = Path(__file__).resolve().parents[2]
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
_START_TRIES = 600


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_healthy(base: str) -> bool:
    try:
        with urllib.request.urlopen(f"{base}/_stcore/health", timeout=2) as answer:  # noqa: S310 - our own server
            return bool(answer.status == 200)
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False


def _wait_until_healthy(process: subprocess.Popen[bytes], base: str, log: Path) -> None:
    for _ in range(_START_TRIES):
        if _is_healthy(base):
            return
        try:
            process.wait(timeout=0.2)
        except subprocess.TimeoutExpired:
            continue
        break
    pytest.fail(f"the server did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")


@contextmanager
def serving(entry: str, log: Path, **settings: str) -> Iterator[str]:
    """Start ``streamlit run`` with an entry of the repository on a free port; the block gets its address.

    ``settings`` are added to the environment.
    """
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", entry, "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1"]
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        **settings,
    }  # an entry that lies deeper imports ours as well
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output, env=environment)
    try:
        _wait_until_healthy(process, f"http://127.0.0.1:{port}", log)
        yield f"http://127.0.0.1:{port}"
        died = process.poll()
        assert died is None, f"the server died ({died}):\n{log.read_text(encoding='utf-8', errors='replace')}"
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="session")
def app_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the app and return its address."""
    with serving("app.py", tmp_path_factory.mktemp("server") / "output.txt") as address:
        yield address


class Visit:
    """One visitor's page, the map inside it, and what went wrong there."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.base = base
        self.errors: list[str] = []
        self.sent = 0  # messages to the server: each is a rerun or an answer to one
        page.on("websocket", lambda socket: socket.on("framesent", self._sent))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _sent(self, _payload: Any) -> None:
        self.sent += 1

    def _failed(self, request: Any) -> None:
        # A page that is left takes its open requests with it: that is no failure of ours.
        if "ERR_ABORTED" not in (request.failure or ""):
            self.errors.append(f"{request.url}: {request.failure}")

    def _answered(self, response: Any) -> None:
        if response.status >= 400:
            self.errors.append(f"{response.url}: {response.status}")

    def open(self, path: str = "/") -> Visit:
        """Open a path and wait until the page is drawn (and the map, on the map's page)."""
        self.page.goto(self.base + path)
        return self.wait()

    def wait(self) -> Visit:
        """Wait until the page is drawn."""
        expect(self.page.locator(".st-key-tab_row")).to_be_attached()
        if self.page.evaluate("location.pathname") == "/":
            expect(self.map.locator("#results > *").first).to_be_attached()
        return self

    @property
    def map(self) -> Any:
        """Return a locator of the map document inside the page."""
        return self.page.frame_locator("iframe.dgmap-frame")

    def map_frame(self) -> Frame:
        """Return the map's frame, to run script in it."""
        return next(frame for frame in self.page.frames if "/map/" in frame.url)

    def query(self) -> str:
        """Return the address's query as a person would read it."""
        return str(self.page.evaluate("decodeURIComponent(location.search)"))

    def expect_query(self, wanted: str) -> None:
        """Wait until the address's query is the wanted one."""
        self.until("wanted => decodeURIComponent(location.search) === wanted", arg=wanted)

    def until(self, expression: str, arg: Any = None) -> Any:
        """Wait until a script's value is true; return it.

        Asked from outside: Playwright's own wait evaluates text in the page, which its policy refuses. Asked
        often, as some states last for an instant (a link before the map has moved).
        """
        last = monotonic() + ROOM_MS / 1000
        while not (value := self.page.evaluate(expression, arg)):
            assert monotonic() < last, expression
            self.page.wait_for_timeout(5)
        return value


@pytest.fixture
def visit(new_context: Callable[..., BrowserContext], app_url: str) -> Iterator[Callable[..., Visit]]:
    """Make visits; after the test each page must be without script errors and failed requests."""
    visits: list[Visit] = []

    def make(size: dict[str, int] = DESKTOP, **options: Any) -> Visit:
        context = new_context(viewport=size, **options)
        visits.append(Visit(context.new_page(), app_url))
        return visits[-1]

    yield make
    assert [error for one in visits for error in one.errors] == []
