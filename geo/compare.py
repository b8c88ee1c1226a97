"""Two to four towns, categories or editions side by side: the same questions, one column each."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from geo.dataset import Dataset
from geo.inside import OUTSIDE
from geo.query import Filters, select
from geo.towns import Presence, line_metres, presence
from geo.vocabulary import Category, Certainty, Kept, Stage, Status

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["LIMITS", "By", "Comparison", "Line", "compare"]

# How many columns one table takes.
LIMITS = (2, 4)
_LISTS: Mapping[str, type[StrEnum]] = {
    "category": Category,
    "stage": Stage,
    "status": Status,
    "kept": Kept,
    "certainty": Certainty,
}


class By(StrEnum):
    """What the columns are."""

    TOWNS = "towns"
    CATEGORIES = "categories"
    EDITIONS = "editions"


@dataclass(frozen=True, slots=True)
class Line:
    """One question and its answers, a column each; None is not known."""

    section: str
    key: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A table: what the columns are, their ids, and its lines.

    Lines of one section (`category`, `stage`, `status`, `kept`, `certainty`, `presence`) add up to the
    section `projects` in each column. Section `metres` holds lines by certainty, planar in EPSG:4547:
    inside the town, or inside the city where the columns are no towns. `towns` counts the towns named.
    """

    by: By
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    dataset: Dataset
    rows: gpd.GeoDataFrame
    town: str | None = None


def compare(
    by: By, columns: Sequence[str], *, datasets: Mapping[str, Dataset], filters: Filters, edition: str
) -> Comparison:
    """Answer the same questions for each column.

    Parameters
    ----------
    by
        What the columns are.
    columns
        Ids of towns, categories or editions, in the order to show.
    datasets
        The editions that are asked for, by year.
    filters
        What holds for every column; the field that the columns are of is passed over.
    edition
        The edition of towns and categories.

    Raises
    ------
    ValueError
        With fewer than two or more than four columns.
    """
    low, high = LIMITS
    if not low <= len(columns) <= high:
        msg = f"`columns` were {len(columns)} but are expected to be {low} to {high}"
        raise ValueError(msg)
    made = [_column(by, one, datasets=datasets, filters=filters, edition=edition) for one in columns]
    lines = [_line("projects", "all", made, lambda column: len(column.rows))]
    for name, members in _LISTS.items():
        if not (by is By.CATEGORIES and name == "category"):
            lines += [_line(name, value.value, made, _counter(name, value.value)) for value in members]
    if by is By.TOWNS:
        lines += [_line("presence", how.value, made, _present(how)) for how in Presence]
        lines += [_line("town", name, made, _measure(name)) for name in ("area_km2", "population_2020")]
    else:
        lines.append(
            _line("towns", "all", made, lambda column: len({t for ts in column.rows["towns"] for t in ts}))
        )
    sure = (Certainty.SURVEYED, Certainty.APPROXIMATE, Certainty.SCHEMATIC)
    lines += [_line("metres", value.value, made, _metres(value.value)) for value in sure]
    return Comparison(by, tuple(columns), tuple(lines))


def _column(by: By, one: str, *, datasets: Mapping[str, Dataset], filters: Filters, edition: str) -> _Column:
    if by is By.TOWNS:
        dataset = datasets[edition]
        return _Column(dataset, select(dataset, replace(filters, towns=(one,))), one)
    if by is By.CATEGORIES:
        dataset = datasets[edition]
        return _Column(dataset, select(dataset, replace(filters, categories=(Category(one),))))
    return _Column(datasets[one], select(datasets[one], filters))


def _line(
    section: str, key: str, columns: Sequence[_Column], value: Callable[[_Column], float | None]
) -> Line:
    return Line(section, key, tuple(value(column) for column in columns))


def _counter(name: str, value: str) -> Callable[[_Column], float]:
    return lambda column: int((column.rows[name] == value).sum())


def _present(how: Presence) -> Callable[[_Column], float]:
    def count(column: _Column) -> float:
        found = presence(column.dataset)
        return Counter(found[(str(one), str(column.town))] for one in column.rows["id"])[how]

    return count


def _measure(name: str) -> Callable[[_Column], float | None]:
    def measure(column: _Column) -> float | None:
        towns = column.dataset.towns
        value = float(towns.loc[towns["id"] == column.town, name].iloc[0])
        return None if math.isnan(value) else value

    return measure


def _metres(certainty: str) -> Callable[[_Column], float]:
    """Return the metres of lines of one certainty: in the town, or in all towns together."""

    def metres(column: _Column) -> float:
        own = column.rows.loc[column.rows["certainty"] == certainty, "id"]
        found = line_metres(column.dataset)
        here = found["town"] != OUTSIDE if column.town is None else found["town"] == column.town
        return float(found.loc[here & found["project_id"].isin(own), "metres"].sum())

    return metres
