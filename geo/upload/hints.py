"""What places that we know say about a file's coordinates: a hint for the question, never an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from shapely.geometry.base import BaseGeometry

from geo.crs import to_metres
from geo.dataset import Dataset
from geo.upload.coordinates import Reading, Suspicion, convert
from geo.upload.reading import Upload
from geo.upload.tables import lay_out
from geo.vocabulary import Certainty

__all__ = ["Hint", "hint"]

# One place may have moved; two that agree say something of all the others.
_PLACES = 2
_NEAR_M = 150.0
_APART_M = 300.0


@dataclass(frozen=True, slots=True)
class Hint:
    """The reading that brings places of the file to where we know them, and how near on average."""

    reading: Reading
    places: int
    distance_m: float


def hint(upload: Upload, suspicion: Suspicion, dataset: Dataset) -> Hint | None:
    """Compare places of the file with ours of the same id or name, under each reading.

    Parameters
    ----------
    upload
        The file as read.
    suspicion
        The readings that are possible.
    dataset
        Ours: projects with one site that is at least approximate, and stations by their Chinese name.

    Returns
    -------
    Hint or None
        None unless two places or more agree within 150 m under one reading and are 300 m farther off under
        each other one that is not as near.
    """
    pairs = _pairs(upload, dataset)
    if len(pairs) < _PLACES or len(suspicion.readings) < 2:
        return None
    far = {reading: _distance_m(pairs, reading) for reading in suspicion.readings}
    best, second = sorted(far, key=lambda reading: far[reading])[:2]
    if far[best] > _NEAR_M or far[second] - far[best] < _APART_M:
        return None
    return Hint(best, len(pairs), far[best])


def _pairs(upload: Upload, dataset: Dataset) -> list[tuple[BaseGeometry, BaseGeometry]]:
    """Return shapes of the file, each with where we know its place to be."""
    projects, sites, _, _ = lay_out(upload)
    names = {row.cells.get("id", ""): row.cells.get("name_zh", "") for row in projects.rows}
    ours = _places(dataset)
    found = []
    for row in sites.rows:
        project = row.cells.get("project_id", "")
        place = ours.get(project) or ours.get(row.cells.get("name_zh") or names.get(project, ""))
        if row.geometry is not None and place is not None:
            found.append((row.geometry, place))
    return found


def _places(dataset: Dataset) -> Mapping[str, BaseGeometry]:
    """Return places by id or name, WGS 84."""
    stations = dataset.stations
    places = {str(name): shape for name, shape in zip(stations["name_zh"], stations.geometry, strict=True)}
    sites = dataset.sites
    alone = ~sites["project_id"].duplicated(keep=False)
    sure = sites["certainty"].isin([Certainty.SURVEYED.value, Certainty.APPROXIMATE.value])
    for project, shape in zip(sites["project_id"][alone & sure], sites.geometry[alone & sure], strict=True):
        places[str(project)] = shape
    return places


def _distance_m(pairs: list[tuple[BaseGeometry, BaseGeometry]], reading: Reading) -> float:
    """Return the median distance of the pairs in metres; infinite where the reading does not reach."""
    far = []
    for shape, place in pairs:
        read = convert(shape, reading)
        if read is None:
            far.append(np.inf)
            continue
        middle = read.centroid
        there = place.centroid
        far.append(float(np.hypot(*np.subtract(to_metres(middle.x, middle.y), to_metres(there.x, there.y)))))
    return float(np.median(far))
