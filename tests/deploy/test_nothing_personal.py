"""Nothing of a visitor is in a log, a figure, a picture's address or a referrer (a walk)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Request, expect

from tests.browser.conftest import Visit
from tests.deploy.running import App, apps, ask, haproxy, nginx

LON, LAT = 113.7654321, 23.0321765
# A search, an address, a place, a file's name and what is in it: no row of the data holds any of these.
MARKS = ("玄妙鹦鹉", "%E7%8E%84%E5%A6%99", "113.765", "23.032", "隐秘路九十九号", "my-own-house")


CONNECTED = "() => document.querySelector('[data-testid=stApp]')?.dataset.testConnectionState === 'CONNECTED'"


def _found(texts: Iterable[str]) -> list[str]:
    """Return the lines that hold a marked value."""
    return [line for text in texts for line in text.splitlines() if any(mark in line for mark in MARKS)]


def test_marked_value_is_found():
    """The twin: whatever way it is written."""
    lines = [
        "GET /?q=玄妙鹦鹉",
        "q=%E7%8E%84%E5%A6%99%E9%B9%A6",
        "near=113.765,23.032",
        "fine",
        "my-own-house.csv",
    ]
    assert len(_found(lines)) == 4


def _walk(visit: Visit) -> None:
    """Search, stand somewhere, share, try a file, ask for what is not there."""
    page = visit.page
    visit.open("/?q=玄妙鹦鹉")
    box = visit.map.get_by_role("searchbox").or_(visit.map.get_by_role("combobox")).first
    box.fill("隐秘路九十九号")
    box.press("Enter")
    visit.until("() => decodeURIComponent(location.search).includes('隐秘路九十九号')")
    visit.open(f"/?near={LON},{LAT}&r=3")
    visit.until(CONNECTED)
    page.locator(".st-key-tabs_towns a").click()
    visit.until("() => location.pathname === '/towns'")
    visit.open("/upload")
    cells = {"id": "own", "name_zh": "隐秘路九十九号", "category": "rail", "stage": "building"}
    point = {"type": "Point", "coordinates": [LON, LAT]}
    feature = {"type": "Feature", "properties": cells, "geometry": point}
    raw = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    file = {"name": "my-own-house.geojson", "mimeType": "application/octet-stream", "buffer": raw}
    page.locator('[data-testid="stFileUploader"] input[type=file]').set_input_files([file])  # type: ignore[list-item]
    expect(visit.map.locator(".own-name")).to_have_text("隐秘路九十九号")


def _ask_by_programs(url: str) -> list[int]:
    paths = (
        f"/picture/preview.png?near={LON},{LAT}",
        "/picture/slide.png?q=%E7%8E%84%E5%A6%99%E9%B9%A6",
        f"/data/projects.csv?near={LON},{LAT}",
        "/data/projects.csv?town=%E7%8E%84%E5%A6%99",
        "/feed.atom?q=%E7%8E%84%E5%A6%99%E9%B9%A6",
        "/my-own-house",
        "/_stcore/my-own-house?q=%E7%8E%84%E5%A6%99",
        f"/health?near={LON},{LAT}",
    )
    return [ask(f"{url}{path}", referer=f"{url}/?near={LON},{LAT}").status for path in paths]


@pytest.mark.parametrize(
    ("proxy", "log"), [(haproxy, "json"), (nginx, "text")], ids=["haproxy-json", "nginx-text"]
)
def test_walk_leaves_nothing(
    proxy: Callable[..., Any], log: str, new_context: Callable[..., BrowserContext], tmp_path: Path
):
    """Logs of processes and proxy, figures, addresses of pictures and referrers are searched afterwards."""
    asked: list[Request] = []
    with apps(2, tmp_path, DGMAP_LOG=log) as running, proxy(running, tmp_path) as site:
        context = new_context(viewport={"width": 1440, "height": 900})
        context.on("request", lambda one: asked.append(one))  # noqa: PLW0108 - Playwright marks what it is given
        _walk(Visit(context.new_page(), site.url))
        assert 500 not in _ask_by_programs(site.url)
        figures = [ask(f"http://localhost:{app.port}/metrics").body.decode() for app in running]
    assert all("dgmap_rerun_seconds_count" in text for text in figures)
    assert _found(figures) == []
    assert _found(_logs(running, tmp_path)) == []
    sent = [request.headers.get("referer", "") for request in asked]
    sent += [request.url for request in asked if "/picture/" in request.url]
    assert len(asked) > 50
    assert _found(sent) == []


def _logs(running: Sequence[App], folder: Path) -> list[str]:
    """Return what processes and proxy have written."""
    files = [path for path in folder.rglob("*.log") if path.is_file()]
    assert {app.log for app in running} <= set(files)
    assert len(files) >= 3
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in files]
    assert any("route" in text for text in texts)
    return texts
