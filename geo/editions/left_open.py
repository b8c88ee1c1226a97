"""Which projects of earlier reports are still open: not named again, not replaced, not finished.

They are context beside a report's own projects, and never counted with them. Not to be named again is no
outcome: a project leaves these only by a dated event or by a step that a person wrote.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import geopandas as gpd

from geo.dataset import Dataset, current
from geo.errors import DataError
from geo.places import reports
from geo.status import is_settled
from geo.succession import Step, heirs, steps_of
from geo.vocabulary import Succession

__all__ = ["left_open", "with_left_open"]


def with_left_open(dataset: Dataset, *, folder: Path | None = None) -> Dataset:
    """Return an edition that knows what the editions before it left open (`Dataset.left_open`).

    Parameters
    ----------
    dataset
        The edition.
    folder
        The data folder, where the others lie; by default the project's own. An edition that does not pass the
        checks is left out.
    """
    earlier = []
    for year in (one for one in reports(folder) if one < dataset.edition):
        with suppress(DataError):
            earlier.append(current(year, folder=folder))
    return replace(dataset, left_open=left_open(dataset, earlier))


def left_open(dataset: Dataset, earlier: Sequence[Dataset]) -> tuple[Dataset, ...]:
    """Return what earlier reports leave open beside a later one.

    Parameters
    ----------
    dataset
        The edition that is shown.
    earlier
        Editions before it, in any order.

    Returns
    -------
    tuple
        The earlier editions, newest first, each with those of its projects alone that it is the last to name,
        that no step of ``succession.csv`` leads on or retires, and that no event settles
        (:func:`geo.status.is_settled`). An edition without any is left out. Columns and CRS stay; `projects`,
        `sites` and `events` are cut, all else is the edition's own.
    """
    steps = steps_of(dataset.succession.to_dict("records"))
    named = {str(one) for one in dataset.projects["id"]}
    found = []
    for older in sorted(earlier, key=lambda one: one.edition, reverse=True):
        ids = {str(one) for one in older.projects["id"]}
        kept = {one for one in ids - named if not _is_replaced(one, steps, later=named)}
        kept -= {one for one in kept if is_settled(_events_of(older, one))}
        if kept:
            found.append(_cut(older, kept))
        named |= ids
    return tuple(found)


def _is_replaced(project_id: str, steps: Sequence[Step], *, later: Collection[str]) -> bool:
    """Say whether an id leads to a project of a later report, or was retired."""
    is_retired = any(step.old_id == project_id and step.kind is Succession.RETIRED for step in steps)
    return is_retired or bool(heirs(project_id, steps, known=later))


def _events_of(dataset: Dataset, project_id: str) -> list[dict[str, object]]:
    rows = dataset.events[dataset.events["project_id"] == project_id].to_dict("records")
    return [{str(key): value for key, value in row.items()} for row in rows]


def _cut(dataset: Dataset, ids: Collection[str]) -> Dataset:
    """Return an edition with some of its projects alone."""
    projects = dataset.projects[dataset.projects["id"].isin(ids)].reset_index(drop=True)
    sites, events = (
        frame[frame["project_id"].isin(ids)].reset_index(drop=True)
        for frame in (dataset.sites, dataset.events)
    )
    return replace(dataset, projects=projects, sites=gpd.GeoDataFrame(sites), events=events)
