"""``/health``: whether visitors are answered, from which data, and whether these are the newest."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from geo.folders import BUILD_FOLDER
from layers.prepared import BuildError
from ui import facts

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["answer", "disk", "report"]

_ROOM_BYTES: Final = 10_000_000  # a build with its copy of the data writes four


async def answer(_request: Request) -> Response:
    """Answer with the state as JSON; 503 where visitors cannot be answered."""
    found = await run_in_threadpool(report)
    status = 200 if found["ready"] else 503
    return JSONResponse(found, status_code=status, headers={"Cache-Control": "no-store"})


def report() -> dict[str, object]:
    """Return the state of the server and of each edition's data. Blocks; call it from a thread.

    Returns
    -------
    dict
        ``live`` (true: it answers), ``ready`` (the pages are there), ``state``: ``ok``; ``last_good`` where
        the files have changed and are broken, so that visitors see the last ones that passed the checks; or
        ``down``. ``editions`` has by year ``newest_fact``, ``inputs`` (a hash) and ``problem``, which names
        file, row and column, and is empty where all is well. ``disk`` is that of :func:`disk`.
    """
    try:
        prepared = {year: facts.of_report(year) for year in facts.editions()}
    except BuildError as error:
        return {
            "live": True,
            "ready": False,
            "state": "down",
            "editions": {},
            "disk": disk(),
            "problem": _first_line(error),
        }
    editions = {
        year: {
            "newest_fact": found.facts["newest_fact"],
            "inputs": str(found.facts["inputs"])[:16],
            "problem": _first_line(found.problem),
        }
        for year, found in prepared.items()
    }
    is_good = not any(one["problem"] for one in editions.values())
    state = "ok" if is_good else "last_good"
    return {"live": True, "ready": True, "state": state, "editions": editions, "disk": disk()}


def disk(folder: Path = BUILD_FOLDER) -> str:
    """Return ``ok``, ``full`` or ``read-only``: whether what we make can be kept.

    Visitors are answered all the same, only each time anew; new data are not shown on a full disk.
    """
    while not folder.exists():
        folder = folder.parent
    try:
        is_full = shutil.disk_usage(folder).free < _ROOM_BYTES
    except OSError:
        return "full"
    return "full" if is_full else "ok" if os.access(folder, os.W_OK) else "read-only"


def _first_line(words: object) -> str:
    return next((line.strip() for line in str(words).splitlines() if line.strip()), "")[:300]
