"""What the pages know of the projects: the prepared facts first, the dataset when a question is asked.

A plain first view reads only the facts that were written with the map document, so that a visitor's
first run imports no pandas. Both are held by the process and renewed when their files change.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from layers import prepared as prepared_pages

if TYPE_CHECKING:
    from geo.dataset import Dataset
    from layers.prepared import Prepared

__all__ = [
    "BUILD_FOLDER",
    "dataset",
    "document_path",
    "edition",
    "mask",
    "prepared",
    "project",
    "projects",
    "warm_in_background",
]

BUILD_FOLDER = prepared_pages.BUILD_FOLDER
_LOG = logging.getLogger(__name__)
_lock = threading.Lock()
_held: dict[str, tuple[tuple[int, int, int], Prepared]] = {}


def prepared() -> Prepared:
    """Return the prepared facts and documents, building them first if they are stale.

    Staleness is looked at once a process: to hash every input costs a visitor 50 ms. Later builds
    (``python -m layers build``) are seen by the stamps of their index.
    """
    stamp = _stamp()
    held = _held.get("pages")
    if held is not None and held[0] == stamp:
        return held[1]
    with _lock:
        pages = prepared_pages.index()
        _held["pages"] = (_stamp(), pages)
        return pages


def _stamp() -> tuple[int, int, int]:
    try:
        stat = (BUILD_FOLDER / prepared_pages.INDEX_NAME).stat()
    except FileNotFoundError:
        return (0, 0, 0)
    return (stat.st_mtime_ns, stat.st_size, stat.st_ino)


def document_path(name: str) -> Path | None:
    """Return the file of a prepared document, None for a name that is none of ours."""
    pages = prepared()
    names = {str(row["file"]) for row in pages.facts["documents"].values()}
    return pages.folder / name if name in names else None


def projects() -> Sequence[Mapping[str, Any]]:
    """Return the plain facts of every project, in the order of the report."""
    return tuple(prepared().facts["projects"])


def mask(ids: Collection[str]) -> str:
    """Return projects as the document reads them: one bit each in the report's order, in hexadecimal."""
    wanted = frozenset(ids)
    return format(sum(1 << row for row, one in enumerate(projects()) if one["id"] in wanted), "x")


def edition() -> str:
    """Return a name for the prepared pages as they are: it changes when they do."""
    return str(prepared().facts["documents"]["zh"]["file"])


def project(project_id: str) -> Mapping[str, Any] | None:
    """Return the plain facts of one project, None if there is none of that id."""
    return next((row for row in projects() if row["id"] == project_id), None)


def dataset(report: str = "2024") -> Dataset:
    """Return the checked dataset as the files are now; the first call imports pandas (about two seconds)."""
    import geo  # noqa: PLC0415 - pandas must stay out of the first view

    found: Dataset = geo.current(report)
    return found


def warm_in_background() -> None:
    """Load the dataset on a thread of its own, so that the first question is answered at once."""
    threading.Thread(target=_warm, name="warm-geo", daemon=True).start()


def _warm() -> None:
    from geo.errors import DataError  # noqa: PLC0415 - plain, but only this thread needs it

    try:
        dataset()
    except DataError as error:  # the page that asks will say it; a thread has nobody to tell
        _LOG.warning("The dataset was not read: %s", error)
