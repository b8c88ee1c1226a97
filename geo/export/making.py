"""Make one file, whatever its format."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING

from geo.export.formats import File, Format, file_name, table_file_name
from geo.view import View

if TYPE_CHECKING:
    from geo.dataset import Dataset

__all__ = ["export", "export_table"]


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


def export_table(dataset: Dataset, view: View, file: File, *, written: date, name: str = "") -> bytes:
    """Return any table that is given (:data:`geo.export.formats.FILES`), of what a view shows.

    Parameters and errors are those of :func:`export`, which makes the files of projects. Events are those of
    the projects that pass, sources those that any row of them cites; towns are those that the view names (all
    if it names none); targets are left out by no filter.
    """
    from geo.export.extract import extract  # noqa: PLC0415 - pandas stays out until a file is made

    called = name or table_file_name(view, file, written=written)
    taken = extract(dataset, view, written=written, name=called)
    module = import_module(f"geo.export.{file.writer}")
    if file.table == "projects":
        return bytes(module.write(taken))
    return bytes(module.write_table(taken, file.table))
