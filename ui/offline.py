"""The offline file over HTTP: ``/offline/map.html?town=changan`` is saved, and opens at that view.

The file is made once an edition, in a process of its own, so that no visitor's click waits for Folium; the
view is put in when it is asked for.
"""

from __future__ import annotations

import gzip
import logging
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from geo.folders import BUILD_FOLDER, CODE_FOLDER, DATA_VARIABLE, environment
from geo.view import Base, View, parse_query, to_query
from layers import swap
from layers.opening import file_name, opened_at
from ui import facts
from ui.compression import accepted

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["PATH", "WAITING", "OfflineError", "page", "routes", "waiting"]

PATH = "/offline/map.html"
_LOG = logging.getLogger(__name__)
_FOLDER = BUILD_FOLDER / "offline"
_TIMEOUT_S = 120
WAITING = 8
_lock = threading.Lock()


class OfflineError(RuntimeError):
    """The file could not be made."""


def routes() -> list[Route]:
    """Return the file's route."""
    return [Route(PATH, _file)]


def _query(view: View) -> str:
    """Return what makes one file another: the edition, and the town whose streets go along."""
    taken = View(report=view.report)
    if view.base is Base.STREETS and len(view.towns) == 1:
        taken = replace(taken, base=view.base, towns=view.towns)
    return to_query(taken) or f"y={view.report}"


def _prepared(view: View) -> str:
    """Return the file for a view, made first if the data, the words or the program have changed.

    Raises
    ------
    OfflineError
        If it could not be made.
    """
    report, query = view.report, _query(view)
    current = f"{report}-{str(facts.of_report(report).facts['inputs'])[:16]}"
    town = f"-{view.towns[0]}" if "base=" in query else ""
    path = _FOLDER / f"{current}{town}.html"
    with _lock:
        with suppress(OSError):
            return path.read_text(encoding="utf-8")
        made = _made(query, facts.of_report(report).data)
        with suppress(OSError):  # a full disk, or one that is not ours to write: it is given all the same
            swap.replace(path, made.encode())
            for old in _FOLDER.glob(f"{report}-*.html"):
                if not old.name.startswith(current):
                    old.unlink(missing_ok=True)
    return made


def _made(query: str, data: Path) -> str:
    """Return the file of a query from a process of its own, which reads these data and writes nothing."""
    command = [sys.executable, "-m", "layers", "export", "html", "-", "--query", query]
    try:
        done = subprocess.run(
            command,
            cwd=CODE_FOLDER,
            env={**environment(), DATA_VARIABLE: str(data)},
            capture_output=True,
            timeout=_TIMEOUT_S,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise OfflineError(type(error).__name__) from error
    return done.stdout.decode()


def page(view: View) -> bytes:
    """Return the file that opens at a view. Blocks; call it from a thread.

    Raises
    ------
    OfflineError
        If it could not be made.
    """
    return opened_at(_prepared(view), view).encode()


async def _file(request: Request) -> Response:
    """Answer with the file for the view of the query; what the query holds beyond is left out."""
    from ui.serving.problem import ProblemError, problem  # noqa: PLC0415 - a visitor's run needs no route

    view, _ = parse_query(request.url.query)
    if _queue.waiting >= WAITING:
        return problem(ProblemError(503, "serving.busy"), view.lang, retry_after_s=10)
    _queue.waiting += 1
    is_packed = accepted(request.headers.get("accept-encoding", "")) is not None
    try:
        body = await run_in_threadpool(page, view)
        if is_packed:
            body = await run_in_threadpool(gzip.compress, body, 6)
    except OfflineError as error:
        _LOG.warning("No offline file: %s", error)
        if isinstance(error.__cause__, subprocess.TimeoutExpired):
            return problem(ProblemError(503, "serving.busy"), view.lang, retry_after_s=10)
        return problem(ProblemError(500, "serving.failed"), view.lang)
    finally:
        _queue.waiting -= 1
    headers = {
        "Cache-Control": "no-cache",
        "Content-Disposition": f'attachment; filename="{file_name(view)}"',
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    if is_packed:
        headers["Content-Encoding"] = "gzip"
    return Response(body, media_type="text/html; charset=utf-8", headers=headers)


class _Queue:
    """How many are made, packed or waited for: each holds one of the server's threads."""

    def __init__(self) -> None:
        self.waiting = 0


_queue = _Queue()


def waiting() -> int:
    """Return how many files are made or wait for it."""
    return _queue.waiting
