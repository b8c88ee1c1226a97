"""XLSX: a front sheet to read and print, a sheet a table, a codebook, the sources, and what the file is.

Every text is written as text: ids and paragraph numbers stay as they are, and no cell is a formula.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime, time

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from geo.city import CITY
from geo.export import front, tables
from geo.export.cells import HEAD, HEAD_FILL, PAPER_A4, put, text_width
from geo.export.extract import Extract
from geo.export.tables import Row
from i18n import text

__all__ = ["SHEETS", "write", "write_table"]

SHEETS = ("projects", "sites", "events", "targets", "codebook", "sources", "about")

_AUTHOR = f"{CITY.id}-project-map"
_NARROWEST, _WIDEST = 8, 48
_READABLE = 360


def write(taken: Extract) -> bytes:
    """Return the workbook; its name for each column is the same as in the other formats."""
    return _book(taken, SHEETS, has_front=True)


def write_table(taken: Extract, table: str) -> bytes:
    """Return a workbook of one table, its codebook and what the file is."""
    return _book(taken, (table, "codebook", "about"))


def _book(taken: Extract, sheets: Sequence[str], *, has_front: bool = False) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    shown = [name for name in tables.TABLES if name in sheets]
    if has_front:
        front.fill(book.create_sheet(text("export.sheet.front", taken.lang)), taken)
    for name in sheets:
        sheet = book.create_sheet(text(f"export.sheet.{name}", taken.lang))
        if name == "about":
            _fill_about(sheet, taken)
            continue
        rows = _codebook(shown, has_front=has_front) if name == "codebook" else tables.rows(taken, name)
        columns = tables.column_names(name) if name in tables.TABLES else list(rows[0])
        _fill(sheet, rows, columns=columns)
        if name in tables.TABLES:
            _explain(sheet, name, taken.lang)
    day = datetime.combine(taken.written, time())
    book.properties.title = text("app.title", taken.lang)
    book.properties.creator = _AUTHOR
    book.properties.description = f"{taken.filter_words()} · {taken.view.report} · {taken.query}"
    book.properties.created = day
    buffer = io.BytesIO()
    book.save(buffer)
    return _same_bytes(buffer.getvalue(), day)


def _codebook(shown: Sequence[str], *, has_front: bool) -> list[Row]:
    """Return the codebook; behind the tables the front sheet, whose columns say what they are made from."""
    if not has_front:
        return tables.codebook(shown)
    return [*({**row, "made_from": None} for row in tables.codebook(shown)), *front.codebook()]


def _fill(sheet: Worksheet, rows: Sequence[Row], *, columns: Sequence[str]) -> None:
    """Write a header and rows; the header stays in view and filters."""
    for number, name in enumerate(columns, 1):
        head = sheet.cell(1, number)
        put(head, name)
        head.font, head.fill = HEAD, HEAD_FILL
        for line, row in enumerate(rows, 2):
            put(sheet.cell(line, number), row[name])
        longest = max((text_width(row[name]) for row in rows), default=0)
        sheet.column_dimensions[get_column_letter(number)].width = _bounded(
            max(longest, text_width(name) + 4)
        )
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    sheet.print_title_rows = "1:1"
    _print_wide(sheet)


def _print_wide(sheet: Worksheet) -> None:
    """Print lying, and on one page's width if that leaves it readable."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", PAPER_A4
    wide = sum(column.width for column in sheet.column_dimensions.values())
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=wide < _READABLE)
    sheet.page_setup.fitToHeight = 0


def _explain(sheet: Worksheet, table: str, lang: str) -> None:
    """Hang each column's meaning on its head, for who does not open the codebook."""
    for number, name in enumerate(tables.column_names(table), 1):
        note = Comment(tables.meaning(table, name, lang), _AUTHOR)
        note.width, note.height = 320, 90
        sheet.cell(1, number).comment = note


def _fill_about(sheet: Worksheet, taken: Extract) -> None:
    for line, (key, value) in enumerate(taken.about().items(), 1):
        put(sheet.cell(line, 1), text(f"export.about.{key}", taken.lang))
        sheet.cell(line, 1).font = HEAD
        put(sheet.cell(line, 2), value)
    sheet.column_dimensions["A"].width = 24
    sheet.column_dimensions["B"].width = 100
    sheet.freeze_panes = "B1"
    _print_wide(sheet)


def _bounded(width: int) -> int:
    return min(max(width + 2, _NARROWEST), _WIDEST)


def _same_bytes(workbook: bytes, day: datetime) -> bytes:
    """Return the same workbook with the day in place of the moment, in its parts and in its directory."""
    stamp = (day.year, day.month, day.day, 0, 0, 0)
    modified = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(<)")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "docProps/core.xml":
                content = modified.sub(
                    rb"\g<1>" + day.strftime("%Y-%m-%dT00:00:00Z").encode() + rb"\g<2>", content
                )
            same = zipfile.ZipInfo(entry.filename, stamp)
            same.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(same, content)
    return out.getvalue()
