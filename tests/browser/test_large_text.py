"""The browser's own text size at 200 %: the root's letters are doubled, no page cuts words or covers them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.layers.test_large_letters import _FAULTS

_PAGES = (
    "promises",
    "towns?town=changan",
    "projects",
    "compare?town=changan,humen",
    "changes",
    "digest",
    "upload",
    "about",
    "api",
    "report?y=2024",
    "own-tour",
)
_DRAWN = ":is(.st-key-foot_links, .st-key-rest, .dg-town, main h1):visible"
_ENLARGE = "size => document.documentElement.style.setProperty('font-size', size, 'important')"
# What stands for screen readers alone is found by the same look; only what becomes wrong is a fault.
_HIDDEN = (
    "跳到正文",
    "Skip to",
    "Large and simple",
    "长辈模式",
    "浅色或深色",
    "Light or dark",
    "新窗口",
    "new window",
)


def _open(opened: Any, path: str) -> None:
    if path.startswith(("report", "own-tour")):
        opened.page.goto(f"{opened.base}/{path}")  # pages without Streamlit
    else:
        opened.open(f"/{path}")
        opened.page.locator(".st-key-foot_links, .st-key-rest, .dg-town").first.wait_for(timeout=60_000)
        opened.page.locator("[data-test-script-state=notRunning]").first.wait_for(timeout=60_000)
    opened.page.locator(_DRAWN).first.wait_for(timeout=60_000)


def _faults(page: Any) -> set[str]:
    found = page.evaluate(_FAULTS, "body")
    return {fault for fault in found if not any(word in fault for word in _HIDDEN)}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_cuts_or_covers_words_at_twice_the_size(visit: Callable[..., Any], width: int, lang: str):
    """Nothing is cut, over another or beyond the window that was not so at the usual size."""
    opened = visit({"width": width, "height": 900})
    wrong = {}
    for path in _PAGES:
        _open(opened, f"{path}{'&' if '?' in path else '?'}lang={lang}")
        before = _faults(opened.page)
        opened.page.evaluate(_ENLARGE, "200%")
        wide = opened.page.evaluate("document.documentElement.scrollWidth") > width + 1
        after = _faults(opened.page) - before
        if after or wide:
            wrong[path] = (wide, sorted(after))
    assert wrong == {}


def test_words_that_lie_over_one_another_are_found(visit: Callable[..., Any]):
    """The look above can fail: lines set closer than their letters are told."""
    opened = visit()
    _open(opened, "about")
    before = _faults(opened.page)
    move = "document.querySelectorAll('p').forEach((node) => { node.style.marginBottom = '-20px' })"
    opened.page.evaluate(move)
    assert _faults(opened.page) - before
