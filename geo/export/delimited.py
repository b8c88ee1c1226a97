"""CSV that Excel opens as it is meant, and in which no cell can run as a formula.

UTF-8 with a byte order mark (Excel reads Chinese as GBK or Latin-1 without it), lines end with CR LF
(RFC 4180). One row a project; the file's filter, edition and day stand in each row, as CSV has no other
place for them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from geo.export import tables
from geo.export.extract import Extract
from geo.export.tables import Cell

__all__ = ["ABOUT_COLUMNS", "about_columns", "guarded", "unguarded", "write", "write_rows", "write_table"]

ABOUT_COLUMNS = ("edition", "filter", "query", "exported", "newest_fact", "licence")

# What a spreadsheet may take for a formula, also after spaces and quotes, and in full width (OWASP, "CSV
# Injection"). A text that matches gets one apostrophe more; as it then still matches, the first
# apostrophe of a text that matches can always be taken off again.
_RUNS = re.compile(r"['\s]*[=+\-@＝＋－＠]|'*[\t\r\n]")


def guarded(value: str) -> str:
    """Return a text with an apostrophe before it if a spreadsheet could run it."""
    return f"'{value}" if _RUNS.match(value) else value


def unguarded(value: str) -> str:
    """Return the text that :func:`guarded` was given."""
    return value[1:] if value.startswith("'") and _RUNS.match(value[1:]) else value


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    return guarded(cell) if isinstance(cell, str) else str(cell)


def write(taken: Extract) -> bytes:
    """Return the projects as CSV; only real numbers may begin with a sign."""
    return write_table(taken, "projects")


def write_table(taken: Extract, table: str) -> bytes:
    """Return any table as such a CSV."""
    about = taken.about()
    told = [about[name] for name in ABOUT_COLUMNS]
    columns = tables.column_names(table)
    rows = ([*(row[name] for name in columns), *told] for row in tables.rows(taken, table))
    return write_rows([[*columns, *about_columns(table)], *rows])


def about_columns(table: str) -> list[str]:
    """Return the names of the file's own columns; ``file_licence`` where a table has a licence of its own."""
    own = tables.column_names(table)
    return [f"file_{name}" if name in own else name for name in ABOUT_COLUMNS]


def write_rows(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return rows of any table as such a CSV: None is an empty cell, no text can run."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_written(cell) for cell in row])
    return buffer.getvalue().encode("utf-8-sig")
