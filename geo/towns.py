"""What the report does in one town: its projects and how they are there, metres of line, targets, counts.

A project belongs to a town when the report, or a source about it, names the town. It is then there in one
of three ways (:class:`Presence`), so that the three counts add up to the town's projects. A project with
nine towns counts in each of them and once in the city.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from weakref import WeakKeyDictionary

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.crs import METRES
from geo.dataset import Dataset
from geo.inside import lines_in_towns
from geo.query import Filters, select
from geo.vocabulary import Category, Certainty, Kept, Kind, Stage, Status

__all__ = [
    "Presence",
    "TownSummary",
    "around",
    "bound_targets",
    "line_metres",
    "presence",
    "town_counts",
    "town_summary",
]

_LISTS = {"category": Category, "stage": Stage, "status": Status, "kept": Kept}


class Presence(StrEnum):
    """How a project is in a town that it names."""

    SITE = "site"  # a point or an area of it is drawn here, as far as it is sure
    LINE = "line"  # a line of it is drawn here, or as near as the line is sure
    TOWN = "town_only"  # nothing of it is drawn here: only the town is known


@dataclass(frozen=True, slots=True)
class TownSummary:
    """One town's page in figures.

    Attributes
    ----------
    projects
        The projects that name the town, in the report's order: the columns of ``Dataset.projects`` and
        `presence` (a value of :class:`Presence`).
    lines
        One row a line project that names the town or is drawn in it: `project_id`, `metres` (inside the
        town, EPSG:4547; NaN where its course here is not known), `certainty`, `accuracy_m`, `named`
        (whether a text names the town; False: the drawn line only crosses it). Longest first.
    context
        Existing lines in the town: `name_zh`, `name_en`, `kind`, `source_id`, `metres`. Longest first.
    targets, duties
        The rows of ``Dataset.targets`` and ``Dataset.duties`` that bind this town: by its kind or its id.
    counts
        Projects by `category`, `stage`, `status`, `kept` and `presence`, zeros included: each adds up to
        the number of projects.
    """

    town_id: str
    projects: gpd.GeoDataFrame
    lines: pd.DataFrame
    context: pd.DataFrame
    targets: pd.DataFrame
    duties: pd.DataFrame
    counts: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class _Measured:
    """What is measured once for a dataset and asked for by every town."""

    projects: pd.DataFrame
    context: pd.DataFrame
    presence: Mapping[tuple[str, str], Presence]


_measured: WeakKeyDictionary[Dataset, _Measured] = WeakKeyDictionary()


def _measure(dataset: Dataset) -> _Measured:
    known = _measured.get(dataset)
    if known is None:
        known = _Measured(
            projects=lines_in_towns(dataset.sites, dataset.towns, by=("project_id",)),
            context=_context(dataset),
            presence=_presence(dataset),
        )
        _measured[dataset] = known
    return known


def _context(dataset: Dataset) -> pd.DataFrame:
    """Return the metres of existing railways and expressways by name and town."""
    layers = [dataset.basemap["railways"], dataset.basemap["roads"].assign(kind="expressway")]
    parts = [layer[["name_zh", "name_en", "kind", "source_id", "geometry"]] for layer in layers]
    lines = gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), crs=parts[0].crs)
    return lines_in_towns(lines, dataset.towns, by=("name_zh", "name_en", "kind", "source_id"))


def _presence(dataset: Dataset) -> dict[tuple[str, str], Presence]:
    """Return how each project is in each town that it names, by (project, town)."""
    towns = dict(zip(dataset.towns["id"].astype(str), dataset.towns.geometry.to_crs(METRES), strict=True))
    sites = dataset.sites.to_crs(METRES)
    kinds = dict(zip(dataset.projects["id"], dataset.projects["kind"], strict=True))
    found: dict[tuple[str, str], Presence] = {}
    for project_id, names in zip(dataset.projects["id"], dataset.projects["towns"], strict=True):
        parts = sites[sites["project_id"] == project_id]
        reach = parts["accuracy_m"].fillna(0.0).to_numpy(dtype=float)
        for town in names:
            here = parts.geometry.distance(towns[town]).to_numpy() <= reach
            is_line = shapely.get_dimensions(parts.geometry) == 1
            if kinds[project_id] == Kind.LINE and (here & is_line).any():
                found[(project_id, town)] = Presence.LINE
            else:
                found[(project_id, town)] = Presence.SITE if here.any() else Presence.TOWN
    return found


def line_metres(dataset: Dataset) -> pd.DataFrame:
    """Return the metres of every project's lines by town.

    Returns
    -------
    DataFrame
        `project_id`, `town` (empty: outside of all towns), `metres` (planar in EPSG:4547). Over a
        project's rows the metres add up to the length of its lines.
    """
    return _measure(dataset).projects.copy()


def presence(dataset: Dataset) -> Mapping[tuple[str, str], Presence]:
    """Return how each project is in each town that it names, by (project id, town id)."""
    return dict(_measure(dataset).presence)


def town_summary(dataset: Dataset, town_id: str) -> TownSummary:
    """Return one town's projects, lines, targets and counts.

    Raises
    ------
    KeyError
        If there is no such town.
    """
    if town_id not in set(dataset.towns["id"]):
        msg = f"`town_id` was {town_id!r} but is expected to be one of the {len(dataset.towns)} units"
        raise KeyError(msg)
    measured = _measure(dataset)
    named = dataset.projects[[town_id in towns for towns in dataset.projects["towns"]]]
    projects = named.assign(presence=[measured.presence[(one, town_id)].value for one in named["id"]])
    counts = {
        name: {member.value: int(Counter(projects[name])[member.value]) for member in members}
        for name, members in {**_LISTS, "presence": Presence}.items()
    }
    context = measured.context[measured.context["town"] == town_id].drop(columns="town")
    return TownSummary(
        town_id=town_id,
        projects=gpd.GeoDataFrame(projects),
        lines=_lines(dataset, town_id, named=projects),
        context=context.sort_values("metres", ascending=False, kind="stable", ignore_index=True),
        targets=_binding(dataset.targets, dataset, town_id),
        duties=_binding(dataset.duties, dataset, town_id),
        counts=counts,
    )


def around(dataset: Dataset, town_id: str, *, limit: int = 5) -> gpd.GeoDataFrame:
    """Return the projects that are drawn nearest to a town and do not name it, nearest first.

    Returns
    -------
    GeoDataFrame
        The columns and CRS of `projects`, and `distance_m`: ground metres (planar in EPSG:4547) from the
        town's border to the nearest part, right to `accuracy_m` of the row. Projects of which only a town is
        known have no distance and are left out.

    Raises
    ------
    KeyError
        If there is no such town.
    """
    shapes = dataset.towns.set_index("id").geometry.to_crs(METRES)
    sites = dataset.sites[["project_id"]].assign(
        metres=dataset.sites.geometry.to_crs(METRES).distance(shapes.loc[town_id])
    )
    nearest = sites.groupby("project_id")["metres"].min()
    projects = dataset.projects
    others = projects[[town_id not in towns for towns in projects["towns"]]]
    found = others.assign(distance_m=others["id"].map(nearest).astype(float)).dropna(subset=["distance_m"])
    return gpd.GeoDataFrame(found.sort_values("distance_m", kind="stable").head(limit))


def bound_targets(dataset: Dataset, town_ids: Iterable[str]) -> pd.DataFrame:
    """Return the targets that bind any of some units, in the report's order; an unknown id binds none."""
    known = set(dataset.towns["id"])
    found = [_binding(dataset.targets, dataset, one).index for one in town_ids if one in known]
    rows = sorted(set().union(*found))
    return dataset.targets.loc[rows]


