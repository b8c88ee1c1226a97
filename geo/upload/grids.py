"""A table as it stands in a workbook or a CSV: cells by row, before anybody says what they mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from geo.upload.limits import LIMITS

__all__ = ["MOST_COLUMNS", "Cell", "Grid", "gather", "letter"]

# Rows above the names of the columns, and below the data: a title, who made it, notes.
_MORE_ROWS = 30
# A sheet's place has columns of its own.
MOST_COLUMNS = LIMITS.columns + 4


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text, or in `fault` why it has none: ``formula``, ``cell_error`` or ``not_finite``."""

    text: str = ""
    fault: str = ""

    @property
    def is_full(self) -> bool:
        """Whether anything stands in it."""
        return bool(self.fault or self.text.strip())


@dataclass(slots=True)
class Grid:
    """The rows of a sheet that hold something, by number as a spreadsheet counts, all of one width.

    Attributes
    ----------
    name
        The sheet's.
    rows
        As many as can be needed.
    total
        How many rows hold something, also beyond those that were kept.
    is_wide
        Whether it has more columns than are read.
    is_named
        Whether the first row is known to hold the names of the columns.
    """

    name: str
    rows: list[tuple[int, list[Cell]]] = field(default_factory=list)
    total: int = 0
    is_wide: bool = False
    is_named: bool = False


def gather(name: str, rows: Iterable[tuple[int, list[Cell]]]) -> Grid:
    """Return rows as a grid: empty ones are left out, and what is beyond the limits is counted only."""
    grid = Grid(name)
    for number, cells in rows:
        if not any(cell.is_full for cell in cells):
            continue
        grid.total += 1
        grid.is_wide |= any(cell.is_full for cell in cells[MOST_COLUMNS:])
        if grid.total <= LIMITS.rows + _MORE_ROWS:
            grid.rows.append((number, cells[:MOST_COLUMNS]))
    width = max((_filled(cells) for _, cells in grid.rows), default=0)
    grid.rows = [(number, [*cells[:width], *[Cell()] * (width - len(cells))]) for number, cells in grid.rows]
    return grid


def _filled(cells: list[Cell]) -> int:
    return max((at for at, cell in enumerate(cells, start=1) if cell.is_full), default=0)


def letter(at: int) -> str:
    """Return the letters of a column, from 0: A, B, …, Z, AA."""
    found = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        found = chr(65 + rest) + found
    return found
