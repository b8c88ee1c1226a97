"""What lies near a place, in the groups that the near-me panel shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from geo.places import MAP_BOUNDS
from ui import facts

if TYPE_CHECKING:
    from collections.abc import Collection

    from geopandas import GeoDataFrame

    from ui.session import Standing

__all__ = ["describe"]

# A project is looked for this far beyond the circle: its accuracy may reach in, and the nearest is named.
_SEARCH_RADIUS_M = 50_000.0


def describe(standing: Standing, *, ids: Collection[str] | None) -> Mapping[str, Any]:
    """Return the ``near`` part of the map's state (docs/architecture.md) for a place.

    Parameters
    ----------
    standing
        The place, its name and the radius.
    ids
        The projects that the filters leave (None: all).

    Returns
    -------
    mapping
        Plain JSON values. ``rows`` are nearest first, then those that may lie within, then those whose
        town alone is known and is cut by the circle; ``outside_m`` is None within the city.
    """
    import geo  # noqa: PLC0415 - pandas must stay out of the first view

    dataset = facts.dataset()
    nearest = None
    rows: list[dict[str, Any]] = []
    if MAP_BOUNDS.holds(standing.lon, standing.lat):
        where = {"lon": standing.lon, "lat": standing.lat}
        rows = _rows(geo.near(dataset, radius_m=standing.radius_m, **where), ids)
        if not any(row["group"] == "in" for row in rows):
            nearest = _nearest(geo.near(dataset, radius_m=_SEARCH_RADIUS_M, **where), ids)
    return {
        "lon": standing.lon,
        "lat": standing.lat,
        "radius_m": standing.radius_m,
        "label": standing.label,
        "rows": rows,
        "outside_m": _outside_m(standing),
        "nearest": nearest,
    }


def _rows(found: GeoDataFrame, ids: Collection[str] | None) -> list[dict[str, Any]]:
    rows = []
    for row in found.to_dict("records"):
        if ids is not None and row["id"] not in ids:
            continue
        distance_m = None if row["group"] == "town" else round(float(row["distance_m"]), 1)
        rows.append({"id": str(row["id"]), "group": str(row["group"]), "distance_m": distance_m})
    order = {"in": 0, "maybe": 1, "town": 2}
    return sorted(rows, key=lambda row: order[str(row["group"])])  # stable: the distances stay in order


def _nearest(found: GeoDataFrame, ids: Collection[str] | None) -> dict[str, Any] | None:
    """Return the nearest project whose distance is known, None if there is none."""
    known = [
        row
        for row in found.to_dict("records")
        if row["group"] != "town" and (ids is None or row["id"] in ids)
    ]
    nearest = min(known, key=lambda row: float(row["distance_m"]), default=None)
    return (
        None
        if nearest is None
        else {"id": str(nearest["id"]), "distance_m": round(float(nearest["distance_m"]), 1)}
    )


def _outside_m(standing: Standing) -> float | None:
    """Return how far a place lies from the city in ground metres, None within it."""
    from shapely import Point  # noqa: PLC0415 - heavy, and only when a question is asked

    import geo  # noqa: PLC0415 - heavy, and only when a question is asked
    from geo.crs import METRES, to_metres  # noqa: PLC0415 - heavy, and only when a question is asked

    dataset = facts.dataset()
    if geo.town_at(dataset, lon=standing.lon, lat=standing.lat) is not None:
        return None
    towns = dataset.towns.geometry.to_crs(METRES)
    return round(float(towns.distance(Point(to_metres(standing.lon, standing.lat))).min()), 1)
