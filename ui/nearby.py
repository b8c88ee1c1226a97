"""What lies near a place, in the groups that the near-me panel shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from geo.places import MAP_BOUNDS
from ui import facts

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from ui.session import Standing

__all__ = ["describe"]

# A project is looked for this far beyond the circle: its accuracy may reach in, and the nearest is named.
_SEARCH_RADIUS_M = 50_000.0


def describe(standing: Standing) -> Mapping[str, Any]:
    """Return the ``near`` part of the map's state (docs/architecture.md) for a place.

    Parameters
    ----------
    standing
        The place, its name and the radius.

    Returns
    -------
    mapping
        Plain JSON values. ``rows`` hold every project whose distance is known, whatever is filtered: nearest
        first those within the circle (``in``), then those that may be (``maybe``), those whose town alone is
        known and is cut by the circle (``town``), and all others (``far``); ``outside_m`` is None within the
        city.
    """
    import geo  # noqa: PLC0415 - pandas must stay out of the first view

    dataset = facts.dataset()
    rows: list[dict[str, Any]] = []
    outside_m = _outside_m(standing)
    if MAP_BOUNDS.holds(standing.lon, standing.lat):
        where = {"lon": standing.lon, "lat": standing.lat}
        rows = _rows(geo.near(dataset, radius_m=standing.radius_m, **where))
        if outside_m is None:
            found = {row["id"] for row in rows}
            far = _rows(geo.near(dataset, radius_m=_SEARCH_RADIUS_M, **where))
            rows += [
                {**row, "group": "far"} for row in far if row["id"] not in found and row["group"] != "town"
            ]
    return {
        "lon": standing.lon,
        "lat": standing.lat,
        "radius_m": standing.radius_m,
        "label": standing.label,
        "rows": rows,
        "outside_m": outside_m,
    }


def _rows(found: GeoDataFrame) -> list[dict[str, Any]]:
    rows = []
    for row in found.to_dict("records"):
        distance_m = None if row["group"] == "town" else round(float(row["distance_m"]), 1)
        rows.append({"id": str(row["id"]), "group": str(row["group"]), "distance_m": distance_m})
    order = {"in": 0, "maybe": 1, "town": 2}
    return sorted(rows, key=lambda row: order[str(row["group"])])  # stable: the distances stay in order


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
