"""What has become of a project's id: plain Python, for a link that was given years ago.

Nothing is guessed: each step is a row of ``data/succession.csv`` that a person wrote, with day and source.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from geo.vocabulary import Succession

__all__ = ["Fate", "Step", "fate", "heirs", "steps_of"]


@dataclass(frozen=True, slots=True)
class Step:
    """One row: on a day an id became another (``new_id`` is empty for one that was retired)."""

    old_id: str
    new_id: str
    kind: Succession
    date: str
    source_id: str = ""
    note_zh: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class Fate:
    """Where an id leads: the first step taken from it, and the ids of today (none: it is gone)."""

    kind: Succession
    date: str
    ids: tuple[str, ...]
    note_zh: str = ""
    note_en: str = ""


def steps_of(rows: Iterable[Mapping[Any, Any]]) -> tuple[Step, ...]:
    """Return rows of ``succession.csv`` (or of its copy in ``index.json``) as steps."""
    return tuple(
        Step(
            old_id=str(row["old_id"]),
            new_id=str(row["new_id"] or ""),
            kind=Succession(str(row["kind"])),
            date=str(row["date"]),
            source_id=str(row.get("source_id") or ""),
            note_zh=str(row.get("note_zh") or ""),
            note_en=str(row.get("note_en") or ""),
        )
        for row in rows
    )


def heirs(project_id: str, steps: Collection[Step], *, known: Collection[str]) -> tuple[str, ...]:
    """Return the ids among `known` that an id leads to, step by step, each once.

    A way ends at the first known id; a circle (which the checks refuse) ends where it would close.
    """
    found: dict[str, None] = {}
    waiting, seen = [project_id], {project_id}
    while waiting:
        now = waiting.pop(0)
        for step in steps:
            if step.old_id != now or not step.new_id or step.new_id in seen:
                continue
            seen.add(step.new_id)
            if step.new_id in known:
                found[step.new_id] = None
            else:
                waiting.append(step.new_id)
    return tuple(found)


def fate(project_id: str, steps: Collection[Step], *, known: Collection[str]) -> Fate | None:
    """Return what has become of an id that is not among `known`; None if no step speaks of it."""
    own = [step for step in steps if step.old_id == project_id]
    if not own or project_id in known:
        return None
    first = own[0]
    ids = heirs(project_id, steps, known=known)
    kind = first.kind
    if kind is not Succession.RETIRED and len(ids) > 1:
        kind = Succession.SPLIT
    return Fate(kind=kind, date=first.date, ids=ids, note_zh=first.note_zh, note_en=first.note_en)
