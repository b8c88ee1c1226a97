"""What each data file must hold: read them all, check every cell, report all problems at once.

Cells are checked as text, as they stand in the files; :mod:`geo.dataset` makes types of them afterwards.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from geo.city import CITY, CITY_FILE, UNSEEN, CityError, code_fits, read_city
from geo.errors import Problem
from geo.folders import DATA_VARIABLE
from geo.places import MAP_BOUNDS
from geo.positions import positions
from geo.reading import Form, Table, other_paths, own_paths, read_table
from geo.relations import relations
from geo.state import LANGUAGES
from geo.vocabulary import Category, Certainty, Event, Kind, Located, Stage, Status, Succession

__all__ = ["BASEMAP", "COLUMNS", "Table", "check", "check_cells", "check_city", "form", "paths", "read"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A rule for the cells of one column: a message key, what is expected, and the test of a value."""

    key: str
    expected: str
    holds: Callable[[str], bool]


_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_REF = re.compile(r"[0-9]\.[0-9]{1,2}")
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_CJK = re.compile(r"[\u3400-\u9fff]")


def _number(value: str) -> float | None:
    if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", value):
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
    return bool(value) and not UNSEEN.search(value) and "\ufffd" not in value and value == value.strip()


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
# Which words a text holds is for people to judge; whatever they are, they are shown as text and nothing else.
ZH = Cell("text_zh", "中文", lambda value: _clean(value) and len(value) <= 400)
EN = Cell("text_en", "English", lambda value: _clean(value) and len(value) <= 600 and not _CJK.search(value))
TEXT = Cell("text", "text", lambda value: _clean(value) and len(value) <= 600)
SLUGS = Cell("slugs", "a;b", lambda value: all(_SLUG.fullmatch(part) for part in value.split(";")))
URL = Cell("url", "https://…", lambda value: bool(re.fullmatch(r"https?://[^\s<>\"']{3,1000}", value)))
YES_NO = _one_of(("yes", "no"))
_ANY_ZH = _optional(ZH)
# An English sentence may hold a Chinese name that has no other.
_ANY_EN = _optional(Cell("text_en", "English", lambda value: _clean(value) and len(value) <= 600))


# A neighbour's name may stand outside of the map: whole degrees, at least one beyond its bounds.
_AROUND = (
    (math.floor(MAP_BOUNDS.west - 1), math.ceil(MAP_BOUNDS.east + 1)),
    (math.floor(MAP_BOUNDS.south - 1), math.ceil(MAP_BOUNDS.north + 1)),
)

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
        "no": Cell("no", "1 … 36, N1 …", lambda value: bool(re.fullmatch(r"N?[1-9][0-9]{0,5}", value))),
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
        "per": _one_of(("city", "town", "place")),
        "binds": _optional(SLUGS),
        "scope_zh": _ANY_ZH,
        "scope_en": _ANY_EN,
        "mention": ZH,
        "source_id": SLUG,
        "result_date": _optional(DATE),
        "result_zh": _ANY_ZH,
        "result_en": _ANY_EN,
        "result_source_id": _optional(SLUG),
    },
    "duties": {
        "id": SLUG,
        "ref": REF,
        "name_zh": ZH,
        "name_en": EN,
        "binds": SLUGS,
        "mention": ZH,
        "source_id": SLUG,
    },
    "succession": {
        "old_id": SLUG,
        "new_id": _optional(SLUG),
        "kind": _one_of(Succession),
        "date": DATE,
        "note_zh": _ANY_ZH,
        "note_en": _ANY_EN,
        "source_id": SLUG,
    },
    "placements": {
        "project_id": SLUG,
        "date": DATE,
        "towns": SLUGS,
        "place_zh": ZH,
        "place_en": EN,
        "source_id": SLUG,
    },
    "since": {
        "date": DATE,
        "name_zh": ZH,
        "name_en": EN,
        "category": _one_of(Category),
        "towns": _optional(SLUGS),
        "fact_zh": ZH,
        "fact_en": _ANY_EN,
        "document_zh": ZH,
        "document_en": EN,
        "source_id": SLUG,
    },
    "mentions": {"ref": REF, "mention": ZH},
    "report": {"key": TEXT, "value": _optional(Cell("text", "text", _clean))},
    "towns": {
        "id": SLUG,
        "code": Cell("code", CITY.unit_code, lambda value: code_fits(value, CITY.unit_code)),
        "name_zh": ZH,
        "short_zh": ZH,
        "name_en": EN,
        "kind": _one_of(tuple(kind.id for kind in CITY.unit_kinds)),
        "area_km2": _optional(_between(*CITY.area_km2)),
        "area_source": _optional(SLUG),
        "population_2020": _optional(_between(*CITY.population)),
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
        "label_lon": _between(*_AROUND[0]),
        "label_lat": _between(*_AROUND[1]),
        "source_id": SLUG,
    },
    "water": {"name_zh": _ANY_ZH, "name_en": _ANY_EN, "source_id": SLUG},
    "woods": {"source_id": SLUG},
    "names": {
        "name_zh": ZH,
        "name_en": EN,
        "kind": _one_of(("lake", "river", "road")),
        "source_id": SLUG,
    },
    "roads": {"name_zh": ZH, "name_en": EN, "source_id": SLUG},
    "railways": {"name_zh": ZH, "name_en": EN, "kind": _one_of(("metro", "railway")), "source_id": SLUG},
}

_UNIQUE = {
    "sources": ("id",),
    "projects": ("id", "no"),
    "targets": ("id",),
    "duties": ("id",),
    "towns": ("id", "code"),
    "stations": ("id",),
}


