"""What a later report does with each project of an earlier one: by ids and written steps, never by guess."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd
from rapidfuzz import fuzz

from geo.dataset import Dataset
from geo.succession import Step, heirs, steps_of
from geo.vocabulary import Change, Kept, Succession
from i18n import text

__all__ = ["Diff", "Row", "Suspect", "diff"]

# Below this, two names are no more alike than any two of the report (rapidfuzz' ratio, 0-100).
_ALIKE = 70.0


@dataclass(frozen=True, slots=True)
class Row:
    """One project's way from one report to the next.

    `old_ids` is empty for a new one, `new_ids` for one that is not named again or retired. `changes` holds
    all that is true of it, `change` its sort (the first). The outcome is that of the older report's
    promise, from a dated event; `None` where there is none.
    """

    changes: tuple[Change, ...]
    old_ids: tuple[str, ...]
    new_ids: tuple[str, ...]
    name_zh: str
    name_en: str
    was_zh: str = ""
    was_en: str = ""
    stage_before: str = ""
    stage_after: str = ""
    kept: str = ""
    kept_date: str | None = None
    kept_source_id: str | None = None
    step: Step | None = None

    def said(self, *, older: str, newer: str, lang: str) -> str:
        """Return what each report says of it, by its year: a verb alone would pass for what is so today."""
        before, after = (
            stage and text(f"stage.{stage}", lang) for stage in (self.stage_before, self.stage_after)
        )
        if before and before == after:
            return text("editions.both_say", lang, stage=after)
        told = [
            text("editions.says", lang, year=year, stage=stage)
            for year, stage in ((older, before), (newer, after))
            if stage
        ]
        return " → ".join(told)

    @property
    def change(self) -> Change:
        """The sort that this row is told under."""
        return self.changes[0]


@dataclass(frozen=True, slots=True)
class Suspect:
    """A project not named again and a new one whose names are alike: for a person to decide."""

    old_id: str
    new_id: str
    alike: float


@dataclass(frozen=True, slots=True)
class Diff:
    """Every project of two editions, each in one row, in the older report's order, the new ones last."""

    older: str
    newer: str
    rows: tuple[Row, ...]
    suspects: tuple[Suspect, ...]

    def counts(self) -> Mapping[Change, int]:
        """Return the number of rows by sort, zeros included."""
        found = Counter(row.change for row in self.rows)
        return {change: found[change] for change in Change}

    def of(self, change: Change) -> tuple[Row, ...]:
        """Return the rows of one sort."""
        return tuple(row for row in self.rows if row.change is change)

    def among(self, ids: Container[str]) -> Diff:
        """Return the rows and suspects of which one edition or the other has a project among these ids."""
        return replace(
            self,
            rows=tuple(row for row in self.rows if any(key in ids for key in (*row.old_ids, *row.new_ids))),
            suspects=tuple(one for one in self.suspects if one.old_id in ids or one.new_id in ids),
        )


def diff(older: Dataset, newer: Dataset) -> Diff:
    """Sort every project of two editions by what the later report does with it.

    Parameters
    ----------
    older, newer
        Two checked editions. The steps of ``succession.csv`` are those of `newer`.

    Returns
    -------
    Diff
        A project whose id goes on is continued, moved (its stage is another), renamed (its name is
        another) or kept (a dated event kept the older promise); one whose id was given up is what
        ``succession.csv`` says; one that is not named again is just that, neither done nor cancelled.
        Similar names are only reported as `suspects`.
    """
    steps = steps_of(newer.succession.to_dict("records"))
    before, after = _by_id(older), _by_id(newer)
    rows = [*_old_rows(before, after, steps)]
    told = {new_id for row in rows for new_id in row.new_ids}
    rows += [
        Row((Change.NEW,), (), (key,), row["name_zh"], row["name_en"], stage_after=row["stage"])
        for key, row in after.items()
        if key not in told
    ]
    lost = [row.old_ids[0] for row in rows if row.change is Change.NOT_MENTIONED]
    fresh = [row.new_ids[0] for row in rows if row.change is Change.NEW]
    return Diff(older.edition, newer.edition, tuple(rows), _suspects(before, after, lost, fresh))


_Project = Mapping[str, str]
_Projects = Mapping[str, _Project]
_TEXTS = ("name_zh", "name_en", "label_zh", "mention", "category", "stage", "kept")


