"""The data files as they stand: text cells, geometries, and what could not be read.

Nothing is judged here but the form of a file: that it is there, whole, in UTF-8, with the columns that
it should have. What the cells may hold is for :mod:`geo.schema`.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import pandas as pd
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geo.errors import Problem
from geo.places import reports
from geo.plain_text import UTF8, TextError, decode, split, with_plain_days

__all__ = ["Form", "Table", "Tables", "as_float", "other_paths", "own_paths", "read_table", "rows"]


@dataclass(frozen=True, slots=True)
class Table:
    """One file as read: a frame of text cells, geometries (empty for a CSV), and what was wrong with it.

    A geometry is None where a feature's could not be read; `problems` then says so.
    """

    file: str
    frame: pd.DataFrame
    geometry: tuple[BaseGeometry | None, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def first_row(self) -> int:
        """The number of the first row: 2 below a CSV's header, 1 for the first feature."""
        return 1 if self.geometry else 2


Tables = Mapping[str, Table]


def rows(table: Table) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row's number and its cells by column."""
    for number, row in enumerate(table.frame.to_dict("records"), start=table.first_row):
        yield number, {str(name): str(value) for name, value in row.items()}


def as_float(value: str) -> float | None:
    """Return a cell's number, None if it holds none."""
    try:
        return float(value)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Form:
    """What a file should look like: its columns, and of a GeoJSON the kinds of value and geometry.

    Some tables say what has happened or what lies around, and may hold nothing yet but their header; some
    files need not be there. `optional` columns came later: where one is missing, its cells are empty.
    """

    columns: tuple[str, ...]
    numbers: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    shapes: frozenset[str] = frozenset()
    may_be_empty: bool = False
    may_be_absent: bool = False
    optional: tuple[str, ...] = ()


_EDITION = ("projects", "targets", "duties", "mentions", "report")


def own_paths(folder: Path, report: str) -> dict[str, Path]:
    """Return where each table of facts lives, by its name; what lies around is in ``basemap/``."""
    edition = folder / "reports" / report
    found = {
        "sources": folder / "sources.csv",
        "events": folder / "events.csv",
        "placements": folder / "placements.csv",
        "since": folder / "since.csv",
        "succession": folder / "succession.csv",
        "towns": folder / "towns.geojson",
    }
    found |= {name: edition / f"{name}.csv" for name in _EDITION}
    return found | {"sites": edition / "sites.geojson"}


def other_paths(folder: Path, report: str) -> dict[str, Path]:
    """Return the tables of the other editions (``projects@2025``): ids and sources are shared by all."""
    return {
        f"{name}@{other}": folder / "reports" / other / file
        for other in reports(folder)
        if other != report
        for name, file in _SHARED.items()
    }


_SHARED = {
    "duties": "duties.csv",
    "projects": "projects.csv",
    "report": "report.csv",
    "sites": "sites.geojson",
    "targets": "targets.csv",
}


def read_table(path: Path, *, file: str, form: Form) -> Table:
    """Read one file; one that cannot be read becomes an empty table with its problem."""
    if form.may_be_absent and not path.exists():
        return _empty(file, form)
    try:
        found = decode(path.read_bytes())
        if found.encoding != UTF8:  # what the repository holds, and others read, is of one encoding
            return _empty(file, form, Problem(file, 0, "", "encoding", found.encoding))
        return _csv(file, found.text, form) if path.suffix == ".csv" else _geojson(file, found.text, form)
    except TextError as error:
        return _empty(file, form, Problem(file, error.line, "", "no_text"))
    except (OSError, ValueError, csv.Error, RecursionError) as error:
        return _empty(file, form, Problem(file, 0, "", "unreadable", type(error).__name__))


def _empty(file: str, form: Form, *problems: Problem) -> Table:
    return Table(file, pd.DataFrame(columns=list(form.columns), dtype="str"), (), problems)


def _csv(file: str, raw: str, form: Form) -> Table:
    lines = with_plain_days(split(raw, columns=form.columns)[0])
    if len(lines) < (1 if form.may_be_empty else 2):
        return _empty(file, form, Problem(file, 0, "", "no_rows"))
    header = lines[0]
    later = [name for name in form.optional if name not in header]
    problems = _header(file, 1, [*header, *later], form.columns)
    for number, row in enumerate(lines[1:], start=2):
        if len(row) != len(header):
            problems.append(Problem(file, number, "", "cells", str(len(row)), str(len(header))))
    if problems:
        return _empty(file, form, *problems)
    frame = pd.DataFrame(lines[1:], columns=header, dtype="str")
    return Table(file, frame.assign(**dict.fromkeys(later, "")))


def _header(file: str, row: int, names: list[str], columns: tuple[str, ...]) -> list[Problem]:
    """Return the columns that are missing, unknown or there twice."""
    problems = [Problem(file, row, name, "missing_column", name) for name in columns if name not in names]
    problems += [Problem(file, row, name, "unknown_column", name) for name in names if name not in columns]
    twice = [name for name, count in Counter(names).items() if count > 1]
    return problems + [Problem(file, row, name, "repeated", name) for name in twice]


def _refuse(name: str) -> NoReturn:
    msg = f"{name} is no JSON (RFC 8259, section 6)"
    raise ValueError(msg)


def _geojson(file: str, raw: str, form: Form) -> Table:
    data = json.loads(raw, parse_constant=_refuse)
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list):
        return _empty(file, form, Problem(file, 0, "", "unreadable", "FeatureCollection"))
    if not features:
        return _empty(file, form, *([] if form.may_be_empty else [Problem(file, 0, "", "no_rows")]))
    problems: list[Problem] = []
    found: list[Mapping[str, Any]] = []
    for number, feature in enumerate(features, start=1):
        row = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(row, dict):
            problems.append(Problem(file, number, "", "unreadable", "Feature"))
            continue
        found.append(row)
        problems += _header(file, number, list(row), form.columns)
    if problems:
        return _empty(file, form, *problems)
    for number, row in enumerate(found, start=1):
        problems += _kinds(file, number, row, form)
    shapes = tuple(_shape(feature.get("geometry")) for feature in features)
    for number, geometry in enumerate(shapes, start=1):
        kind = "None" if geometry is None else geometry.geom_type
        if kind not in form.shapes:
            expected = ", ".join(sorted(form.shapes))
            problems.append(Problem(file, number, "geometry", "geometry", kind, expected))
    cells = [[_text(row[name]) for name in form.columns] for row in found]
    frame = pd.DataFrame(cells, columns=list(form.columns), dtype="str")
    return Table(file, frame, shapes, tuple(problems))


def _shape(value: object) -> BaseGeometry | None:
    """Return a GeoJSON geometry, None if it is none."""
    if not isinstance(value, dict):
        return None
    try:
        found: BaseGeometry = shape(value)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, shapely.errors.ShapelyError):
        return None
    return None if found.is_empty else found


def _kinds(file: str, number: int, row: Mapping[str, Any], form: Form) -> list[Problem]:
    """Return the properties that are text where a number is meant, or the other way round."""
    problems = []
    for name in form.columns:
        value = row[name]
        if name in form.numbers:
            kind, fits = "number", isinstance(value, int | float) and not isinstance(value, bool)
        elif name in form.lists:
            kind = "list"
            fits = isinstance(value, list) and all(isinstance(item, str) for item in value)
        else:
            kind, fits = "text", isinstance(value, str)
        if value is not None and not fits:
            problems.append(Problem(file, number, name, "type", _text(value), kind))
    return problems


def _text(value: object) -> str:
    """Return a property as the text that its rule reads."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(str(item) for item in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
