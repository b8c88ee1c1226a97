"""Classes for counts: every value in one class, zero alone, breaks where mapclassify puts them."""

from __future__ import annotations

from itertools import pairwise

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
