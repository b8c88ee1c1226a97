"""Two views side by side, from one link: two days, two towns, two categories, or two reports.

Plain Python: the page of two maps and the picture of both take the views from here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from geo.days import today
from geo.filters import word
from geo.places import report_day
from geo.view import View
from i18n import date_words, text

__all__ = ["By", "Pair", "pair"]


class By(StrEnum):
    """What the two sides differ in."""

    DAYS = "days"
    TOWNS = "towns"
    CATEGORIES = "categories"
    EDITIONS = "editions"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two views that differ in one thing, and what each is called in the language of the link."""

    by: By
    views: tuple[View, View]
    names: tuple[str, str]


def pair(view: View, editions: Sequence[str] = ()) -> Pair:
    """Return the two sides of a link.

    Parameters
    ----------
    view
        With ``since``: that day and ``at`` (or today). Else the first two of its towns, or of its categories;
        else its report and the one before it; else the report's own day and ``at`` (or today).
    editions
        The reports that there are, the oldest first.
    """
    alone: dict[str, Any] = {
        "near": None,
        "radius_m": View().radius_m,
        "tour": None,
        "embed": (),
        "show": None,
    }
    plain = replace(view, since=None, **alone)
    for by in (By.TOWNS, By.CATEGORIES):
        values = getattr(view, by.value)
        if not view.since and len(values) > 1:
            sides = (_side(plain, by, values[0]), _side(plain, by, values[1]))
            return Pair(by, sides, _words(by, [str(value) for value in values[:2]], view.lang))
    if not view.since and not view.at and view.report in editions[1:]:
        years = (editions[editions.index(view.report) - 1], view.report)
        return Pair(
            By.EDITIONS,
            (replace(plain, report=years[0]), plain),
            (_edition(years[0], view.lang), _edition(years[1], view.lang)),
        )
    days = (view.since or report_day(view.report), view.at or today().isoformat())
    names = (_day(days[0], view.lang), _day(days[1], view.lang))
    return Pair(By.DAYS, (replace(plain, at=days[0]), replace(plain, at=view.at)), names)


def _side(view: View, by: By, value: str) -> View:
    """Return the view of one value; each side looks at what it shows."""
    part: dict[str, Any] = {by.value: (value,)}
    return replace(view, camera=None, **part)


def _words(by: By, values: Sequence[str], lang: str) -> tuple[str, str]:
    return word(by.value, values[0], lang), word(by.value, values[1], lang)


def _edition(year: str, lang: str) -> str:
    return text("compare.edition", lang, year=year)


def _day(day: str, lang: str) -> str:
    return text("past.known", lang, date=date_words(day, lang))
