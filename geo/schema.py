"""What each data file must hold: read them all, check every cell, report all problems at once.

Cells are checked as text, as they stand in the files; :mod:`geo.dataset` makes types of them afterwards.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
import shapely
from shapely.geometry import shape

from geo.errors import Problem
from geo.places import MAP_BOUNDS
from geo.vocabulary import Category, Certainty, Event, Kind, Located, Stage, Status, TownKind

__all__ = ["Table", "check", "paths", "read"]


@dataclass(frozen=True, slots=True)
class Table:
    """One file as read: a frame of text cells, geometries (None for a CSV), and what was wrong with it."""

    file: str
    frame: pd.DataFrame
    geometry: tuple[Any, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A rule for the cells of one column: a message key, what is expected, and the test of a value."""

    key: str
    expected: str
    holds: Callable[[str], bool]


_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_REF = re.compile(r"[0-9]\.[0-9]{1,2}")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
# What text for people never holds: control and format characters, leading or trailing space.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffd]")
_CJK = re.compile(r"[\u3400-\u9fff]")


def _number(value: str) -> float | None:
    if not re.fullmatch(r"-?\d+(\.\d+)?", value):
        return None
    return float(value)


def _iso(value: str) -> bool:
    if not _DATE.fullmatch(value):
        return False
    parts = [int(part) for part in value.split("-")]
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError:
        return False
    return 1990 <= parts[0] <= 2100


def _clean(value: str) -> bool:
    return bool(value) and not _CONTROL.search(value) and value == value.strip()


def _optional(cell: Cell) -> Cell:
    return Cell(cell.key, f"{cell.expected} / –", lambda value: value == "" or cell.holds(value))


def _one_of(members: type[StrEnum] | tuple[str, ...]) -> Cell:
    values = tuple(str(member) for member in members)
    return Cell("one_of", ", ".join(values), lambda value: value in values)


def _between(low: float, high: float) -> Cell:
    def holds(value: str) -> bool:
        number = _number(value)
        return number is not None and low <= number <= high

    return Cell("number", f"{low:g}–{high:g}", holds)


SLUG = Cell("slug", "a-z0-9-", lambda value: len(value) <= 64 and bool(_SLUG.fullmatch(value)))
REF = Cell("ref", "4.2", lambda value: bool(_REF.fullmatch(value)))
DATE = Cell("date", "2025-11-28", _iso)
ZH = Cell("text_zh", "中文", lambda value: _clean(value) and len(value) <= 400)
EN = Cell("text_en", "English", lambda value: _clean(value) and len(value) <= 600 and not _CJK.search(value))
TEXT = Cell("text", "text", lambda value: _clean(value) and len(value) <= 600)
SLUGS = Cell("slugs", "a;b", lambda value: all(_SLUG.fullmatch(part) for part in value.split(";")))
URL = Cell("url", "https://…", lambda value: bool(re.fullmatch(r"https?://[^\s<>\"']{3,1000}", value)))
YES_NO = _one_of(("yes", "no"))
_ANY_ZH = _optional(ZH)
_ANY_EN = _optional(Cell("text_en", "English", lambda value: _clean(value) and len(value) <= 600))

