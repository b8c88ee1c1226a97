"""GeoParquet 1.1: a feature a row, geometry as WKB, what the file is in its metadata (`about`, JSON).

A table without geometries is plain Parquet. `pyarrow` writes both, and the same rows give the same bytes.
"""

from __future__ import annotations

import io
import json
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.crs import DEGREES
from geo.export.extract import Extract
from geo.export.frames import frame

__all__ = ["write", "write_table"]

_VERSION = "1.1.0"


def write(taken: Extract) -> bytes:
    """Return the projects; one without a site has a null geometry."""
    return write_table(taken, "projects")


def write_table(taken: Extract, table: str) -> bytes:
    """Return a table of the file's own as (Geo)Parquet."""
    data = frame(taken, table)
    arrays = {name: _array(data[name]) for name in data.columns if name != "geometry"}
    metadata = {"about": json.dumps(taken.about(), ensure_ascii=False)}
    if isinstance(data, gpd.GeoDataFrame):
        arrays["geometry"] = pa.array(shapely.to_wkb(data.geometry.to_numpy()), type=pa.binary())
        metadata["geo"] = json.dumps(_geo(data.geometry), ensure_ascii=False)
    buffer = io.BytesIO()
    pq.write_table(pa.table(arrays, metadata=metadata), buffer, compression="snappy")
    return buffer.getvalue()


def _array(cells: pd.Series) -> pa.Array:
    """Return a column whose type does not hang on what the filter left in it."""
    if cells.dtype == "float64":
        return pa.array(cells, type=pa.float64(), from_pandas=True)
    return pa.array([None if cell is None else str(cell) for cell in cells], type=pa.string())


def _geo(shapes: gpd.GeoSeries) -> dict[str, Any]:
    """Return the file's metadata of GeoParquet; rings are oriented by :mod:`geo.export.shapes`."""
    known: list[BaseGeometry] = list(shapes.dropna())
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted({shape.geom_type for shape in known}),
        "crs": CRS(DEGREES).to_json_dict(),
        "orientation": "counterclockwise",
        "edges": "planar",
    }
    if known:
        column["bbox"] = [float(edge) for edge in shapely.total_bounds(known)]
    return {"version": _VERSION, "primary_column": "geometry", "columns": {"geometry": column}}
