"""What lies near a place, in the groups that the near-me panel shows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from geo.places import MAP_BOUNDS
from ui import facts

if TYPE_CHECKING:
    from collections.abc import Collection

    from ui.session import Standing

__all__ = ["describe", "group"]

# A project is looked for this far beyond the circle: its accuracy may reach in, and the nearest is named.
_SEARCH_RADIUS_M = 50_000.0


def group(distance_m: float, accuracy_m: float, radius_m: float) -> str | None:
    """Say whether a project is surely in the circle (``in``), perhaps (``maybe``), or not (None).

    All in ground metres. An unknown accuracy (NaN) counts as none.
    """
    doubt_m = 0.0 if math.isnan(accuracy_m) else accuracy_m
    if distance_m + doubt_m <= radius_m or distance_m == 0.0:
        return "in"
    return "maybe" if distance_m - doubt_m <= radius_m else None


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
    rows: list[dict[str, Any]] = []
    nearest = None
    if MAP_BOUNDS.holds(standing.lon, standing.lat):
        found = geo.near(dataset, lon=standing.lon, lat=standing.lat, radius_m=_SEARCH_RADIUS_M)
        measured = [row for row in _measured(found) if ids is None or row["id"] in ids]
        nearest = {key: measured[0][key] for key in ("id", "distance_m")} if measured else None
        rows = _grouped(measured, standing.radius_m) + _in_towns(standing, ids=ids)
    return {
        "lon": standing.lon,
        "lat": standing.lat,
        "radius_m": standing.radius_m,
        "label": standing.label,
        "rows": rows,
        "outside_m": _outside_m(standing),
        "nearest": nearest,
    }


def _measured(found: Any) -> list[dict[str, Any]]:
    """Return id, distance and accuracy of the rows whose distance is known, nearest first."""
    known = found[found["distance_m"].notna()]
    return [
        {"id": str(row.id), "distance_m": round(float(row.distance_m), 1), "accuracy_m": float(row.accuracy_m)}
        for row in known.itertuples()
    ]


def _grouped(measured: list[dict[str, Any]], radius_m: float) -> list[dict[str, Any]]:
    rows = [
        {"id": row["id"], "group": within, "distance_m": row["distance_m"]}
        for row in measured
        if (within := group(row["distance_m"], row["accuracy_m"], radius_m)) is not None
    ]
    return sorted(rows, key=lambda row: str(row["group"]))  # "in" before "maybe", distances stay in order


def _in_towns(standing: Standing, *, ids: Collection[str] | None) -> list[dict[str, Any]]:
    """Return the town-only projects of the towns that the circle touches."""
    touched = _towns_within(standing)
    return [
        {"id": row["id"], "group": "town", "distance_m": None}
        for row in facts.projects()
        if row["certainty"] == "town" and touched & set(row["towns"]) and (ids is None or row["id"] in ids)
    ]


def _town_distances(standing: Standing) -> Any:
    """Return each town's distance to the place in ground metres (EPSG:4547), by town id."""
    import geopandas as gpd  # noqa: PLC0415
    from shapely import Point  # noqa: PLC0415

    towns = facts.dataset().towns.set_index("id")
    point = gpd.GeoSeries([Point(standing.lon, standing.lat)], crs=4326).to_crs(4547).iloc[0]
    return towns.geometry.to_crs(4547).distance(point)


def _towns_within(standing: Standing) -> set[str]:
    distances = _town_distances(standing)
    return {str(town) for town in distances.index[distances <= standing.radius_m]}


def _outside_m(standing: Standing) -> float | None:
    """Return how far a place lies from the city in metres, None within it."""
    nearest = float(_town_distances(standing).min())
    return round(nearest, 1) if nearest > 0 else None
