"""What a person sees when a process goes away: the same view, without a reload of theirs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Visit
from tests.deploy.running import App, Site, apps, haproxy, nginx

VIEW = "/?town=changan&cat=rail"
STATE = "() => document.querySelector('[data-testid=stApp]')?.dataset.testConnectionState"


def _good() -> dict[str, Any]:
    cells = {"id": "own-one", "name_zh": "我的项目", "category": "rail", "stage": "building"}
    cells |= {"certainty": "approximate", "accuracy_m": 200}
    point = {"type": "Point", "coordinates": [113.75, 23.02]}
    feature = {"type": "Feature", "properties": cells, "geometry": point}
    raw = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    return {"name": "mine.geojson", "mimeType": "application/octet-stream", "buffer": raw}


def _process(page: Page) -> int:
    """Return the process that the proxy's cookie names."""
    return next(int(one["value"]) for one in page.context.cookies() if one["name"] == "dgmap")


def _mark(visit: Visit) -> None:
    """Leave a sign in page and map; a reload would take it away."""
    visit.page.evaluate("window.marked = true")
    visit.map_frame().evaluate("window.marked = true")


def _is_the_same(visit: Visit, query: str) -> None:
    """Hold the page to what it was: address, page and map without a reload, and it answers."""
    assert (visit.query(), visit.page.evaluate("location.pathname")) == (query, "/")
    assert visit.page.evaluate("window.marked") is True
    assert visit.map_frame().evaluate("window.marked") is True
    visit.page.locator(".st-key-tabs_towns a").click()  # what only a server can draw
    expect(visit.page.locator(".st-key-head")).to_contain_text("长安镇")
    visit.until("() => location.pathname === '/towns'")
    visit.until(f"() => ({STATE})() === 'CONNECTED'")


@pytest.fixture
def opened(new_context: Callable[..., BrowserContext]) -> Callable[[Site, str], Visit]:
    """Open a path of a site in a fresh profile."""

    def visit(site: Site, path: str) -> Visit:
        context = new_context(viewport={"width": 1440, "height": 900})
        return Visit(context.new_page(), site.url).open(path)

    return visit


def test_upload_reaches_its_own_process(site: Site, opened: Callable[[Site, str], Visit]):
    """On both processes a visitor's file is taken (another process would answer 400), read and drawn."""
    seen: dict[int, int] = {}
    for _ in range(12):
        shown = opened(site, "/upload")
        mine = _process(shown.page)
        if mine in seen:
            shown.page.context.close()
            continue
        shown.page.locator('[data-testid="stFileUploader"] button').first.wait_for()
        with shown.page.expect_response(re.compile("/_stcore/upload_file/")) as answer:
            shown.page.locator('[data-testid="stFileUploader"] input[type=file]').set_input_files(_good())
        seen[mine] = answer.value.status
        expect(shown.page.get_by_text("没有发现问题。")).to_be_visible()
        shown.page.context.close()
        if len(seen) == 2:
            break
    assert sorted(seen) == [1, 2]
    assert all(status < 300 for status in seen.values()), seen


@pytest.mark.parametrize("proxy", [haproxy, nginx], ids=["haproxy", "nginx"])
def test_view_moves_to_the_other_process(
    proxy: Callable[..., Any], opened: Callable[[Site, str], Visit], two: Sequence[App], tmp_path: Path
):
    """One is killed: within seconds the same view is answered by the other, and the cookie names that."""
    with proxy(two, tmp_path) as site:
        shown = opened(site, VIEW)
        shown.until(f"() => ({STATE})() === 'CONNECTED'")
        query, mine = shown.query(), _process(shown.page)
        _mark(shown)
        try:
            two[mine - 1].end(at_once=True)
            shown.until(f"() => ({STATE})() !== 'CONNECTED'")
            shown.until(f"() => ({STATE})() === 'CONNECTED'")
            _is_the_same(shown, query)
            assert _process(shown.page) == 3 - mine
        finally:
            two[mine - 1].start()


def test_lost_file_is_said(opened: Callable[[Site, str], Visit], two: Sequence[App], tmp_path: Path):
    """The file died with its process: the next act says so, and the same file can be chosen again."""
    with haproxy(two, tmp_path) as site:
        shown = opened(site, "/upload")
        page, mine = shown.page, _process(shown.page)
        page.locator('[data-testid="stFileUploader"] button').first.wait_for()
        page.locator('[data-testid="stFileUploader"] input[type=file]').set_input_files(_good())
        expect(page.get_by_text("没有发现问题。")).to_be_visible()
        try:
            two[mine - 1].end(at_once=True)
            shown.until(f"() => ({STATE})() !== 'CONNECTED'")
            shown.until(f"() => ({STATE})() === 'CONNECTED'")
            page.locator("label", has_text="GCJ-02").first.click()
            expect(page.get_by_text("请再选一次")).to_be_visible()
            page.locator('[data-testid="stFileUploader"] input[type=file]').set_input_files(_good())
            expect(page.get_by_text("没有发现问题。")).to_be_visible()
            expect(page.get_by_text("请再选一次")).to_have_count(0)
        finally:
            two[mine - 1].start()


@pytest.mark.parametrize("at_once", [True, False], ids=["kill -9", "SIGTERM"])
def test_view_is_there_again_after_a_restart(
    at_once: bool, new_context: Callable[..., BrowserContext], tmp_path: Path
):
    """One process without a proxy: ended, started again on its port; the page reconnects by itself."""
    with apps(1, tmp_path) as (app,):
        site = Site(f"http://{app.address}", [app], tmp_path)
        context = new_context(viewport={"width": 1440, "height": 900})
        shown = Visit(context.new_page(), site.url).open(VIEW)
        shown.until(f"() => ({STATE})() === 'CONNECTED'")
        query = shown.query()
        _mark(shown)
        took = app.end(at_once=at_once)
        assert took < 10  # an open page holds nobody up
        shown.until(f"() => ({STATE})() !== 'CONNECTED'")
        app.start()
        shown.until(f"() => ({STATE})() === 'CONNECTED'")
        _is_the_same(shown, query)
