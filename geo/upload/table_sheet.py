"""A grid of cells as a sheet of rows under our columns, and how it was understood."""

from __future__ import annotations

import re
from collections.abc import Sequence

from geo.errors import Problem
from geo.upload.gathering import Gathered
from geo.upload.grids import Cell, Grid, letter
from geo.upload.headings import fold
from geo.upload.layout import Layout, Place, best, lay
from geo.upload.limits import LIMITS
from geo.upload.reading import SAMPLE_ROWS, Row, Sheet, cut, sample
from geo.upload.refusals import Refusal, RefusedError
from geo.upload.seen import Choice
from geo.upload.shapes import Fault, FaultError, Shape
from geo.upload.spots import from_pair, from_text, point

__all__ = ["choose", "table_sheet"]

# A page of words has one or two columns.
_FEW = 2
# Sheets that tell of the data.
_ABOUT = re.compile(
    r"read\s*me|dictionary|metadata|notes?\b|instructions?|guide|说明|說明|字典|元数据|填写|填報|目录|目錄|封面",
    re.IGNORECASE,
)


def choose(grids: Sequence[Grid], tables: Sequence[str], choice: Choice) -> list[Grid]:
    """Return the sheets that are read: the one chosen, else those of our names, else the one we know most of.

    Raises
    ------
    RefusedError
        If none holds a row.
    """
    full = [grid for grid in grids if grid.rows]
    chosen = [grid for grid in full if grid.name == choice.sheet]
    ours = [grid for name in tables for grid in full if grid.name == name]
    # Of sheets that are alike the first; a page of words has fewer columns than a table.
    found = chosen[:1] or ours or sorted(full, key=_rank, reverse=True)[:1]
    if not found:
        raise RefusedError(Refusal.NO_FEATURES)
    return found


def _rank(grid: Grid) -> tuple[bool, int, bool]:
    is_data = grid.total > 1 and _ABOUT.search(grid.name) is None
    return is_data, best(grid), grid.total > 1 and len(grid.rows[0][1]) > _FEW


def table_sheet(gathered: Gathered, grid: Grid, choice: Choice) -> tuple[Sheet, Layout]:
    """Return a grid's rows, what is wrong in them, and how it was read.

    Raises
    ------
    RefusedError
        If it has too many rows or columns.
    """
    layout = lay(grid, choice)
    beyond = grid.total - len(grid.rows)
    count = len(layout.rows) + beyond
    if count > LIMITS.rows:
        raise RefusedError(Refusal.TOO_MANY_ROWS, value=f"{count:,}", expected=f"{LIMITS.rows:,}")
    if grid.is_wide or len(layout.titles) - len(layout.place.columns) > LIMITS.columns:
        raise RefusedError(
            Refusal.TOO_MANY_COLUMNS, value=f"> {LIMITS.columns}", expected=str(LIMITS.columns)
        )
    _check_titles(gathered, grid.name, layout)
    rows = [_row(gathered, grid.name, layout, number, cells) for number, cells in layout.rows]
    gathered.tell_rings(grid.name)
    names = [
        ours or cut(title)
        for at, (ours, title) in enumerate(zip(layout.ours, layout.titles, strict=True))
        if at not in layout.place.columns
    ]
    shown = tuple(tuple(sample(cell.text) for cell in cells) for _, cells in layout.rows[:SAMPLE_ROWS])
    heard = tuple(
        (letter(at), cut(title), ours)
        for at, (title, ours) in enumerate(zip(layout.titles, layout.ours, strict=True))
    )
    columns = tuple(name for name in dict.fromkeys(names) if name)
    return Sheet(grid.name, columns, tuple(rows), heard=heard, sample=shown), layout


def _check_titles(gathered: Gathered, name: str, layout: Layout) -> None:
    """Tell a column of ours that is there twice, columns without a name, and rows that are no data."""
    seen: set[str] = set()
    ours = {fold(title) for title, column in zip(layout.titles, layout.ours, strict=True) if column}
    for title in layout.titles:
        if fold(title) in ours and fold(title) in seen:
            gathered.problems.append(Problem(name, layout.header, cut(title), "repeated_column", cut(title)))
        seen.add(fold(title))
    bare = [
        letter(at)
        for at, title in enumerate(layout.titles)
        if not title and any(cells[at].is_full for _, cells in layout.rows)
    ]
    if bare:
        gathered.notes.append(Problem(name, 0, "", "no_title", ", ".join(bare)))
    if layout.left_out:
        shown = ", ".join(map(str, layout.left_out[:10]))
        gathered.notes.append(Problem(name, 0, "", "left_out", shown))


def _row(gathered: Gathered, name: str, layout: Layout, number: int, cells: Sequence[Cell]) -> Row:
    values = {
        ours: _value(gathered, name, number, at, ours, cells[at])
        for at, ours in enumerate(layout.ours)
        if ours
    }
    place = layout.place
    for at in sorted(place.columns):
        if cells[at].fault:
            _value(gathered, name, number, at, layout.titles[at], cells[at])
    column = layout.titles[min(place.columns)] if place.columns else "geometry"
    shape = gathered.shape(name, number, cut(column), lambda: _shape(place, cells))
    return Row(number, values, shape)


def _value(gathered: Gathered, name: str, number: int, at: int, column: str, cell: Cell) -> str:
    if cell.fault:
        told = Problem(name, number, cut(column), cell.fault, f"{letter(at)}{number}")
        gathered.problems.append(told)
        return ""
    return gathered.text(name, number, cut(column), cell.text)


def _shape(place: Place, cells: Sequence[Cell]) -> Shape | None:
    """Return the geometry that a row's cells name, None if they are empty."""
    spot = None
    if place.lon is not None and place.lat is not None:
        lon, lat = (cells[at].text.strip() for at in (place.lon, place.lat))
        spot = from_pair(lon) if place.lon == place.lat else point(lon, lat)
    whole = next((cells[at].text for at in place.wkt if cells[at].text.strip()), "")
    shape = from_text(whole)
    if shape and spot and not shape.geometry.dwithin(spot.geometry, 1e-6):
        raise FaultError(Fault.TWO_GEOMETRIES)
    return shape or spot
