"""What lies around a place: every project whose distance is known, in the groups that the page shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.query import near

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from geo.dataset import Dataset

__all__ = ["Around", "around"]

# A project is looked for this far beyond the circle: its accuracy may reach in, and the nearest is named.
_SEARCH_RADIUS_M = 50_000.0
_ORDER = ("in", "maybe", "town")


@dataclass(frozen=True, slots=True)
class Around:
    """One project around a place: ground metres to its nearest part, None where its town alone is known."""

    id: str
    group: str
    distance_m: float | None


def around(dataset: Dataset, *, lon: float, lat: float, radius_m: float, with_far: bool) -> list[Around]:
    """Return the projects around a place, nearest first in each group.

    First those within the circle (``in``), then those that may be (``maybe``), then those whose town alone is
    known and meets the circle (``town``), then, if asked for, all others whose distance is known (``far``).

    Parameters
    ----------
    dataset
        Its projects are measured (:func:`geo.query.near`).
    lon, lat
        Point in degrees, WGS 84, within the map's bounds.
    radius_m
        Ground metres, 0 < radius_m ≤ 50 000.
    with_far
        Whether those beyond the circle are wanted too.

    Raises
    ------
    ValueError
        If the point lies outside of the map's bounds or the radius out of range.
    """
    found = sorted(
        _rows(near(dataset, lon=lon, lat=lat, radius_m=radius_m)), key=lambda row: _ORDER.index(row.group)
    )
    if not with_far:
        return found
    held = {row.id for row in found}
    far = _rows(near(dataset, lon=lon, lat=lat, radius_m=_SEARCH_RADIUS_M))
    beyond = [row for row in far if row.id not in held and row.group != "town"]
    return found + [Around(row.id, "far", row.distance_m) for row in beyond]


def _rows(found: GeoDataFrame) -> list[Around]:
    return [
        Around(
            str(row["id"]),
            str(row["group"]),
            None if row["group"] == "town" else round(float(row["distance_m"]), 1),
        )
        for row in found.to_dict("records")
    ]
