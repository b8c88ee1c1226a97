"""Make one file, whatever its format."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from geo.export.formats import Format, file_name
from geo.view import View

if TYPE_CHECKING:
    from geo.dataset import Dataset

__all__ = ["export"]


def export(dataset: Dataset, view: View, form: Format, *, written: date, name: str = "") -> bytes:
    """Return a file of the projects that a view shows.

    Parameters
    ----------
    dataset
        The edition that the view names.
    view
        Its filters choose the projects, its language the words; a place, a camera and a chosen project
        choose nothing and are not written.
    form
        The format.
    written
        The day that the file states. The same dataset, view and day give the same bytes.
    name
        The name that the file will have; the QGIS project inside a GeoPackage finds its layers by it.
        By default :func:`file_name`.

    Raises
    ------
    EmptyExportError
        For OC4IDS if no project passes: its schema knows no package without one. Other formats then give
        a file without rows.
    """
    from geo.export.extract import extract  # noqa: PLC0415 - pandas stays out until a file is made

    taken = extract(dataset, view, written=written)
    if form is Format.GPKG:
        from geo.export import geopackage  # noqa: PLC0415 - each writer brings its own libraries

        return geopackage.write(taken, name=name or file_name(view, form, written=written))
    if form is Format.XLSX:
        from geo.export import xlsx  # noqa: PLC0415 - the same

        return xlsx.write(taken)
    from geo.export import delimited, geojson, oc4ids  # noqa: PLC0415 - the same

    writers = {Format.GEOJSON: geojson.write, Format.CSV: delimited.write, Format.OC4IDS: oc4ids.write}
    return writers[form](taken)
