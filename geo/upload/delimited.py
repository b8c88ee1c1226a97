"""A CSV as a grid: in any encoding and with any sign between its cells that a spreadsheet writes."""

from __future__ import annotations

import csv
import re

from geo.plain_text import split
from geo.upload.grids import Cell, Grid, gather
from geo.upload.limits import LIMITS
from geo.upload.refusals import Refusal, RefusedError

__all__ = ["read_grid"]

# Our own exports put one apostrophe before what a spreadsheet could run (docs/exports.md).
_GUARDED = re.compile(r"'(?=[\s\"'＂＇]*[=+\-@＝＋－＠\t\r])")

# A cell may hold lines of its own, but not so many.
_MOST_LINES = 50 * LIMITS.rows


def read_grid(text: str) -> tuple[Grid, str]:
    """Return the rows of a CSV, and the sign that parts its cells.

    Raises
    ------
    RefusedError
        If a quote is never closed, or there are more lines than rows could have.
    """
    if (count := text.count("\n")) > _MOST_LINES:
        raise RefusedError(Refusal.TOO_MANY_ROWS, value=f"{count:,}", expected=f"{LIMITS.rows:,}")
    try:
        lines, sign = split(text)
    except csv.Error:
        raise RefusedError(Refusal.NOT_CSV) from None
    rows = (
        [Cell(_GUARDED.sub("", cell, count=1) if cell[:1] == "'" else cell) for cell in line]
        for line in lines
    )
    return gather("", enumerate(rows, start=1)), sign
