"""Classes for a count by area: natural breaks (Fisher-Jenks) by jenkspy, zero in a class of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import jenkspy
import numpy as np

__all__ = ["CountClass", "class_of", "count_classes"]

_MOST = 5


@dataclass(frozen=True, slots=True)
class CountClass:
    """A class of whole numbers, both ends included."""

    low: int
    high: int


def count_classes(values: Sequence[int], *, most: int = _MOST) -> tuple[CountClass, ...]:
    """Return classes that hold every value once, lowest first.

    Parameters
    ----------
    values
        Counts, 0 or more.
    most
        At most so many classes besides zero. With no more different counts than that, each is a class.

    Returns
    -------
    tuple of CountClass
        Zero alone first, if it occurs; then Fisher-Jenks classes (least spread within a class), whose
        ends are counts that occur.

    Raises
    ------
    ValueError
        If a value is below zero.
    """
    counts = np.asarray(values, dtype=int)
    if (counts < 0).any():
        msg = f"`values` had {int(counts.min())} but are expected to be 0 or more"
        raise ValueError(msg)
    zero = (CountClass(0, 0),) if (counts == 0).any() else ()
    found = counts[counts > 0]
    different = np.unique(found)
    if len(different) <= most:
        return (*zero, *(CountClass(int(value), int(value)) for value in different))
    return (*zero, *_jenks(found, different, most))


def _jenks(found: np.ndarray, different: np.ndarray, most: int) -> list[CountClass]:
    lowest, *highs = (int(value) for value in jenkspy.jenks_breaks(found, n_classes=most))
    lows = [lowest, *(int(different[different > high][0]) for high in highs[:-1])]
    return [CountClass(low, high) for low, high in zip(lows, highs, strict=True)]


def class_of(value: int, classes: Sequence[CountClass]) -> int:
    """Return the number of the class that holds a value.

    Raises
    ------
    ValueError
        If none does.
    """
    for number, one in enumerate(classes):
        if one.low <= value <= one.high:
            return number
    msg = f"`value` was {value} but is expected to lie in one of {len(classes)} classes"
    raise ValueError(msg)
