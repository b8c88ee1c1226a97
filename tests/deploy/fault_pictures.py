"""What a visitor sees in each fault, as pictures: ``python -m tests.deploy.fault_pictures OUT``.

docs/faults.md says it in words, and names the tests that hold it; here nothing is compared. It mounts a small
disk: run it as root.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.soak_faults import children
from geo.folders import BUILD_VARIABLE, DATA_FOLDER, DATA_VARIABLE
from tests.browser.conftest import PHONE, Visit
from tests.deploy.running import App, apps, ask, eventually, haproxy
from tests.ui.test_faults import fill, health, read_only, small_disk

_VIEW = "/?town=changan&cat=rail"
_APP = "() => document.querySelector('[data-testid=stApp]')?.dataset"
_CONNECTED = f"{_APP}.testConnectionState === 'CONNECTED'"
_CUT_OFF = f"{_APP}.testConnectionState !== 'CONNECTED'"
_AT_REST = f"{_APP}.testScriptState === 'notRunning'"


class _Camera:
    """A browser of its own for each fault, and where its pictures go."""

    def __init__(self, browser: Browser, out: Path) -> None:
        self._browser, self._out = browser, out

    def open(self, url: str, path: str = _VIEW) -> Visit:
        """Open an address on a phone."""
        context = self._browser.new_context(viewport=PHONE, locale="zh-CN")
        visit = Visit(context.new_page(), url).open(path)
        visit.until(_CONNECTED)
        visit.until(_AT_REST)
        return visit

    def take(self, visit: Visit, name: str) -> None:
        """Take a picture of what is seen now."""
        visit.page.screenshot(path=self._out / f"{name}.png")


def _killed(camera: _Camera, folder: Path) -> None:
    with apps(1, folder) as (app,):
        seen = camera.open(f"http://{app.address}")
        app.end(at_once=True)
        seen.until(_CUT_OFF)
        camera.take(seen, "killed-1-away")
        app.start()
        seen.until(_CONNECTED)
        camera.take(seen, "killed-2-back")


def _one_of_two_killed(camera: _Camera, folder: Path) -> None:
    with apps(2, folder) as two, haproxy(two, folder) as site:
        seen = camera.open(site.url)
        (mine,) = (int(one["value"]) for one in seen.page.context.cookies() if one["name"] == "dgmap")
        two[mine - 1].end(at_once=True)
        seen.until(_CUT_OFF)
        seen.until(_CONNECTED)
        camera.take(seen, "replica-lost")


@contextmanager
def _own_data(folder: Path) -> Iterator[tuple[App, Path]]:
    data = folder / "data"
    shutil.copytree(DATA_FOLDER, data)
    with apps(1, folder, **{DATA_VARIABLE: str(data), BUILD_VARIABLE: str(folder / "build")}) as (app,):
        yield app, data


def _harmed(camera: _Camera, folder: Path, name: str, harm: Callable[[bytes], bytes]) -> None:
    with _own_data(folder) as (app, data):
        seen = camera.open(f"http://{app.address}")
        events = data / "events.csv"
        events.write_bytes(harm(events.read_bytes()))
        eventually(lambda: health(app)["state"] == "last_good")
        camera.take(seen, f"{name}-1-open")
        camera.take(camera.open(f"http://{app.address}", "/promises?town=changan"), f"{name}-2-new")
        if name == "corrupt":
            app.end()
            app.start()
            camera.take(camera.open(f"http://{app.address}"), f"{name}-3-started-on-it")


def _corrupt(camera: _Camera, folder: Path) -> None:
    _harmed(camera, folder, "corrupt", lambda content: content.replace(b",2024-", b",20x4-"))


def _truncated(camera: _Camera, folder: Path) -> None:
    _harmed(camera, folder, "truncated", lambda content: content[: len(content) // 2 - 3])


def _full_disk(camera: _Camera, folder: Path) -> None:
    with small_disk(folder / "disk", 60) as disk, _own_data(disk / "own") as (app, _):
        fill(disk)
        camera.take(camera.open(f"http://{app.address}"), "full-disk-1-map")
        camera.take(camera.open(f"http://{app.address}", "/digest"), "full-disk-2-page")


def _read_only(camera: _Camera, folder: Path) -> None:
    with _own_data(folder / "own") as (app, _):
        ask(f"http://{app.address}/")
        with read_only(folder / "own" / "build"):
            camera.take(camera.open(f"http://{app.address}"), "read-only")


def _painter_killed(camera: _Camera, folder: Path) -> None:
    with apps(1, folder, **{BUILD_VARIABLE: str(folder / "build")}) as (app,):
        ask(f"http://{app.address}/picture/preview.png?town=humen")
        assert app.process is not None
        for pid, command in children(app.process.pid).items():
            if "picture" in command:
                os.kill(pid, signal.SIGKILL)
        context = camera.open(f"http://{app.address}")
        answer = context.page.goto(f"http://{app.address}/picture/preview.png?town=changan")
        assert answer is not None
        assert answer.ok
        camera.take(context, "painter-killed")


_FAULTS = (_killed, _one_of_two_killed, _corrupt, _truncated, _full_disk, _read_only, _painter_killed)


def main(out: Path) -> None:
    """Bring about each fault, and take its pictures."""
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for fault in _FAULTS:
            with tempfile.TemporaryDirectory() as folder:
                fault(_Camera(browser, out), Path(folder))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
