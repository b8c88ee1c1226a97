"""What changed between two days: the dataset as known on the one held against that of the other.

Absence is never an outcome: what a later report does not name is "no longer named", and nothing else.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from geo.dataset import Dataset
from geo.days import is_day, known_from
from geo.editions.diff import diff
from geo.entries import Entry, EntrySource, of_projects, of_targets
from geo.followed import feed_view
from geo.past import as_of
from geo.places import report_day
from geo.query import select
from geo.state import View
from geo.vocabulary import Change

__all__ = ["Changed", "Digest", "Elsewhere", "Named", "digest", "in_force"]

_Row = Mapping[Hashable, Any]


@dataclass(frozen=True, slots=True)
class Named:
    """A project by id, name and paragraph of the report that names it."""

    id: str
    name: str
    ref: str
    category: str
    report: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A project with news between the days: its state before and after, and the news, newest first.

    ``before`` and ``after`` are values of ``geo.vocabulary.Status``, ``kept_before`` and ``kept_after`` of
    ``geo.vocabulary.Kept``.
    """

    project: Named
    before: str
    after: str
    kept_before: str
    kept_after: str
    entries: tuple[Entry, ...]

    @property
    def is_moved(self) -> bool:
        """Whether status or outcome is another."""
        return (self.before, self.kept_before) != (self.after, self.kept_after)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What another document names and the report does not, with its source."""

    date: str
    name: str
    words: str
    document: str
    source: EntrySource | None


@dataclass(frozen=True, slots=True)
class Digest:
    """What became known after ``since``, up to the end of ``until``; each project in one list at most.

    ``older`` is the report that was in force on ``since`` where that is another one, else empty.
    """

    since: str
    until: str
    view: View
    older: str
    added: tuple[Named, ...]
    status_changed: tuple[Changed, ...]
    updated: tuple[Changed, ...]
    not_named: tuple[Named, ...]
    results: tuple[Entry, ...]
    elsewhere: tuple[Elsewhere, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        lists = (self.added, self.status_changed, self.updated, self.not_named, self.results, self.elsewhere)
        return not any(lists)


def digest(
    dataset: Dataset, from_day: str, to_day: str, *, view: View | None = None, older: Dataset | None = None
) -> Digest:
    """Return what changed between two days.

    Parameters
    ----------
    dataset
        The edition, with all that is known today.
    from_day, to_day
        ISO days, the earlier one first. What was known at the end of the first is no change.
    view
        Its filters choose the projects (those that pass on either day), its language gives the words.
    older
        The edition that was in force on the first day, if it is another one. Without it all projects count as
        added if the report itself came between the days.

    Raises
    ------
    ValueError
        If a day is none of the calendar, or the days are not in order.
    """
    for day in (from_day, to_day):
        if not is_day(day):
            msg = f"the day was {day!r} but is expected to be one as in 2024-12-31"
            raise ValueError(msg)
    if from_day >= to_day:
        msg = f"the first day, {from_day}, is expected before the second, {to_day}"
        raise ValueError(msg)
    # A link's own day is one of the two; an open project is no filter of pages.
    asked = replace(feed_view(view or View(report=dataset.edition)), at=None, project=None)
    before, after = as_of(older or dataset, from_day), as_of(dataset, to_day)
    chosen = {str(one) for day in (before, after) for one in select(day, asked)["id"]}
    new, lost = _came_and_went(dataset, older, from_day, to_day)
    changed = [
        one
        for one in _changed(before, after, asked, since=from_day)
        if one.project.id in chosen and one.project.id not in new
    ]
    return Digest(
        since=from_day,
        until=to_day,
        view=asked,
        older="" if older is None else older.edition,
        added=_named(dataset, chosen & new, asked),
        status_changed=tuple(one for one in changed if one.is_moved),
        updated=tuple(one for one in changed if not one.is_moved),
        not_named=_named(older, chosen & lost, asked) if older is not None else (),
        results=_between(of_targets(after, asked), from_day),
        elsewhere=_elsewhere(after, asked, since=from_day)
        if asked == View(report=asked.report, lang=asked.lang)
        else (),
    )


def in_force(day: str, editions: Iterable[str], folder: Path | None = None) -> str | None:
    """Return the newest of some editions whose report was there on a day, None if none was."""
    known = [(report_day(one, folder), one) for one in editions]
    return max((pair for pair in known if pair[0] <= day), default=("", None))[1]


def _came_and_went(
    dataset: Dataset, older: Dataset | None, from_day: str, to_day: str
) -> tuple[set[str], set[str]]:
    """Return the ids that are named for the first time, and those that are not named again."""
    if older is None:
        is_new = from_day < str(dataset.report["date"]) <= to_day
        return (set(dataset.projects["id"]) if is_new else set()), set()
    found = diff(older, dataset)
    new = {one for row in found.of(Change.NEW) for one in row.new_ids}
    lost = {
        one
        for change in (Change.NOT_MENTIONED, Change.RETIRED)
        for row in found.of(change)
        for one in row.old_ids
    }
    return new, lost


def _named(dataset: Dataset, ids: set[str], view: View) -> tuple[Named, ...]:
    rows = dataset.projects.to_dict("records")
    return tuple(_name(row, dataset.edition, view) for row in rows if row["id"] in ids)


def _name(row: _Row, report: str, view: View) -> Named:
    name = str(row[f"name_{view.lang}"] or row["name_zh"])
    return Named(str(row["id"]), name, str(row["ref"]), str(row["category"]), report)


def _between(entries: Iterable[Entry], since: str) -> tuple[Entry, ...]:
    """Return the entries that became known after a day, newest first."""
    own = [one for one in entries if one.known > since]
    return tuple(sorted(own, key=lambda one: (one.known, one.date), reverse=True))


def _changed(before: Dataset, after: Dataset, view: View, *, since: str) -> Iterable[Changed]:
    """Yield the projects with news, in the report's order. `after` holds nothing later than its day."""
    was = {str(row["id"]): row for row in before.projects.to_dict("records")}
    news: dict[str, list[Entry]] = {}
    for one in _between(of_projects(after, pd.DataFrame(after.projects), view), since):
        news.setdefault(one.about, []).append(one)
    for row in after.projects.to_dict("records"):
        old, own = was.get(str(row["id"]), row), news.get(str(row["id"]), [])
        changed = Changed(
            project=_name(row, after.edition, view),
            before=str(old["status"]),
            after=str(row["status"]),
            kept_before=str(old["kept"]),
            kept_after=str(row["kept"]),
            entries=tuple(own),
        )
        if own or changed.is_moved:
            yield changed


def _elsewhere(dataset: Dataset, view: View, *, since: str) -> tuple[Elsewhere, ...]:
    lang, found = view.lang, []
    sources = {str(row["id"]): row for row in dataset.sources.to_dict("records")}
    for row in dataset.since.to_dict("records"):
        source = sources.get(str(row["source_id"]))
        if known_from(str(row["date"]), str(source["date_read"]) if source else "") > since:
            where = None if source is None else EntrySource.of(source)
            words = str(row[f"fact_{lang}"] or row["fact_zh"])
            found.append(
                Elsewhere(
                    str(row["date"]), str(row[f"name_{lang}"]), words, str(row[f"document_{lang}"]), where
                )
            )
    return tuple(sorted(found, key=lambda one: one.date, reverse=True))
