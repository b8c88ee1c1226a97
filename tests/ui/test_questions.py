"""The counts of the plain view and of a filtered one come from one truth."""

from __future__ import annotations

import geo
from geo.filters import FACETS
from geo.view import View
from ui import facts
from ui.questions import answer, is_plain


def test_counts_of_plain_view_equal_those_of_the_query_engine():
    """What the prepared facts count is what `geo.facets` counts."""
    expected = geo.facets(facts.dataset(), geo.Filters())
    actual = answer(View()).counts
    for field in FACETS:
        assert {value: actual[field].get(value, 0) for value in expected[field]} == expected[field]


def test_answer_when_filtered_shows_what_the_chip_promised():
    """A chip's count is the number of projects after it is chosen."""
    promised = answer(View()).counts["categories"]["rail"]
    found = answer(View(categories=("rail",)))
    assert found.total == promised
    assert found.ids is not None


def test_view_with_selection_and_camera_is_plain():
    """What filters nothing asks no question of `geo`."""
    assert is_plain(View(project="metro-1-phase-1", camera=(12, 22.93, 113.88)))
    assert not is_plain(View(text="x"))
    assert not is_plain(View(towns=("changan",)))
