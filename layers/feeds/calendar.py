"""A feed as iCalendar (RFC 5545): whole days, and whole months or years where no day is known.

A month or year stands as the span that it is: to put it on one day would tell a day that nobody knows. The
events are transparent, so that nobody's time is taken.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import icalendar

from geo.city import CITY
from geo.days import last_day
from geo.entries import Entry
from geo.feed import Feed
from geo.filters import word
from i18n import text
from layers.feeds.addresses import Addresses
from layers.feeds.words import said, source_address, subtitle, title
from layers.wording import date_text

__all__ = ["calendar"]

_WHOLE_DAY = len("2024-12-31")
_LOOK_AGAIN = timedelta(days=1)


def calendar(found: Feed, addresses: Addresses) -> bytes:
    """Return a feed as a calendar; the same feed and addresses give the same bytes."""
    name = title(found)
    made = icalendar.Calendar()
    made.add("prodid", f"-//{CITY.id}-project-map//feeds//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("name", name)  # RFC 7986; the next one is what calendars read before it
    made.add("x-wr-calname", name)
    made.add("description", subtitle(found))
    made.add("url", addresses.page)
    made.add("refresh-interval", _LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    for entry in found.entries:
        made.add_component(_event(entry, addresses, found.view.lang))
    return bytes(made.to_ical())


def _event(entry: Entry, addresses: Addresses, lang: str) -> icalendar.Event:
    first, last = _span(entry.date)
    words = [*said(entry, lang), source_address(entry) or "", addresses.entry(entry)]
    made = icalendar.Event()
    made.add("uid", entry.id)
    # The day from which it is known, not now: a calendar that looks again sees the same bytes.
    made.add("dtstamp", datetime.combine(date.fromisoformat(entry.known), datetime.min.time(), UTC))
    made.add("dtstart", first)
    made.add("dtend", last + timedelta(days=1))  # the end is not part of it (section 3.6.1)
    made.add("summary", _summary(entry, lang))
    made.add("description", "\n".join(line for line in words if line))
    made.add("url", addresses.entry(entry))
    made.add("transp", "TRANSPARENT")
    if entry.category:
        made.add("categories", [word("categories", entry.category, lang)])
    return made


def _span(when: str) -> tuple[date, date]:
    """Return the first and the last day that a date of the data can mean."""
    first = f"{when}-01-01"[:_WHOLE_DAY] if len(when) == 4 else f"{when}-01"[:_WHOLE_DAY]
    return date.fromisoformat(first), date.fromisoformat(last_day(when))


def _summary(entry: Entry, lang: str) -> str:
    if len(entry.date) == _WHOLE_DAY:
        return entry.title
    return text("follow.some_day", lang, title=entry.title, date=date_text(entry.date, lang=lang))
