"""An Excel workbook as rows: values only, no formula computed, no link followed."""

from __future__ import annotations

import datetime as dt
import io
import math
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from geo.errors import Problem
from geo.upload.archive import unpack
from geo.upload.limits import LIMITS
from geo.upload.reading import Row, Sheet, Upload, cell_text, cut
from geo.upload.refusals import Refusal, RefusedError
from geo.upload.shapes import Fault, FaultError, Shape, read_shape
from geo.upload.sniff import Kind
from i18n import LANGUAGES, text

__all__ = ["PLACE_COLUMNS", "TABLES", "read_workbook"]

# Where a sheet holds its geometries: a point in two columns, or anything in one (our export's own name last).
PLACE_COLUMNS = ("lon", "lat", "wkt", "geometry_wkt")
# A workbook with sheets of these names is read as our own files; of any other the first sheet is.
TABLES = ("projects", "sites")
_LAST_ROW = 1_048_576


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell as openpyxl read it: its kind (``f`` formula, ``e`` error, …) and value."""

    kind: str
    value: Any


def read_workbook(raw: bytes) -> Upload:
    """Read the sheets ``projects`` and ``sites``, or the first sheet of a workbook without them.

    Raises
    ------
    RefusedError
        If the archive is no workbook, hides too much, or holds nothing or too many rows.
    """
    tables, skipped = _sheets(unpack(raw))
    reader = _Reader()
    sheets = tuple(reader.sheet(name, grid) for name, grid in tables)
    if not any(sheet.rows for sheet in sheets):
        raise RefusedError(Refusal.NO_FEATURES)
    notes = [Problem("", 0, "", "skipped_sheets", ", ".join(skipped))] if skipped else []
    return Upload(Kind.XLSX, sheets, tuple(reader.problems), tuple(notes))


_Grid = list[tuple[int, list[_Cell]]]


def _sheets(files: dict[str, bytes]) -> tuple[list[tuple[str, _Grid]], list[str]]:
    """Return the cells of the sheets that are read, and the names of those that are not."""
    try:
        # What openpyxl warns of holds names and values of the file: they are nobody's but the visitor's.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(_stored(files), read_only=True, data_only=False, keep_links=False)
            named = {_name(sheet.title): sheet for sheet in book.worksheets}
            chosen = [named[name] for name in TABLES if name in named] or book.worksheets[:1]
            titles = {id(sheet) for sheet in chosen}
            skipped = [cut(cell_text(one.title)) for one in book.worksheets if id(one) not in titles]
            return [(_name(sheet.title), _grid(sheet)) for sheet in chosen], skipped
    except RefusedError:
        raise
    except Exception:  # noqa: BLE001 - its parser raises whatever a broken file leads it to (a dozen kinds seen)
        raise RefusedError(Refusal.BROKEN) from None


def _name(title: str) -> str:
    """Return a sheet's name: ``projects`` or ``sites`` also where our export has named it in words."""
    plain = title.strip()
    words = {text(f"export.sheet.{table}", lang): table for table in TABLES for lang in LANGUAGES}
    return plain.casefold() if plain.casefold() in TABLES else words.get(plain) or cut(cell_text(title))


