"""One visit to an app in a fresh browser profile, with everything that goes over the wire counted."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, Frame, Page, Route

from benchmarks.servers import ROOT

# Whole, as a CDN serves it; our own page has a cut script and the same styles.
LEAFLET = {
    "leaflet.js": ROOT / "benchmarks" / "leaflet" / "leaflet.js",
    "leaflet.css": ROOT / "static" / "vendor" / "leaflet" / "leaflet.css",
}
WATCH = (Path(__file__).parent / "drawn.js").read_text(encoding="utf-8")
QUIET_MS = 900
# A pattern, no function: Playwright then matches it beside the browser, and what is asked of our own server
# is not held up by this process.
ELSEWHERE = re.compile(r"^https?://(?!127\.0\.0\.1[:/])")
# Fetched only where the system has no Chinese font; the tutorial app shows boxes there.
CHINESE_FONT = "/noto-sans-sc-"


@dataclass(slots=True)
class Wire:
    """Running counts of a visit."""

    http_bytes: int = 0
    sizes: dict[str, int] = field(default_factory=dict)  # by request, of finished answers
    unpacked: dict[str, int] = field(default_factory=dict)  # by request, as far as it has come
    kinds: dict[str, str] = field(default_factory=dict)  # by request: Document, Script, Fetch, …
    font_bytes: int = 0
    received: int = 0
    answers: int = 0  # messages of the server
    sent: int = 0
    reruns: int = 0
    external: list[str] = field(default_factory=list)


def _frame_bytes(event: dict[str, Any]) -> int:
    response = event["response"]
    data = response["payloadData"]
    return len(base64.b64decode(data)) if response["opcode"] == 2 else len(data.encode())


def count(session: CDPSession, wire: Wire) -> None:
    """Count what the page and its frames receive, as the browser's own network panel does."""
    fonts: set[str] = set()

    def answered(event: dict[str, Any]) -> None:
        if CHINESE_FONT in event["response"]["url"]:
            fonts.add(event["requestId"])
        elif not event["response"]["url"].startswith("data:"):
            wire.kinds[event["requestId"]] = event["type"]

    def finished(event: dict[str, Any]) -> None:
        wire.http_bytes += int(event["encodedDataLength"])
        wire.sizes[event["requestId"]] = int(event["encodedDataLength"])
        if event["requestId"] in fonts:
            wire.font_bytes += int(event["encodedDataLength"])

    def arrived(event: dict[str, Any]) -> None:
        request = event["requestId"]
        wire.unpacked[request] = wire.unpacked.get(request, 0) + int(event["dataLength"])

    def received(event: dict[str, Any]) -> None:
        wire.received += _frame_bytes(event)
        wire.answers += 1

    def sent(event: dict[str, Any]) -> None:
        wire.sent += _frame_bytes(event)
        wire.reruns += 1

    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", finished)
    session.on("Network.dataReceived", arrived)
    session.on("Network.webSocketFrameReceived", received)
    session.on("Network.webSocketFrameSent", sent)
    session.send("Network.enable")


def outside(wire: Wire) -> Callable[[Route], None]:
    """Answer for the outside world: Leaflet from our copy, other scripts and styles empty, the rest refused.

    So the tutorial app can draw without network. What the empty answers would weigh (jQuery, Bootstrap,
    Font Awesome, tiles) is not counted, in its favour.
    """

    def answer(route: Route) -> None:
        parts = urlsplit(route.request.url)
        wire.external.append(route.request.url)
        name = Path(parts.path).name
        if name in LEAFLET:
            route.fulfill(path=LEAFLET[name])
        elif name.endswith((".js", ".css")):
            route.fulfill(body="", content_type="text/css" if name.endswith(".css") else "text/javascript")
        else:
            route.abort()

    return answer


@dataclass(slots=True)
class Visit:
    """An open page and its counts."""

    page: Page
    wire: Wire

    def mark(self) -> dict[str, float]:
        """Return the newest marks of drawn.js: clicked, drawn (epoch ms), shapes."""
        marks: dict[str, float] = self.page.evaluate("window.dgBenchmark")
        return marks

    def wait_for_answer(self) -> None:
        """Wait until the map has changed since the last click, then until all is quiet."""
        self.page.wait_for_function("window.dgBenchmark.drawn > window.dgBenchmark.clicked", timeout=60_000)
        self.settle()

    def settle(self) -> None:
        """Wait until neither the wire nor the map has changed for a while."""
        before: object = None
        while before != (now := (self.wire.received, self.wire.http_bytes, self.mark()["drawn"])):
            before = now
            self.page.wait_for_timeout(QUIET_MS)

    def map_frame(self) -> Frame:
        """Return the frame that holds the map."""
        for frame in self.page.frames:
            if frame.query_selector(".leaflet-container"):
                return frame
        msg = "no frame holds a map"
        raise RuntimeError(msg)

    def pan(self) -> None:
        """Drag the middle of the map a little, as a hand does."""
        box = self.map_frame().locator(".leaflet-container").first.bounding_box()
        if box is None:
            msg = "the map has no size"
            raise RuntimeError(msg)
        x, y = box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.5
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        for step in range(1, 9):
            self.page.mouse.move(x - 12 * step, y - 4 * step)
        self.page.mouse.up()


@contextmanager
def visit(
    browser: Browser, url: str, *, width: int = 1440, height: int = 900, watch: str = WATCH
) -> Iterator[Visit]:
    """Open an app in a fresh profile (cold cache) and wait until its map is drawn.

    Parameters
    ----------
    browser
        The browser; each visit has a profile of its own in it.
    url
        The app's address.
    width, height
        The window, CSS pixels.
    watch
        Script that runs in every frame before its own; it holds that of drawn.js.
    """
    # The first message to the server names both locale and zone.
    # Playwright's waits evaluate text in the page, which ours refuses.
    context = browser.new_context(
        bypass_csp=True,
        viewport={"width": width, "height": height},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    context.add_init_script(watch)
    wire = Wire()
    context.route(ELSEWHERE, outside(wire))
    page = context.new_page()
    count(context.new_cdp_session(page), wire)
    page.goto(url)
    page.wait_for_function("window.dgBenchmark && window.dgBenchmark.shapes > 10", timeout=60_000)
    opened = Visit(page=page, wire=wire)
    opened.settle()
    try:
        yield opened
    finally:
        context.close()
