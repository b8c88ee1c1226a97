"""The dated facts of a dataset as entries that a program can follow, in the words of one language.

One entry a fact that has a day: an event, a place that became known later, the result of a target. A search
that found nothing is no fact and no entry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import pandas as pd

from geo.city import CITY
from geo.dataset import Dataset
from geo.days import known_from
from geo.filters import Filters
from geo.state import View
from geo.towns import bound_targets
from geo.view import to_query
from geo.vocabulary import Event
from i18n import text

__all__ = ["Entry", "EntryKind", "EntrySource", "of_projects", "of_targets", "tag"]

# RFC 4151: whose names they are, and since when. Not the address of a site, which may move, and no domain
# that somebody else may own one day: `.invalid` belongs to nobody for ever (RFC 6761; decision 0091).
_AUTHORITY = f"{CITY.id}-project-map.invalid,2026"

_Row = Mapping[Hashable, Any]


class EntryKind(StrEnum):
    """What an entry tells."""

    EVENT = "event"
    PLACE = "place"
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class EntrySource:
    """Where a fact was read: `url` is empty where there is no address, `read` the day of reading."""

    id: str
    title: str
    publisher: str
    url: str
    read: str

    @classmethod
    def of(cls, row: _Row) -> EntrySource:
        """Return a row of ``Dataset.sources``."""
        return cls(*(str(row[name] or "") for name in ("id", "title", "publisher", "url", "date_read")))


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated fact in the words of one language.

    Attributes
    ----------
    id
        A ``tag:`` URI (RFC 4151) made of project, kind and date: corrected words keep it.
    kind
        What it tells.
    event
        The kind of an event (``geo.vocabulary.Event``), else empty.
    date
        When it happened, as precise as it is known: ``2025``, ``2025-11`` or ``2025-11-28``.
    known
        The day from which it counts as known (:func:`geo.days.known_from`).
    about, name
        Id and name of the project or target.
    title, words
        What happened, short and in a sentence.
    ref
        The paragraph of the report.
    category
        The project's; empty for a target.
    towns
        The ids of the project's towns, none for a target.
    source
        None where the data name none.
    page, query
        The page of the app (empty: the map) and the link that show it.
    """

    id: str
    kind: EntryKind
    event: str
    date: str
    known: str
    about: str
    name: str
    title: str
    words: str
    ref: str
    category: str
    towns: tuple[str, ...]
    source: EntrySource | None
    page: str
    query: str


def tag(*parts: str) -> str:
    """Return a ``tag:`` URI of parts that are slugs or dates."""
    return f"tag:{_AUTHORITY}:{'/'.join(parts)}"


def of_projects(dataset: Dataset, projects: pd.DataFrame, view: View) -> Iterable[Entry]:
    """Yield the events and later places of some projects, in the order of the files.

    Parameters
    ----------
    projects
        Rows of ``dataset.projects``.
    view
        Its language gives the words, its edition the links.
    """
    make = _Maker(view, _sources(dataset))
    rows = {str(row["id"]): row for row in projects.to_dict("records")}
    seen: Counter[tuple[str, str, str]] = Counter()
    for event in dataset.events.to_dict("records"):
        key = (str(event["project_id"]), str(event["event"]), str(event["date"]))
        if key[0] in rows and key[1] != Event.UNKNOWN and key[2]:
            # Two facts of one kind on one day are told apart by their order in the file.
            seen[key] += 1
            yield make.event(event, rows[key[0]], nth=seen[key])
    for place in dataset.placements.to_dict("records"):
        if str(place["project_id"]) in rows:
            yield make.place(place, rows[str(place["project_id"])])


def of_targets(dataset: Dataset, view: View) -> Iterable[Entry]:
    """Yield the results of the targets that bind the filtered towns; of all where nothing is filtered.

    A target has no category, status or name that a project is filtered by: any other filter leaves all out.
    """
    if view.project or Filters.of(replace(view, towns=())) != Filters():
        return
    targets = bound_targets(dataset, view.towns) if view.towns else dataset.targets
    make = _Maker(view, _sources(dataset))
    for row in targets.to_dict("records"):
        if row["result_date"]:
            yield make.result(row, dataset.edition)


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes entries in the words of a view's language."""

    view: View
    sources: Mapping[str, EntrySource]

    def event(self, row: _Row, project: _Row, *, nth: int) -> Entry:
        kind, again = str(row["event"]), (str(nth),) if nth > 1 else ()
        parts = ("event", str(project["id"]), kind, str(row["date"]), *again)
        return self._of_project(
            EntryKind.EVENT, row, project, parts=parts, what=f"export.event.{kind}", words="fact"
        )

    def place(self, row: _Row, project: _Row) -> Entry:
        parts = ("place", str(project["id"]), str(row["date"]))
        return self._of_project(
            EntryKind.PLACE, row, project, parts=parts, what="follow.place_known", words="place"
        )

    def result(self, row: _Row, edition: str) -> Entry:
        """Targets of two editions may have one id: the edition is part of the name."""
        day, name = str(row["result_date"]), self._word(row, "name")
        source = self.sources.get(str(row["result_source_id"]))
        return Entry(
            id=tag("result", edition, str(row["id"]), day),
            kind=EntryKind.RESULT,
            event="",
            date=day,
            known=known_from(day, source.read if source else ""),
            about=str(row["id"]),
            name=name,
            title=self._title(name, "follow.result"),
            words=self._word(row, "result"),
            ref=str(row["ref"]),
            category="",
            towns=(),
            source=source,
            page="promises",
            query=to_query(View(report=self.view.report, lang=self.view.lang)),
        )

    def _of_project(
        self, kind: EntryKind, row: _Row, project: _Row, *, parts: tuple[str, ...], what: str, words: str
    ) -> Entry:
        day, name = str(row["date"]), self._word(project, "name")
        source = self.sources.get(str(row["source_id"]))
        project_id = str(project["id"])
        return Entry(
            id=tag(*parts),
            kind=kind,
            event=str(row["event"]) if kind is EntryKind.EVENT else "",
            date=day,
            known=known_from(day, source.read if source else ""),
            about=project_id,
            name=name,
            title=self._title(name, what),
            words=self._word(row, words),
            ref=str(project["ref"]),
            category=str(project["category"]),
            towns=tuple(map(str, project["towns"])),
            source=source,
            page="",
            query=to_query(View(report=self.view.report, lang=self.view.lang, project=project_id)),
        )

    def _word(self, row: _Row, column: str) -> str:
        """Return a cell in the language; what is only known in Chinese stays Chinese."""
        return str(row[f"{column}_{self.view.lang}"] or row[f"{column}_zh"])

    def _title(self, name: str, what: str) -> str:
        return text("follow.title", self.view.lang, name=name, what=text(what, self.view.lang))


def _sources(dataset: Dataset) -> dict[str, EntrySource]:
    return {str(row["id"]): EntrySource.of(row) for row in dataset.sources.to_dict("records")}