def _stored(files: dict[str, bytes]) -> io.BytesIO:
    """Return an archive of these files alone, without compression."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    buffer.seek(0)
    return buffer


def _grid(sheet: ReadOnlyWorksheet) -> _Grid:
    """Return the rows of a sheet that hold something, by number; rows between them may be empty."""
    sheet.reset_dimensions()  # a sheet may claim a million rows and columns
    grid: _Grid = []
    blank: object = None
    wide = LIMITS.columns + len(PLACE_COLUMNS)
    for number, cells in enumerate(sheet.iter_rows(max_col=wide + 1, max_row=_LAST_ROW), start=1):
        if cells is blank:  # the same object for each row that is left out: the next may be a million below
            continue
        found = [_Cell(str(cell.data_type or "n"), cell.value) for cell in cells]
        if not any(_is_full(cell) for cell in found):
            blank = cells
            continue
        if number > LIMITS.rows + 1:
            raise RefusedError(Refusal.TOO_MANY_ROWS, value=f"{number:,}", expected=f"{LIMITS.rows:,}")
        if _is_full(found[-1]):
            raise RefusedError(Refusal.TOO_MANY_COLUMNS, value=f"> {wide}", expected=str(LIMITS.columns))
        grid.append((number, found))
    return grid


def _is_full(cell: _Cell) -> bool:
    return cell.kind == "f" or cell.value not in (None, "")


class _Reader:
    """Goes through the cells once and gathers what is wrong."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.vertices = 0

    def sheet(self, name: str, grid: _Grid) -> Sheet:
        """Return a sheet's rows below its first one, which names the columns."""
        if not grid:
            return Sheet(name, (), ())
        first, head = grid[0]
        titles = [self._text(name, first, place, cell).strip() for place, cell in enumerate(head, start=1)]
        self._check_titles(name, first, titles)
        rows = [self._row(name, number, titles, cells) for number, cells in grid[1:]]
        columns = tuple(title for title in dict.fromkeys(titles) if title and title not in PLACE_COLUMNS)
        return Sheet(name, columns, tuple(rows))

    def _check_titles(self, name: str, row: int, titles: Sequence[str]) -> None:
        seen: set[str] = set()
        for title in filter(None, titles):
            if title in seen:
                self.problems.append(Problem(name, row, cut(title), "repeated", cut(title)))
            seen.add(title)

    def _row(self, name: str, number: int, titles: Sequence[str], cells: Sequence[_Cell]) -> Row:
        values: dict[str, str] = {}
        for place, (title, cell) in enumerate(zip(titles, cells, strict=True), start=1):
            value = self._text(name, number, place, cell, title)
            if title:
                values[title] = value
            elif value:
                letter = get_column_letter(place)
                self.problems.append(Problem(name, number, letter, "no_title", f"{letter}{number}"))
        place_of = {column: values.pop(column, "") for column in PLACE_COLUMNS}
        shape = self._shape(name, number, place_of)
        return Row(number, values, shape.geometry if shape else None)

    def _text(self, name: str, row: int, place: int, cell: _Cell, title: str = "") -> str:
        """Return a cell's value as text; a formula or an error is no value."""
        at = f"{get_column_letter(place)}{row}"
        column = cut(title) or get_column_letter(place)
        if cell.kind in {"f", "e"}:
            key = "formula" if cell.kind == "f" else "cell_error"
            self.problems.append(Problem(name, row, column, key, at))
            return ""
        if isinstance(cell.value, float) and not math.isfinite(cell.value):
            self.problems.append(Problem(name, row, column, "not_finite"))
            return ""
        plain = _plain(cell.value)
        longest = LIMITS.wkt if title.endswith("wkt") else LIMITS.text
        if len(plain) > longest:
            self.problems.append(Problem(name, row, column, "too_long", f"{len(plain):,}", f"{longest:,}"))
            return ""
        return plain

    def _shape(self, name: str, number: int, place_of: Mapping[str, str]) -> Shape | None:
        lon, lat, *longer = (place_of[column].strip() for column in PLACE_COLUMNS)
        wkt = next(filter(None, longer), "")
        try:
            shape = _shape_of(lon, lat, wkt)
        except FaultError as fault:
            column = "wkt" if wkt else "lon"
            self.problems.append(Problem(name, number, column, fault.key, cell_text(fault.value)))
            return None
        self.vertices += shape.vertices if shape else 0
        if self.vertices > LIMITS.vertices:
            raise RefusedError(Refusal.TOO_MANY_VERTICES, expected=f"{LIMITS.vertices:,}")
        return shape


def _plain(value: object) -> str:
    """Return a cell's value as text: a day without its midnight, numbers as they are written."""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return cell_text(value)


def _shape_of(lon: str, lat: str, wkt: str) -> Shape | None:
    """Return the geometry that a row's three columns name, None if they are empty."""
    point = _point(lon, lat) if lon or lat else None
    if not wkt:
        return point
    shape = _from_wkt(wkt)
    if shape and point and not shape.geometry.dwithin(point.geometry, 1e-6):
        raise FaultError(Fault.TWO_GEOMETRIES)
    return shape


def _point(lon: str, lat: str) -> Shape | None:
    try:
        position = [float(lon), float(lat)]
    except ValueError:
        raise FaultError(Fault.POSITION, f"{lon}, {lat}"[:40]) from None
    return read_shape({"type": "Point", "coordinates": position})


def _from_wkt(wkt: str) -> Shape | None:
    """Return a geometry in well-known text, looked at position by position like one of GeoJSON."""
    if wkt.upper().count("COLLECTION") > 1:
        raise FaultError(Fault.COLLECTION)
    try:
        return read_shape(_lists(shapely.geometry.mapping(shapely.from_wkt(wkt))))
    except (shapely.errors.ShapelyError, AttributeError, KeyError):
        raise FaultError(Fault.GEOMETRY_FORM, wkt[:40]) from None


def _lists(value: object) -> object:
    """Return a mapping of tuples as one of lists."""
    if isinstance(value, dict):
        return {key: _lists(part) for key, part in value.items()}
    return [_lists(part) for part in value] if isinstance(value, tuple | list) else value
