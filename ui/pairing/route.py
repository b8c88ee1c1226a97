"""``/pair?since=2024-12-31&at=2025-12-31``: the maps of two days, towns, categories or reports, in step."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

from geo.pair import By, pair
from geo.places import town_names
from geo.state import Embed
from geo.view import View, parse, to_query
from i18n import HTML_LANG, other_lang
from ui import facts, standalone

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["PATH", "answer"]

PATH = "/pair"
_HERE = Path(__file__).parent
# Of the map alone: the list would take half of each side.
_HIDDEN = (Embed.HEAD, Embed.LIST, Embed.CONTROLS)


async def answer(request: Request) -> Response:
    """Answer with the page; what the query holds beyond a view is left out."""
    return await run_in_threadpool(_page, request.query_params)


def _page(asked: QueryParams) -> Response:
    view, ignored = parse(
        {name: asked.getlist(name) for name in asked}, towns=tuple(town_names()), editions=facts.editions()
    )
    view = replace(view, near=None)  # where somebody stands belongs into no frame
    found = pair(view, facts.editions())
    other = other_lang(view.lang)
    sides = [
        {"name": name, "frame": f"/?{to_query(replace(one, embed=_HIDDEN))}", "open": _map(one)}
        for name, one in zip(found.names, found.views, strict=True)
    ]
    values = {
        "sides": sides,
        "title": " – ".join(found.names),
        "step": "zoom" if found.by is By.TOWNS else "place",
        "picture": f"/picture/pair.png?{to_query(view)}",
        "ignored": [f"{one.parameter}={one.value}" for one in ignored],
        "digest": f"/digest?{to_query(view)}" if found.by is By.DAYS else "",
        "other": f"{PATH}?{to_query(replace(view, lang=other))}",
        "other_lang": HTML_LANG[other],
    }
    return standalone.page(
        _HERE / "page.html", values, lang=view.lang, script=_HERE / "pair.js", has_frames=True
    )


def _map(view: View) -> str:
    query = to_query(view)
    return f"/?{query}" if query else "/"
