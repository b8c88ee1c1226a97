"""How rows looked on earlier days: of each only what was other than today, from day to day.

Plain Python: the server reads it in the plain facts, before pandas is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

__all__ = ["Versions", "on_day", "versions"]

Row = Mapping[str, Any]
# By id, oldest first: the first day of a version, and what is other than today.
Versions = Mapping[str, Sequence[Sequence[Any]]]


def versions(today: Mapping[str, Row], stood: Iterable[tuple[str, str, Row]]) -> Versions:
    """Return the versions of each row that was ever other than today.

    Parameters
    ----------
    today
        The rows of today, by id.
    stood
        Id, day and row of each earlier version, those of one id oldest first, with the same keys.
    """
    found: dict[str, list[list[Any]]] = {}
    for name, day, row in stood:
        other = {key: value for key, value in row.items() if value != today[name][key]}
        before = found.get(name)
        if before[-1][1] != other if before else bool(other):
            found.setdefault(name, []).append([day, other])
    return found


def on_day(known: Versions, name: str, day: str) -> Row:
    """Return what of a row was other than today on a day; nothing of one that is as it was."""
    return next((row for since, row in reversed(known.get(name, ())) if since <= day), {})
