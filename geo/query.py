"""Pure questions to a dataset: which projects, how many, how near, in which town."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.crs import METRES, to_metres
from geo.dataset import Dataset
from geo.places import MAP_BOUNDS
from geo.vocabulary import Category, Certainty, Kept, Stage, Status

__all__ = ["Filters", "facets", "near", "select", "town_at"]

MAX_RADIUS_M = 50_000.0


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked: empty means all; values of one field widen, fields narrow."""

    towns: tuple[str, ...] = ()
    categories: tuple[Category, ...] = ()
    stages: tuple[Stage, ...] = ()
    statuses: tuple[Status, ...] = ()
    kept: tuple[Kept, ...] = ()
    certainty: tuple[Certainty, ...] = ()
    text: str = ""


_COLUMNS: Mapping[str, str] = {
    "categories": "category",
    "stages": "stage",
    "statuses": "status",
    "kept": "kept",
    "certainty": "certainty",
}


def _masks(dataset: Dataset, filters: Filters) -> dict[str, np.ndarray]:
    """Return which rows of `projects` pass each field that asks something, by field."""
    projects = dataset.projects
    masks: dict[str, np.ndarray] = {}
    for field, column in _COLUMNS.items():
        chosen = getattr(filters, field)
        if chosen:
            masks[field] = projects[column].isin([str(value) for value in chosen]).to_numpy()
    if filters.towns:
        wanted = set(filters.towns)
        masks["towns"] = np.array([not wanted.isdisjoint(towns) for towns in projects["towns"]], dtype=bool)
    if filters.text:
        from geo.lookup import search  # noqa: PLC0415 - opencc and pypinyin only when text is asked for

        found = set(search(dataset, filters.text, limit=len(projects)))
        masks["text"] = projects["id"].isin(found).to_numpy()
    return masks


def _all(masks: Mapping[str, np.ndarray], *, rows: int, but: str = "") -> np.ndarray:
    """Return the rows that pass every mask, one field's left out."""
    passed = np.ones(rows, dtype=bool)
    for field, mask in masks.items():
        if field != but:
            passed &= mask
    return passed


def select(dataset: Dataset, filters: Filters) -> gpd.GeoDataFrame:
    """Return the projects that pass, in the report's order, with the columns and CRS of `projects`."""
    return dataset.projects[_all(_masks(dataset, filters), rows=len(dataset.projects))]


def facets(dataset: Dataset, filters: Filters) -> dict[str, dict[str, int]]:
    """Count the projects per value of each field, with the other fields' filters applied.

    Returns
    -------
    dict
        By field of :class:`Filters`, then by value: each value of a closed list is there, 0 included.
    """
    counts: dict[str, dict[str, int]] = {}
    lists = {
        "categories": Category,
        "stages": Stage,
        "statuses": Status,
        "kept": Kept,
        "certainty": Certainty,
    }
    projects, masks = dataset.projects, _masks(dataset, filters)
    for field, members in lists.items():
        passed = _all(masks, rows=len(projects), but=field)
        found = Counter(projects[_COLUMNS[field]].to_numpy()[passed])
        counts[field] = {member.value: found[member.value] for member in members}
    passed = _all(masks, rows=len(projects), but="towns")
    found = Counter(town for towns in projects["towns"].to_numpy()[passed] for town in towns)
    counts["towns"] = {str(town): found[town] for town in dataset.towns["id"]}
    return counts


def _check_place(lon: float, lat: float, radius_m: float) -> None:
    if not MAP_BOUNDS.holds(lon, lat):
        msg = f"`lon`, `lat` were {(lon, lat)!r} but are expected within {MAP_BOUNDS}"
        raise ValueError(msg)
    if not (math.isfinite(radius_m) and 0 < radius_m <= MAX_RADIUS_M):
        msg = f"`radius_m` was {radius_m!r} but is expected above 0 and at most {MAX_RADIUS_M:.0f}"
        raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class _Metric:
    """A dataset's sites and towns in EPSG:4547, projected once."""

    owner: np.ndarray
    sites: np.ndarray
    accuracy_m: np.ndarray
    towns: np.ndarray


_metric: WeakKeyDictionary[Dataset, _Metric] = WeakKeyDictionary()


def _in_metres(dataset: Dataset) -> _Metric:
    known = _metric.get(dataset)
    if known is None:
        sites = dataset.sites
        known = _Metric(
            owner=sites["project_id"].to_numpy(),
            sites=np.asarray(sites.geometry.to_crs(METRES)),
            accuracy_m=sites["accuracy_m"].fillna(0.0).to_numpy(dtype=float),
            towns=np.asarray(dataset.towns.geometry.to_crs(METRES)),
        )
        _metric[dataset] = known
    return known


def near(dataset: Dataset, *, lon: float, lat: float, radius_m: float) -> gpd.GeoDataFrame:
    """Select the projects within a distance of a point, nearest first, and those that may be.

    Parameters
    ----------
    dataset
        Its projects with a site are measured to the nearest part; those of which only towns are known
        are found by these. A project without either is never near.
    lon, lat
        Point in degrees, WGS 84, within the map's bounds.
    radius_m
        Ground metres, 0 < radius_m ≤ 50 000.

    Returns
    -------
    GeoDataFrame
        The columns and CRS of `projects`, plus `distance_m` (metres to the nearest part, NaN where only
        the town is known; those rows come last) and `group`: `in` (a part is surely in the circle:
        distance + accuracy within the radius), `maybe` (the circle crosses its accuracy: `distance_m`
        may be above the radius), `town` (a town of it meets the circle).

    Raises
    ------
    ValueError
        If the point lies outside of the map's bounds or the radius out of range.

    Notes
    -----
    Distances are planar in EPSG:4547, at most 29 ppm from the ellipsoid within the city.
    """
    _check_place(lon, lat, radius_m)
    point, metric = shapely.Point(to_metres(lon, lat)), _in_metres(dataset)
    projects = dataset.projects
    distance = shapely.distance(metric.sites, point)
    parts = pd.DataFrame(
        {
            "nearest": distance,
            "surely": distance + metric.accuracy_m <= radius_m,
            "maybe": distance - metric.accuracy_m <= radius_m,
        }
    ).groupby(metric.owner)
    known = parts.agg({"nearest": "min", "surely": "any", "maybe": "any"}).reindex(projects["id"])
    touched = set(dataset.towns["id"][shapely.distance(metric.towns, point) <= radius_m])
    in_town = np.array([not touched.isdisjoint(towns) for towns in projects["towns"]], dtype=bool)
    by_town = known["nearest"].isna().to_numpy() & in_town
    group = np.select(
        [known["surely"].eq(True), known["maybe"].eq(True), by_town],  # noqa: FBT003 - NaN where no site is
        ["in", "maybe", "town"],
        default="",
    )
    found = projects.assign(distance_m=known["nearest"].to_numpy(dtype=float), group=group)[group != ""]
    return gpd.GeoDataFrame(found.sort_values("distance_m", kind="stable", na_position="last"))


def town_at(dataset: Dataset, *, lon: float, lat: float) -> str | None:
    """Return the id of the unit that a point (degrees, WGS 84) lies in; None outside of the city."""
    hits = dataset.towns.sindex.query(shapely.Point(lon, lat), predicate="intersects")
    return str(dataset.towns.iloc[int(min(hits))]["id"]) if len(hits) else None
