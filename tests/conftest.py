"""What all tests share: the order they run in, and a Chromium that reaches this machine only."""

from __future__ import annotations

import os
import shutil
import sys
import tomllib
from collections.abc import Callable, Generator, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Route, expect, sync_playwright

# The tests' pages have no street map, whatever the build folder holds; some tests make one of their own.
os.environ["DGMAP_STREETS"] = str(Path(__file__).with_name("no-streets.pmtiles"))

_BROWSER_FIXTURES = frozenset({"browser", "context", "new_context", "page", "playwright"})
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})
_VIOLATION = "Content Security Policy"
_LOCAL_SCHEMES = frozenset({"about", "blob", "data", "file"})
# How long a test waits for an event that must come: room for a machine that does other work as well.
ROOM_MS = 60_000
expect.set_options(timeout=ROOM_MS)


def _chromium() -> str | None:
    """Return the path of a Chromium: the system's, or else the one Playwright installed; None without.

    The one without windows first: it is the same engine, and a new context costs it 0.1 s of a core
    instead of 0.5.
    """
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    for name in (os.environ.get("CHROMIUM", ""), *names):
        if name and (found := shutil.which(name)):
            return found
    with sync_playwright() as driver:
        installed = driver.chromium.executable_path
    return installed if Path(installed).exists() else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser and run it last.

    Playwright keeps an event loop in the main thread once it has started; Streamlit's AppTest and others
    that start a loop of their own would fail after it.
    """
    for item in items:
        if _BROWSER_FIXTURES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def unexcused(reason: str, environment: Mapping[str, str]) -> bool:
    """Say whether a skip is a failure here: in CI, unless skips.toml says why it may be."""
    if not environment.get("CI"):
        return False
    listed = tomllib.loads(Path(__file__).with_name("skips.toml").read_text(encoding="utf-8"))
    return bool(environment.get("DGMAP_NO_SKIPS")) or not reason.startswith(tuple(listed))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a test that is skipped without an excuse fail."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = str(report.longrepr[2]).removeprefix("Skipped: ")
        if unexcused(reason, os.environ):
            report.outcome = "failed"
            report.longrepr = f"skipped in CI, and not on the list of tests/skips.toml: {reason}"
    return report


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Return the Chromium to start; skip with a word when there is none, but fail in CI."""
    found = _chromium()
    if found is None:
        message = "Chromium was not found: install it (apt-get install chromium) or name it in CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], chromium_path: str) -> dict[str, Any]:
    """Start that Chromium; without a sandbox, which containers do not offer."""
    return {**browser_type_launch_args, "executable_path": chromium_path, "args": ["--no-sandbox"]}


def _is_local(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in _LOCAL_SCHEMES or (parts.hostname or "") in _LOOPBACK


@pytest.fixture
def external_requests() -> list[str]:
    """Return the addresses outside this machine that pages asked for so far (all were refused)."""
    return []


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext], external_requests: list[str]
) -> Iterator[Callable[..., BrowserContext]]:
    """Make browser contexts that refuse every request to the outside; one such request fails the test.

    So does what a page's own Content-Security-Policy refuses.
    """
    refused: list[str] = []

    def refuse_outside(route: Route) -> None:
        if _is_local(route.request.url):
            route.fallback()
            return
        external_requests.append(route.request.url)
        route.abort()

    def make(**options: Any) -> BrowserContext:
        context = new_context(**options)
        context.set_default_timeout(ROOM_MS)
        context.route("**/*", refuse_outside)
        context.on("console", lambda told: _VIOLATION in told.text and refused.append(told.text))
        return context

    yield make
    assert external_requests == []
    assert refused == []


@pytest.fixture(scope="session")
def made_up() -> Any:
    """Return the module that makes a report of 2025 up (tests/made_up.py)."""
    import importlib.util

    spec = importlib.util.spec_from_file_location("made_up", Path(__file__).parent / "made_up.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["made_up"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def two_editions(made_up: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with the report of 2024 and the made-up one of 2025."""
    folder = tmp_path_factory.mktemp("editions") / "data"
    made_up.build(folder)
    return folder


@pytest.fixture(scope="session")
def left_out(made_up: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the same, but that the report of 2025 leaves out more: under way, of every shape, two done."""
    folder = tmp_path_factory.mktemp("left out") / "data"
    made_up.build(folder, absent=(*made_up.ABSENT, *made_up.LEFT_OPEN, *made_up.FINISHED))
    return folder


@pytest.fixture(scope="module")
def many(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return a made-up dataset of as many projects as the module's ``COUNT`` says, in our own mix."""
    from benchmarks.synthetic import write
    from geo.dataset import load

    folder = tmp_path_factory.mktemp("many") / "data"
    write(request.module.COUNT, folder)
    return load(folder=folder)


@pytest.fixture(scope="session")
def streets_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of streets round three towns, made from a made-up extract in OSM's packed form."""
    from geo.dataset import load
    from layers.streets.reading import read_extract
    from layers.streets.tiles import street_tiles
    from tests.layers.streets.made_up import extract, middles

    folder = tmp_path_factory.mktemp("streets")
    towns = load().towns
    made = extract(list(middles(towns).values())).write_pbf(folder / "made-up.osm.pbf")
    path = folder / "streets.pmtiles"
    path.write_bytes(street_tiles(read_extract(made, towns.union_all()), date="2026-11-20"))
    return path
