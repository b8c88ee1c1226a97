"""``/correct?p=…&field=…``: a page with a correction written out, to be copied, mailed or sent by a form.

It is an answer to a link and changes nothing here; what is typed into it never reaches this server.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool

from geo.view import View, parse
from i18n import HTML_LANG, other_lang, text
from layers.correction.destination import configured
from layers.escape import json_safe
from ui import facts, standalone
from ui.correcting.entry import KINDS, Entry, entry
from ui.correcting.links import PATH
from ui.hosts import base_url

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams
    from starlette.requests import Request
    from starlette.responses import Response

    from layers.correction.letter import Letter

__all__ = ["answer"]

_HERE = Path(__file__).parent
_LONGEST_ID = 100


async def answer(request: Request) -> Response:
    """Answer with the page; of an id that is not known with one that says so, and 404."""
    base = base_url(request.headers, request.url.scheme, is_private=True)
    return await run_in_threadpool(_page, request.query_params, base)


def _page(asked: QueryParams, base: str) -> Response:
    view, _ = parse({name: asked.getlist(name) for name in ("y", "lang")}, editions=facts.editions())
    found, parameter = _asked_entry(asked, view)
    if found is None:
        return standalone.page(_HERE / "unknown.html", {}, lang=view.lang, status=404)
    values = _values(found, parameter, asked.get("field", ""), view, base)
    return standalone.page(_HERE / "page.html", values, lang=view.lang, script=_HERE / "correct.js")


def _asked_entry(asked: QueryParams, view: View) -> tuple[Entry | None, str]:
    for parameter in KINDS:
        entry_id = asked.get(parameter, "")
        if 0 < len(entry_id) <= _LONGEST_ID:
            return entry(facts.dataset(view.report), parameter, entry_id, lang=view.lang), parameter
    return None, ""


def _values(found: Entry, parameter: str, field: str, view: View, base: str) -> dict[str, object]:
    """Return what the template shows."""
    from layers.correction.letter import letter  # noqa: PLC0415 - it loads pandas

    fact, address, to = found.fact(field), f"{base}{found.where}", configured()
    written = letter(found.kind, (found.id, found.name), fact, address=address, lang=view.lang)
    other = other_lang(view.lang)
    query = {"y": view.report, "lang": view.lang, parameter: found.id}
    return {
        "entry": found,
        "chosen": fact,
        "letter": written,
        "to": to,
        "called": to.called(),
        "send": to.filled(title=written.title, text=written.text, link=address),
        "island": _island(written, address, view.lang),
        "fields": [(one, f"{PATH}?{urlencode(query | {'field': one.key})}") for one in found.facts],
        "other": f"{PATH}?{urlencode(query | {'lang': other, 'field': fact.key})}",
        "other_lang": HTML_LANG[other],
    }


def _island(written: Letter, address: str, lang: str) -> str:
    """Return what the page's script needs, as JSON."""
    words = {key: text(f"correct.{key}", lang) for key in ("copied", "copy_failed")}
    data = {"to": configured().payload(), "title": written.title, "link": address, "words": words}
    return f'<script type="application/json" id="correct-data">{json_safe(data)}</script>'
