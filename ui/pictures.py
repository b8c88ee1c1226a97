"""Pictures of a view over HTTP: ``/picture/slide.png?town=changan``.

They are drawn in another process, one at a time, so that a visitor's clicks never wait for a picture, and
kept on disk by what they show. A picture of a place that someone stands at is never kept.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response

from geo.folders import BUILD_FOLDER
from geo.view import View, parse_query, to_query
from layers import swap
from layers.picture.layout import LAYOUTS
from layers.prepared import REVIEW_NUMBER_VARIABLE
from layers.title import file_name
from ui import facts, preview
from ui.apart import Apart, BusyError, SlowError
from ui.hosts import base_url
from ui.serving.problem import ProblemError, problem

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["FILES", "LatePictureError", "Picture", "PictureError", "answer", "kept", "paint", "stop"]

_LOG = logging.getLogger(__name__)
# The names that can be asked for: sheet, format, media type.
FILES: Mapping[str, tuple[str, str, str]] = {
    "slide.png": ("slide", "png", "image/png"),
    "slide.svg": ("slide", "svg", "image/svg+xml"),
    "slide.pdf": ("slide", "pdf", "application/pdf"),
    "a4.pdf": ("a4", "pdf", "application/pdf"),
    "moments.png": ("moments", "png", "image/png"),
    "tour.pdf": ("tour", "pdf", "application/pdf"),
    "pair.png": ("pair", "png", "image/png"),
    "preview.png": ("preview", "png", "image/png"),
}
_FOLDER = BUILD_FOLDER / "pictures"
_KEPT_FILES = 300
_WAITING = 8
_TIMEOUT_S = 60.0


class PictureError(RuntimeError):
    """A picture could not be drawn."""


class LatePictureError(PictureError):
    """It was not drawn in time: so much is asked for."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: a view, how it is drawn, and the address that its code leads to."""

    view: View
    size: str
    kind: str
    url: str

    @property
    def query(self) -> str:
        """The view's one spelling; a frame's own settings change no picture."""
        return to_query(self.view)

    @property
    def is_private(self) -> bool:
        """Whether it shows a place that a person chose."""
        return self.view.near is not None

    def path(self) -> Path:
        """Return where it is kept: another edition, program, address or view is another file."""
        made_of = [
            facts.of_report(self.view.report).facts["inputs"],
            os.environ.get(REVIEW_NUMBER_VARIABLE, ""),
        ]
        key = json.dumps([*made_of, self.query, self.size, self.url])
        return _FOLDER / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.{self.kind}"


# --- drawing ---------------------------------------------------------------------------------------------


_painter = Apart("layers.picture.worker", wait_s=_TIMEOUT_S, wall_s=_TIMEOUT_S)


def _paint(asked: Picture) -> bytes:
    data = facts.of_report(asked.view.report).data
    words = {"query": asked.query, "kind": asked.kind, "size": asked.size, "url": asked.url}
    try:
        head, content = _painter.ask({**words, "data": str(data)})
        if head.get("problem") and not data.exists():  # the build folder went while it was read
            data = facts.of_report(asked.view.report).data
            head, content = _painter.ask({**words, "data": str(data)})
    except (BusyError, SlowError) as error:
        raise LatePictureError(type(error).__name__) from error
    except OSError as error:
        raise PictureError(type(error).__name__) from error
    if head.get("problem"):
        raise PictureError(str(head["problem"]))
    return content


def stop() -> None:
    """End the process that draws, with the server."""
    _painter.stop()


def waiting() -> int:
    """Return how many pictures are drawn or wait for it."""
    return _queue.waiting


def kept(asked: Picture) -> bytes | None:
    """Return a picture that is kept in the folder, None if there is none; one of a place never is."""
    if asked.is_private:
        return None
    path = asked.path()
    try:
        content = path.read_bytes()
        path.touch()
    except OSError:
        return None
    return content


def paint(asked: Picture) -> bytes:
    """Return a picture, from the folder if it is kept there. Blocks; call it from a thread.

    Raises
    ------
    PictureError
        If it could not be drawn.
    """
    content = kept(asked)
    if content is None:
        content = _paint(asked)
        if not asked.is_private:
            _keep(asked.path(), content)
    return content


def _keep(path: Path, content: bytes) -> None:
    """Keep a picture and forget those that were asked for longest ago; a full disk is no reason to fail."""
    try:
        swap.replace(path, content)
        files = sorted(path.parent.glob("[!.]*"), key=lambda one: one.stat().st_mtime, reverse=True)
        for old in files[_KEPT_FILES:]:
            old.unlink(missing_ok=True)
    except OSError as error:
        _LOG.warning("A picture was not kept: %s", error)


# --- the route -------------------------------------------------------------------------------------------


class _Queue:
    """How many pictures are waited for; beyond a few, people are told to come again."""

    def __init__(self) -> None:
        self.waiting = 0


_queue = _Queue()


def _drawn(view: View, size: str) -> View:
    """Return what of a view is drawn: posted pictures hold no place, a tour is the same from each step."""
    if size == "tour":
        return replace(view.posted(), camera=None, step=1)
    is_posted = size in LAYOUTS and LAYOUTS[size].is_posted
    return view.posted() if is_posted else view


async def answer(request: Request) -> Response:
    """Draw the view of the query. What the query holds beyond a view is left out, as everywhere."""
    form = FILES.get(request.path_params["file"])
    if form is None:
        return PlainTextResponse("404", status_code=404)
    size, kind, media_type = form
    view = _drawn(replace(parse_query(request.url.query)[0], embed=()), size)
    asked = Picture(view, size, kind, base_url(request.headers, request.url.scheme))
    # One that is kept is given before anybody queues: it costs nothing.
    content = await run_in_threadpool(kept, asked)
    if content is None:
        if _queue.waiting >= _WAITING:
            return problem(ProblemError(503, "serving.busy"), view.lang, retry_after_s=10)
        _queue.waiting += 1
        try:
            content = await run_in_threadpool(paint, asked)
        except PictureError as error:
            _LOG.warning("No picture: %s", error)
            if isinstance(error, LatePictureError):
                return problem(ProblemError(503, "serving.busy"), view.lang, retry_after_s=10)
            return problem(ProblemError(500, "serving.failed"), view.lang)
        finally:
            _queue.waiting -= 1
    title = view.tour if size == "tour" and view.tour else preview.title(view)
    name = quote(f"{file_name(title)}.{kind}")
    return Response(
        content,
        media_type=media_type,
        headers={
            "Cache-Control": "no-store" if asked.is_private else "public, max-age=600",
            "Content-Disposition": f"inline; filename*=UTF-8''{name}",
            "Cross-Origin-Resource-Policy": "cross-origin",  # other sites show it beside a link
            # An SVG that is opened by itself must not act, whatever a future change puts into it.
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        },
    )
