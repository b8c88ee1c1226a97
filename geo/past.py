"""The dataset as it stood on a day: what became known later does not exist in it.

One rule for all: events, later places and results of targets have a date, and count from the day that
:func:`geo.days.known_from` says. Status, kept, towns and counts then follow from the code that makes today's.
What has no date stays: the report's words, descriptions, and the sites that are drawn.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from weakref import WeakKeyDictionary

import geopandas as gpd
import pandas as pd

from geo.dataset import Dataset, projects_of, rows_of
from geo.days import is_day, known_from, last_day
from geo.vocabulary import Event

__all__ = ["as_of", "history", "known_days", "newest_by_day", "version_of"]

_RESULT = ("result_date", "result_zh", "result_en", "result_source_id")
# A slider goes through many days; the frames that a day does not change are shared.
_KEPT_DAYS = 8
_made: WeakKeyDictionary[Dataset, dict[str, Dataset]] = WeakKeyDictionary()
_known: WeakKeyDictionary[Dataset, tuple[str, ...]] = WeakKeyDictionary()


def as_of(dataset: Dataset, day: str) -> Dataset:
    """Return a dataset as it stood at the end of a day.

    Parameters
    ----------
    dataset
        An edition with all that is known today.
    day
        ``2024-12-31``. One after the last fact gives the dataset itself.

    Returns
    -------
    Dataset
        The same frames with the same columns and CRS; `events`, `placements` and `since` without the rows
        that became known later, `targets` without later results, `projects` made anew from what is left.

    Raises
    ------
    ValueError
        If the day is none of the calendar.
    """
    if not is_day(day):
        msg = f"`day` was {day!r} but is expected to be a day as in 2024-12-31"
        raise ValueError(msg)
    steps = _steps(dataset)
    if not steps or day >= steps[-1]:
        return dataset
    step = max((one for one in steps if one <= day), default="")
    kept = _made.setdefault(dataset, {})
    found = kept.pop(step, None) or _as_of(dataset, step)
    kept[step] = found  # the last one asked for stands last
    while len(kept) > _KEPT_DAYS:
        kept.pop(next(iter(kept)))
    return found


def known_days(dataset: Dataset) -> tuple[str, ...]:
    """Return the days from the report's own on which something became known, the report's day first."""
    first = last_day(str(dataset.report["date"]))
    return (first, *(one for one in _steps(dataset) if one > first))


def history(dataset: Dataset) -> Dataset:
    """Return a dataset in which each project stands once for every day on which it became another.

    Returns
    -------
    Dataset
        Ids are ``metro-1-phase-1@2025-11-28`` (:func:`version_of`), those of a project oldest first, the
        first on the report's day. Each has the events and places that were known on its day, and all its
        sites. To ask each day by :func:`as_of` gives the same and takes as many times as long.
    """
    read = _read(dataset)
    events = _dated(dataset.events, read)
    placements = _dated(dataset.placements, read)
    pairs = _pairs(dataset, (events, placements))
    own = rows_of(dataset.projects)
    rows = pairs.merge(own, left_on="project_id", right_on="id", sort=False)
    rows = rows.assign(id=rows["version"])[list(own.columns)]
    sites = gpd.GeoDataFrame(_versions(dataset.sites, pairs), geometry="geometry", crs=dataset.sites.crs)
    events, placements = _versions(events, pairs), _versions(placements, pairs)
    projects = projects_of(rows, placements=placements, sites=sites, events=events, year=dataset.edition)
    return replace(dataset, projects=projects, sites=sites, events=events, placements=placements)


def version_of(version: str) -> tuple[str, str]:
    """Return the project's id and the day of an id of :func:`history`."""
    project_id, _, day = version.partition("@")
    return project_id, day


