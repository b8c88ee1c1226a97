"""What the pages know of the projects: the prepared facts first, the dataset when a question is asked.

All of it is of the report that the visitor's address asks for, and as known on its day (`at`).

A plain first view reads only the facts that were written with the map document, so that a visitor's
first run imports no pandas. The dataset is read from the copy that the build kept of its data, so that the
map and the pages say the same; both are renewed together, when a build has passed (``ui.watching``).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.folders import BUILD_FOLDER, DATA_FOLDER, read_data_from
from geo.state import DEFAULT_REPORT
from geo.view import PARAMETER_ALIASES, parse
from layers import prepared as prepared_pages
from ui.lately import lately

if TYPE_CHECKING:
    from geo.dataset import Dataset
    from layers.prepared import Prepared

__all__ = [
    "dataset",
    "dataset_today",
    "document_path",
    "edition",
    "editions",
    "is_owed",
    "newest_fact",
    "of_report",
    "prepared",
    "project",
    "projects",
    "renew",
    "rows",
    "shared",
    "shown_day",
    "shown_report",
    "tour",
    "tours",
    "warm_in_background",
]

_LOG = logging.getLogger(__name__)
_ANY_TEXT = "东"
_NOTHING = (0, 0, 0)
_lock = threading.Lock()
_renewing = threading.Lock()
_held: dict[str, tuple[tuple[int, int, int], Prepared]] = {}
_shared: dict[str, tuple[tuple[int, int, int], Mapping[str, Any]]] = {}


def shown_report() -> str:
    """Return the edition that the visitor's address asks for; outside of a visitor's run, the first one."""
    asked = _asked("y")
    return parse(asked, editions=editions())[0].report if asked else DEFAULT_REPORT


def shown_day() -> str | None:
    """Return the day that the visitor's address asks for; None: today, and outside of a visitor's run."""
    asked = _asked("y", "at")
    return parse(asked, editions=editions())[0].at if "at" in asked else None


def _asked(*parameters: str) -> dict[str, list[str]]:
    """Return some parameters of the visitor's address."""
    from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx  # noqa: PLC0415 - heavy, and the server asks too

    if get_script_run_ctx(suppress_warning=True) is None:
        return {}
    return {
        name: st.query_params.get_all(name)
        for name in st.query_params
        if PARAMETER_ALIASES.get(name.lower(), name.lower()) in parameters
    }


def editions() -> tuple[str, ...]:
    """Return the editions that can be shown: those that passed the checks, oldest first."""
    return tuple(shared()["editions"])


def shared() -> Mapping[str, Any]:
    """Return what all editions share: ``editions``, ``ids``, ``succession``."""
    _prepared(DEFAULT_REPORT)  # builds when there is nothing yet
    stamp = lately(_stamp, BUILD_FOLDER / prepared_pages.EDITIONS_NAME)
    held = _shared.get("shared")
    if held is None or held[0] != stamp:
        held = _shared["shared"] = (stamp, prepared_pages.shared(BUILD_FOLDER))
    return held[1]


def prepared() -> Prepared:
    """Return the prepared facts and documents of the report that is asked for."""
    return _prepared(shown_report())


def of_report(report: str) -> Prepared:
    """Return the prepared facts of an edition, of the first one if it can not be shown."""
    return _prepared(report if report in editions() else DEFAULT_REPORT)


def _prepared(report: str) -> Prepared:
    """Return an edition's facts and documents, building them first if there are none or they are stale.

    Staleness is looked at once a process: to hash every input costs a visitor 50 ms. Later builds
    (``ui.watching``, ``python -m layers build``) are seen by the stamps of their index.
    """
    stamp = lately(_stamp, BUILD_FOLDER / prepared_pages.index_name(report))
    held = _held.get(report)
    if held is not None and held[0] == stamp:
        return held[1]
    if held is not None and stamp == _NOTHING:  # the build folder has gone: nobody waits for another
        read_data_from(DATA_FOLDER)
        if not _renewing.locked():
            threading.Thread(target=renew, name="renew", daemon=True).start()
        return held[1]
    with _lock:
        return _renewed(report)


def _renewed(report: str) -> Prepared:
    """Look at an edition's files again, and build them if they are stale."""
    index = BUILD_FOLDER / prepared_pages.index_name(report)
    was, stamp = _held.get(report), lately(_stamp, index, anew=True)
    # The stamp of before: were the files to change while they are read, they would be read once more.
    pages = prepared_pages.index(BUILD_FOLDER, report)
    _held[report] = (stamp, pages)
    if report == DEFAULT_REPORT:
        read_data_from(pages.data)
    if pages.problem and (was is None or was[1].problem != pages.problem):
        _LOG.warning(
            "The data are broken, visitors see the last good ones: %s", pages.problem.splitlines()[0]
        )
    return pages


