"""What changed between two days, as facts: the digest of :mod:`geo.between`, each part with its source."""

from __future__ import annotations

from collections.abc import Iterator

from geo.address import link
from geo.asking.asked import Asked, AskError, asked
from geo.asking.facts import Answer, Row, fact, project
from geo.between import Changed, Digest, digest
from geo.days import today
from geo.entries import Entry
from i18n import text

__all__ = ["changes"]

_MOST = 50


def changes(start: str, end: str, query: str = "", *, lang: str | None = None) -> Answer:
    """Return what became known after one day and until the end of another, of the projects that pass.

    Parameters
    ----------
    start, end
        Days as in a link (``2024-12-31``): one before the report is the report's, one to come is today.
    query
        Filters as in a link. Without any, what the report does not name is told too; without any or for towns
        results of targets.

    Raises
    ------
    AskError
        If a day is none, or the first is not before the second.
    """
    first, last = (asked(query, lang=lang, at=day) for day in (start, end))
    for one in (first, last):
        if any(part.parameter == "at" and part.reason.value == "malformed" for part in one.ignored):
            raise AskError(one.lang, "day")
    until = last.view.at or today().isoformat()
    if first.view.at is None or first.view.at >= until:
        raise AskError(last.lang, "days")
    found = digest(last.whole, first.view.at, until, view=last.view)
    return {
        **last.head(),
        "start": first.view.at,
        "end": last.view.at,
        **_told(last, found),
        "link": link(last.view),
    }


def _told(question: Asked, found: Digest) -> Answer:
    """Return the lists of a digest as an answer has them, the longest cut."""
    rows = {str(row["id"]): row for row in question.dataset.projects.to_dict("records")}
    moved = (*found.status_changed, *found.updated)
    told = [_project(question, rows[one.project.id], one) for one in moved]
    return {
        "total": len(told),
        "projects": told[:_MOST],
        "targets": [_target(question, one) for one in found.results[:_MOST]],
        "named_elsewhere": list(_elsewhere(question, found))[:_MOST],
    }


def _project(question: Asked, row: Row, changed: Changed) -> Answer:
    """Return a project with its new facts, and what its status and outcome were and are."""
    told = project(question, row, kinds=("none",))
    told["facts"] = [_entry(question, one, told["link"]) for one in changed.entries]
    for kind, column, before, after in (
        ("status", "status", changed.before, changed.after),
        ("outcome", "kept", changed.kept_before, changed.kept_after),
    ):
        if before != after:
            words = " → ".join(text(f"{column}.{value}", question.lang) for value in (before, after))
            change = fact(question, f"{kind}_changed", words, of=row, source_id=row[f"{column}_source_id"])
            told["facts"].append(change | {"before": before, "value": after})
    return told


def _entry(question: Asked, entry: Entry, where: str) -> Answer:
    """Return one dated fact: an event, a place that became known, a result."""
    of = {"ref": entry.ref, "link": where}
    source_id = entry.source.id if entry.source else None
    value = {"value": entry.event} if entry.event else {}
    return fact(question, entry.kind.value, entry.words, of=of, source_id=source_id, **value, date=entry.date)


def _target(question: Asked, entry: Entry) -> Answer:
    where = link(question.view, entry.page)
    return {"id": entry.about, "name": entry.name, "facts": [_entry(question, entry, where)]}


def _elsewhere(question: Asked, found: Digest) -> Iterator[Answer]:
    """Yield what other documents named since then and the report did not: it has no paragraph."""
    of = {"link": link(question.view), "ref": None}
    for one in found.elsewhere:
        more = {
            "source_id": one.source.id if one.source else None,
            "date": one.date,
            "document": one.document,
        }
        yield fact(question, "named_elsewhere", f"{one.name}: {one.words}", of=of, **more)
