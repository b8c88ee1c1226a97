"""Files of exactly what is filtered: GeoPackage, GeoJSON, CSV, XLSX, OC4IDS.

One call, :func:`export`, serves the command (``python -m geo export``) and the page. What a format is
called and how its file is named is plain Python (:mod:`geo.export.formats`); pandas and the writers are
imported when a file is made.
"""

from __future__ import annotations

from geo.export.formats import Format, file_name
from geo.export.making import export

__all__ = ["Format", "export", "file_name"]
