"""Pure questions to a dataset: which projects, how many, how near, in which town."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import geopandas as gpd
import numpy as np
import shapely

from geo.crs import METRES, to_metres
from geo.dataset import Dataset
from geo.filters import FACETS, Filters
from geo.places import MAP_BOUNDS

__all__ = ["Filters", "facets", "near", "select", "town_at"]

MAX_RADIUS_M = 50_000.0


@dataclass(frozen=True, slots=True)
class _Index:
    """Where each value stands, gathered once a dataset: rows of `projects` by field and value.

    Asked with an index, a question costs what it finds; without one, the length of the table.
    """

    rows: Mapping[str, Mapping[str, np.ndarray]]
    place: Mapping[str, int]


_indexes: WeakKeyDictionary[Dataset, _Index] = WeakKeyDictionary()


def _index(dataset: Dataset) -> _Index:
    known = _indexes.get(dataset)
    if known is None:
        projects = dataset.projects
        fields = {
            field: _places(
                projects[facet.column] if facet.many else ([value] for value in projects[facet.column])
            )
            for field, facet in FACETS.items()
        }
        known = _Index(rows=fields, place={str(name): row for row, name in enumerate(projects["id"])})
        _indexes[dataset] = known
    return known


def _places(cells: Iterable[Sequence[str]]) -> dict[str, np.ndarray]:
    """Return the rows that hold each value, in order."""
    found: dict[str, list[int]] = {}
    for row, values in enumerate(cells):
        for value in values:
            found.setdefault(str(value), []).append(row)
    return {value: np.array(rows, dtype=np.intp) for value, rows in found.items()}


def _masks(dataset: Dataset, filters: Filters) -> dict[str, np.ndarray]:
    """Return which rows of `projects` pass each field that asks something, by field."""
    index = _index(dataset)
    masks: dict[str, np.ndarray] = {}
    for field in FACETS:
        chosen = [index.rows[field].get(str(value)) for value in getattr(filters, field)]
        if chosen:
            masks[field] = _mask(len(dataset.projects), *(rows for rows in chosen if rows is not None))
    if filters.text:
        from geo.lookup import search  # noqa: PLC0415 - opencc and pypinyin only when text is asked for

        found = search(dataset, filters.text, limit=len(dataset.projects))
        masks["text"] = _mask(
            len(dataset.projects), np.array([index.place[name] for name in found], dtype=np.intp)
        )
    return masks


def _mask(length: int, *rows: np.ndarray) -> np.ndarray:
    mask = np.zeros(length, dtype=bool)
    for some in rows:
        mask[some] = True
    return mask


def _all(masks: Mapping[str, np.ndarray], *, rows: int, but: str = "") -> np.ndarray:
    """Return the rows that pass every mask, one field's left out."""
    passed = np.ones(rows, dtype=bool)
    for field, mask in masks.items():
        if field != but:
            passed &= mask
    return passed


def select(dataset: Dataset, filters: Filters) -> gpd.GeoDataFrame:
    """Return the projects that pass, in the report's order, with the columns and CRS of `projects`.

    A :class:`geo.view.View` is taken too: its filters count.
    """
    masks = _masks(dataset, filters)
    if not masks:
        return dataset.projects.copy(deep=False)  # pandas copies on write, so this shares the rows
    return dataset.projects.take(np.flatnonzero(_all(masks, rows=len(dataset.projects))))


def facets(dataset: Dataset, filters: Filters) -> dict[str, dict[str, int]]:
    """Count the projects per value of each field, with the other fields' filters applied.

    Returns
    -------
    dict
        By field of :class:`Filters`, then by value: each value of a closed list is there, 0 included.
    """
    index, masks = _index(dataset), _masks(dataset, filters)
    counts: dict[str, dict[str, int]] = {}
    for field, facet in FACETS.items():
        passed = _all(masks, rows=len(dataset.projects), but=field)
        rows = index.rows[field]
        counts[field] = {
            str(member): int(passed[rows[str(member)]].sum()) if str(member) in rows else 0
            for member in facet.members or dataset.towns["id"]
        }
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

    owner: np.ndarray  # the row of `projects` that each site is of
    sites: np.ndarray
    tree: shapely.STRtree
    accuracy_m: np.ndarray
    sited: np.ndarray  # whether each row of `projects` has a site
    towns: np.ndarray


_metric: WeakKeyDictionary[Dataset, _Metric] = WeakKeyDictionary()


def _in_metres(dataset: Dataset) -> _Metric:
    known = _metric.get(dataset)
    if known is None:
        sites, place = dataset.sites, _index(dataset).place
        owner = np.array([place[name] for name in sites["project_id"]], dtype=np.intp)
        shapes = np.asarray(sites.geometry.to_crs(METRES))
        known = _Metric(
            owner=owner,
            sites=shapes,
            tree=shapely.STRtree(shapes),
            accuracy_m=sites["accuracy_m"].fillna(0.0).to_numpy(dtype=float),
            sited=_mask(len(dataset.projects), owner),
            towns=np.asarray(dataset.towns.geometry.to_crs(METRES)),
        )
        _metric[dataset] = known
    return known


def _groups(
    dataset: Dataset, point: shapely.Point, radius_m: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the rows of `projects` within a circle, each one's metres (NaN: only a town) and group."""
    metric, index = _in_metres(dataset), _index(dataset)
    # The nearest part of a project that is found lies within the radius and the largest accuracy.
    widest = radius_m + float(metric.accuracy_m.max(initial=0.0))
    parts = metric.tree.query(point, predicate="dwithin", distance=widest)
    distance, accuracy = shapely.distance(metric.sites[parts], point), metric.accuracy_m[parts]
    rows, place = np.unique(metric.owner[parts], return_inverse=True)
    metres = np.full(len(rows), np.inf)
    np.minimum.at(metres, place, distance)
    surely = _mask(len(rows), place[distance + accuracy <= radius_m])
    maybe = _mask(len(rows), place[distance - accuracy <= radius_m])
    touched = dataset.towns["id"][shapely.distance(metric.towns, point) <= radius_m]
    known = [index.rows["towns"][str(town)] for town in touched if str(town) in index.rows["towns"]]
    in_town = np.flatnonzero(_mask(len(dataset.projects), *known) & ~metric.sited)
    group = np.concatenate([np.where(surely, "in", "maybe")[surely | maybe], np.full(len(in_town), "town")])
    found = np.concatenate([rows[surely | maybe], in_town])
    return found, np.concatenate([metres[surely | maybe], np.full(len(in_town), np.nan)]), group


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
    rows, metres, group = _groups(dataset, shapely.Point(to_metres(lon, lat)), radius_m)
    # Rows come in the report's order: a stable sort keeps it among equals, and NaN goes last.
    order = np.argsort(metres, kind="stable")
    found = dataset.projects.take(rows[order])
    return gpd.GeoDataFrame(found.assign(distance_m=metres[order], group=group[order]))


def town_at(dataset: Dataset, *, lon: float, lat: float) -> str | None:
    """Return the id of the unit that a point (degrees, WGS 84) lies in; None outside of the city."""
    hits = dataset.towns.sindex.query(shapely.Point(lon, lat), predicate="intersects")
    return str(dataset.towns.iloc[int(min(hits))]["id"]) if len(hits) else None
