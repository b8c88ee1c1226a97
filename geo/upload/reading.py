"""A visitor's file as rows of text cells and geometries, whatever it was written in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from shapely.geometry.base import BaseGeometry

from geo.errors import Problem
from geo.upload.crossings import count_crossings
from geo.upload.limits import LIMITS
from geo.upload.refusals import Refusal, RefusedError
from geo.upload.seen import Choice, Seen
from geo.upload.sniff import ENDINGS, Kind, kind_of

__all__ = ["SAMPLE_ROWS", "Row", "Sheet", "Upload", "cell_text", "cut", "read", "sample"]

# So much of a file is shown of how it was read.
SAMPLE_ROWS = 3
_SAMPLE_SIGNS = 30

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
        Text by our column, as it stands there: lists joined by ``;``, empty for null.
    geometry
        In the numbers of the file, whatever they mean; None if there is none or none that can be read.
    """

    number: int
    cells: Mapping[str, str]
    geometry: BaseGeometry | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows under one set of columns; a file of features is one sheet without a name.

    Attributes
    ----------
    name
        The sheet's or layer's.
    columns
        Our columns that it has, and its own names of the others but those of coordinates.
    rows
        The rows of data.
    heard, sample
        As ``columns`` and ``sample`` of :class:`geo.upload.seen.Seen`.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    heard: tuple[tuple[str, str, str], ...] = ()
    sample: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that could be read.

    Attributes
    ----------
    kind
        What it is.
    sheets
        What it holds.
    problems, notes
        What is wrong in it, and what is good to know.
    crs
        What the file itself says of its coordinates, empty for nothing.
    seen
        How it was understood.
    """

    kind: Kind
    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    crs: str = ""
    seen: Seen = field(default_factory=lambda: Seen(""))


def _refuse_crossings(found: Upload) -> None:
    """Refuse areas that cross themselves so often that to repair them would take the server."""
    shapes = [row.geometry for sheet in found.sheets for row in sheet.rows if row.geometry is not None]
    if count_crossings(shapes, most=LIMITS.crossings) > LIMITS.crossings:
        raise RefusedError(Refusal.TOO_MANY_CROSSINGS, expected=str(LIMITS.crossings))


def _lost(raw: bytes, kind: Kind) -> list[Problem]:
    """Tell of letters that an earlier program could not save: what stands for them says nothing."""
    count = raw.count("\ufffd".encode()) if kind in {Kind.CSV, Kind.GEOJSON, Kind.KML} else 0
    return [Problem("", 0, "", "lost_letters", f"{count:,}")] if count else []


def read(raw: bytes, *, name: str = "", choice: Choice = Choice()) -> Upload:  # noqa: B008 - it is frozen
    """Read a visitor's file by its bytes, not by its name: a table, or a layer of features.

    Parameters
    ----------
    raw
        The whole file.
    name
        What the visitor calls it; only looked at to say that it does not fit.
    choice
        What she says of sheet, header, coordinates and columns.

    Raises
    ------
    RefusedError
        If nothing of it is read: the one reason why, with what to do. Nothing else is raised, and nothing
        is opened, whatever the bytes are.
    """
    kind = kind_of(raw)
    # They share the classes above, and each is needed for its own files only.
    if kind in {Kind.XLSX, Kind.CSV}:
        from geo.upload.tabular import read_tables  # noqa: PLC0415 - see above

        found = read_tables(raw, kind, choice)
    elif kind is Kind.GEOJSON:
        from geo.upload.features import read_features  # noqa: PLC0415 - see above

        found = read_features(raw, choice)
    else:
        from geo.upload.layers import read_layers  # noqa: PLC0415 - see above

        found = read_layers(raw, kind, choice)
    _refuse_crossings(found)
    found = replace(found, problems=(*_lost(raw, kind), *found.problems))
    ending = name.rpartition(".")[2].casefold() if "." in name else ""
    if ending in ENDINGS[kind]:
        return found
    note = Problem("", 0, "", "named", f".{ending}"[:12], kind.value)
    return replace(found, notes=(note, *found.notes))


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


def sample(text: str) -> str:
    """Return a cell as the first rows of a file are shown: cut, so that a table of them can be read."""
    return text if len(text) <= _SAMPLE_SIGNS else f"{text[: _SAMPLE_SIGNS - 1]}…"


def cut(value: str) -> str:
    """Return the start of a text for a message."""
    return value if len(value) <= LIMITS.text else value[:60]
