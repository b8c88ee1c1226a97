"""``/health``: whether visitors are answered, from which data, and whether these are the newest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from layers.prepared import BuildError
from ui import facts

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["answer", "report"]


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
        file, row and column, and is empty where all is well.
    """
    try:
        prepared = {year: facts.of_report(year) for year in facts.editions()}
    except BuildError as error:
        return {"live": True, "ready": False, "state": "down", "editions": {}, "problem": _first_line(error)}
    editions = {
        year: {
            "newest_fact": found.facts["newest_fact"],
            "inputs": str(found.facts["inputs"])[:16],
            "problem": _first_line(found.problem),
        }
        for year, found in prepared.items()
    }
    is_good = not any(one["problem"] for one in editions.values())
    return {"live": True, "ready": True, "state": "ok" if is_good else "last_good", "editions": editions}


def _first_line(words: object) -> str:
    return next((line.strip() for line in str(words).splitlines() if line.strip()), "")[:300]
