"""A hatch stands for one thing that is meant: docs/decisions/0100."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.layers.conftest import Shown

_FILLS = """[...document.querySelectorAll(".leaflet-hatch-pane path")]
  .map(path => path.getAttribute("fill")).filter(fill => fill?.startsWith("url("))"""
_STRIPES = "fill => document.querySelectorAll(fill.slice(4, -1).replaceAll('\"', '') + ' rect').length"
_BADGES = "document.querySelectorAll('.town-name .badge').length"
_KEY = "document.querySelectorAll('#key [data-key=town] svg path').length"

FILTERS: list[dict[str, list[str]]] = [
    {},
    {"categories": ["rail"]},
    {"categories": ["road"]},
    {"categories": ["water"]},
    {"categories": ["rail", "road"]},
    {"categories": ["industry", "logistics", "civic"]},
    {"statuses": ["building"]},
    {"statuses": ["unknown"]},
    {"statuses": ["planned"]},
    {"towns": ["changan"]},
    {"towns": ["dalang", "shatian"]},
]


@pytest.fixture
def shown(show: Callable[..., Shown], pages: Any) -> Shown:
    return show(pages["zh"])


def test_at_rest_badges_stand_alone(shown: Shown):
    """No town is hatched, the badges are there, and the key has no hatch either."""
    assert shown.frame.evaluate(_FILLS) == []
    assert shown.frame.evaluate(_BADGES) > 10
    alone = shown.frame.evaluate(_KEY)
    shown.apply(filters={"categories": ["rail"]})
    assert shown.frame.evaluate(_FILLS)
    assert shown.frame.evaluate(_KEY) > alone


def test_never_two_colours_in_a_town(shown: Shown):
    """Whatever is filtered, each hatch has the stripes of one category."""
    found = 0
    for filters in FILTERS:
        shown.apply(filters=filters)
        fills = shown.frame.evaluate(_FILLS)
        assert {shown.frame.evaluate(_STRIPES, fill) for fill in fills} <= {1}, filters
        found += len(fills)
    assert found > 10


def test_selected_and_hovered_towns_are_hatched(shown: Shown):
    """A corridor of which only the towns are known is hatched in each of them, also near by."""
    shown.apply(selected="huanguan-phase-3")
    assert len(shown.frame.evaluate(_FILLS)) >= 9
    shown.apply()
    shown.frame.hover('[data-row="huanguan-phase-3"]')
    shown.settle()
    assert len(shown.frame.evaluate(_FILLS)) >= 9


def test_near_by_a_filter_hatches_nothing(shown: Shown):
    """From zoom 13 on a hatch would be all that one sees."""
    shown.apply(filters={"categories": ["rail"]}, camera=[14, 22.81, 113.80])
    assert shown.frame.evaluate(_FILLS) == []
