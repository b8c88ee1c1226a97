"""Which coordinates a file is in: tried, weighed, and asked about. Nothing is converted unasked.

Numbers alone tell metres from degrees and one order of axes from the other. They cannot tell WGS 84 from
GCJ-02 or BD-09 (all three lie in the city, some 600 to 1,200 m apart), nor one metre grid from another of
the same meridian, so the visitor answers; places that we know too can only give a hint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.city import CITY
from geo.crs import WEB_MERCATOR, from_bd09, from_crs, from_gcj02
from geo.places import MAP_BOUNDS

__all__ = ["METRES", "SYSTEMS", "Crs", "Reading", "Suspicion", "are_degrees", "convert", "moved_m", "suspect"]

_Array = NDArray[np.float64]
_DEGREE_M = 111_195.0  # of a great circle


class Crs(StrEnum):
    """The systems that are tried whatever the city; its own metre grids are in ``city.toml``."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"
    WEB_MERCATOR = "web_mercator"


_DEGREES = (Crs.WGS84, Crs.GCJ02, Crs.BD09)
# The systems in metres by the key of a choice, and their EPSG codes.
METRES = {grid.key: grid.crs for grid in CITY.grids} | {Crs.WEB_MERCATOR.value: WEB_MERCATOR}
SYSTEMS: tuple[str, ...] = (*_DEGREES, *METRES)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the numbers of a file: one of `SYSTEMS`; `swapped`: north comes first, then east."""

    crs: str = Crs.WGS84
    swapped: bool = False

    @property
    def key(self) -> str:
        """A name for a choice: ``gcj02``, ``gcj02-swapped``."""
        return f"{self.crs}-swapped" if self.swapped else str(self.crs)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What the numbers look like, and the readings that put them on the map.

    Attributes
    ----------
    key
        ``nothing`` (no geometry), ``degrees``, ``swapped``, ``metres``, or ``nowhere`` (no reading that
        we know puts half of the shapes on the map).
    readings
        What to choose from; those of degrees if it is nowhere.
    default
        What is chosen until the visitor says otherwise; None where the answer changes what is seen.
    """

    key: str
    readings: tuple[Reading, ...]
    default: Reading | None


def suspect(shapes: Iterable[BaseGeometry | None]) -> Suspicion:
    """Try each reading on a file's geometries.

    Parameters
    ----------
    shapes
        Geometries in the numbers of the file; None is passed over.
    """
    middles = [_middle(shape) for shape in shapes if shape is not None]
    if not middles:
        return Suspicion("nothing", (), Reading())
    x, y = np.array(middles).T
    for swapped in (False, True):
        if _share(x, y, Reading(swapped=swapped)) >= 0.5:
            readings = tuple(Reading(crs, swapped) for crs in _DEGREES)
            return (
                Suspicion("swapped", readings, None) if swapped else Suspicion("degrees", readings, Reading())
            )
    tried = [Reading(crs, swapped) for swapped in (False, True) for crs in METRES]
    fits = tuple(reading for reading in tried if _share(x, y, reading) >= 0.5)
    if fits:
        return Suspicion("metres", fits, None)
    return Suspicion("nowhere", tuple(Reading(crs) for crs in _DEGREES), Reading())


def _middle(shape: BaseGeometry) -> tuple[float, float]:
    west, south, east, north = shape.bounds
    return (west + east) / 2, (south + north) / 2


def _share(x: _Array, y: _Array, reading: Reading) -> float:
    """Return the share of points that a reading puts on the map."""
    lon, lat = _transform(reading)(x, y)
    return float(np.mean([MAP_BOUNDS.holds(*point) for point in zip(lon, lat, strict=True)]))


def _transform(reading: Reading) -> Callable[[_Array, _Array], tuple[_Array, _Array]]:
    """Return the function from a file's two columns of numbers to WGS 84 degrees."""

    def transform(first: _Array, second: _Array) -> tuple[_Array, _Array]:
        x, y = (second, first) if reading.swapped else (first, second)
        if reading.crs == Crs.WGS84:
            return x, y
        if reading.crs in _DEGREES:
            found: tuple[_Array, _Array] = (from_gcj02 if reading.crs == Crs.GCJ02 else from_bd09)(x, y)
            return found
        return from_crs(METRES[reading.crs], x, y)

    return transform


def convert(shape: BaseGeometry, reading: Reading) -> BaseGeometry | None:
    """Return a geometry in WGS 84 degrees, None where the reading does not reach it."""

    def transform(points: _Array) -> _Array:
        return np.column_stack(_transform(reading)(points[:, 0], points[:, 1]))

    found: BaseGeometry = shapely.transform(shape, transform)
    return found if _is_lon_lat(found) else None


def are_degrees(shape: BaseGeometry) -> bool:
    """Say whether the numbers of a geometry may be degrees, in either order."""
    west, south, east, north = (abs(value) for value in shape.bounds)
    return max(west, south, east, north) <= 180 and min(max(west, east), max(south, north)) <= 90


def _is_lon_lat(shape: BaseGeometry) -> bool:
    west, south, east, north = shape.bounds
    finite = all(np.isfinite(value) for value in shape.bounds)
    return finite and west >= -180 and east <= 180 and south >= -90 and north <= 90


def moved_m(before: Sequence[BaseGeometry], after: Sequence[BaseGeometry]) -> float:
    """Return how far a conversion moved shapes on average, in metres; both in degrees.

    Good to a few metres, for a sentence: the Earth is taken as a sphere.
    """
    pairs = [(_middle(one), _middle(other)) for one, other in zip(before, after, strict=True)]
    if not pairs:
        return 0.0
    first, second = np.array(pairs).transpose(1, 2, 0)
    across, up = first - second
    return float(np.mean(_DEGREE_M * np.hypot(across * np.cos(np.radians(first[1])), up)))
