"""axe-core on each page: no serious or critical finding, in both languages, sizes and colours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from i18n import text
from tests.axe import findings

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def narrow(visit: Callable[..., Any]) -> Any:
    return visit({"width": 320, "height": 256})


@pytest.mark.parametrize(
    "path", ["/", "/promises", "/towns", "/compare", "/projects", "/changes", "/api", "/about"]
)
@pytest.mark.parametrize(
    ("size", "colours", "language"),
    [(DESKTOP, "light", "en"), (PHONE, "dark", "zh")],
    ids=["desktop-light-en", "phone-dark-zh"],
)
def test_page_has_no_serious_axe_finding(
    visit: Callable[..., Any], path: str, language: str, size: Any, colours: str
):
    """Neither the page nor the map inside it has a serious or critical finding."""
    opened = visit(size, color_scheme=colours).open(f"{path}?lang={language}")
    assert findings(opened.page) == []
    if path == "/":
        assert findings(opened.map_frame()) == []


def test_filter_panel_has_no_serious_axe_finding(visit: Callable[..., Any]):
    """The open filter panel has none either."""
    opened = visit().open()
    opened.map.locator("#filter-button").click()
    opened.map.locator("#sheet").wait_for()
    assert findings(opened.page) == []


def test_finding_is_noticed(page: Any):
    """The tests that use axe can fail: a picture without words and a button without a name are found."""
    page.set_content(
        "<html lang='en'><title>t</title><main><h1>t</h1><img src='data:,'><button></button></main>"
    )
    assert [line.split(":")[0] for line in findings(page)] == ["critical button-name", "critical image-alt"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_way_past_the_head_speaks_the_readers_language(visit: Callable[..., Any], language: str):
    """Streamlit writes it in English; the page writes its own word into it."""
    opened = visit().open(f"/promises?lang={language}")
    word = text("ui.skip", language)
    opened.until("word => document.querySelector('[href=\"#stMain\"]')?.textContent === word", word)


def test_promises_keep_their_marks_in_forced_colours(visit: Callable[..., Any]):
    """What a mark's shape says is drawn as it is; a heading takes the system's colours."""
    opened = visit(forced_colors="active").open("/promises")
    opened.page.locator(".dg-time").first.wait_for()
    adjust = "css => getComputedStyle(document.querySelector(css)).forcedColorAdjust"
    for mark in (".dg-time", ".dg-legend", ".dg-swatch"):
        assert opened.page.evaluate(adjust, mark) == "none", mark
    assert opened.page.evaluate(adjust, "h2") == "auto"


# A mark without words says what it says by its colour alone.
_COLOURS = "css => [...document.querySelectorAll(css)].map((one) => getComputedStyle(one).backgroundColor)"


@pytest.mark.parametrize(
    ("path", "marks"), [("/towns?town=changan", ".dg-part, .dg-columns i"), ("/promises", ".dg-event")]
)
def test_marks_keep_their_colours_in_forced_colours(visit: Callable[..., Any], path: str, marks: str):
    """Bars and columns of a town, the events of promises."""
    page = visit().open(path).page
    page.locator(marks).first.wait_for()
    plain = set(page.evaluate(_COLOURS, marks))
    page.emulate_media(forced_colors="active")
    assert set(page.evaluate(_COLOURS, marks)) == plain
    assert len(plain) > 1


def test_more_contrast_makes_quiet_words_and_lines_dark(visit: Callable[..., Any]):
    """On a page of words and on the map; without the wish both are quieter than ink."""
    opened = visit().open("/")
    quiet = "getComputedStyle(document.documentElement).getPropertyValue('--{}').trim()"
    edge = "getComputedStyle(document.querySelector('.chip')).borderTopColor"
    for place in (opened.page, opened.map_frame()):
        assert place.evaluate(quiet.format("ink-2")) != place.evaluate(quiet.format("ink"))
    plain = opened.map_frame().evaluate(edge)
    opened.page.emulate_media(contrast="more")
    for place in (opened.page, opened.map_frame()):
        for name in ("ink-2", "hairline"):
            assert place.evaluate(quiet.format(name)) == place.evaluate(quiet.format("ink"))
    assert opened.map_frame().evaluate(edge) != plain


_ELSEWHERE = (
    *("/promises", "/towns", "/towns?town=changan", "/projects", "/compare?town=changan,fenggang", "/digest"),
    *("/changes", "/upload", "/api", "/about", "/about?show=large", "/promises?show=large"),
    *("/pair?since=2024-12-31&at=2025-12-31", "/own-tour"),
)
# What a page draws last.
_DRAWN = ".st-key-foot_links a, html[data-page=towns] h2, body > main > *"
_BEYOND = """() => {
  const isInside = node => {
    for (let up = node; up; up = up.parentElement)
      if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(up).overflowX)) return true
    return false
  }
  return [...document.body.querySelectorAll("*")].filter(node => node.checkVisibility() && !isInside(node))
    .filter(node => node.getBoundingClientRect().right > innerWidth + 1).slice(0, 5)
    .map(node => `${node.tagName} ${node.className} ${node.textContent.slice(0, 40)}`)
}"""


@pytest.mark.parametrize("path", _ELSEWHERE)
def test_page_at_400_percent_does_not_scroll_sideways(narrow: Any, path: str):
    """A window of 1280 px at 400 % has 320: what is wider scrolls in a box of its own."""
    narrow.page.goto(f"{narrow.base}{path}{'&' if '?' in path else '?'}lang=en")
    narrow.page.locator(_DRAWN).first.wait_for(state="attached")
    assert narrow.page.evaluate(_BEYOND) == []
    assert narrow.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_what_is_too_wide_is_found(narrow: Any):
    """The measure finds a word that is wider than the window."""
    narrow.page.set_content("<p style='width: 400px'>wide</p>")
    assert narrow.page.evaluate(_BEYOND) != []
