"""The tables of a file and what each column means: one list for CSV, XLSX, GeoPackage and the codebook.

Cells are plain values: text, a number, or None for "unknown or does not apply". Column names are the
same in every format and language, so that a file can be read again; ``*_label`` columns hold the word of
a closed value in the file's language.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.export.extract import Extract
from geo.export.shapes import DECIMALS
from geo.filters import word
from geo.vocabulary import Category, Certainty, Event, Kept, Kind, Located, Stage, Status
from i18n import text

__all__ = [
    "TABLES",
    "Cell",
    "Column",
    "Row",
    "codebook",
    "column_names",
    "meaning",
    "plain_rows",
    "rows",
    "wkt",
]

Cell: TypeAlias = str | float | int | None
Row: TypeAlias = dict[str, Cell]


class _Bound(StrEnum):
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOUT = "about"
    EXACTLY = "exactly"


class _SourceKind(StrEnum):
    OFFICIAL = "official"
    NEWS = "news"
    REPOST = "repost"
    FORUM = "forum"
    DATA = "data"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, whether it is a number, its unit, its closed list and that list's words.

    ``words`` is the message table of the values; ``label`` says that a column with the word follows.
    """

    name: str
    number: bool = False
    unit: str = ""
    members: type[StrEnum] | None = None
    words: str = ""
    label: bool = False


def _text(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name) for name in names)


_ACCURACY = Column("accuracy_m", number=True, unit="m")
_CERTAINTY = Column("certainty", members=Certainty, words="certainty", label=True)

TABLES: Mapping[str, tuple[Column, ...]] = {
    "projects": (
        *_text("id", "no", "ref", "mention", "name_zh", "name_en", "label_zh", "label_en", "aliases"),
        Column("category", members=Category, words="category", label=True),
        Column("stage", members=Stage, words="stage", label=True),
        Column("kind", members=Kind, words="export.kind"),
        Column("located", members=Located, words="export.located"),
        Column("promised", members=Event, words="export.event"),
        *_text("due", "towns", "towns_label", "towns_in_order", "order_unverified"),
        _CERTAINTY,
        _ACCURACY,
        Column("lon", number=True, unit="°"),
        Column("lat", number=True, unit="°"),
        Column("geometry_wkt"),
        Column("status", members=Status, words="status", label=True),
        *_text("status_word_zh", "status_word_en", "status_date", "status_fact_zh", "status_fact_en"),
        Column("status_source_id"),
        Column("kept", members=Kept, words="kept", label=True),
        *_text("kept_date", "kept_source_id", "what_zh", "what_en", "promise_zh", "promise_en"),
        *_text("place_zh", "place_en", "note_zh", "note_en", "source_id", "town_source_id"),
        *_text("placed_since", "placed_zh", "placed_en", "placed_source_id"),
        *_text("last_looked"),
    ),
    "sites": (
        *_text("project_id", "part", "name_zh", "name_en"),
        _CERTAINTY,
        _ACCURACY,
        Column("displaced_m", number=True, unit="m"),
        *_text("method_zh", "method_en", "source_id"),
        Column("lon", number=True, unit="°"),
        Column("lat", number=True, unit="°"),
        Column("geometry_wkt"),
        *_text("date_read"),
    ),
    "events": (
        *_text("project_id", "date"),
        Column("event", members=Event, words="export.event", label=True),
        Column("status", members=Status, words="status", label=True),
        *_text("word_zh", "word_en", "fact_zh", "fact_en", "source_id", "date_read"),
    ),
    "targets": (
        *_text("id", "ref", "mention", "name_zh", "name_en"),
        Column("value", number=True),
        Column("value_max", number=True),
        *_text("unit_zh", "unit_en"),
        Column("bound", members=_Bound, words="export.bound", label=True),
        *_text("per", "source_id", "result_date", "result_zh", "result_en", "result_source_id"),
        *_text("binds", "scope_zh", "scope_en", "date_read", "result_date_read"),
    ),
    "towns": (
        *_text("id", "code", "name_zh", "short_zh", "name_en", "kind"),
        Column("area_km2", number=True, unit="km²"),
        Column("area_source"),
        Column("population_2020", number=True),
        Column("population_source"),
        Column("label_lon", number=True, unit="°"),
        Column("label_lat", number=True, unit="°"),
        *_text("source_id", "geometry_wkt"),
    ),
    "sources": (
        *_text("id", "title", "publisher", "url", "citation", "licence", "date_read"),
        Column("kind", members=_SourceKind, words="export.source_kind"),
    ),
}


