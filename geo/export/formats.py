"""The formats and what their files are called. Plain Python: the page reads this before pandas is needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import StrEnum
from urllib.parse import unquote

from geo.city import CITY
from geo.days import today
from geo.filters import FILTER_FIELDS
from geo.view import View, to_query

__all__ = ["MEDIA_TYPES", "Format", "file_name", "filter_view", "today"]

_LONGEST_FILTER = 60


class Format(StrEnum):
    """A kind of file, by the name the command takes (for all but ``oc4ids`` also the suffix)."""

    GPKG = "gpkg"
    XLSX = "xlsx"
    GEOJSON = "geojson"
    CSV = "csv"
    OC4IDS = "oc4ids"

    @property
    def suffix(self) -> str:
        """The end of the file's name, with its dot."""
        return ".oc4ids.json" if self is Format.OC4IDS else f".{self.value}"


MEDIA_TYPES = {
    Format.GPKG: "application/geopackage+sqlite3",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.GEOJSON: "application/geo+json",
    Format.CSV: "text/csv",
    Format.OC4IDS: "application/json",
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
    neutral = replace(filter_view(view), report=View().report, lang=View().lang, at=None)
    values = [part.partition("=")[2] for part in to_query(neutral).split("&")]
    words = "".join(char if char.isalnum() else "-" for char in unquote(" ".join(values)))
    told = "-".join(part for part in words.split("-") if part)
    if len(told) > _LONGEST_FILTER:
        told = told[:_LONGEST_FILTER].rpartition("-")[0] or told[:_LONGEST_FILTER]
        told += "-etc"
    told = (told or "all") + (f"-as-of-{view.at}" if view.at else "")
    return f"{CITY.id}-{view.report}-{told}-{written.isoformat()}{form.suffix}"
