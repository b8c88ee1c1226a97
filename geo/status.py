"""Promise, status now and "kept?": computed from the report's words and the dated events, never stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.days import last_day
from geo.vocabulary import Event, Kept, Status

__all__ = ["Outcome", "is_settled", "kept_of", "status_now"]

# One event: its columns by name.
Row = Mapping[str, object]
# What fulfils a promise: the promised kind of event, or one beyond it.
_RANK = {
    Event.WORKS_STARTED: 1,
    Event.DELIVERED: 2,
    Event.COMPLETED: 3,
    Event.OPENED: 4,
}
_FINISHED = frozenset({Event.COMPLETED, Event.OPENED})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What has become of a promise, with the day and the source that say so (None if nothing does)."""

    kept: Kept
    date: str | None = None
    source_id: str | None = None


def _known(value: object) -> str:
    return value if isinstance(value, str) else ""


def status_now(events: Sequence[Row]) -> dict[str, str | None]:
    """Return the status that the latest event shows, with its date, words and source.

    Parameters
    ----------
    events
        The events of one project, in the order of the file; `status` is empty where the event says
        nothing of the state of the project.
    """
    told = [row for row in events if row["status"] != ""]
    real = [row for row in told if row["status"] != Status.UNKNOWN]
    # "2024" stands after "2024-01-31". Of two on one day the later line counts: `max` would take the first.
    row = max(reversed(real or told), key=lambda one: last_day(_known(one["date"])), default=None)
    if row is None:
        return dict.fromkeys(("word_zh", "word_en", "date", "fact_zh", "fact_en", "source_id"), None) | {
            "status": Status.UNKNOWN.value
        }
    return {
        key: (_known(row[key]) or None)
        for key in ("status", "word_zh", "word_en", "date", "fact_zh", "fact_en", "source_id")
    }


def kept_of(*, promised: str, due: str | None, events: Sequence[Row]) -> Outcome:
    """Say whether a promise was kept: an event of the promised kind, or beyond it, by the day it was due.

    Dates are compared as precisely as they are known: "2024" is by 2024-12-31. Silence is `unknown`,
    and `not_yet` needs a source after the day that says that it has not come.
    """
    if not promised or due is None:
        return Outcome(Kept.OPEN)
    least = _RANK[Event(promised)]
    for row in sorted(events, key=lambda one: _known(one["date"])):
        date = _known(row["date"])
        if _RANK.get(Event(str(row["event"])), 0) >= least and date:
            state = Kept.KEPT if date <= due[: len(date)] else Kept.LATE
            return Outcome(state, date, _known(row["source_id"]) or None)
    for row in events:
        if row["event"] == Event.NOT_YET and _known(row["date"]) > due:
            return Outcome(Kept.NOT_YET, _known(row["date"]), _known(row["source_id"]) or None)
    return Outcome(Kept.UNKNOWN)


def is_settled(events: Sequence[Row]) -> bool:
    """Say whether a project is finished by what dated sources say; silence and a promise kept settle nothing.

    Finished is what the latest event with a status shows as done, or what was completed or opened by an event
    that says nothing of the state. One that says "opened, still building" speaks of a part.
    """
    if status_now(events)["status"] == Status.DONE:
        return True
    return any(row["status"] == "" and row["event"] in _FINISHED for row in events)
