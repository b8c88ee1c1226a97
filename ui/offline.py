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
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from geo.folders import BUILD_FOLDER, CODE_FOLDER, environment
from geo.view import Base, View, parse_query, to_query
from layers.opening import file_name, opened_at
from ui import facts
from ui.compression import accepted

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["PATH", "OfflineError", "page", "routes"]

PATH = "/offline/map.html"
_LOG = logging.getLogger(__name__)
_FOLDER = BUILD_FOLDER / "offline"
_TIMEOUT_S = 120
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


def _prepared(view: View) -> Path:
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
        if path.exists():
            return path
        _FOLDER.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}")
        command = [
            sys.executable,
            "-m",
            "layers",
            "export",
            "html",
            str(aside),
            "--query",
            query,
        ]
        try:
            subprocess.run(
                command,
                cwd=CODE_FOLDER,
                env=environment(),
                capture_output=True,
                timeout=_TIMEOUT_S,
                check=True,
            )
        except (subprocess.SubprocessError, OSError) as error:
            raise OfflineError(type(error).__name__) from error
        aside.replace(path)
        for old in _FOLDER.glob(f"{report}-*.html"):
            if not old.name.startswith(current):
                old.unlink(missing_ok=True)
    return path


def page(view: View) -> bytes:
    """Return the file that opens at a view. Blocks; call it from a thread.

    Raises
    ------
    OfflineError
        If it could not be made.
    """
    return opened_at(_prepared(view).read_text(encoding="utf-8"), view).encode()


async def _file(request: Request) -> Response:
    """Answer with the file for the view of the query; what the query holds beyond is left out."""
    view, _ = parse_query(request.url.query)
    try:
        body = await run_in_threadpool(page, view)
    except OfflineError as error:
        _LOG.warning("No offline file: %s", error)
        return PlainTextResponse("500", status_code=500, headers={"Cache-Control": "no-store"})
    headers = {
        "Cache-Control": "no-cache",
        "Content-Disposition": f'attachment; filename="{file_name(view)}"',
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    if accepted(request.headers.get("accept-encoding", "")) is not None:
        body = await run_in_threadpool(gzip.compress, body, 6)
        headers["Content-Encoding"] = "gzip"
    return Response(body, media_type="text/html; charset=utf-8", headers=headers)
