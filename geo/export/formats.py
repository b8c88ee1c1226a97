"""The formats and what their files are called. Plain Python: the page reads this before pandas is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Self
from urllib.parse import unquote

from geo.city import CITY
from geo.days import today
from geo.filters import FILTER_FIELDS
from geo.view import View, to_query

__all__ = ["FILES", "File", "Format", "file_name", "filter_view", "table_file_name", "today"]

_LONGEST_FILTER = 60


class Format(StrEnum):
    """The one table of formats: command, download page and published folder are made from it.

    A member is a kind of file, by the name the command takes, with what else is to be known of it. The words
    are ``export.format.<name>`` and ``export.explain.<name>`` in ``i18n``.

    Attributes
    ----------
    media_type
        As HTTP names it.
    writer
        The module of ``geo.export`` that makes it, by ``write(taken) -> bytes``.
    suffix
        The end of the file's name, with its dot; by default the format's own name.
    """

    media_type: str
    writer: str
    suffix: str

    GPKG = "gpkg", "application/geopackage+sqlite3", "geopackage"
    XLSX = "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"
    GEOJSON = "geojson", "application/geo+json", "geojson"
    CSV = "csv", "text/csv", "delimited"
    PARQUET = "parquet", "application/vnd.apache.parquet", "parquet"
    FGB = "fgb", "application/vnd.flatgeobuf", "flatgeobuf"
    OC4IDS = "oc4ids", "application/json", "oc4ids", ".oc4ids.json"

    def __new__(cls, value: str, media_type: str = "", writer: str = "", suffix: str = "") -> Self:
        """Take a row of the table; the type checker reads ``Format("csv")`` as a call of this, too."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.media_type, member.writer, member.suffix = media_type, writer, suffix or f".{value}"
        return member


@dataclass(frozen=True, slots=True)
class File:
    """One table in one format.

    Attributes
    ----------
    table
        Of ``geo.export.tables.TABLES``: what a row is.
    media_type, writer, suffix
        As of :class:`Format`; the writer of a table beside the projects has ``write_table(taken, table)``.
    """

    table: str
    media_type: str
    writer: str
    suffix: str


_JSON = "json"
_OF_ROWS = (Format.CSV, Format.XLSX, Format.PARQUET)
_OF_FEATURES = (*_OF_ROWS, Format.GEOJSON, Format.FGB, Format.GPKG)


def _files(table: str, forms: tuple[Format, ...]) -> dict[str, File]:
    return {form.value: File(table, form.media_type, form.writer, form.suffix) for form in forms}


def _beside(table: str, forms: tuple[Format, ...]) -> dict[str, File]:
    return {**_files(table, forms), _JSON: File(table, "application/json", "plain_json", ".json")}


_PROJECTS = _files("projects", tuple(Format))
# Which tables are given in which formats, by the name that command and address take: the one list of both.
# The JSON of projects is the standard's own, OC4IDS; what no standard describes is plain rows.
FILES: Mapping[str, Mapping[str, File]] = {
    "projects": {**_PROJECTS, _JSON: _PROJECTS["oc4ids"]},
    "towns": _beside("towns", _OF_FEATURES),
    "targets": _beside("targets", _OF_ROWS),
    "events": _beside("events", _OF_ROWS),
    "sources": _beside("sources", _OF_ROWS),
}


def filter_view(view: View) -> View:
    """Return what of a view a file tells: edition, language, day and filters, never where somebody stands."""
    return View(
        report=view.report,
        lang=view.lang,
        at=view.at,
        **{field: getattr(view, field) for field in FILTER_FIELDS},
    )


def file_name(view: View, form: Format, *, written: date) -> str:
    """Return a name that tells edition, filter and date: ``dongguan-2024-changan-rail-2026-11-24.gpkg``.

    What is told as of a day names it: ``dongguan-2024-all-as-of-2024-12-31-2026-11-24.gpkg``.
    Long filters are cut; the whole query stands inside the file. Only letters, digits and hyphens (of
    any script, as a search may be Chinese), so that every file system takes it.
    """
    return f"{_stem(view)}-{written.isoformat()}{form.suffix}"


def table_file_name(view: View, file: File, *, written: date) -> str:
    """Return the name of any file; that of a table beside the projects tells the table, too."""
    return f"{_stem(view, file.table)}-{written.isoformat()}{file.suffix}"


def _stem(view: View, table: str = "projects") -> str:
    neutral = replace(filter_view(view), report=View().report, lang=View().lang, at=None)
    values = [part.partition("=")[2] for part in to_query(neutral).split("&")]
    words = "".join(char if char.isalnum() else "-" for char in unquote(" ".join(values)))
    told = "-".join(part for part in words.split("-") if part)
    if len(told) > _LONGEST_FILTER:
        told = told[:_LONGEST_FILTER].rpartition("-")[0] or told[:_LONGEST_FILTER]
        told += "-etc"
    told = (told or "all") + (f"-as-of-{view.at}" if view.at else "")
    of_table = "" if table == "projects" else f"{table}-"
    return f"{CITY.id}-{view.report}-{of_table}{told}"