def _by_id(dataset: Dataset) -> dict[str, dict[str, str]]:
    """Return the plain texts of each project by id, in the report's order."""
    found = {}
    for row in dataset.projects.to_dict("records"):
        texts = {name: str(row[name]) for name in _TEXTS}
        texts |= {
            name: str(row[name]) if pd.notna(row[name]) else "" for name in ("kept_date", "kept_source_id")
        }
        found[str(row["id"])] = texts | {"aliases": ";".join(row["aliases"])}
    return found


def _old_rows(before: _Projects, after: _Projects, steps: Sequence[Step]) -> Iterable[Row]:
    """Yield a row for each project of the older report; those that merged share one."""
    merged: dict[str, list[str]] = {}
    for key in before:
        into = _merged_into(key, after, steps)
        if into:
            merged.setdefault(into, []).append(key)
    for key, old in before.items():
        into = _merged_into(key, after, steps) or (key if key in merged else "")
        if not into:
            yield _row((key,), _new_ids(key, after, steps), old, after, steps)
            continue
        olds = tuple(one for one in before if one == into or one in merged[into])
        if key == olds[0]:
            yield _row(olds, (into,), old, after, steps)


def _merged_into(key: str, after: _Projects, steps: Sequence[Step]) -> str:
    """Return the project that an older one was merged into, empty if it was not."""
    kinds = {step.kind for step in steps if step.old_id == key}
    found = heirs(key, steps, known=after) if Succession.MERGED in kinds and key not in after else ()
    return found[0] if found else ""


def _new_ids(key: str, after: _Projects, steps: Sequence[Step]) -> tuple[str, ...]:
    """Return the ids that an older project goes on as: its own, its heirs', both if parts split off."""
    parts = heirs(key, steps, known=after)
    return (key, *parts) if key in after else parts


def _row(
    olds: tuple[str, ...], news: tuple[str, ...], old: _Project, after: _Projects, steps: Sequence[Step]
) -> Row:
    own = [step for step in steps if step.old_id in olds]
    new = after[news[0]] if news else None
    single = new if new is not None and len(news) == 1 else None
    return Row(
        changes=_changes(olds, news, old, single, own),
        old_ids=olds,
        new_ids=news,
        name_zh=(single or old)["name_zh"],
        name_en=(single or old)["name_en"],
        was_zh=old["name_zh"],
        was_en=old["name_en"],
        stage_before=old["stage"],
        stage_after=single["stage"] if single else "",
        kept=old["kept"],
        kept_date=old["kept_date"] or None,
        kept_source_id=old["kept_source_id"] or None,
        step=own[0] if own else None,
    )


def _changes(
    olds: tuple[str, ...],
    news: tuple[str, ...],
    old: _Project,
    single: _Project | None,
    steps: Sequence[Step],
) -> tuple[Change, ...]:
    """Return all that is true of a row, in the order of the vocabulary."""
    retired = any(step.kind is Succession.RETIRED for step in steps)
    true = {
        Change.SPLIT: len(news) > 1,
        Change.MERGED: len(olds) > 1,
        Change.RENAMED: len(olds) == 1
        and single is not None
        and (news != olds or single["name_zh"] != old["name_zh"]),
        Change.RETIRED: not news and retired,
        Change.NOT_MENTIONED: not news and not retired,
        Change.MOVED: single is not None and single["stage"] != old["stage"],
        Change.KEPT: old["kept"] in {Kept.KEPT, Kept.LATE},
    }
    found = tuple(change for change in Change if true.get(change))
    return found or (Change.CONTINUED,)


def _names(project: _Project) -> list[str]:
    names = [project["name_zh"], project["mention"], *project["aliases"].split(";")]
    return [name for name in names if name]


def _suspects(
    before: _Projects, after: _Projects, lost: Sequence[str], fresh: Sequence[str]
) -> tuple[Suspect, ...]:
    """Return the pairs whose names are alike, each lost project with its likest new one."""
    found = []
    for old_id in lost:
        scores = [
            (max(fuzz.ratio(a, b) for a in _names(before[old_id]) for b in _names(after[new_id])), new_id)
            for new_id in fresh
        ]
        if scores and (best := max(scores))[0] >= _ALIKE:
            found.append(Suspect(old_id=old_id, new_id=best[1], alike=round(best[0], 1)))
    return tuple(found)
