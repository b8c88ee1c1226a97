"""One way to answer with a file that is made from the data."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from ui.compression import accepted, compress
from ui.serving.limits import Kept, Line, Rate
from ui.serving.problem import CORS, ProblemError, problem

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["Asked", "answer"]

_LOG = logging.getLogger(__name__)
_KEPT_BYTES = 64_000_000
_WAITING = 16  # a file takes 0.1 to 1 s of one core; who comes later hears at once that it would take long
_RETRY_AFTER_S = 10
_MAX_AGE_S = 300
_QUALITY = 5  # of brotli: what is sent once is compressed quickly
_TEXT = ("text/", "application/json", "application/geo+json", "application/atom+xml", "application/ld+json",
         "application/schema+json", "application/vnd.oai.openapi+json", "application/xml")  # fmt: skip

_kept = Kept(_KEPT_BYTES)
_line = Line(_WAITING)
_rate = Rate()


@dataclass(frozen=True, slots=True)
class Asked:
    """One file that somebody asks for.

    Attributes
    ----------
    key
        What it is made of, whole: path, canonical query, edition's hash, day. The same key gives the same
        bytes, so it never holds where a person stands.
    make
        Makes it, on a thread; a `ProblemError` says why it can not be made.
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


async def answer(request: Request, asked: Asked) -> Response:
    """Answer with a file: from memory, 304 where the asker has it, 429 or 503 where it is too much.

    Its ETag is made of its bytes. A file in memory is given before anybody queues.
    """
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=CORS)
    wait_s = _rate.wait_s(request.client.host if request.client else "")
    if wait_s:
        return problem(ProblemError(429, "serving.too_many"), asked.lang, retry_after_s=wait_s)
    try:
        content = await _content(asked)
    except ProblemError as error:
        later = _RETRY_AFTER_S if error.status == 503 else None
        return problem(error, asked.lang, retry_after_s=later)
    return await _sent(request, asked, content)


async def _content(asked: Asked) -> bytes:
    """Return the bytes, made one file at a time; those who wait for the same one share it."""
    kept = _kept.get(asked.key)
    if kept is not None:
        return kept
    async with _line.place():
        kept = _kept.get(asked.key)
        if kept is not None:
            return kept
        try:
            made = await run_in_threadpool(asked.make)
        except (ProblemError, MemoryError):
            raise
        except Exception as error:
            _LOG.exception("A file was not made: %s", asked.key[0])  # never the query: it holds a search
            raise ProblemError(500, "serving.failed") from error
        _kept.put(asked.key, made)
        return made


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
    return Response(content, media_type=asked.media_type, headers=headers)


def _compressed(key: tuple[str, ...], content: bytes, encoding: str) -> bytes:
    kept = _kept.get((*key, encoding))
    if kept is None:
        kept = compress(content, "br" if encoding == "br" else "gzip", quality=_QUALITY)
        _kept.put((*key, encoding), kept)
    return kept
