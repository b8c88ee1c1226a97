"""Data files that change, break or go while people browse: they see one edition, the last that was good."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from geo.folders import BUILD_VARIABLE, CODE_FOLDER, DATA_FOLDER, DATA_VARIABLE
from tests.browser.conftest import serving
from tests.conftest import ROOM_MS

_NAME, _OTHER = "Line 1 south to Shenzhen", "Line 1 towards Shenzhen"


class _Site:
    """A server with a data folder and a build folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data, self.build = folder, folder / "data", folder / "build"
        self.settings = {DATA_VARIABLE: str(self.data), BUILD_VARIABLE: str(self.build)}
        self.base = ""
        shutil.copytree(DATA_FOLDER, self.data)

    @contextmanager
    def running(self) -> Iterator[None]:
        with serving("app.py", self.folder / "log.txt", **self.settings) as self.base:
            yield

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"{self.base}/{path}", timeout=ROOM_MS / 1000) as answer:  # noqa: S310 - our own server
            return answer.read().decode()

    def health(self) -> tuple[str, str]:
        told = json.loads(self.get("health"))
        return told["state"], told["editions"]["2024"]["problem"]

    def names(self) -> tuple[bool, bool]:
        """Say whether the map's words and the file of the data hold the other name."""
        document = json.loads((self.build / "index.json").read_text("utf-8"))["documents"]["en"]["file"]
        return _OTHER in self.get(f"map/{document}"), _OTHER in self.get("data/projects.csv")

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds; what is asked is an answer of the server's each time."""
        last = time.monotonic() + ROOM_MS / 1000
        while not holds():
            assert time.monotonic() < last, (self.folder / "log.txt").read_text("utf-8")
            time.sleep(0.3)

    def change(self, name: str, old: str, new: str) -> None:
        path = self.data / name
        content = path.read_text("utf-8")
        assert old in content
        path.write_text(content.replace(old, new), "utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Site]:
    made = _Site(tmp_path_factory.mktemp("site"))
    with made.running():
        assert made.health() == ("ok", "")
        yield made


def test_new_fact_is_seen_on_map_and_pages_together(site: _Site):
    """Nobody restarts anything; map and data never name different editions."""
    seen: set[tuple[bool, bool]] = set()
    site.change("reports/2024/projects.csv", _NAME, _OTHER)
    site.until(lambda: seen.add(site.names()) or (True, True) in seen)
    site.change("reports/2024/projects.csv", _OTHER, _NAME)
    site.until(lambda: site.names() == (False, False))
    assert site.health() == ("ok", "")


@pytest.mark.parametrize(
    ("name", "harm"),
    [
        ("events.csv", "cut"),
        ("reports/2024/projects.csv", "emptied"),
        ("towns.geojson", "junk"),
        ("reports/2024/sites.geojson", "removed"),
    ],
)
def test_broken_file_changes_nothing_but_the_state(site: _Site, name: str, harm: str):
    """What people see stays; the state says why, and is well again with the file."""
    path, before = site.data / name, site.get("data/projects.csv")
    content = path.read_bytes()
    try:
        if harm == "removed":
            path.unlink()
        else:
            path.write_bytes({"cut": content[: len(content) // 2 - 3], "emptied": b"", "junk": b"{]\0"}[harm])
        site.until(lambda: site.health()[0] == "last_good")
        assert site.health()[1].startswith("data/")
        assert site.get("data/projects.csv") == before
        assert '"changan"' in site.get("data/projects.geojson?town=changan")
    finally:
        path.write_bytes(content)
    site.until(lambda: site.health() == ("ok", ""))


def test_build_folder_may_go_at_any_moment(site: _Site):
    """The next visitor has the map, and the folder is whole again."""
    before = site.get("data/projects.csv")
    while site.build.exists():  # the server may be writing there
        shutil.rmtree(site.build, ignore_errors=True)
    assert "<title>" in site.get("?town=changan")
    # Each look is a visit: it is visitors that have the pages made anew.
    site.until(lambda: site.health() == ("ok", "") and (site.build / "index.json").exists())
    assert site.names() == (False, False)
    assert site.get("data/projects.csv") == before


_OPEN_EACH_PAGE = """
import json, sys
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash
from ui.titles import PAGES
app, told = AppTest.from_file("app.py", default_timeout=120), {}
for path, name in PAGES.items():
    app._page_hash = calc_hash(path)
    app.query_params["town"] = "changan"
    app.run()
    told[name] = [one.message for one in app.exception]
print(json.dumps(told))
"""


def _pages(site: _Site) -> dict[str, list[str]]:
    """Return the exceptions of each page, opened in a new process."""
    environment = {**os.environ, **site.settings}
    command = [sys.executable, "-c", _OPEN_EACH_PAGE]
    done = subprocess.run(
        command, cwd=CODE_FOLDER, env=environment, capture_output=True, text=True, check=True
    )
    found: dict[str, list[str]] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_server_started_on_broken_data_serves_the_last_good_edition(tmp_path: Path):
    """Beside a good build all pages open; without one the server says that it can not, and why."""
    site = _Site(tmp_path)
    with site.running():
        before = site.get("data/projects.csv")
    site.change("events.csv", ",2024-", ",20x4-")
    (site.data / "towns.geojson").write_bytes(b"{")
    with site.running():
        assert site.health()[0] == "last_good"
        assert site.get("data/projects.csv") == before
        assert '"changan"' in site.get("data/projects.geojson?town=changan")
    opened = _pages(site)
    assert len(opened) == 10
    assert not any(opened.values())
    shutil.rmtree(site.build)
    assert any(_pages_of_nothing(site))


def _pages_of_nothing(site: _Site) -> list[str]:
    """The twin: without a last good edition the same broken data are an error that can be found."""
    try:
        return [one for errors in _pages(site).values() for one in errors]
    except subprocess.CalledProcessError as error:
        return [str(error.stderr)]
