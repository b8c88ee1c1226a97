"""Every page with letters of 200 %, as a phone makes them: nothing is cut, over another, or aside."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.conftest import PHONE, Visit
from tests.letters import FAULTS, enlarged

_PAGES = (
    "towns",
    "towns?town=changan",
    "compare?town=changan,fenggang",
    "promises",
    "projects",
    "changes",
    "upload",
    "about",
    "digest",
    "api",
)
_AT_REST = "() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"
_HEIGHT = "document.querySelector('.stMain').scrollHeight"


@pytest.fixture
def opened(new_context: Callable[..., BrowserContext], app_url: str) -> Callable[[str], Visit]:
    """Open a page on a phone, whose browser enlarges letters when it is told to."""
    context = new_context(viewport=PHONE, is_mobile=True, has_touch=True)

    def visit(path: str) -> Visit:
        shown = Visit(context.new_page(), app_url).open(f"/{path}")
        shown.page.locator("h1").first.wait_for()
        shown.until(_AT_REST)
        return shown

    return visit


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_large_letters_have_room(opened: Callable[[str], Visit], lang: str):
    """Also their page does not scroll sideways, and its words have really grown."""
    for path in _PAGES:
        shown = opened(f"{path}{'&' if '?' in path else '?'}lang={lang}")
        before = shown.page.evaluate(_HEIGHT)
        shown.page.add_style_tag(content=enlarged(200))
        shown.until(f"() => {_HEIGHT} !== {before}")
        assert shown.page.evaluate(FAULTS, ".stMain") == [], path
        assert shown.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        shown.page.close()


def test_letters_without_room_are_found(opened: Callable[[str], Visit]):
    """The twin: a title that may not wrap, and a text in a box that is too low."""
    shown = opened("about")
    shown.page.add_style_tag(content="h2 { white-space: nowrap; width: 9em; overflow: hidden }")
    shown.page.add_style_tag(content=".stMain section p { height: 20px; overflow: hidden }")
    found = shown.page.evaluate(FAULTS, ".stMain")
    assert any(fault.startswith("cut: ") for fault in found)
