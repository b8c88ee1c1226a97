"""Classes for counts: every value in one class, zero in its own, natural breaks between the others."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.classes import CountClass, class_of, count_classes


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 60), min_size=1, max_size=40))
def test_every_value_lies_in_exactly_one_class(values: list[int]):
    """Whole, in order, without overlap; no class is empty, and zero stands alone."""
    classes = count_classes(values)
    for value in values:
        assert sum(one.low <= value <= one.high for one in classes) == 1
    assert all(before.high < after.low for before, after in pairwise(classes))
    assert all(any(one.low <= value <= one.high for value in values) for one in classes)
    assert (CountClass(0, 0) in classes) == (0 in values)
    assert len(classes) <= 6


def test_breaks_fall_into_the_gaps():
    """Three heaps, three classes."""
    assert count_classes([1, 2, 3, 20, 21, 22, 50, 51], most=3) == (
        CountClass(1, 3),
        CountClass(20, 22),
        CountClass(50, 51),
    )


def _spread(values: list[int], highs: tuple[int, ...]) -> float:
    """Return the sum of squared distances from the means of the classes that end at `highs`."""
    counts = np.array(values)
    place = np.searchsorted(highs, counts)
    return sum(float(counts[place == one].var()) * int((place == one).sum()) for one in set(place))


@settings(deadline=None, max_examples=100)
@given(st.lists(st.integers(1, 40), min_size=6, max_size=20).filter(lambda values: len(set(values)) > 4))
def test_no_other_breaks_have_less_spread_within_classes(values: list[int]):
    """Of all ways to cut the counts into four classes none is better, also where counts occur often."""
    found = tuple(one.high for one in count_classes(values, most=4))
    *inner, last = sorted(set(values))
    least = min(_spread(values, (*cut, last)) for cut in combinations(inner, 3))
    assert len(found) == 4
    assert _spread(values, found) == pytest.approx(least)


def test_few_different_counts_are_a_class_each():
    """With no more different counts than classes nothing is lumped together."""
    assert count_classes([0, 4, 4, 1]) == (CountClass(0, 0), CountClass(1, 1), CountClass(4, 4))


def test_no_values_have_no_classes():
    """An empty answer is no error."""
    assert count_classes([]) == ()


def test_values_out_of_range_are_refused():
    """A count below zero is a mistake, and so is a value of no class."""
    with pytest.raises(ValueError, match="0 or more"):
        count_classes([3, -1])
    with pytest.raises(ValueError, match="classes"):
        class_of(7, (CountClass(1, 2),))
