"""How a visitor's file was understood, and what she says instead: plain values, for any process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

__all__ = ["Choice", "Seen"]


@dataclass(frozen=True, slots=True)
class Choice:
    """What the visitor has said of a table; what is empty is for us to find.

    Attributes
    ----------
    sheet
        The sheet or layer, by its name.
    header
        The row that holds the names of the columns, as a spreadsheet counts.
    lon, lat
        The columns of the coordinates, by letter; the same letter twice where one cell holds both.
    columns
        Pairs of a column of ours and which of hers it is: by letter, in a file of features by its name; empty
        for none.
    """

    sheet: str = ""
    header: int = 0
    lon: str = ""
    lat: str = ""
    columns: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Choice:
        """Return it from the values that :meth:`told` gave."""
        columns = tuple((str(ours), str(hers)) for ours, hers in told.get("columns", ()))
        return cls(**{**told, "columns": columns})

    def told(self) -> dict[str, Any]:
        """Return it as values of JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Seen:
    """How a file was read.

    Attributes
    ----------
    kind
        A value of :class:`geo.upload.sniff.Kind`.
    encoding, sign
        Of a text: its encoding, and what parts the cells of a CSV.
    sheets, taken
        The sheets or layers that hold something, and which of them were read.
    header, headers
        The row with the names of the columns, and the rows that may be it; 0 and none where there are no rows
        above the data.
    columns
        Each column: its letter (empty in a file of features), its name there, and ours (empty: not read).
    lon, lat
        The letters of the columns of coordinates, as in :class:`Choice`; empty where there are none.
    place
        ``lon_lat``, ``one_cell``, ``wkt``, ``features`` (the file has shapes of its own), or empty: none.
    rows
        The rows that were read.
    sample
        The first rows, cell by cell in the order of the columns, cut.
    """

    kind: str
    encoding: str = ""
    sign: str = ""
    sheets: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    header: int = 0
    headers: tuple[int, ...] = ()
    columns: tuple[tuple[str, str, str], ...] = ()
    lon: str = ""
    lat: str = ""
    place: str = ""
    rows: int = 0
    sample: tuple[tuple[str, ...], ...] = ()
