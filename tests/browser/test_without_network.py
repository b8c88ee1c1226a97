"""Without a network the map opens as it was kept and «附近» answers; another edition takes its place."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import PHONE, Visit
from ui.installed.route import worker

_READY = "navigator.serviceWorker.getRegistration().then(one => Boolean(one?.active))"
_CITIZEN = {"longitude": 113.7518, "latitude": 23.0207}
_NEWEST = "最新事实 20"


def test_map_opens_without_a_network_and_measures_from_a_position(visit: Callable[..., Visit]):
    """What was kept is shown with its day; the position needs no net; with a network the app is back."""
    one = visit(PHONE, has_touch=True, geolocation=_CITIZEN, permissions=["geolocation"])
    page = one.open("/?cat=rail").page
    expect(page).to_have_title("轨道 · 东莞项目地图")
    one.until(_READY)
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("#notices .state-title")).to_contain_text("没有网络")
    expect(page.locator("#notices .state-title")).to_contain_text(_NEWEST)
    expect(page.locator("#results .row").first).to_be_visible()
    page.locator("#near-button").click()
    expect(page.locator(".near-title")).to_be_visible()
    page.locator("#near .row").first.click()
    expect(page.locator("#card")).to_be_visible()  # its words were kept as well
    page.context.set_offline(False)
    page.reload()
    one.wait()
    expect(one.map.locator("#notices .state-title")).to_have_count(0)
    one.errors.clear()  # what the browser said of the time without a network


def test_refused_position_is_said_where_the_person_is_with_ways_on(visit: Callable[..., Visit]):
    """«附近» answers in the page; a refusal offers the map, and a tap there measures."""
    one = visit(PHONE, has_touch=True).open()
    one.map.locator("#near-button").click()
    said = one.map.locator("#notices .state-title")
    expect(said).to_have_text("没有取得您的位置。")
    expect(said).to_be_in_viewport()
    one.map.locator("#notices").get_by_role("button", name="点地图选地点").click()
    expect(said).to_have_text("请点地图上的一个地点。")
    one.map.locator("#map-box .leaflet-container").click(position={"x": 190, "y": 200})
    expect(one.map.locator(".near-title")).to_be_visible()
    expect(said).to_have_count(0)
    one.map.get_by_role("button", name="关闭附近").click()
    expect(one.map.locator(".near-title")).to_have_count(0)


# --- another edition ---


class _Site:
    """A site of one map page in an edition, with the worker that keeps it."""

    def __init__(self) -> None:
        self.edition = "a"

    def answer(self, path: str) -> tuple[str, str] | None:
        page = f"/map/{self.edition}.html"
        if path == "/sw.js":
            kept = {"cache": f"dgmap-{self.edition}.html", "page": page, "files": [page]}
            return worker(kept), "text/javascript"
        if path == page:
            return f"<title>kept {self.edition}</title>", "text/html"
        return (f"<title>served {self.edition}</title>", "text/html") if path == "/" else None


@pytest.fixture
def site() -> Iterator[tuple[_Site, str]]:
    """Serve a site whose edition can be changed."""
    site = _Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = site.answer(self.path.partition("?")[0])
            body, kind = found or ("", "text/plain")
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Cache-Control", "no-cache")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield site, f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_new_edition_comes_at_once_and_the_old_cache_goes_once_nobody_needs_it(
    site: tuple[_Site, str], new_context: Callable[..., BrowserContext]
):
    """The document comes from the network first; a page that is open keeps its files until it is closed."""
    made, address = site
    context = new_context()
    old = context.new_page()
    old.goto(address)
    old.evaluate("navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready)")
    old.reload()  # now it is served by the worker
    made.edition = "b"
    page = context.new_page()
    page.goto(f"{address}/?town=changan")
    assert page.title() == "served b"
    page.evaluate(
        """navigator.serviceWorker.getRegistration().then(async (one) => {
            await one.update();
            const next = one.installing ?? one.waiting;
            if (next.state === 'installing')
                await new Promise((go) => next.addEventListener('statechange', go, { once: true }));
        })"""
    )
    names = "caches.keys().then((names) => names.sort())"
    assert page.evaluate(names) == ["dgmap-a.html", "dgmap-b.html"]  # the old page is still open
    assert old.evaluate("fetch('/map/a.html').then((answer) => answer.text())") == "<title>kept a</title>"
    old.close()
    page.close()
    page = context.new_page()
    page.goto(address)
    page.evaluate(
        """navigator.serviceWorker.ready.then(({ active }) => active.state === 'activated'
            || new Promise((go) => active.addEventListener('statechange', go, { once: true })))"""
    )
    assert page.evaluate(names) == ["dgmap-b.html"]
    context.set_offline(True)
    page.goto(f"{address}/?cat=rail")
    assert page.title() == "kept b"
    assert json.loads(page.evaluate("JSON.stringify(location.search)")) == "?cat=rail"