COLUMNS: Mapping[str, Mapping[str, Cell]] = {
    "sources": {
        "id": SLUG,
        "title": TEXT,
        "publisher": TEXT,
        "url": _optional(URL),
        "citation": _optional(TEXT),
        "licence": TEXT,
        "date_read": DATE,
        "kind": _one_of(("official", "news", "repost", "forum", "data")),
    },
    "events": {
        "project_id": SLUG,
        "date": _optional(DATE),
        "event": _one_of(Event),
        "status": _optional(_one_of(Status)),
        "word_zh": _ANY_ZH,
        "word_en": _ANY_EN,
        "fact_zh": ZH,
        "fact_en": _ANY_EN,
        "source_id": _optional(SLUG),
    },
    "projects": {
        "id": SLUG,
        "no": Cell("no", "1 … 36, N1 …", lambda value: bool(re.fullmatch(r"N?[1-9]\d{0,3}", value))),
        "ref": REF,
        "mention": ZH,
        "name_zh": ZH,
        "name_en": EN,
        "label_zh": ZH,
        "label_en": EN,
        "aliases": _optional(TEXT),
        "category": _one_of(Category),
        "stage": _one_of(Stage),
        "kind": _one_of(Kind),
        "located": _one_of(Located),
        "promised": _optional(_one_of(("works_started", "delivered", "completed", "opened"))),
        "towns": _optional(SLUGS),
        "towns_in_order": YES_NO,
        "order_unverified": _optional(SLUGS),
        "what_zh": ZH,
        "what_en": EN,
        "promise_zh": ZH,
        "promise_en": EN,
        "place_zh": _ANY_ZH,
        "place_en": _ANY_EN,
        "note_zh": _ANY_ZH,
        "note_en": _ANY_EN,
        "source_id": SLUG,
        "town_source_id": _optional(SLUG),
    },
    "targets": {
        "id": SLUG,
        "ref": REF,
        "name_zh": ZH,
        "name_en": EN,
        "value": _between(0, 1e12),
        "value_max": _optional(_between(0, 1e12)),
        "unit_zh": _ANY_ZH,
        "unit_en": _ANY_EN,
        "bound": _one_of(("at_least", "at_most", "about", "exactly")),
        "per": _one_of(("city", "town")),
        "mention": ZH,
        "source_id": SLUG,
    },
    "mentions": {"ref": REF, "mention": ZH},
    "report": {"key": TEXT, "value": _optional(TEXT)},
    "towns": {
        "id": SLUG,
        "code": Cell("code", "441900xxxxxx", lambda value: bool(re.fullmatch(r"441900\d{6}", value))),
        "name_zh": ZH,
        "short_zh": ZH,
        "name_en": EN,
        "kind": _one_of(TownKind),
        "area_km2": _optional(_between(1, 500)),
        "area_source": _optional(SLUG),
        "population_2020": _optional(_between(1_000, 3_000_000)),
        "population_source": _optional(SLUG),
        "label_lon": _between(MAP_BOUNDS.west, MAP_BOUNDS.east),
        "label_lat": _between(MAP_BOUNDS.south, MAP_BOUNDS.north),
        "source_id": SLUG,
    },
    "sites": {
        "project_id": SLUG,
        "part": SLUG,
        "name_zh": _ANY_ZH,
        "name_en": _ANY_EN,
        "certainty": _one_of(Certainty),
        "accuracy_m": _optional(_between(1, 20_000)),
        "method_zh": ZH,
        "method_en": EN,
        "source_id": SLUG,
        "displaced_m": _between(0, 1_000),
    },
    "stations": {
        "id": SLUG,
        "name_zh": ZH,
        "name_en": EN,
        "kind": _one_of(("metro", "railway", "outside")),
        "lines": TEXT,
        "project_id": _optional(SLUG),
        "order": _optional(_between(0, 99)),
        "accuracy_m": _between(1, 5_000),
        "town": _optional(SLUG),
        "source_id": SLUG,
    },
    "neighbours": {
        "name_zh": ZH,
        "name_en": EN,
        "kind": _one_of(("city", "district")),
        "label_lon": _between(112, 116),
        "label_lat": _between(21, 25),
        "source_id": SLUG,
    },
    "water": {"name_zh": ZH, "name_en": EN, "source_id": SLUG},
    "roads": {"name_zh": ZH, "name_en": EN, "source_id": SLUG},
    "railways": {"name_zh": ZH, "name_en": EN, "kind": _one_of(("metro", "railway")), "source_id": SLUG},
}

_UNIQUE = {
    "sources": ("id",),
    "projects": ("id", "no"),
    "targets": ("id",),
    "towns": ("id", "code"),
    "stations": ("id",),
}


def paths(folder: Path, report: str) -> dict[str, Path]:
    """Return where each table lives, by its name."""
    edition = folder / "reports" / report
    found = {
        "sources": folder / "sources.csv",
        "events": folder / "events.csv",
        "towns": folder / "towns.geojson",
    }
    found |= {name: edition / f"{name}.csv" for name in ("projects", "targets", "mentions", "report")}
    found["sites"] = edition / "sites.geojson"
    context = ("stations", "neighbours", "water", "roads", "railways")
    return found | {name: folder / "basemap" / f"{name}.geojson" for name in context}


def read(folder: Path, report: str) -> dict[str, Table]:
    """Read every file; a file that cannot be read becomes an empty table with its problem."""
    tables = {}
    for name, path in paths(folder, report).items():
        file = f"{folder.name}/{path.relative_to(folder).as_posix()}"
        columns = list(COLUMNS[name])
        try:
            raw = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            problem = Problem(file, 0, "", "unreadable", type(error).__name__)
            tables[name] = Table(file, _no_rows(columns), (), (problem,))
            continue
        tables[name] = _csv(file, raw, columns) if path.suffix == ".csv" else _geojson(file, raw, columns)
    return tables


def _no_rows(columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns=columns, dtype="str")


def _csv(file: str, raw: str, columns: list[str]) -> Table:
    rows = list(csv.reader(io.StringIO(raw)))
    if len(rows) < 2:
        return Table(file, _no_rows(columns), (), (Problem(file, 0, "", "no_rows"),))
    header = rows[0]
    problems = [Problem(file, 1, name, "missing_column", name) for name in columns if name not in header]
    problems += [Problem(file, 1, name, "unknown_column", name) for name in header if name not in columns]
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(header):
            problems.append(Problem(file, number, "", "cells", str(len(row)), str(len(header))))
    if problems:
        return Table(file, _no_rows(columns), (), tuple(problems))
    return Table(file, pd.DataFrame(rows[1:], columns=header, dtype="str"))


