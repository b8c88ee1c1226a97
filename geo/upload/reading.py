"""A visitor's file as rows of text cells and geometries, whatever it was written in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from geo.errors import Problem
from geo.upload.crossings import count_crossings
from geo.upload.limits import LIMITS
from geo.upload.refusals import Refusal, RefusedError
from geo.upload.sniff import Kind, kind_of

__all__ = ["Row", "Sheet", "Upload", "cell_text", "cut", "read"]

# Half of a character that UTF-16 writes in two: no text, and nothing can send it on.
_HALVES = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Row:
    """One feature, or one row of a sheet.

    Attributes
    ----------
    number
        The number of the feature from 1, or the row of the sheet as a spreadsheet counts.
    cells
        Text by column, as :mod:`geo.schema` reads it: lists joined by ``;``, empty for null.
    geometry
        In the numbers of the file, whatever they mean; None if there is none or none that can be read.
    """

    number: int
    cells: Mapping[str, str]
    geometry: BaseGeometry | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows under one set of columns; a GeoJSON file is one sheet without a name."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that could be read, with what is wrong in it (`problems`) and what is good to know (`notes`)."""

    kind: Kind
    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


def _refuse_crossings(found: Upload) -> None:
    """Refuse areas that cross themselves so often that to repair them would take the server."""
    shapes = [row.geometry for sheet in found.sheets for row in sheet.rows if row.geometry is not None]
    if count_crossings(shapes, most=LIMITS.crossings) > LIMITS.crossings:
        raise RefusedError(Refusal.TOO_MANY_CROSSINGS, expected=str(LIMITS.crossings))


def read(raw: bytes, *, name: str = "") -> Upload:
    """Read a visitor's file: GeoJSON or an Excel workbook, by its bytes and not by its name.

    Parameters
    ----------
    raw
        The whole file.
    name
        What the visitor calls it; only looked at to say that it does not fit.

    Raises
    ------
    RefusedError
        If nothing of it is read: the one reason why, with what to do. Nothing else is raised, and nothing
        is opened, whatever the bytes are.
    """
    kind = kind_of(raw)
    if kind is Kind.XLSX:
        from geo.upload.workbook import read_workbook  # noqa: PLC0415 - openpyxl only where it is needed

        found = read_workbook(raw)
    else:
        from geo.upload.features import read_features  # noqa: PLC0415 - they share the classes above

        found = read_features(raw)
    _refuse_crossings(found)
    ending = name.rpartition(".")[2].casefold() if "." in name else ""
    fits = {Kind.XLSX: {"xlsx"}, Kind.GEOJSON: {"geojson", "json"}}[kind]
    if ending in fits:
        return found
    note = Problem("", 0, "", "named", f".{ending}"[:12], kind.value)
    return Upload(found.kind, found.sheets, found.problems, (note, *found.notes))


def cell_text(value: object) -> str:
    """Return a property or cell as text: null is empty, a list is joined, half characters are replaced."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ";".join(cell_text(part) for part in value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return _HALVES.sub("\ufffd", str(value))


def cut(value: str) -> str:
    """Return the start of a text for a message."""
    return value if len(value) <= LIMITS.text else value[:60]
