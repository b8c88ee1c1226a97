"""Rows out of what a file holds, whatever it was written in: what is wrong is gathered, by row and column."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import Problem
from geo.upload.headings import assign, corrected
from geo.upload.limits import LIMITS
from geo.upload.reading import SAMPLE_ROWS, Row, Sheet, cell_text, cut, sample
from geo.upload.refusals import Refusal, RefusedError
from geo.upload.seen import Choice
from geo.upload.shapes import FaultError, Shape

__all__ = ["Gathered", "Record", "features_sheet"]


@dataclass(frozen=True, slots=True)
class Record:
    """One feature: its number from 1, its properties as they stand, and what makes its shape."""

    number: int
    properties: Mapping[str, object]
    shape: Callable[[], Shape | None]


@dataclass(slots=True)
class Gathered:
    """What is wrong and what is good to know of a file so far."""

    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    vertices: int = 0
    # Rows of the sheet that is read: with an outline that had to be closed, with a line that is a ring.
    opened: list[int] = field(default_factory=list)
    ringed: list[int] = field(default_factory=list)

    def shape(
        self, sheet: str, row: int, column: str, make: Callable[[], Shape | None]
    ) -> BaseGeometry | None:
        """Return a row's geometry; one that cannot be read is told.

        Raises
        ------
        RefusedError
            If all shapes together have too many vertices.
        """
        try:
            shape = make()
        except FaultError as fault:
            self.problems.append(Problem(sheet, row, column, fault.key, cell_text(fault.value)))
            return None
        self.vertices += shape.vertices if shape else 0
        if self.vertices > LIMITS.vertices:
            raise RefusedError(Refusal.TOO_MANY_VERTICES, expected=f"{LIMITS.vertices:,}")
        if shape is None:
            return None
        if shape.was_open:
            self.opened.append(row)
        if any(line.is_closed for line in _lines(shape.geometry)):
            self.ringed.append(row)
        return shape.geometry

    def tell_rings(self, sheet: str) -> None:
        """Note what was made of outlines that were not closed, and of lines that are, in the rows so far."""
        for key, rows in (("rings_closed", self.opened), ("ring_lines", self.ringed)):
            if rows:
                self.notes.append(Problem(sheet, rows[0], "geometry", key, str(len(rows))))
            rows.clear()

    def text(self, sheet: str, row: int, column: str, value: object) -> str:
        """Return a value of a column of ours as text; what is no plain value is told and left out."""
        if isinstance(value, dict) or (isinstance(value, list) and not _is_plain(value)):
            return self._left_out(sheet, row, column, "nested")
        if isinstance(value, float) and not math.isfinite(value):
            return self._left_out(sheet, row, column, "not_finite")
        plain = cell_text(value)
        if len(plain) > LIMITS.text:
            told = Problem(sheet, row, column, "too_long", f"{len(plain):,}", f"{LIMITS.text:,}")
            self.problems.append(told)
            return ""
        return plain

    def _left_out(self, sheet: str, row: int, column: str, key: str) -> str:
        self.problems.append(Problem(sheet, row, column, key))
        return ""


def _lines(shape: BaseGeometry) -> list[BaseGeometry]:
    return [part for part in shapely.get_parts(shape) if part.geom_type == "LineString"]


def _is_plain(value: list[object]) -> bool:
    return all(isinstance(part, str | int) for part in value)


def features_sheet(gathered: Gathered, name: str, records: Sequence[Record], choice: Choice) -> Sheet:
    """Return features as a sheet: each property under our column where it means one, or is said to.

    Raises
    ------
    RefusedError
        If there are too many rows, columns or vertices.
    """
    if len(records) > LIMITS.rows:
        raise RefusedError(Refusal.TOO_MANY_ROWS, value=f"{len(records):,}", expected=f"{LIMITS.rows:,}")
    names = tuple(dict.fromkeys(name for record in records for name in record.properties))
    if len(names) > LIMITS.columns:
        raise RefusedError(Refusal.TOO_MANY_COLUMNS, value=str(len(names)), expected=str(LIMITS.columns))
    zeros = [at for at, name in enumerate(names) if _is_zero([one.properties.get(name) for one in records])]
    found = corrected(assign(names, zeros=zeros), [cut(one) for one in names], choice.columns)
    ours = dict(zip(names, found, strict=True))
    rows = []
    for record in records:
        cells = {
            column: gathered.text(name, record.number, column, record.properties[theirs])
            for theirs, column in ours.items()
            if column and theirs in record.properties
        }
        rows.append(Row(record.number, cells, gathered.shape(name, record.number, "geometry", record.shape)))
    gathered.tell_rings(name)
    titles = {theirs: cut(theirs) for theirs in names}
    shown = tuple(
        tuple(_short(record.properties.get(theirs)) for theirs in names) for record in records[:SAMPLE_ROWS]
    )
    columns = tuple(dict.fromkeys(column or titles[theirs] for theirs, column in ours.items()))
    heard = tuple(("", titles[theirs], column) for theirs, column in ours.items())
    return Sheet(name, columns, tuple(rows), heard=heard, sample=shown)


def _is_zero(values: Sequence[object]) -> bool:
    """Say whether there are several values, all of them 0."""
    return len(values) > 1 and all(cell_text(value) == "0" for value in values)


def _short(value: object) -> str:
    return "…" if isinstance(value, dict) else sample(cell_text(value))
