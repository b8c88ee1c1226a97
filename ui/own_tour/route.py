"""``/own-tour``: links in, words beside them, a file and an offline page out. Nothing is kept on the server.

The page asks ``/own-tour?step=<a link's query>`` what a link shows: links are read here by the one grammar.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from geo.filters import chosen
from geo.places import town_names
from geo.tours import LENGTHS, STEPS
from geo.view import View, parse, parse_query, to_query
from i18n import HTML_LANG, other_lang, table
from layers.escape import json_safe
from ui import facts, offline, preview, standalone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.datastructures import QueryParams
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["PATH", "answer"]

PATH = "/own-tour"
_HERE = Path(__file__).parent
_LONGEST = 4_000


async def answer(request: Request) -> Response:
    """Answer with the page, or with what a link shows."""
    return await run_in_threadpool(_step if "step" in request.query_params else _page, request.query_params)


def _page(asked: QueryParams) -> Response:
    view, _ = parse({name: asked.getlist(name) for name in ("y", "lang")}, editions=facts.editions())
    other = other_lang(view.lang)
    words = dict(table(view.lang)["own_tour"])
    data = {
        "words": words,
        "lang": view.lang,
        "edition": view.report,
        "offline": f"{offline.PATH}?{to_query(View(report=view.report, lang=view.lang))}",
        "steps": list(STEPS),
        "lengths": LENGTHS,
    }
    values = {
        "island": f'<script type="application/json" id="own-tour-data">{json_safe(data)}</script>',
        "other": f"{PATH}?{to_query(View(report=view.report, lang=other))}",
        "other_lang": HTML_LANG[other],
    }
    script = _HERE / "own_tour.js"
    return standalone.page(_HERE / "page.html", values, lang=view.lang, script=script, asks_server=True)


def _step(asked: QueryParams) -> Response:
    """Return what a link shows as a step of a tour takes it, and what of it was left out."""
    query = asked["step"][:_LONGEST]
    edition, lang = asked.get("y", View().report), asked.get("lang", "zh")
    return JSONResponse(_shown(query, edition, lang), headers={"Cache-Control": "no-store"})


def _shown(query: str, edition: str, lang: str) -> Mapping[str, object]:
    view, ignored = parse_query(query)
    known = tuple(town_names())
    whole = View()
    kept = replace(
        view, near=None, radius_m=whole.radius_m, tour=None, embed=(), show=None, since=None,
        report=whole.report, lang=whole.lang, base=whole.base,
        towns=tuple(town for town in view.towns if town in known),
    )  # fmt: skip
    named = replace(
        kept,
        lang="en" if lang == "en" else "zh",
        report=edition if edition in facts.editions() else whole.report,
    )
    return {
        "query": to_query(kept),
        "title": preview.title(named),
        "ignored": [f"{one.parameter}={one.value}" for one in ignored],
        "filters": chosen(kept),
        "selected": kept.project,
        "camera": kept.camera,
        "at": kept.at,
    }
