"""The dataset as it ships, its pages in both languages, and a browser page that shows one of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Frame, Page

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def dataset():
    from geo.dataset import load

    return load()


@pytest.fixture(scope="session")
def pages(dataset, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    from layers.document import build

    folder = tmp_path_factory.mktemp("pages")
    paths = {lang: folder / f"{lang}.html" for lang in ("zh", "en")}
    for lang, path in paths.items():
        path.write_text(build(dataset, lang), encoding="utf-8")
    return paths


@dataclasses.dataclass
class Shown:
    """A map document in a browser: its frame, what it told, and its errors."""

    page: Page
    frame: Frame
    errors: list[str]

    def told(self, kind: str) -> list[dict]:
        """Return the messages of a kind that the page has told so far."""
        return [event for event in self.frame.evaluate("window.__told") if event["type"] == kind]

    def apply(self, **state: object) -> None:
        """Send the page a whole state and wait until it is drawn."""
        self.frame.evaluate("state => window.dgmap.apply(state)", state)
        self.settle()

    def settle(self) -> None:
        """Wait for two painted frames: labels and key are drawn in the first."""
        self.frame.evaluate("new Promise(go => requestAnimationFrame(() => requestAnimationFrame(go)))")


@pytest.fixture
def show(new_context: Callable[..., BrowserContext], tmp_path: Path) -> Callable[..., Shown]:
    """Open a page (a file, or an address) in a frame, as the app does, with motion off."""

    def open_page(
        path: Path | str, *, phone: bool = False, framed: bool = True, theme: str = "light"
    ) -> Shown:
        size = PHONE if phone else DESKTOP
        address = path if isinstance(path, str) else path.as_uri()
        context = new_context(viewport=size, has_touch=phone, is_mobile=phone, reduced_motion="reduce")
        context.add_init_script(
            "window.__told = []; window.addEventListener('dgmap', event => window.__told.push(event.detail))"
        )
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        if framed:
            top = 48 if phone else 0
            host = tmp_path / "host.html"
            head = '<!DOCTYPE html><meta name="viewport" content="width=device-width,initial-scale=1">'
            frame = f'<iframe src="{address}" style="border:0;width:100%;height:{size["height"] - top}px">'
            host.write_text(f'{head}<body style="margin:{top}px 0 0">{frame}</iframe>', encoding="utf-8")
            page.goto(host.as_uri())
        else:
            page.goto(address)
        shown = Shown(page, page.frames[1] if framed else page.main_frame, errors)
        shown.frame.wait_for_selector("html[data-ready=yes]", state="attached")
        shown.frame.evaluate("document.fonts.ready")
        shown.apply(theme=theme)
        return shown

    return open_page
