"""Cells of a workbook: text stays text, and heads look alike on every sheet."""

from __future__ import annotations

import re

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font, PatternFill

from geo.export import tables

__all__ = ["HEAD", "HEAD_FILL", "PAPER_A4", "put", "text_width"]

HEAD = Font(name="Calibri", size=11, bold=True)  # without a name some programs take a serif
HEAD_FILL = PatternFill("solid", fgColor="EFE9DC")
PAPER_A4 = 9  # as the file format numbers it
_TOP = Alignment(vertical="top")
_WRAPPED = Alignment(vertical="top", wrap_text=True)
# A spreadsheet holds no longer text; the longest of ours (an outline of a town) has a sixth of it.
_LONGEST_CELL = 32_767
# Behind a text cell that begins like a formula stands the same apostrophe that one types by hand.
_RUNS = re.compile(r"[=+\-@]")


def put(cell: Cell, value: tables.Cell) -> None:
    """Write one value; text never becomes a formula, a date or a number."""
    if value is None:
        return
    if not isinstance(value, str):
        cell.value = value
        cell.alignment = _TOP
        return
    plain = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST_CELL]
    cell.value = plain
    cell.data_type = "s"
    cell.number_format = "@"
    cell.alignment = _WRAPPED
    cell.quotePrefix = bool(_RUNS.match(plain))


def text_width(value: tables.Cell) -> int:
    """Return about how many narrow characters wide a value is; a Chinese one counts twice."""
    return sum(2 if ord(char) > 0x2E80 else 1 for char in str(value)) if value is not None else 0
