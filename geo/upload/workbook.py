"""An Excel workbook as grids: values only, no formula computed, no link followed."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
import warnings
import zipfile
from collections.abc import Iterator

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from geo.upload.archive import check_xml, unpack
from geo.upload.grids import MOST_COLUMNS, Cell, Grid, gather
from geo.upload.limits import LIMITS
from geo.upload.reading import cell_text, cut
from geo.upload.refusals import Refusal, RefusedError
from i18n import LANGUAGES, text

__all__ = ["TABLES", "read_grids"]

# Sheets of these names are read as our own files, together.
TABLES = ("projects", "sites")
_LAST_ROW = 1_048_576
_FAULTS = {"f": "formula", "e": "cell_error"}
# «Strict Open XML» says the same in other namespaces.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
# Of the styles only the kinds of numbers are read, for days: what is drawn may be as broken as it likes.
_NUMBERS = re.compile(rb"<((?:\w+:)?)(numFmts|cellXfs)\b.*?</\1\2>", re.DOTALL)
_LOOKS = re.compile(rb"<(?:\w+:)?xf\b[^>]*?\bnumFmtId\s*=\s*[\"'](\d+)[\"'][^>]*?>")
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*[\"']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})[\"']"
)
_STYLES = "xl/styles.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


# All that cells, their kinds and their sheets need. Links to other workbooks, pictures, macros, embedded
# objects and the author's name are not even unpacked.
_NEEDED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/[^/]+\.xml|xl/_rels/[^/]+\.rels|xl/worksheets/[^/]+\.xml"
)


def read_grids(raw: bytes) -> list[Grid]:
    """Return the cells of a workbook's sheets; merged ones hold their value in each of their rows.

    Raises
    ------
    RefusedError
        If the archive is no workbook, hides too much, or cannot be read.
    """
    files = unpack(raw, _NEEDED)
    check_xml(files.values())
    plain = {name: _plain_file(name, body) for name, body in files.items()}
    try:
        # What openpyxl warns of holds names and values of the file: they are nobody's but the visitor's.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(_stored(plain), read_only=True, data_only=False, keep_links=False)
            return [_grid(sheet, plain) for sheet in book.worksheets]
    except RefusedError:
        raise
    except Exception:  # noqa: BLE001 - its parser raises whatever a broken file leads it to (a dozen kinds seen)
        raise RefusedError(Refusal.BROKEN) from None


def _plain_file(name: str, body: bytes) -> bytes:
    """Return a file of a workbook as openpyxl understands it."""
    for strict, usual in _STRICT:
        body = body.replace(strict, usual)
    return _plain_styles(body) if name == _STYLES else body


def _plain_styles(body: bytes) -> bytes:
    """Return the styles with kinds of numbers alone."""
    kept = b""
    for found in _NUMBERS.finditer(body):
        inner = found[0]
        if found[2] == b"cellXfs":
            looks = b"".join(b'<xf numFmtId="%s"/>' % number for number in _LOOKS.findall(inner))
            inner = b"<cellXfs>" + looks + b"</cellXfs>"
        elif found[1]:
            inner = inner.replace(b"<" + found[1], b"<").replace(b"</" + found[1], b"</")
        kept += inner
    return b'<styleSheet xmlns="' + _MAIN.encode() + b'">' + kept + b"</styleSheet>"


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


def _grid(sheet: ReadOnlyWorksheet, files: dict[str, bytes]) -> Grid:
    sheet.reset_dimensions()  # a sheet may claim a million rows and columns
    grid = gather(_name(sheet.title), _rows(sheet))
    path = str(sheet._worksheet_path).lstrip("/")  # noqa: SLF001 - merged cells are read in the other mode only
    _fill_merged(grid, files.get(path, b""))
    return grid


def _rows(sheet: ReadOnlyWorksheet) -> Iterator[tuple[int, list[Cell]]]:
    blank: object = None
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1, max_row=_LAST_ROW), start=1):
        if cells is blank:  # the same object for each row that is left out: the next may be a million below
            continue
        found = [_cell(str(cell.data_type or "n"), cell.value) for cell in cells]
        if not any(cell.is_full for cell in found):
            blank = cells
            continue
        yield number, found


def _cell(kind: str, value: object) -> Cell:
    """Return a cell: a formula or an error is no value, a day has no midnight."""
    if kind in _FAULTS:
        return Cell(fault=_FAULTS[kind])
    if isinstance(value, float) and not math.isfinite(value):
        return Cell(fault="not_finite")
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return Cell(value.date().isoformat())
    if isinstance(value, dt.date | dt.time):
        return Cell(value.isoformat())
    return Cell(cell_text(value))


def _fill_merged(grid: Grid, body: bytes) -> None:
    """Give each row of a merged cell the value that stands in its first one."""
    by_number = dict(grid.rows)
    for found in _MERGED.findall(body)[: LIMITS.rows * LIMITS.columns]:
        left, top, _, bottom = range_boundaries(found.decode())
        above = by_number.get(top)
        if above is None or left > len(above):
            continue
        for number in range(top + 1, min(bottom, top + LIMITS.rows) + 1):
            if number in by_number and not by_number[number][left - 1].is_full:
                by_number[number][left - 1] = above[left - 1]
