"""What can be wrong with the data, told all at once and by place.

Wrong code raises ``TypeError`` or ``ValueError``; wrong data raises one :class:`DataError` that holds
every :class:`Problem`; a wrong link raises nothing (see :mod:`geo.view`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["DataError", "EmptyExportError", "GeoError", "Problem", "shown"]

_SHOWN = 60


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong in one cell (or row, or file) of the data.

    ``file`` is relative to the data folder's parent. ``row`` counts as a spreadsheet does: the header
    of a CSV is row 1; in GeoJSON it is the number of the feature, from 1. 0 and ``""`` mean the whole
    file or row. ``key`` is a message under ``check`` in ``i18n``; ``expected`` fills it in.
    """

    file: str
    row: int
    column: str
    key: str
    value: str = ""
    expected: str = ""

    def line(self, lang: str = "en") -> str:
        """Return ``file:row:column: message`` with what to do, on one line."""
        from i18n import text  # noqa: PLC0415 - `i18n` stands beside `geo`; only words need it

        # A column's name is the file's own word, as a value is.
        expected = _printable(self.expected)
        message = text(f"check.{self.key}", lang, value=shown(self.value), expected=expected)
        return f"{self.file}:{self.row}:{_printable(_cut(self.column)) or '-'}: {message}"


def shown(value: object) -> str:
    """Return a cell's value for one line of a terminal: escaped, in quotes, at most 60 characters."""
    raw = value if isinstance(value, str) else repr(value)
    return f"“{_printable(_cut(raw))}”"


def _cut(raw: str) -> str:
    return raw if len(raw) <= _SHOWN else raw[: _SHOWN - 1] + "…"


def _printable(raw: str) -> str:
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in raw)


class GeoError(Exception):
    """The root of this package's own errors."""


class DataError(GeoError):
    """The data files break their contract; ``problems`` holds everything that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__(f"{len(self.problems)} problems in the data")

    def __str__(self) -> str:
        """Return one line a problem."""
        return "\n".join(problem.line() for problem in self.problems)


class EmptyExportError(GeoError):
    """A file was asked for of a format that cannot be empty, and no project passes the filters."""
