"""A browser opens what the poisoned data make, once each: nothing of it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext

from benchmarks.folder_server import serve_folder
from geo.spelling import PARAMETERS
from tests.hostile.conftest import Made
from tests.hostile.constructs import CONSTRUCTS, chosen

PAGES = (
    "map/zh.html?p=metro-1-phase-1",
    "offline/en.html?p=metro-1-phase-1",
    "published/zh/index.html",
    "published/en/projects/metro-1-phase-1.html",
    "published/zh/towns/changan.html",
    "published/en/map.html?p=metro-1-phase-1",
)


@pytest.fixture(scope="module")
def site(made: Made) -> Iterator[str]:
    with serve_folder(made.out) as base:
        yield base


def test_nothing_runs_in_a_browser(new_context: Callable[..., BrowserContext], site: str):
    """Map, offline file and published pages: no canary, nothing asked for outside, the words are there."""
    page = new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce").new_page()
    for path in PAGES:
        page.goto(f"{site}/{path}")
        if "map" in path or "offline" in path:
            page.wait_for_selector("html[data-ready=yes]", state="attached")
        assert page.evaluate("window.__ran") is None, path
        assert page.locator("zqx, img[src=zqx], [onerror], [onmouseover]").count() == 0, path
        assert "zqx" in page.inner_text("body"), path


@pytest.mark.parametrize("page", ["map/zh.html", "offline/en.html", "published/en/map.html"])
def test_nothing_of_a_link_runs_in_a_browser(
    new_context: Callable[..., BrowserContext], site: str, page: str
):
    """Constructs as each parameter, and as what is searched for: no canary, and it stands in the field."""
    tab = new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce").new_page()
    names = [name for name in PARAMETERS if name not in {"lang", "embed"}]
    for name, words in [*chosen(names, turn=len(page))[::4], *(("q", one) for one in list(CONSTRUCTS)[::3])]:
        tab.goto("about:blank")
        tab.goto(f"{site}/{page}?{name}={quote(CONSTRUCTS[words], safe='')}")
        tab.wait_for_selector("html[data-ready=yes]", state="attached")
        assert tab.evaluate("window.__ran") is None, (name, words)
        assert tab.locator("zqx, img[src=zqx], [onerror], [onmouseover]").count() == 0, (name, words)
        if name == "q":
            kept = " ".join(CONSTRUCTS[words].split())[:80]
            assert tab.locator("input[type=search], input[role=combobox]").first.input_value() == kept


def test_canary_sings_when_it_is_planted(new_context: Callable[..., BrowserContext]):
    """The same signs are seen in a page that holds a construct as it is."""
    page = new_context().new_page()
    page.set_content(f"<p>{CONSTRUCTS['script']}{CONSTRUCTS['element with handler']}</p>")
    assert page.evaluate("window.__ran") == 1
    assert page.locator("img[src=zqx]").count() == 1