def renew() -> None:
    """Build anew what is stale, while visitors see what there was. Blocks; call it from a thread."""
    with _renewing:
        _renewed(DEFAULT_REPORT)  # builds all: an edition that is new is among the others then
        for report in editions():
            if report != DEFAULT_REPORT:
                _renewed(report)


def is_owed() -> bool:
    """Say whether an edition's newest pages could not be built: once a disk has room again they can."""
    return any(pages.problem for _, pages in list(_held.values()))


def _stamp(file: Path) -> tuple[int, int, int]:
    try:
        stat = file.stat()
    except FileNotFoundError:
        return _NOTHING
    return (stat.st_mtime_ns, stat.st_size, stat.st_ino)


def document_path(name: str) -> Path | None:
    """Return the file of a prepared document of any edition, None for a name that is none of ours."""
    for pages in map(_prepared, editions()):
        for document in pages.facts["documents"].values():
            if name == document["file"] or name in document.get("beside", ()):
                path = pages.folder / name
                if not path.exists():
                    renew()
                return path
    return None


def projects() -> Sequence[Mapping[str, Any]]:
    """Return the plain facts of every project, in the order of the report."""
    return rows(shown_report(), shown_day())


def rows(report: str, day: str | None) -> Sequence[Mapping[str, Any]]:
    """Return the plain facts of an edition's projects as known on a day (None: today)."""
    known = of_report(report).facts
    if day is None:
        return tuple(known["projects"])
    from layers.versions import on_day  # noqa: PLC0415 - only where a day is asked for

    past = known["past"]["versions"]
    return tuple({**row, **on_day(past, str(row["id"]), day)} for row in known["projects"])


def newest_fact(report: str, day: str | None) -> str:
    """Return the date of the newest fact of an edition that was known on a day (None: today)."""
    known = of_report(report).facts
    if day is None:
        return str(known["newest_fact"])
    told = ((first, fact) for first, fact in known["past"]["newest"].items() if first <= day)
    return str(max(told, default=(day, day))[1])


def edition() -> str:
    """Return a name for the prepared pages as they are: it changes when they do."""
    return str(prepared().facts["documents"]["zh"]["file"])


def project(project_id: str) -> Mapping[str, Any] | None:
    """Return the plain facts of one project, None if there is none of that id."""
    return next((row for row in projects() if row["id"] == project_id), None)


def tours() -> tuple[str, ...]:
    """Return the ids of the tours, in their order."""
    return tuple(str(row["id"]) for row in prepared().facts["tours"])


def tour(tour_id: str) -> Mapping[str, Any] | None:
    """Return the plain facts of one tour (its number of steps), None if there is none of that id."""
    return next((row for row in prepared().facts["tours"] if row["id"] == tour_id), None)


def dataset(report: str | None = None) -> Dataset:
    """Return the checked dataset as known on the day that is asked for.

    Parameters
    ----------
    report
        The edition; by default the one that is asked for.
    """
    found, day = dataset_today(report), shown_day()
    if day is None:
        return found
    import geo  # noqa: PLC0415 - pandas must stay out of the first view

    return geo.as_of(found, day)


def dataset_today(report: str | None = None) -> Dataset:
    """Return the checked dataset of the pages; the first call imports pandas (about two seconds)."""
    year = report or shown_report()
    return _dataset(year, _prepared(year).data)


@lru_cache(maxsize=6)
def _dataset(report: str, folder: Path) -> Dataset:
    """Return the dataset of a kept copy, which never changes: with other data it has another name."""
    import geo  # noqa: PLC0415 - pandas must stay out of the first view

    return geo.load(report, folder=folder)


def warm_in_background() -> None:
    """Load and index the dataset on a thread of its own, so that the first question is answered at once."""
    threading.Thread(target=_warm, name="warm-geo", daemon=True).start()


def _warm() -> None:
    import geo  # noqa: PLC0415 - pandas must stay out of the first view
    from geo.errors import DataError  # noqa: PLC0415 - plain, but only this thread needs it

    try:
        geo.search(dataset(), _ANY_TEXT)
    except DataError as error:  # the page that asks will say it; a thread has nobody to tell
        _LOG.warning("The dataset was not read: %s", error)
