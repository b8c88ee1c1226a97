"""What lies near a place, in the groups that the near-me panel shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from geo.places import MAP_BOUNDS
from ui import facts

if TYPE_CHECKING:
    from layers.near.around import Around
    from ui.session import Standing

__all__ = ["describe"]


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
    from layers.near.around import around  # noqa: PLC0415 - pandas must stay out of the first view

    outside_m = _outside_m(standing)
    rows: list[Around] = []
    if MAP_BOUNDS.holds(standing.lon, standing.lat):
        where = {"lon": standing.lon, "lat": standing.lat, "radius_m": standing.radius_m}
        rows = around(facts.dataset(), **where, with_far=outside_m is None)
    return {
        "lon": standing.lon,
        "lat": standing.lat,
        "radius_m": standing.radius_m,
        "label": standing.label,
        "rows": [asdict(row) for row in rows],
        "outside_m": outside_m,
    }


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
