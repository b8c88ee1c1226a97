"""The front sheet of a workbook: twelve columns under words, to be read, filtered and printed on A4.

Programs read the sheets behind it, whose columns have the same names in every language and format.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from geo import address
from geo.export import tables
from geo.export.cells import HEAD, HEAD_FILL, PAPER_A4, put, text_width
from geo.export.extract import Extract
from geo.export.tables import Row
from geo.vocabulary import Certainty
from i18n import text

__all__ = ["COLUMNS", "codebook", "fill"]


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: the one of the table of projects that it shows, and how wide it is in narrow characters.

    ``by_language``: the table has one column for each language.
    """

    name: str
    width: int
    by_language: bool = False

    def made_from(self, lang: str) -> str:
        return f"{self.name}_{lang}" if self.by_language else self.name


COLUMNS = (
    _Column("no", 6),
    _Column("name", 30, by_language=True),
    _Column("category_label", 10),
    _Column("towns_label", 16),
    _Column("ref", 11),
    _Column("stage_label", 12),
    _Column("promise", 28, by_language=True),
    _Column("status_label", 13),
    _Column("status_date", 12),
    _Column("status_fact", 34, by_language=True),
    _Column("kept_label", 13),
    _Column("certainty_label", 14),
)
_LINES = ("title", "what", "source", "link")
_HEAD_ROW = len(_LINES) + 1
_LINK = Font(name="Calibri", size=11, color="1F5FA8", underline="single")
_TITLE = Font(name="Calibri", size=16, bold=True)
_BELOW = Border(bottom=Side("hair", color="8A8A8A"))
_MARGIN_INCHES = 0.4
_LINE_POINTS, _TITLE_POINTS = 17, 24


def fill(sheet: Worksheet, taken: Extract) -> None:
    """Write title, edition and link, then a head that stays in view and a row a project."""
    _write_lines(sheet, taken)
    for number, column in enumerate(COLUMNS, 1):
        head = sheet.cell(_HEAD_ROW, number)
        put(head, text(f"export.front.{column.name}", taken.lang))
        head.font, head.fill = HEAD, HEAD_FILL
        sheet.row_dimensions[_HEAD_ROW].height = 2 * _LINE_POINTS
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    rows = tables.rows(taken, "projects")
    for line, row in enumerate(rows, _HEAD_ROW + 1):
        _write_row(sheet, line, row, taken)
    end = f"{get_column_letter(len(COLUMNS))}{_HEAD_ROW + len(rows)}"
    sheet.freeze_panes = f"C{_HEAD_ROW + 1}"
    sheet.auto_filter.ref = f"A{_HEAD_ROW}:{end}"
    _set_page(sheet, area=f"A1:{end}")


def _write_lines(sheet: Worksheet, taken: Extract) -> None:
    """Write what stands above the table; a line runs on over the empty cells beside it."""
    link = address.link(taken.view)
    values = {**taken.about(), "link": link}
    for line, key in enumerate(_LINES, 1):
        cell = sheet.cell(line, 1)
        put(cell, text(f"export.front_lines.{key}", taken.lang, **values))
        cell.alignment = Alignment(vertical="top")
    sheet.cell(1, 1).font = _TITLE
    sheet.row_dimensions[1].height = _TITLE_POINTS
    _lead(sheet, len(_LINES), 1, link)


def _lead(sheet: Worksheet, line: int, number: int, link: str) -> None:
    """Make a cell a link, where the operator has named the address that it begins with."""
    if link.startswith(("http://", "https://")):
        cell = sheet.cell(line, number)
        cell.hyperlink, cell.font = link, _LINK


def _write_row(sheet: Worksheet, line: int, row: Row, taken: Extract) -> None:
    most = 1
    for number, column in enumerate(COLUMNS, 1):
        value = row[column.made_from(taken.lang)]
        if column.name == "certainty_label":
            value = _with_metres(row, taken.lang)
        cell = sheet.cell(line, number)
        put(cell, value)
        cell.border = _BELOW
        most = max(most, math.ceil(text_width(value) / (column.width - 1)))
        if column.name == "name":
            _lead(sheet, line, number, address.link(replace(taken.view, project=str(row["id"]))))
    # Not every program makes a row as high as its text when it opens a file.
    sheet.row_dimensions[line].height = most * _LINE_POINTS


def _with_metres(row: Mapping[str, tables.Cell], lang: str) -> tables.Cell:
    """Return how sure the place is, with its metres where any are known."""
    metres = row["accuracy_m"]
    if metres is None or row["certainty"] in {Certainty.TOWN, Certainty.NONE}:
        return row["certainty_label"]
    return text("export.front_certainty", lang, word=row["certainty_label"], n=metres)


def _set_page(sheet: Worksheet, *, area: str) -> None:
    """Print on A4, lying, as wide as the paper, with the head on each page and the page's number below."""
    setup = sheet.page_setup
    setup.orientation, setup.paperSize, setup.fitToHeight = "landscape", PAPER_A4, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    sheet.print_area = area
    sheet.oddFooter.right.text = "&P / &N"
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = _MARGIN_INCHES
    margins.bottom = 2 * _MARGIN_INCHES  # the number stands in it


def codebook() -> list[Row]:
    """Return one row a column and language: what it says, its unit, and which column it is made from."""
    return [
        {
            "table": "front",
            "column": text(f"export.front.{column.name}", lang),
            "meaning_zh": tables.meaning("projects", column.made_from(lang), "zh"),
            "meaning_en": tables.meaning("projects", column.made_from(lang), "en"),
            "type": "text",
            "unit": "m" if column.name == "certainty_label" else None,
            "values": None,
            "made_from": f"projects.{column.made_from(lang)}",
        }
        for lang in ("zh", "en")
        for column in COLUMNS
    ]
