"""How long ago each project was last looked at: the newest day on which anybody here read about it.

What counts is what can hold news: the sources of a project's events, and the days on which news were searched
for and not found. The report itself and map data do not count: to read them again says nothing about today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from geo.dataset import Dataset
from geo.vocabulary import Event

__all__ = ["STALE_DAYS", "Due", "due", "last_looked", "stale_after"]

# A project that nobody has looked at for longer than this says so. The number stands here alone.
STALE_DAYS = 180


@dataclass(frozen=True, slots=True)
class Due:
    """A project that is to be looked at again: when it was last, None for never, and how many days ago."""

    project_id: str
    looked: date | None
    days: int | None


def stale_after(looked: date) -> date:
    """Return the last day on which a project that was looked at on a day is still fresh."""
    return looked + timedelta(days=STALE_DAYS)


def _day(text: object) -> date | None:
    """Return an ISO day; None for a month, a year or nothing, which are no days of reading."""
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def last_looked(dataset: Dataset) -> dict[str, date]:
    """Return when each project was last looked at; one that never was is left out.

    Parameters
    ----------
    dataset
        Its `events` name their sources; an event `unknown` is a search, whose own date counts.
    """
    read = dict(zip(dataset.sources["id"], dataset.sources["date_read"], strict=True))
    found: dict[str, date] = {}
    for row in dataset.events.to_dict("records"):
        day = _day(row["date"] if row["event"] == Event.UNKNOWN else read.get(row["source_id"]))
        project = str(row["project_id"])
        if day is not None and day > found.get(project, date.min):
            found[project] = day
    return found


def _overdue(projects: Iterable[str], looked: Mapping[str, date], today: date) -> Iterable[Due]:
    for project in projects:
        day = looked.get(project)
        if day is None:
            yield Due(project, None, None)
        elif today > stale_after(day):
            yield Due(project, day, (today - day).days)


def due(dataset: Dataset, *, today: date) -> list[Due]:
    """Return the projects that nobody has looked at for more than :data:`STALE_DAYS` days.

    Returns
    -------
    list
        The longest ago first, those that were never looked at before all; of one day as in the report.
    """
    found = _overdue(map(str, dataset.projects["id"]), last_looked(dataset), today)
    return sorted(found, key=lambda one: one.looked or date.min)
