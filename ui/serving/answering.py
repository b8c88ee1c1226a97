"""One way to answer with a file that is made from the data."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from geo.view import parse_query
from ui.apart import Apart, BusyError, SlowError
from ui.compression import accepted, compress
from ui.hosts import base_url
from ui.serving.limits import Kept, Line, Rate
from ui.serving.problem import CORS, ProblemError, problem
from ui.serving.ranges import asked_range, is_one_range

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["Asked", "answer", "stop"]

_KEPT_BYTES = 64_000_000
_WAITING = 16  # a file takes 0.03 to 0.6 s; who comes later hears at once that it would take long
_RETRY_AFTER_S = 10
_MAX_AGE_S = 300
_QUALITY = 5  # of brotli: what is sent once is compressed quickly
_TEXT = (
    "text/",
    "application/json",
    "application/geo+json",
    "application/atom+xml",
    "application/ld+json",
    "application/schema+json",
    "application/vnd.oai.openapi+json",
    "application/xml",
)

_LOG = logging.getLogger(__name__)
_kept = Kept(_KEPT_BYTES)
_line = Line(_WAITING)
_rate = Rate()
# Here a file would hold the interpreter that answers clicks.
_maker = Apart("ui.serving.worker", wait_s=math.inf, wall_s=60)


@dataclass(frozen=True, slots=True)
class Asked:
    """One file that somebody asks for.

    Attributes
    ----------
    key
        What it is made of, whole: path, canonical query, edition's hash, day. The same key gives the same
        bytes, so it never holds where a person stands.
    make
        Makes it; a `ProblemError` says why it can not be made.
    media_type
        As HTTP names it.
    name
        What it is called when it is saved; empty for what is read in place.
    lang
        The language of a problem.
    """

    key: tuple[str, ...]
    make: Callable[[], bytes]
    media_type: str
    name: str = ""
    lang: str = "zh"


async def answer(request: Request, asked: Callable[[str, str, str], Asked]) -> Response:
    """Answer with a file: from memory, 304 where the asker has it, 429 or 503 where it is too much.

    Its ETag is made of its bytes. A file in memory is given before anybody queues.

    Parameters
    ----------
    request
        What is asked.
    asked
        Returns the file of a path, a query and the site's own address, or raises a `ProblemError`. It is
        called ``asked`` in its module: there the process that makes files finds it.
    """
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=CORS)
    path, query = request.scope["path"], request.url.query
    lang = (await run_in_threadpool(parse_query, query))[0].lang
    wait_s = _rate.wait_s(request.client.host if request.client else "")
    if wait_s:
        return problem(ProblemError(429, "serving.too_many"), lang, retry_after_s=wait_s)
    base = base_url(request.headers, request.url.scheme)
    try:
        found = await run_in_threadpool(asked, path, query, base)
        order = {"module": asked.__module__, "path": path, "query": query, "base": base}
        content = await _content(found, order)
    except ProblemError as error:
        later = _RETRY_AFTER_S if error.status == 503 else None
        return problem(error, lang, retry_after_s=later)
    return await _sent(request, found, content)


def stop() -> None:
    """End the process that makes files, with the server."""
    _maker.stop()


def waiting() -> int:
    """Return how many files are made or wait for it."""
    return _line.waiting


def kept_bytes() -> int:
    """Return the bytes of files that are kept."""
    return _kept.size


async def _content(asked: Asked, order: Mapping[str, str]) -> bytes:
    """Return the bytes, made one file at a time; those who wait for the same one share it."""
    kept = _kept.get(asked.key)
    if kept is not None:
        return kept
    async with _line.place():
        kept = _kept.get(asked.key)
        if kept is None:
            key, made = await run_in_threadpool(_made, order)
            if key == asked.key:  # else the data have changed between the two processes' looks at them
                _kept.put(key, made)
            return made
        return kept


def _made(order: Mapping[str, str]) -> tuple[tuple[str, ...], bytes]:
    """Return the key and the bytes of an order from the process that makes files. Blocks."""
    try:
        head, content = _maker.ask(order)
    except (BusyError, SlowError) as error:
        _LOG.warning("No file: %s", type(error).__name__)
        raise ProblemError(503, "serving.busy") from error
    except OSError as error:
        _LOG.warning("No file: %s", type(error).__name__)
        raise ProblemError(500, "serving.failed") from error
    if "status" in head:
        raise ProblemError.from_told(head)
    return tuple(head["made"]), content


async def _sent(request: Request, asked: Asked, content: bytes) -> Response:
    encoding = accepted(request.headers.get("accept-encoding", ""))
    if not asked.media_type.startswith(_TEXT):
        encoding = None
    tag = sha256(content).hexdigest()[:24]
    headers = {
        **CORS,
        "Cache-Control": f"public, max-age={_MAX_AGE_S}",
        "ETag": f'"{tag}-{encoding or "plain"}"',
        "Vary": "Accept-Encoding",
        "Accept-Ranges": "bytes",
        "X-Content-Type-Options": "nosniff",
        # A file of ours that a browser shows must not act, whatever a future change puts into it.
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    known = {part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")}
    if headers["ETag"] in known or "*" in known:
        return Response(status_code=304, headers=headers)
    if asked.name:
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(asked.name)}"
    if encoding is not None:
        content = await run_in_threadpool(_compressed, asked.key, content, encoding)
        headers["Content-Encoding"] = encoding
    whole = Response(content, media_type=asked.media_type, headers=headers)
    return _part(request, whole)


def _part(request: Request, whole: Response) -> Response:
    """Return the range that is asked for, the whole where none is or the asker has a part of another file."""
    header, condition = (request.headers.get(name, "") for name in ("range", "if-range"))
    if not is_one_range(header) or condition not in ("", whole.headers["ETag"]):
        return whole
    content = bytes(whole.body)
    asked = asked_range(header, len(content))
    headers = {name: value for name, value in whole.headers.items() if name != "content-length"}
    if asked is None:
        return Response(status_code=416, headers=headers | {"Content-Range": f"bytes */{len(content)}"})
    first, last = asked
    headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
    return Response(content[first : last + 1], status_code=206, headers=headers)


def _compressed(key: tuple[str, ...], content: bytes, encoding: str) -> bytes:
    kept = _kept.get((*key, encoding))
    if kept is None:
        kept = compress(content, "br" if encoding == "br" else "gzip", quality=_QUALITY)
        _kept.put((*key, encoding), kept)
    return kept