def column_names(table: str) -> list[str]:
    """Return the names of a table's columns in their order, the label columns with them."""
    return [name for column in TABLES[table] for name in _names(column)]


def _names(column: Column) -> tuple[str, ...]:
    return (column.name, f"{column.name}_label") if column.label else (column.name,)


def rows(taken: Extract, table: str) -> list[Row]:
    """Return a table's rows as plain cells, each with every column of :func:`column_names`."""
    frame: pd.DataFrame = getattr(taken, table)
    records = [_with_geometry(record, taken.lang) for record in frame.to_dict("records")]
    return [_row(record, TABLES[table], taken.lang) for record in records]


def _with_geometry(record: Mapping[Hashable, object], lang: str) -> dict[str, object]:
    """Add what follows from other columns: geometry as text, the towns' names, whence a later place is."""
    full: dict[str, object] = {str(key): value for key, value in record.items()}
    geometry = full.pop("geometry", None)
    if isinstance(geometry, BaseGeometry):
        full["geometry_wkt"] = wkt(geometry)
        if isinstance(geometry, shapely.Point):  # a line has no one point that would be true
            full["lon"], full["lat"] = round(geometry.x, DECIMALS), round(geometry.y, DECIMALS)
    towns = full.get("towns")
    if isinstance(towns, list):
        if full.get("placed_source_id"):  # the towns are those of a later fact: so is their source
            full["town_source_id"] = full["placed_source_id"]
        full["towns_label"] = text("export.list_sep", lang).join(word("towns", town, lang) for town in towns)
    return full


def wkt(geometry: BaseGeometry) -> str:
    """Return a geometry (EPSG:4326) as well-known text with 5 decimals."""
    return str(shapely.to_wkt(geometry, rounding_precision=DECIMALS, trim=True))


def _row(record: Mapping[str, object], columns: Sequence[Column], lang: str) -> Row:
    row: Row = {}
    for column in columns:
        value = _cell(record.get(column.name))
        row[column.name] = value
        if column.label:
            row[f"{column.name}_label"] = text(f"{column.words}.{value}", lang) if value else None
    return row


def _cell(value: object) -> Cell:
    """Return a value of a frame as a plain cell; what is empty or not a number is None."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ";".join(str(one) for one in value) or None
    if isinstance(value, int | float):
        number = float(value)
        if not math.isfinite(number):
            return None
        return int(number) if number.is_integer() else number
    return value or None if isinstance(value, str) else None


def plain_rows(frame: gpd.GeoDataFrame) -> list[Row]:
    """Return the rows of a frame that is no table of :data:`TABLES`, without its geometry."""
    records = pd.DataFrame(frame.drop(columns=frame.geometry.name)).to_dict("records")
    return [{str(name): _cell(value) for name, value in record.items()} for record in records]


def meaning(table: str, name: str, lang: str) -> str:
    """Return what a column means, in words."""
    if name.endswith("_label") and name != "towns_label":
        return text("export.label_of", lang, name=name.removesuffix("_label"))
    return text(f"export.{table}.{name}", lang)


def codebook(tables: Iterable[str] = TABLES) -> list[Row]:
    """Return one row a column of the tables: meaning, unit and allowed values in both languages."""
    return [
        {
            "table": table,
            "column": name,
            "meaning_zh": meaning(table, name, "zh"),
            "meaning_en": meaning(table, name, "en"),
            "type": "number" if column.number else "text",
            "unit": column.unit or None,
            "values": _values(column) if name == column.name else None,
        }
        for table in tables
        for column in TABLES[table]
        for name in _names(column)
    ]


def _values(column: Column) -> str | None:
    """Return the closed list of a column: ``rail = 轨道 / Rail; …``; None if any value may stand there."""
    if column.members is None:
        return None
    words = [
        f"{value} = {text(f'{column.words}.{value}', 'zh')} / {text(f'{column.words}.{value}', 'en')}"
        for value in column.members
    ]
    return "; ".join(words)