def _text(value: object) -> str:
    """Return a property as the text that its rule reads."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(str(item) for item in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _geojson(file: str, raw: str, columns: list[str]) -> Table:
    try:
        features = json.loads(raw)["features"]
        rows = [dict(feature["properties"]) for feature in features]
        shapes = [shape(feature["geometry"]) for feature in features]
    except (ValueError, KeyError, TypeError, AttributeError, shapely.errors.ShapelyError) as error:
        return Table(file, _no_rows(columns), (), (Problem(file, 0, "", "unreadable", type(error).__name__),))
    problems = [] if rows else [Problem(file, 0, "", "no_rows")]
    for number, row in enumerate(rows, start=1):
        problems += [
            Problem(file, number, name, "missing_column", name) for name in columns if name not in row
        ]
        problems += [
            Problem(file, number, name, "unknown_column", name) for name in row if name not in columns
        ]
    if problems:
        return Table(file, _no_rows(columns), (), tuple(problems))
    frame = pd.DataFrame(
        [[_text(row[name]) for name in columns] for row in rows], columns=columns, dtype="str"
    )
    return Table(file, frame, tuple(shapes))


def check(tables: Mapping[str, Table]) -> list[Problem]:
    """Return every problem of every table: cells, repeats, references, geometry."""
    problems = [problem for table in tables.values() for problem in table.problems]
    for name, table in tables.items():
        problems += _cells(name, table)
        problems += _shapes(table)
    problems += _references(tables)
    problems += _mentions(tables)
    problems += _coverage(tables["towns"])
    return sorted(set(problems))


def _first_row(table: Table) -> int:
    return 1 if table.geometry else 2


def _cells(name: str, table: Table) -> list[Problem]:
    rules = COLUMNS[name]
    unique = _UNIQUE.get(name, ())
    columns = {
        column: pa.Column(str, pa.Check(rule.holds, element_wise=True, error=column), unique=column in unique)
        for column, rule in rules.items()
    }
    try:
        pa.DataFrameSchema(columns).validate(table.frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        found = []
        for case in error.failure_cases.itertuples():
            column, row = str(case.column), int(case.index) + _first_row(table)
            repeated = case.check == "field_uniqueness"
            rule = rules[column]
            key, expected = ("repeated", "") if repeated else (rule.key, rule.expected)
            found.append(Problem(table.file, row, column, key, str(case.failure_case), expected))
        return found
    return []


def _shapes(table: Table) -> list[Problem]:
    found = []
    for number, geometry in enumerate(table.geometry, start=1):
        west, south, east, north = geometry.bounds if not geometry.is_empty else (float("nan"),) * 4
        if not (MAP_BOUNDS.holds(west, south) and MAP_BOUNDS.holds(east, north)):
            found.append(Problem(table.file, number, "geometry", "bounds", geometry.geom_type))
        elif not geometry.is_valid:
            found.append(
                Problem(table.file, number, "geometry", "invalid", shapely.is_valid_reason(geometry))
            )
    return found


_LINKS = {
    ("source_id", "town_source_id", "area_source", "population_source"): "sources",
    ("towns", "order_unverified", "town"): "towns",
    ("project_id",): "projects",
}


def _references(tables: Mapping[str, Table]) -> list[Problem]:
    """Each id that a cell names is there."""
    found = []
    for columns, target in _LINKS.items():
        known = set(tables[target].frame["id"])
        for table in tables.values():
            for column in (name for name in columns if name in table.frame.columns):
                for row, value in enumerate(table.frame[column], start=_first_row(table)):
                    missing = [part for part in str(value).split(";") if part and part not in known]
                    found += [Problem(table.file, row, column, "reference", part, target) for part in missing]
    return found


def _mentions(tables: Mapping[str, Table]) -> list[Problem]:
    """Each project and target is named in the very paragraph that it cites, and none is left out."""
    listed = set(_pairs(tables["mentions"]))
    used: set[tuple[str, str]] = set()
    found = []
    for name in ("projects", "targets"):
        table = tables[name]
        for row, (ref, mention) in enumerate(_pairs(table), start=2):
            used.add((ref, mention))
            if (ref, mention) not in listed:
                found.append(Problem(table.file, row, "ref", "mention", mention, ref))
    table = tables["mentions"]
    for row, (ref, mention) in enumerate(_pairs(table), start=2):
        if (ref, mention) not in used:
            found.append(Problem(table.file, row, "mention", "unused", mention, ref))
    return found


def _pairs(table: Table) -> list[tuple[str, str]]:
    """Return (ref, mention) of each row."""
    refs, mentions = table.frame["ref"].tolist(), table.frame["mention"].tolist()
    return [(str(ref), str(mention)) for ref, mention in zip(refs, mentions, strict=True)]


def _coverage(table: Table) -> list[Problem]:
    """The towns neither overlap nor leave gaps."""
    if table.geometry and not shapely.coverage_is_valid(list(table.geometry)):
        edges = shapely.coverage_invalid_edges(list(table.geometry))
        rows = [number for number, edge in enumerate(edges, start=1) if not edge.is_empty]
        return [Problem(table.file, row, "geometry", "coverage") for row in rows]
    return []
