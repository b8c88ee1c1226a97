"""A table as a frame with one geometry a row, for the formats that hold features."""

from __future__ import annotations

from typing import TypeAlias

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.crs import DEGREES
from geo.export import tables
from geo.export.extract import Extract
from geo.export.shapes import settled

__all__ = ["Frame", "columns", "frame"]

Frame: TypeAlias = gpd.GeoDataFrame | pd.DataFrame

# What the geometry itself says.
_IN_GEOMETRY = frozenset({"geometry_wkt", "lon", "lat"})


def columns(table: str) -> list[str]:
    """Return the columns of a table's frame but its geometry, in their order."""
    return [name for name in tables.column_names(table) if name not in _IN_GEOMETRY]


def frame(taken: Extract, table: str) -> Frame:
    """Return the rows of a table of :data:`geo.export.tables.TABLES`.

    Returns
    -------
    GeoDataFrame or DataFrame
        Numbers are float64 and all else is text (None: unknown), whatever the filter left; lists are
        parted by semicolons. The column `geometry` (EPSG:4326, None: unknown) is the last one of a table
        that has geometries; other tables give a plain frame.
    """
    rows = tables.rows(taken, table)
    numbers = {column.name for column in tables.TABLES[table] if column.number}
    data = pd.DataFrame(
        {
            name: pd.Series([row[name] for row in rows], dtype="float64" if name in numbers else object)
            for name in columns(table)
        }
    )
    source: Frame = getattr(taken, table)
    if not isinstance(source, gpd.GeoDataFrame):
        return data
    shapes = np.array([settled(shape) for shape in source.geometry], dtype=object)
    return gpd.GeoDataFrame(data, geometry=shapes, crs=DEGREES)
