"""Names and bounds that are needed before pandas is: the towns, the editions, the map's frame.

Plain Python: reads only the properties of ``data/towns.geojson`` with :mod:`json`. The checked frames
come from :mod:`geo.dataset`; this is what the URL and the first page need to know.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from geo.city import CITY
from geo.days import is_day
from geo.folders import data_folder

__all__ = [
    "MAP_BOUNDS",
    "TownName",
    "nearest_report",
    "report_day",
    "reports",
    "town_names",
]

# A coordinate beyond is a mistake (swapped, in metres, or another system).
MAP_BOUNDS = CITY.bounds


@dataclass(frozen=True, slots=True)
class TownName:
    """The names of one unit: 长安镇, 长安, Chang'an."""

    name_zh: str
    short_zh: str
    name_en: str


def town_names(folder: Path | None = None) -> Mapping[str, TownName]:
    """Return the towns' names by id, in the order of the file.

    Empty if the file is missing or broken: then nothing is known, and it is for
    :func:`geo.dataset.load` to say what is wrong with it.
    """
    path = (folder or data_folder()) / "towns.geojson"
    try:
        stat = path.stat()
    except OSError:
        return MappingProxyType({})
    return _town_names(path, stat.st_mtime_ns, stat.st_size, stat.st_ino)


def reports(folder: Path | None = None) -> tuple[str, ...]:
    """Return the editions that have a folder, oldest first (``("2024",)``)."""
    parent = (folder or data_folder()) / "reports"
    try:
        names = [entry.name for entry in parent.iterdir() if entry.is_dir()]
    except OSError:
        return ()
    return tuple(sorted(name for name in names if name.isascii() and name.isdigit()))


def report_day(edition: str, folder: Path | None = None) -> str:
    """Return the day of an edition's report (``2024-01-31``); empty if its file does not say it."""
    if not edition.isalnum():
        return ""
    path = (folder or data_folder()) / "reports" / edition / "report.csv"
    try:
        stat = path.stat()
    except OSError:
        return ""
    return _report_day(path, stat.st_mtime_ns, stat.st_size, stat.st_ino)


def nearest_report(wanted: str, known: Collection[str]) -> str | None:
    """Return the edition nearest in time to the wanted one, the older of two; None if none is known.

    What is no year at all has no nearest edition.
    """
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) <= 4):
        return None
    years = [name for name in known if name.isdigit()]
    return min(years, key=lambda name: (abs(int(name) - int(wanted)), name), default=None)


@lru_cache(maxsize=4)
def _town_names(path: Path, mtime_ns: int, size: int, inode: int) -> Mapping[str, TownName]:
    """Read the names; the stamps of the file are part of the cache's key, so that a new file is seen."""
    del mtime_ns, size, inode
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        rows = [feature["properties"] for feature in features]
        names = {
            str(row["id"]): TownName(str(row["name_zh"]), str(row["short_zh"]), str(row["name_en"]))
            for row in rows
        }
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return MappingProxyType({})
    return MappingProxyType(names)


@lru_cache(maxsize=16)
def _report_day(path: Path, mtime_ns: int, size: int, inode: int) -> str:
    """Read the day; the stamps of the file are part of the cache's key."""
    from geo.plain_text import cells_of  # noqa: PLC0415 - the first view asks for no day

    del mtime_ns, size, inode
    rows = {row[0]: row[1] for row in cells_of(path, columns=("key", "value")) if len(row) == 2}
    day = rows.get("date", "")
    return day if is_day(day) else ""
