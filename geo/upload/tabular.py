"""A workbook or a CSV as rows: sheet, header and coordinates are found, or taken as the visitor says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geo.errors import Problem
from geo.plain_text import UTF8
from geo.upload.delimited import read_grid
from geo.upload.gathering import Gathered
from geo.upload.grids import Grid, letter
from geo.upload.layout import Layout
from geo.upload.reading import Sheet, Upload
from geo.upload.refusals import Refusal, RefusedError
from geo.upload.seen import Choice, Seen
from geo.upload.sniff import Kind, text_of
from geo.upload.table_sheet import choose, table_sheet

__all__ = ["of_grids", "read_tables"]


def read_tables(raw: bytes, kind: Kind, choice: Choice) -> Upload:
    """Read the sheets ``projects`` and ``sites``, or the one sheet that is chosen or that we know most of.

    Raises
    ------
    RefusedError
        If the file cannot be read, or holds nothing or too much.
    """
    encoding = sign = ""
    tables: tuple[str, ...] = ()
    if kind is Kind.XLSX:
        from geo.upload.workbook import TABLES, read_grids  # noqa: PLC0415 - openpyxl for workbooks only

        grids, tables = read_grids(raw), TABLES
    else:
        found = text_of(raw)
        grid, sign = read_grid(found.text)
        grids, encoding = [grid], found.encoding
    return of_grids(kind, grids, choice, Gathered(), tables=tables, encoding=encoding, sign=sign)


def of_grids(
    kind: Kind,
    grids: Sequence[Grid],
    choice: Choice,
    gathered: Gathered,
    *,
    tables: Sequence[str] = (),
    encoding: str = "",
    sign: str = "",
) -> Upload:
    """Read the grids of a file, as :func:`read_tables` does.

    Parameters
    ----------
    gathered
        What is known of the file so far.
    tables
        The names of sheets that are read together.
    encoding, sign
        As in :class:`~geo.upload.seen.Seen`.

    Raises
    ------
    RefusedError
        If it holds nothing or too much.
    """
    if encoding not in {"", UTF8}:
        gathered.notes.append(Problem("", 0, "", "encoding", encoding))
    taken = choose(grids, tables, choice)
    read = [table_sheet(gathered, grid, choice) for grid in taken]
    if not any(sheet.rows for sheet, _ in read):
        raise RefusedError(Refusal.NO_FEATURES)
    skipped = [grid.name for grid in grids if grid.rows and grid not in taken]
    if skipped:
        gathered.notes.insert(0, Problem("", 0, "", "skipped_sheets", ", ".join(skipped)))
    seen = replace(_seen(read), kind=kind.value, encoding=encoding, sign=sign)
    seen = replace(seen, sheets=_names(grids), taken=_names(taken))
    sheets = tuple(one for one, _ in read)
    return Upload(kind, sheets, tuple(gathered.problems), tuple(gathered.notes), seen=seen)


def _seen(read: Sequence[tuple[Sheet, Layout]]) -> Seen:
    """Return how sheets were read: where the coordinates are is asked of the one that has them."""
    sheet, layout = next((one for one in read if one[1].place.key), read[0])
    place = layout.place
    return Seen(
        kind="",
        header=layout.header,
        headers=layout.headers if len(read) == 1 else (),
        columns=sheet.heard,
        lon="" if place.lon is None else letter(place.lon),
        lat="" if place.lat is None else letter(place.lat),
        place=place.key,
        rows=sum(len(one.rows) for one, _ in read),
        sample=sheet.sample,
    )


def _names(grids: Sequence[Grid]) -> tuple[str, ...]:
    return tuple(grid.name for grid in grids if grid.rows)
