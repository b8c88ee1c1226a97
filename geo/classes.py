"""Classes for a count by area: where the breaks are is found by mapclassify, zero stands alone."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

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
    import mapclassify  # noqa: PLC0415 - brings SciPy; only this question needs it

    with warnings.catch_warnings():
        # It says that Numba would be quicker; for 35 towns the plain version takes a few milliseconds.
        warnings.filterwarnings("ignore", message="Numba not installed", category=UserWarning)
        breaks = [int(value) for value in mapclassify.FisherJenks(found, k=most).bins]
    lows = [int(different[0]), *(int(different[different > value][0]) for value in breaks[:-1])]
    return [CountClass(low, high) for low, high in zip(lows, breaks, strict=True)]


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
