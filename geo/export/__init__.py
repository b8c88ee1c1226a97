"""Files of exactly what is filtered: GeoPackage, GeoJSON, CSV, XLSX, GeoParquet, FlatGeobuf, OC4IDS.

One call, :func:`export`, serves the command (``python -m geo export``) and the page. What a format is
called and how its file is named is plain Python (:mod:`geo.export.formats`); pandas and the writers are
imported when a file is made.
"""

from __future__ import annotations

from geo.export.formats import File, Format, file_name, table_file_name
from geo.export.making import export, export_table

__all__ = ["File", "Format", "export", "export_table", "file_name", "table_file_name"]
