"""How much of a visitor's file is read: one table, which the page shows too."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LIMITS", "SENT_BYTES", "Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one file may hold; beyond any of these it is refused whole.

    Attributes
    ----------
    file_bytes
        Bytes of the file as sent.
    unpacked_bytes
        Bytes of everything in a workbook, unpacked (a workbook is a ZIP archive).
    entries
        Files inside a workbook.
    rows
        Features, or rows of a sheet below its header: as many as the map draws as shapes that a keyboard
        can reach.
    columns
        Columns of a sheet, or properties of a feature.
    vertices
        Positions of all geometries together.
    crossings
        Pairs of edges that cross in the outlines of one area.
    depth
        Brackets and braces of JSON inside one another; a MultiPolygon needs eight.
    text
        Characters of one text; a sheet's geometry in WKT may have as many as a cell of Excel.
    wkt
        Characters of a geometry in WKT.
    """

    file_bytes: int = 5_000_000
    unpacked_bytes: int = 30_000_000
    entries: int = 200
    rows: int = 1_000
    columns: int = 80
    vertices: int = 20_000
    crossings: int = 500
    depth: int = 16
    text: int = 2_000
    wkt: int = 32_767


LIMITS = Limits()
# What is taken from a visitor at all, so that a file which is too large gets a message of ours.
SENT_BYTES = 20_000_000
