"""Firefox and WebKit for the tests, spoken to in the protocols that they bring: WebDriver BiDi and WebDriver.

Playwright brings patched builds of both from its own server; these are the ones that Debian ships. Each gives
the same few words: go to an address, run a line of script, set the size, take a picture.
"""

from __future__ import annotations

import base64
import contextlib
import itertools
import json
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from websockets.sync.client import ClientConnection, connect

ROOM_SECONDS = 60
_PAUSE_SECONDS = 0.05
_START_SECONDS = 60
NEEDED = {"firefox": ("firefox-esr", "firefox"), "webkit": ("WebKitWebDriver",)}


class Tab(Protocol):
    """One tab of a browser."""

    def goto(self, url: str) -> None:
        """Open an address and wait for its load event."""

    def run(self, expression: str) -> Any:
        """Return the value of a JavaScript expression, as JSON holds it; a promise is waited for."""

    def resize(self, width: int, height: int) -> None:
        """Set the size that the page has; WebKit's window is never narrower than 447 pixels."""

    def picture(self) -> bytes:
        """Return what is seen as a PNG."""


def found(name: str) -> str | None:
    """Return the program of a browser, None if this machine has none."""
    return next((path for program in NEEDED[name] if (path := shutil.which(program))), None)


def wait(tab: Tab, condition: str) -> Any:
    """Return the value of an expression once it is true; a page on its way to another one is waited for."""
    deadline = time.monotonic() + ROOM_SECONDS
    said: object = None
    while time.monotonic() < deadline:
        try:
            if value := tab.run(condition):
                return value
        except RuntimeError as error:
            said = error
        time.sleep(_PAUSE_SECONDS)
    raise AssertionError(condition, said)


class Firefox:
    """A tab of Firefox by WebDriver BiDi."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._call("session.new", capabilities={})
        (self._context,) = (one["context"] for one in self._call("browsingContext.getTree")["contexts"])

    def _call(self, method: str, **params: object) -> Any:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while (answer := json.loads(self._socket.recv(timeout=ROOM_SECONDS))).get("id") != number:
            pass
        if answer["type"] == "error":
            raise RuntimeError(answer["message"])
        return answer["result"]

    def goto(self, url: str) -> None:
        """Open an address and wait for its load event."""
        self._call("browsingContext.navigate", context=self._context, url=url, wait="complete")

    def run(self, expression: str) -> Any:
        """Return the value of a JavaScript expression, as JSON holds it; a promise is waited for."""
        asked = f"(async () => JSON.stringify((await ({expression})) ?? null))()"
        target = {"context": self._context}
        answer = self._call("script.evaluate", expression=asked, target=target, awaitPromise=True)
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def before(self, function: str) -> None:
        """Call a JavaScript function in each document and frame from now on, before its own scripts."""
        self._call("script.addPreloadScript", functionDeclaration=function)

    def resize(self, width: int, height: int) -> None:
        """Set the size that the page has."""
        size = {"width": width, "height": height}
        self._call("browsingContext.setViewport", context=self._context, viewport=size)

    def picture(self) -> bytes:
        """Return what is seen as a PNG."""
        return base64.b64decode(
            self._call("browsingContext.captureScreenshot", context=self._context)["data"]
        )


class WebKit:
    """A tab of WebKitGTK's small browser by WebDriver."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._session = ""
        self._session = f"/session/{self._call('', capabilities={'alwaysMatch': {}})['sessionId']}"

    def _call(self, path: str, method: str = "POST", **body: object) -> Any:
        url = f"{self._address}{self._session or '/session'}{path}"
        data = json.dumps(body).encode() if method == "POST" else None
        head = {"Content-Type": "application/json"}
        asked = urllib.request.Request(url, data=data, headers=head, method=method)  # noqa: S310 - loopback
        try:
            with urllib.request.urlopen(asked, timeout=2 * ROOM_SECONDS) as answer:  # noqa: S310 - the same
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(error.read().decode(errors="replace")[:500]) from error

    def goto(self, url: str) -> None:
        """Open an address and wait for its load event."""
        self._call("/url", url=url)

    def run(self, expression: str) -> Any:
        """Return the value of a JavaScript expression, as JSON holds it; a promise is waited for."""
        asked = (
            f"const done = arguments[0]; (async () => done(JSON.stringify((await ({expression})) ?? null)))()"
        )
        return json.loads(self._call("/execute/async", script=asked, args=[]))

    def resize(self, width: int, height: int) -> None:
        """Set the size that the page has; the window, and so the page, has a least width."""
        frame = self.run("[outerWidth - innerWidth, outerHeight - innerHeight]")
        self._call("/window/rect", width=width + frame[0], height=height + frame[1])

    def picture(self) -> bytes:
        """Return what is seen as a PNG."""
        return base64.b64decode(self._call("/screenshot", method="GET"))

    def close(self) -> None:
        """Close the browser."""
        self._call("", method="DELETE")


@contextlib.contextmanager
def _running(*command: str, env: dict[str, str] | None = None) -> Iterator[subprocess.Popen[str]]:
    """Start a program whose first words are read; end it after the block."""
    process = subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=30)


@contextlib.contextmanager
def firefox(program: str, profile: Path) -> Iterator[Tab]:
    """Start Firefox without a screen, in a profile of its own."""
    quiet = ("app.normandy.enabled", "network.captive-portal-service.enabled")
    settings = "".join(f'user_pref("{name}", false);\n' for name in quiet)
    (profile / "user.js").write_text(settings, encoding="utf-8")
    command = (
        program,
        "--headless",
        "--no-remote",
        "--profile",
        str(profile),
        "--remote-debugging-port",
        "0",
    )
    with _running(*command) as process:
        assert process.stdout is not None
        said = (re.search(r"BiDi listening on (ws://\S+)", line) for line in process.stdout)
        address = next(match[1] for match in said if match)
        with connect(f"{address}/session", max_size=None) as opened:
            yield Firefox(opened)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def webkit(program: str, home: Path) -> Iterator[Tab]:
    """Start WebKitGTK's browser on a screen that nobody sees."""
    with _running("Xvfb", "-displayfd", "1", "-screen", "0", "1600x1200x24") as screen:
        assert screen.stdout is not None
        display = next(line.strip() for line in screen.stdout if line.strip().isdigit())
        env = {**os.environ, "DISPLAY": f":{display}", "HOME": str(home)}
        address = f"http://127.0.0.1:{(port := _free_port())}"
        with _running(program, f"--port={port}", "--host=127.0.0.1", env=env):
            tab = _session(address)
            try:
                yield tab
            finally:
                tab.close()


def _session(address: str) -> WebKit:
    """Return a session of a driver that has just been started."""
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            return WebKit(address)
        except urllib.error.URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE_SECONDS)


ENGINES = {"firefox": firefox, "webkit": webkit}