def newest_by_day(dataset: Dataset) -> dict[str, str]:
    """Return the date of the newest fact on each of :func:`known_days`; a vain search is no fact."""
    events = dataset.events[dataset.events["event"] != Event.UNKNOWN]
    since = _from(events, _read(dataset), date="date", source="source_id")
    known = list(zip(since, events["date"].astype(str), strict=True))
    report = str(dataset.report["date"])
    return {
        day: max((date for first, date in known if first <= day), default=report)
        for day in known_days(dataset)
    }


def _dated(frame: pd.DataFrame, read: dict[str, str]) -> pd.DataFrame:
    """Return a frame with the day from which each row counts."""
    known = _from(frame, read, date="date", source="source_id")
    # Text also where there is no row: nothing else can be compared with a day.
    return frame.assign(known=pd.Series(known, index=frame.index, dtype="str"))


def _pairs(dataset: Dataset, frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return each project with each of its days: `project_id`, `day`, and the `version` of both."""
    first = known_days(dataset)[0]
    days: dict[str, set[str]] = {str(one): {first} for one in dataset.projects["id"]}
    for frame in frames:
        for one, day in zip(frame["project_id"], frame["known"], strict=True):
            if str(one) in days:
                days[str(one)].add(max(str(day), first))
    rows = [(one, day, f"{one}@{day}") for one, some in days.items() for day in sorted(some)]
    return pd.DataFrame(rows, columns=["project_id", "day", "version"])


def _versions(frame: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of each version: those that were known on its day, or all where none has a day."""
    found = pairs.merge(pd.DataFrame(frame), on="project_id", sort=False)
    if "known" in found.columns:
        found = found[found["known"] <= found["day"]]
    found = found.assign(project_id=found["version"])
    return found[[name for name in frame.columns if name != "known"]].reset_index(drop=True)


def _as_of(dataset: Dataset, day: str) -> Dataset:
    """Return the dataset without what became known after a day; an empty one is before every fact."""
    read = _read(dataset)
    events = _until(dataset.events, day, read)
    placements = _until(dataset.placements, day, read)
    projects = projects_of(
        rows_of(dataset.projects),
        placements=placements,
        sites=gpd.GeoDataFrame(dataset.sites),
        events=events,
        year=dataset.edition,
    )
    return replace(
        dataset,
        projects=projects,
        events=events,
        placements=placements,
        since=_until(dataset.since, day, read),
        targets=_without_results(dataset.targets, day, read),
    )


def _read(dataset: Dataset) -> dict[str, str]:
    """Return the day on which each source was read."""
    return dict(zip(dataset.sources["id"], dataset.sources["date_read"], strict=True))


def _from(frame: pd.DataFrame, read: dict[str, str], *, date: str, source: str) -> list[str]:
    """Return the day from which each row counts."""
    if frame.empty:
        return []
    return [
        known_from(str(when), read.get(str(where), ""))
        for when, where in zip(frame[date], frame[source], strict=True)
    ]


def _until(frame: pd.DataFrame, day: str, read: dict[str, str]) -> pd.DataFrame:
    """Return the rows that were known by a day, numbered anew."""
    known = [one <= day for one in _from(frame, read, date="date", source="source_id")]
    return frame[known].reset_index(drop=True) if known else frame


def _without_results(targets: pd.DataFrame, day: str, read: dict[str, str]) -> pd.DataFrame:
    """Return the targets; a result that was not known yet is empty."""
    later = [one > day for one in _from(targets, read, date="result_date", source="result_source_id")]
    if not any(later):
        return targets
    mask = pd.Series(later, index=targets.index)
    return targets.assign(**{name: targets[name].mask(mask, "") for name in _RESULT})


def _steps(dataset: Dataset) -> tuple[str, ...]:
    """Return every day on which something became known, oldest first."""
    known = _known.get(dataset)
    if known is None:
        read = _read(dataset)
        frames = (dataset.events, dataset.placements, dataset.since)
        found = {one for frame in frames for one in _from(frame, read, date="date", source="source_id")}
        found |= set(_from(dataset.targets, read, date="result_date", source="result_source_id"))
        known = _known[dataset] = tuple(sorted(found - {""}))
    return known
