"""How many metres of a line lie in each town: a partition, so that no metre is counted twice.

A stretch along a shared border belongs to one of the two towns, the one that stands first in
``towns.geojson``. What lies outside of all towns is the remainder, never dropped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.crs import DEGREES, METRES

__all__ = ["OUTSIDE", "lines_in_towns", "split_line"]

# What the remainder outside of all towns is filed under.
OUTSIDE = ""
# A line that only touches a border leaves stretches of rounding; below this they are nobody's.
_NOTHING_M = 1e-6
_STEP_DEGREES = 0.002


def split_line(line: BaseGeometry, towns: Mapping[str, BaseGeometry]) -> dict[str, float]:
    """Return the metres of a line in each town, and outside of all under :data:`OUTSIDE`.

    Parameters
    ----------
    line
        A line or several, in a metric CRS.
    towns
        Areas by id, in the same CRS; the first of two neighbours keeps a stretch along their border.

    Returns
    -------
    dict
        Only towns with a stretch. The values add up to the length of the line.
    """
    metres: dict[str, float] = {}
    rest = line
    for town_id, area in towns.items():
        if rest.length <= _NOTHING_M:
            break
        piece = rest.intersection(area)
        if piece.length > _NOTHING_M:
            metres[town_id] = float(piece.length)
            rest = rest.difference(area)
    if rest.length > _NOTHING_M:
        metres[OUTSIDE] = float(rest.length)
    return metres


def lines_in_towns(lines: gpd.GeoDataFrame, towns: gpd.GeoDataFrame, *, by: Sequence[str]) -> pd.DataFrame:
    """Measure every line in every town.

    Parameters
    ----------
    lines
        Any CRS; rows that are no lines are passed over.
    towns
        Column `id` and areas; any CRS.
    by
        The columns of `lines` to carry over; rows that agree in all of them are added up.

    Returns
    -------
    DataFrame
        `by`, `town` (:data:`OUTSIDE` for the remainder), `metres` (planar in EPSG:4547).
    """
    # A straight stretch of our files is straight in degrees (RFC 7946, as the map draws it), not in metres:
    # one of 22 km bends by 20 m on the way. Cut it small first, so that it crosses borders where it is drawn.
    drawn = lines.set_geometry(lines.geometry.segmentize(_STEP_DEGREES)) if lines.crs == DEGREES else lines
    metric = drawn.to_crs(METRES)
    areas = dict(zip(towns["id"].astype(str), towns.geometry.to_crs(METRES), strict=True))
    shapely.prepare(list(areas.values()))
    records = [
        {**{name: row[name] for name in by}, "town": town, "metres": metres}
        for row in metric[shapely.get_dimensions(metric.geometry) == 1].to_dict("records")
        for town, metres in split_line(row["geometry"], areas).items()
    ]
    found = pd.DataFrame(records, columns=[*by, "town", "metres"])
    return found.groupby([*by, "town"], sort=False)["metres"].sum().reset_index()
