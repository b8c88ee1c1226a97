"""What changed between two days: the facts that became known, and each status or outcome that they made."""

from __future__ import annotations

import pandas as pd

from geo.address import link
from geo.asking.asked import Asked, AskError, asked
from geo.asking.facts import Answer, Row, event, fact, project
from geo.past import as_of
from geo.query import select
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
        Filters as in a link; they hold on the later day.

    Raises
    ------
    AskError
        If a day is none, or the first is after the second.
    """
    before, after = (asked(query, lang=lang, at=day) for day in (start, end))
    for one in (before, after):
        if any(part.parameter == "at" and part.reason.value == "malformed" for part in one.ignored):
            raise AskError(one.lang, "day")
    first = before.view.at
    if first is None or (after.view.at is not None and first > after.view.at):
        raise AskError(after.lang, "days")
    was = as_of(before.whole, first)
    found = []
    rows = select(after.dataset, after.view).to_dict("records")
    for row in rows:
        told = _told(after, row, was.projects, _new(was.events, after.dataset.events, str(row["id"])))
        if told["facts"]:
            found.append(told)
    named = _named(after, was.since)
    return {
        **after.head(),
        "start": first,
        "end": after.view.at,
        "total": len(found),
        "quiet": len(rows) - len(found),
        "projects": found[:_MOST],
        "named_elsewhere": named[:_MOST],
        "link": link(after.view),
    }


def _new(old: pd.DataFrame, new: pd.DataFrame, project_id: str) -> list[Row]:
    """Return the events of a project that were not known before."""
    key = ["date", "event", "fact_zh", "source_id"]
    seen = set(old.loc[old["project_id"] == project_id, key].itertuples(index=False, name=None))
    own = new[new["project_id"] == project_id]
    return [row for row in own.to_dict("records") if tuple(row[name] for name in key) not in seen]


def _told(question: Asked, row: Row, was: pd.DataFrame, new: list[Row]) -> Answer:
    """Return a project with its new facts, and what its status and outcome were and are."""
    told = project(question, row, kinds=("none",))
    told["facts"] = [event(question, row, one) for one in new]
    old = was.set_index("id").loc[row["id"]]
    for kind, column, decided in (
        ("status", "status", "status_source_id"),
        ("outcome", "kept", "kept_source_id"),
    ):
        if old[column] != row[column] and told["facts"]:
            words = [text(f"{column}.{value}", question.lang) for value in (old[column], row[column])]
            change = fact(question, f"{kind}_changed", " → ".join(words), of=row, source_id=row[decided])
            told["facts"].append(change | {"before": str(old[column]), "value": str(row[column])})
    return told


def _named(question: Asked, was: pd.DataFrame) -> list[Answer]:
    """Return what other documents named since then and the report did not: it has no paragraph."""
    new = question.dataset.since
    if new.empty:
        return []
    seen = set(was["name_zh"]) if len(was) else set()
    lang = question.lang
    of = {"link": link(question.view), "ref": None}
    return [
        fact(
            question,
            "named_elsewhere",
            f"{row[f'name_{lang}']}: {row[f'fact_{lang}']}",
            of=of,
            source_id=row["source_id"],
            date=str(row["date"]),
            document=row[f"document_{lang}"],
        )
        for row in new.to_dict("records")
        if row["name_zh"] not in seen
    ]
