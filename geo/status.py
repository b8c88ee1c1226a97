"""Promise, status now and "kept?": computed from the report's words and the dated events, never stored."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geo.vocabulary import Event, Kept, Status

__all__ = ["Outcome", "kept_of", "status_now"]

# What fulfils a promise: the promised kind of event, or one beyond it.
_RANK = {
    Event.WORKS_STARTED: 1,
    Event.DELIVERED: 2,
    Event.COMPLETED: 3,
    Event.OPENED: 4,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What has become of a promise, with the day and the source that say so (None if nothing does)."""

    kept: Kept
    date: str | None = None
    source_id: str | None = None


def _known(value: object) -> str:
    return value if isinstance(value, str) else ""


def _latest(dates: pd.Series) -> pd.Series:
    """Return the last day that each date can mean, so that "2024" stands after "2024-01-31"."""
    return dates.astype("str").map(lambda date: date + "-12-31"[len(date) - 4 :] if date else "")


def status_now(events: pd.DataFrame) -> dict[str, str | None]:
    """Return the status that the latest event shows, with its date, words and source.

    Parameters
    ----------
    events
        One row an event of one project, in the order of the file; column `status` is empty where the
        event says nothing of the state of the project.
    """
    told = events[events["status"] != ""]
    real = told[told["status"] != Status.UNKNOWN]
    chosen = (real if len(real) else told).sort_values("date", kind="stable", key=_latest).tail(1)
    if chosen.empty:
        return dict.fromkeys(("word_zh", "word_en", "date", "fact_zh", "fact_en", "source_id"), None) | {
            "status": Status.UNKNOWN.value
        }
    row = chosen.iloc[0]
    return {
        key: (_known(row[key]) or None)
        for key in ("status", "word_zh", "word_en", "date", "fact_zh", "fact_en", "source_id")
    }


def kept_of(*, promised: str, due: str | None, events: pd.DataFrame) -> Outcome:
    """Say whether a promise was kept: an event of the promised kind, or beyond it, by the day it was due.

    Dates are compared as precisely as they are known: "2024" is by 2024-12-31. Silence is `unknown`,
    and `not_yet` needs a source after the day that says that it has not come.
    """
    if not promised or due is None:
        return Outcome(Kept.OPEN)
    least = _RANK[Event(promised)]
    for row in events.sort_values("date", kind="stable").itertuples():
        if _RANK.get(Event(str(row.event)), 0) >= least and row.date:
            date = str(row.date)
            state = Kept.KEPT if date <= due[: len(date)] else Kept.LATE
            return Outcome(state, date, _known(row.source_id) or None)
    for row in events.itertuples():
        if row.event == Event.NOT_YET and str(row.date) > due:
            return Outcome(Kept.NOT_YET, str(row.date), _known(row.source_id) or None)
    return Outcome(Kept.UNKNOWN)