_POLYGONS = frozenset({"Polygon", "MultiPolygon"})
_LINES = frozenset({"LineString", "MultiLineString"})
_SHAPES = {
    "towns": _POLYGONS,
    "sites": _POLYGONS | _LINES | {"Point", "MultiPoint"},
    "stations": frozenset({"Point"}),
    "neighbours": _POLYGONS,
    "water": _POLYGONS,
    "woods": _POLYGONS,
    "names": frozenset({"Point"}),
    "roads": _LINES,
    "railways": _LINES,
}
# The tables of what lies around, ``basemap/<name>.geojson``. Reading, dataset, GeoPackage and QGIS follow
# from it: a new one is its columns and its shapes here.
BASEMAP = tuple(name for name in _SHAPES if name not in ("towns", "sites"))

# Nothing of the kind has happened yet, or the city has none: no sea, no metro.
_MAY_BE_EMPTY = frozenset(
    {
        "duties", "names", "neighbours", "placements", "railways", "roads", "since", "stations", "succession",
        "water", "woods",
    }
)  # fmt: skip
# What came after the first data folders were written.
_MAY_BE_ABSENT = frozenset({"duties", "names", "woods"})
_LATER = {"targets": ("binds", "scope_zh", "scope_en")}


def form(name: str) -> Form:
    """Return what the file of a table should look like."""
    rules = COLUMNS[name]
    return Form(
        columns=tuple(rules),
        numbers=frozenset(column for column, rule in rules.items() if rule.key == "number"),
        lists=frozenset({"lines"} & set(rules)),
        shapes=_SHAPES.get(name, frozenset()),
        may_be_empty=name in _MAY_BE_EMPTY,
        may_be_absent=name in _MAY_BE_ABSENT,
        optional=_LATER.get(name, ()),
    )


def paths(folder: Path, report: str) -> dict[str, Path]:
    """Return where each table lives, by its name."""
    around = {name: folder / "basemap" / f"{name}.geojson" for name in BASEMAP}
    return own_paths(folder, report) | around


def read(folder: Path, report: str) -> dict[str, Table]:
    """Read every file; a file that cannot be read becomes an empty table with its problem.

    What ids and sources the other editions use is read too, as ``projects@2025``; those tables are
    checked with their own edition.
    """
    return {
        name: read_table(
            path,
            file=f"{folder.name}/{path.relative_to(folder).as_posix()}",
            form=form(name.partition("@")[0]),
        )
        for name, path in (paths(folder, report) | other_paths(folder, report)).items()
    }


def check_city(folder: Path) -> list[Problem]:
    """Return what is wrong with the city's own file; a process knows one city, that of its data folder."""
    file = f"{folder.name}/{CITY_FILE}"
    try:
        city = read_city(folder)
    except CityError as error:
        return [Problem(file, 0, "", "city", str(error).removeprefix(f"{file}: "))]
    if city != CITY:
        return [Problem(file, 0, "", "other_city", city.id, DATA_VARIABLE)]
    return [problem for lang in LANGUAGES for problem in _check_words(folder, lang)]


def _check_words(folder: Path, lang: str) -> list[Problem]:
    """Return what is wrong with the city's own messages: the form of the file, signs that nobody sees."""
    path = folder / "words" / f"{lang}.toml"
    file = f"{folder.name}/words/{lang}.toml"
    if not path.exists():
        return []
    try:
        words = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return [Problem(file, 0, "", "unreadable", type(error).__name__)]
    texts = {
        key: str(text).replace("\n", "")
        for table in words.values()
        if isinstance(table, dict)
        for key, text in table.items()
    }
    return [Problem(file, 0, key, "text", text) for key, text in texts.items() if UNSEEN.search(text)]


def check(tables: Mapping[str, Table]) -> list[Problem]:
    """Return every problem of every table: cells, repeats, references, geometry."""
    own = {name: table for name, table in tables.items() if "@" not in name}
    problems = [problem for table in own.values() for problem in table.problems]
    for name, table in own.items():
        problems += check_cells(name, table)
    problems += _report(tables["report"])
    return sorted(set(problems + relations(tables) + positions(own)))


_REPORT = {
    "title_zh": ZH,
    "title_en": EN,
    "date": DATE,
    "publisher": TEXT,
    "url": _optional(URL),
    "source_id": SLUG,
}


def _report(table: Table) -> list[Problem]:
    """Hold each value of the report's own table to the rule of its key."""
    found = []
    pairs = zip(table.frame["key"], table.frame["value"], strict=True)
    for row, (key, value) in enumerate(pairs, start=table.first_row):
        rule = _REPORT.get(str(key))
        if rule and not rule.holds(str(value)):
            found.append(Problem(table.file, row, "value", rule.key, str(value), rule.expected))
    return found


def check_cells(name: str, table: Table, *, columns: tuple[str, ...] | None = None) -> list[Problem]:
    """Return every cell of one table that breaks the rule of its column, and every repeat of an id.

    `columns` are those to check, all by default.
    """
    found = []
    for column in COLUMNS[name] if columns is None else columns:
        rule, cells = COLUMNS[name][column], table.frame[column].tolist()
        # Most columns hold few values, each in many rows: each value is tested once.
        counts = Counter(cells)
        broken = {value for value in counts if not rule.holds(value)}
        is_unique = column in _UNIQUE.get(name, ())
        repeated = {value for value, n in counts.items() if is_unique and n > 1}
        for row, value in enumerate(cells, start=table.first_row):
            if value in broken:
                found.append(Problem(table.file, row, column, rule.key, value, rule.expected))
            if value in repeated:
                found.append(Problem(table.file, row, column, "repeated", value))
    return found
