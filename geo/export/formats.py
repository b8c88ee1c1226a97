"""The formats and what their files are called. Plain Python: the page reads this before pandas is needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Self
from urllib.parse import unquote

from geo.city import CITY
from geo.days import today
from geo.filters import FILTER_FIELDS
from geo.view import View, to_query

__all__ = ["Format", "file_name", "filter_view", "today"]

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
    neutral = replace(filter_view(view), report=View().report, lang=View().lang, at=None)
    values = [part.partition("=")[2] for part in to_query(neutral).split("&")]
    words = "".join(char if char.isalnum() else "-" for char in unquote(" ".join(values)))
    told = "-".join(part for part in words.split("-") if part)
    if len(told) > _LONGEST_FILTER:
        told = told[:_LONGEST_FILTER].rpartition("-")[0] or told[:_LONGEST_FILTER]
        told += "-etc"
    told = (told or "all") + (f"-as-of-{view.at}" if view.at else "")
    return f"{CITY.id}-{view.report}-{told}-{written.isoformat()}{form.suffix}"
