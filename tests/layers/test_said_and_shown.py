"""What is said to those who do not see the list change, the way of the keys, and forced colours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.layers.conftest import Shown

_TOLD = "document.querySelector('#told[role=status]').textContent"
_FOCUS = "document.activeElement.dataset.row || document.activeElement.id"


@pytest.fixture
def shown(show: Callable[..., Shown], pages: Any) -> Shown:
    return show(pages["zh"])


def test_count_is_said(shown: Shown):
    """A filter's count, and that nothing was found, stand in a live region."""
    whole = shown.frame.evaluate(_TOLD)
    shown.apply(filters={"categories": ["rail"]})
    rail = shown.frame.evaluate(_TOLD)
    assert "7" in rail
    assert rail != whole
    shown.apply(filters={"categories": ["science"], "towns": ["shilong"]})
    assert shown.frame.evaluate(_TOLD) == shown.frame.locator(".state-title").first.inner_text()


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_key_on_a_row_goes_to_the_card_and_back(shown: Shown, key: str):
    """The focus is on the card at once, and Escape puts it back on the row."""
    row = shown.frame.locator("[data-row]").nth(3)
    row.focus()
    opener = shown.frame.evaluate(_FOCUS)
    shown.page.keyboard.press(key)
    assert shown.frame.evaluate(_FOCUS) == "card"
    shown.page.keyboard.press("Escape")
    assert shown.frame.evaluate(_FOCUS) == opener


def test_pointer_leaves_the_focus_on_the_row(shown: Shown):
    """Who points goes on in the list."""
    row = shown.frame.locator("[data-row]").nth(3)
    row.click()
    assert shown.frame.evaluate(_FOCUS) == row.get_attribute("data-row")


def test_forced_colours_keep_what_is_pressed(shown: Shown):
    """A pressed chip and the selected row have an edge that the others have not."""
    shown.page.emulate_media(forced_colors="active")
    shown.apply(filters={"categories": ["rail"]}, selected="metro-1-phase-1")
    style = "css => getComputedStyle(document.querySelector(css)).outlineStyle"
    chip = "#choices [data-value='{}']"
    row = "[data-row='{}']"
    assert shown.frame.evaluate(style, chip.format("rail")) == "solid"
    assert shown.frame.evaluate(style, chip.format("road")) == "none"
    assert shown.frame.evaluate(style, row.format("metro-1-phase-1")) == "solid"
    assert shown.frame.evaluate(style, row.format("metro-2-phase-3")) == "none"
    shown.page.emulate_media(forced_colors="none")
    assert shown.frame.evaluate(style, chip.format("rail")) == "none"


@pytest.mark.parametrize("text", ["轨道", "没有这回事"])
def test_text_is_asked_of_the_server_once(shown: Shown, text: str):
    """Also one that finds projects, once it has stood: the report's figures are looked through there."""
    # Typed within one turn of the page: a busy machine may take longer between two letters than a reader.
    shown.frame.evaluate(
        """texts => new Promise(go => {
          window.addEventListener('dgmap', ({ detail }) => detail.type === 'ask' && go())
          const field = document.getElementById('search')
          for (const text of texts) {
            field.value = text
            field.dispatchEvent(new Event('input', { bubbles: true }))
          }
        })""",
        ["轨", text],
    )
    assert [one["text"] for one in shown.told("ask")] == [text]
    assert [one["view"]["filters"] for one in shown.told("ask")] == [{"text": text}]


def test_a_screen_reader_hears_each_thing_once(shown: Shown):
    """The view's sentence, each project of the list with its status; no names that only the eye can place."""
    heard = shown.frame.locator("body").aria_snapshot()
    (sentence,) = [line for line in heard.splitlines() if "还不确定：" in line]
    assert sentence.strip().startswith("- status: ")
    rows = [line for line in heard.splitlines() if "- button" in line and "地铁1号线一期" in line]
    assert len(rows) == 2  # in the list, and on the map for who goes through it by Tab
    assert sum("已通车" in line for line in rows) == 1
    assert "惠州" not in heard
    assert shown.frame.get_by_text("惠州", exact=True).is_visible()  # the twin: it is on the map


def test_no_picture_is_without_a_name(shown: Shown):
    """Where the map is drawn is no picture to a screen reader; what can be pressed in it is heard."""

    def nameless() -> list[str]:
        heard = shown.frame.locator("body").aria_snapshot().splitlines()
        return [line for line in heard if line.strip().removesuffix(":") == "- img"]

    assert nameless() == []
    assert shown.frame.locator("path[role=button]").count() > 5
    shown.frame.evaluate(
        "document.querySelector('main').append(document.querySelector('#sprite').cloneNode())"
    )
    shown.frame.evaluate("document.querySelector('main > svg').removeAttribute('aria-hidden')")
    assert len(nameless()) == 1  # the twin