def _binding(rows: pd.DataFrame, dataset: Dataset, town_id: str) -> pd.DataFrame:
    """Return the rows whose `binds` names a unit's kind or id, or is empty where `per` says each town."""
    if rows.empty:
        return rows
    kinds = dict(zip(dataset.towns["id"], dataset.towns["kind"], strict=True))
    asked = {town_id, str(kinds[town_id])}
    own = rows["binds"].map(lambda binds: not asked.isdisjoint(str(binds).split(";")))
    every = (rows["binds"] == "") & (rows["per"] == "town") if "per" in rows.columns else False
    return rows[own | every]


def _lines(dataset: Dataset, town_id: str, *, named: pd.DataFrame) -> pd.DataFrame:
    """Return the line projects that name the town or are drawn in it; see :class:`TownSummary`."""
    measured = _measure(dataset).projects
    inside = measured[measured["town"] == town_id].set_index("project_id")["metres"]
    lines = set(named.loc[named["kind"] == Kind.LINE, "id"])
    rows = dataset.projects[dataset.projects["id"].isin(lines | set(inside.index))]
    # Where nothing is drawn here, what is known is the town alone, whatever is drawn elsewhere.
    drawn = rows["id"].isin(named.loc[named["presence"] != Presence.TOWN, "id"]) | rows["id"].isin(
        inside.index
    )
    frame = pd.DataFrame(
        {
            "project_id": rows["id"],
            "metres": rows["id"].map(inside).astype(float),
            "certainty": np.where(drawn, rows["certainty"], Certainty.TOWN.value),
            "accuracy_m": rows["accuracy_m"].where(drawn),
            "named": rows["id"].isin(named["id"]),
        }
    )
    return frame.sort_values("metres", ascending=False, kind="stable", ignore_index=True)


def town_counts(dataset: Dataset, filters: Filters) -> pd.DataFrame:
    """Count the projects that pass the filters in each of the towns, and how they are there.

    Parameters
    ----------
    filters
        What to count; its `towns` are passed over, for the count is by town.

    Returns
    -------
    DataFrame
        One row a town, in the file's order: `town`, `projects` and one column for each
        :class:`Presence`, which add up to it. A project counts in each town that it names.
    """
    passed = set(select(dataset, replace(filters, towns=()))["id"])
    found = Counter(
        (town, how) for (project_id, town), how in _measure(dataset).presence.items() if project_id in passed
    )
    towns = [str(town) for town in dataset.towns["id"]]
    frame = pd.DataFrame({"town": towns})
    for how in Presence:
        frame[how.value] = [found[(town, how)] for town in towns]
    frame.insert(1, "projects", frame[[how.value for how in Presence]].sum(axis=1))
    return frame
