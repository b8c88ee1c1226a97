"""FlatGeobuf: a feature a row, for QGIS, GDAL and browsers that read as the file arrives.

Without a spatial index: that knows no feature without a geometry, and a project without a known place is a
project all the same.
"""

from __future__ import annotations

import io

import pyogrio

from geo.export.extract import Extract
from geo.export.frames import frame
from i18n import text

__all__ = ["write", "write_table"]


def write(taken: Extract) -> bytes:
    """Return the projects; one without a site has a null geometry."""
    return write_table(taken, "projects")


def write_table(taken: Extract, table: str) -> bytes:
    """Return a table that has geometries; what the file is stands in its header's metadata."""
    buffer = io.BytesIO()
    title = f"{text('app.title', taken.lang)} · {text(f'export.layer.{table}', taken.lang)}"
    pyogrio.write_dataframe(
        frame(taken, table),
        buffer,
        driver="FlatGeobuf",
        layer=table,
        geometry_type="Unknown",
        layer_options={"SPATIAL_INDEX": "NO", "TITLE": title, "DESCRIPTION": taken.filter_words()},
        layer_metadata=taken.about(),
    )
    return buffer.getvalue()
