"""Make one file, whatever its format."""

from __future__ import annotations

from datetime import date
from importlib import import_module
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

    called = name or file_name(view, form, written=written)
    taken = extract(dataset, view, written=written, name=called)
    # Imported when it is asked for: each writer brings its own libraries.
    content: bytes = import_module(f"geo.export.{form.writer}").write(taken)
    return content
