"""``/correct?p=…&field=…``: a page with a correction written out, to be copied, mailed or sent by a form.

It is an answer to a link and changes nothing here; what is typed into it never reaches this server.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import jinja2
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response

from geo.view import View, parse
from i18n import HTML_LANG, text
from layers import bundle
from layers.correction.destination import configured
from layers.escape import json_safe
from layers.style import css_variables
from ui import facts, pictures
from ui.correcting.entry import KINDS, Entry, entry
from ui.correcting.links import PATH

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams
    from starlette.requests import Request

    from layers.correction.letter import Letter

__all__ = ["answer"]

_HERE = Path(__file__).parent
_LONGEST_ID = 100


async def answer(request: Request) -> Response:
    """Answer with the page; of an id that is not known with one that says so, and 404."""
    base = pictures.base_url(request.headers, request.url.scheme)
    body, status = await run_in_threadpool(_rendered, request.query_params, base)
    headers = {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": _policy(),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    return HTMLResponse(body, status_code=status, headers=headers)


def _rendered(asked: QueryParams, base: str) -> tuple[str, int]:
    view, _ = parse({name: asked.getlist(name) for name in ("y", "lang")}, editions=facts.editions())
    found, parameter = _asked_entry(asked, view)
    if found is None:
        return _template("unknown.html").render(**_around(view.lang)), 404
    return _template("page.html").render(**_values(found, parameter, asked.get("field", ""), view, base)), 200


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
    other = "en" if view.lang == "zh" else "zh"
    query = {"y": view.report, "lang": view.lang, parameter: found.id}
    return {
        **_around(view.lang),
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


def _around(lang: str) -> dict[str, object]:
    return {
        "say": lambda key, **values: text(key, lang, **values),
        "lang": HTML_LANG[lang],
        "style": _style(),
        "script": _script(),
        "home": f"/?lang={lang}",
    }


def _island(written: Letter, address: str, lang: str) -> str:
    """Return what the page's script needs, as JSON."""
    words = {key: text(f"correct.{key}", lang) for key in ("copied", "copy_failed")}
    data = {"to": configured().payload(), "title": written.title, "link": address, "words": words}
    return f'<script type="application/json" id="correct-data">{json_safe(data)}</script>'


@cache
def _template(name: str) -> jinja2.Template:
    loader = jinja2.FileSystemLoader(_HERE)
    made = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return made.get_template(name)


@cache
def _script() -> str:
    return bundle.script([_HERE / "page.js"])


@cache
def _style() -> str:
    return bundle.styles([css_variables(), (_HERE / "page.css").read_text(encoding="utf-8")])


@cache
def _policy() -> str:
    """Return the page's policy: our own style and script by their hashes, and our own face."""
    script, style = (
        f"'sha256-{base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()}'"
        for body in (_script(), _style())
    )
    rules = {
        "default-src": "'none'",
        "script-src": script,
        "style-src": style,
        "font-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{rule} {value}" for rule, value in rules.items())
