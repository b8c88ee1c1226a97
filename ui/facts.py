"""What the pages know of the projects: the prepared facts first, the dataset when a question is asked.

A plain first view reads only the facts that were written with the map document, so that a visitor's
first run imports no pandas. Both are held by the process and renewed when their files change.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping, Sequence
from functools import cache
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
    "prepared",
    "project",
    "projects",
    "warm_in_background",
]

BUILD_FOLDER = Path(__file__).resolve().parent.parent / "build"
_LOG = logging.getLogger(__name__)


def prepared() -> Prepared:
    """Return the prepared facts and document names, building them first if they are stale."""
    return prepared_pages.index()


def document_path(name: str) -> Path | None:
    """Return the file of a prepared document, None for a name that is none of ours."""
    return next((BUILD_FOLDER / name for row in prepared().documents.values() if row["file"] == name), None)


def projects() -> Sequence[Mapping[str, Any]]:
    """Return the plain facts of every project, in the order of the report."""
    return prepared().projects


def project(project_id: str) -> Mapping[str, Any] | None:
    """Return the plain facts of one project, None if there is none of that id."""
    return next((row for row in projects() if row["id"] == project_id), None)


@cache
def dataset(report: str = "2024") -> Dataset:
    """Return the checked dataset; the first call imports pandas and takes about two seconds."""
    import geo  # noqa: PLC0415 - pandas must stay out of the first view

    return geo.load(report=report)


def warm_in_background() -> None:
    """Load the dataset on a thread of its own, so that the first question is answered at once."""
    threading.Thread(target=_warm, name="warm-geo", daemon=True).start()


def _warm() -> None:
    from geo.errors import DataError  # noqa: PLC0415

    try:
        dataset()
    except DataError as error:  # the page that asks will say it; a thread has nobody to tell
        _LOG.warning("The dataset was not read: %s", error)
