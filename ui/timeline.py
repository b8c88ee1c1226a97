"""A project's dated events on a line of years: shapes, not colours, say what happened.

Positions are percentages, so that the drawing needs no script and no fixed width. A date that is known to
the month or the year only is drawn as the stretch that it may mean.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from geo.vocabulary import Event
from ui.marks import event_mark

__all__ = ["Axis", "axis_of", "draw_events", "draw_years", "event_kind", "span"]

_KINDS: Mapping[str, str] = {
    Event.WORKS_STARTED: "begun",
    Event.DELIVERED: "done",
    Event.COMPLETED: "done",
    Event.OPENED: "done",
    Event.DELAYED: "delayed",
    Event.NOT_YET: "delayed",
}


@dataclass(frozen=True, slots=True)
class Axis:
    """The years shown: from 1 January of the first to the end of the last."""

    first: int
    last: int
    edition: int
    today: date

    def share(self, day: date) -> float:
        """Return where a day stands, in per cent of the width; outside of the years it is 0 or 100."""
        start, end = date(self.first, 1, 1), date(self.last + 1, 1, 1)
        return min(max(100 * (day - start).days / (end - start).days, 0.0), 100.0)


def span(text: str) -> tuple[date, date]:
    """Return the first and the last day that a date can mean: "2024", "2024-01" or "2024-01-09"."""
    numbers = [int(piece) for piece in text.split("-")]
    year, month = numbers[0], numbers[1] if len(numbers) > 1 else 0
    if not month:
        return date(year, 1, 1), date(year, 12, 31)
    if len(numbers) > 2:
        return date(year, month, numbers[2]), date(year, month, numbers[2])
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def axis_of(edition: int, *, today: date, newest: str) -> Axis:
    """Return the years from two before the edition to the newest fact's, or today's if that is later."""
    last = max(edition + 1, today.year, span(newest)[1].year)
    return Axis(edition - 2, last, edition, today)


def event_kind(event: str) -> str:
    """Return the shape of an event: begun, done, delayed, or news."""
    return _KINDS.get(event, "news")


def draw_years(axis: Axis, *, today: str) -> Markup:
    """Return the scale above the rows, with the word for the day that its thin line is."""
    labels = Markup("").join(
        Markup('<span class="dg-year{}" style="left:{:.2f}%">{}</span>').format(
            " dg-edition" if year == axis.edition else "", axis.share(date(year, 1, 1)), year
        )
        for year in range(axis.first, axis.last + 1)
    )
    now = Markup('<span class="dg-year dg-now-year" style="left:{:.2f}%">{}</span>').format(
        axis.share(axis.today), today
    )
    return Markup('<span class="dg-years" aria-hidden="true">{}{}</span>').format(labels, now)


def draw_events(events: Sequence[Mapping[Any, Any]], axis: Axis, *, label: str) -> Markup:
    """Return one row's drawing.

    Parameters
    ----------
    events
        Rows with `date` and `event`; searches that found nothing must have been left out.
    label
        The same in words, for those who do not see it.
    """
    spans = [(span(str(row["date"])), event_kind(str(row["event"]))) for row in events]
    parts = [_ground(axis), _track([days for days, _ in spans], axis)]
    parts += [_stretch(days, axis) for days, _ in spans if (days[1] - days[0]).days > 1]
    parts += [
        event_mark(kind, at=axis.share(_middle(days))) for days, kind in spans if days[1].year >= axis.first
    ]
    parts.append(_before([days for days, _ in spans], axis))
    return Markup('<div class="dg-time" role="img" aria-label="{}">{}</div>').format(
        label, Markup("").join(parts)
    )


def _ground(axis: Axis) -> Markup:
    """Return the edition's year as a strip, its end dashed, and today as a line."""
    left, right = axis.share(date(axis.edition, 1, 1)), axis.share(date(axis.edition + 1, 1, 1))
    return Markup(
        '<i class="dg-strip" style="left:{:.2f}%;width:{:.2f}%"></i>'
        '<i class="dg-due" style="left:{:.2f}%"></i><i class="dg-today" style="left:{:.2f}%"></i>'
    ).format(left, right - left, right, axis.share(axis.today))


def _middle(days: tuple[date, date]) -> date:
    return days[0] + (days[1] - days[0]) / 2


def _track(spans: Sequence[tuple[date, date]], axis: Axis) -> Markup:
    if len(spans) < 2:
        return Markup("")
    places = [axis.share(_middle(days)) for days in spans]
    return Markup('<i class="dg-track" style="left:{:.2f}%;width:{:.2f}%"></i>').format(
        min(places), max(places) - min(places)
    )


def _stretch(days: tuple[date, date], axis: Axis) -> Markup:
    left, right = axis.share(days[0]), axis.share(days[1])
    return Markup('<i class="dg-stretch" style="left:{:.2f}%;width:{:.2f}%"></i>').format(left, right - left)


def _before(spans: Sequence[tuple[date, date]], axis: Axis) -> Markup:
    """Say the year of what happened before the first year shown."""
    early = [days[0].year for days in spans if days[1].year < axis.first]
    return Markup('<span class="dg-early">{}</span>').format(min(early)) if early else Markup("")
