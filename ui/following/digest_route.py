"""``/digest.md?<link>`` and ``/digest.pdf?<link>``: the digest of a link's two days as a file."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

from geo.followed import feed_view
from geo.view import View, parse_query, to_query
from layers.digest import FORMATS, MEDIA_TYPES
from ui import digests, facts
from ui.hosts import base_url
from ui.serving import Asked, ProblemError
from ui.serving import answer as serve

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["answer"]


async def answer(request: Request) -> Response:
    """Answer with the file of the request's path."""
    kind = request.url.path.rpartition(".")[2]
    view, _ = parse_query(request.url.query)
    asked = replace(feed_view(view), since=view.since, project=None)
    base = base_url(request.headers, request.url.scheme)
    since, until = digests.days(asked)
    key = await run_in_threadpool(_key, kind, asked, base, until)
    name = f"digest-{since}-{until}.{kind}"
    made = Asked(key, partial(_make, kind, asked, base), MEDIA_TYPES[kind], name=name, lang=asked.lang)
    return await serve(request, made)


def _key(kind: str, view: View, base: str, until: str) -> tuple[str, ...]:
    """Return all that the bytes are made of; today is another day tomorrow."""
    inputs = [str(facts.of_report(one).facts["inputs"]) for one in facts.editions()]
    return ("digest", kind, to_query(view), base, until, *inputs)


def _make(kind: str, view: View, base: str) -> bytes:
    try:
        found = digests.found(view)
    except ValueError as error:
        since, until = digests.days(view)
        raise ProblemError(400, "digest.order", since=since, until=until) from error
    return FORMATS[kind](found, base)
