"""Letters of 160 and 200 %, and 320 pixels: no word is cut off, and none lies over another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.layers.conftest import Shown
from tests.letters import FAULTS, enlarged

_PARTS = ["#seek-row", "#choices", "#side-body"]


def _enlarge(shown: Shown, *, percent: int, width: int) -> None:
    shown.page.set_viewport_size({"width": width, "height": 844})
    shown.frame.add_style_tag(content=enlarged(percent))
    shown.settle()
    shown.settle()  # what is measured of the letters is known a frame later


def _faults(shown: Shown, parts: list[str]) -> list[str]:
    return [f"{part} {fault}" for part in parts for fault in shown.frame.evaluate(FAULTS, part)]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("percent", "width"), [(100, 320), (160, 390), (200, 390), (200, 320)])
def test_nothing_is_cut_or_over_another(
    show: Callable[..., Shown], pages: Any, lang: str, percent: int, width: int
):
    """Not in the search, the chips, the list and the card of a project."""
    shown = show(pages[lang], phone=True)
    _enlarge(shown, percent=percent, width=width)
    assert _faults(shown, _PARTS) == []
    for project in ("metro-1-phase-1", "huanguan-phase-3"):
        shown.apply(selected=project)
        assert _faults(shown, ["#card"]) == []


def test_letters_are_really_larger(show: Callable[..., Shown], pages: Any):
    """What the tests above enlarge grows; with letters of the usual size the rows are as before."""
    shown = show(pages["zh"], phone=True)
    height = "document.querySelector('.row-name').getBoundingClientRect().height"
    before = shown.frame.evaluate(height)
    _enlarge(shown, percent=200, width=390)
    assert shown.frame.evaluate(height) >= 2 * before
    assert shown.frame.evaluate("document.documentElement.classList.contains('large')")


@pytest.mark.parametrize(
    ("css", "word"),
    [
        (".row { height: 30px; min-height: 0; overflow: hidden }", "cut"),
        (".row-name { white-space: nowrap; width: 40px; overflow: hidden }", "cut"),
        (".row-where { margin-top: -24px }", "over"),
        (".list-head { width: 150vw }", "beyond"),
    ],
)
def test_fault_is_noticed(show: Callable[..., Shown], pages: Any, css: str, word: str):
    """The tests above see rows that cut, words over words, and a list wider than the window."""
    shown = show(pages["zh"], phone=True)
    shown.frame.add_style_tag(content=css)
    shown.settle()
    assert any(f" {word}: " in fault for fault in _faults(shown, ["#side-body"]))
