"""A table as JSON: what the file is, and its rows by the names of their columns. Unknown is null."""

from __future__ import annotations

import json

from geo.export import tables
from geo.export.extract import Extract

__all__ = ["write_table"]


def write_table(taken: Extract, table: str) -> bytes:
    """Return the rows of a table, each with every column."""
    found = {"about": taken.about(), "rows": tables.rows(taken, table)}
    return (json.dumps(found, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode("utf-8")
