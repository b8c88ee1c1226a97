"""Addresses that lead nowhere: a page that says so and where to go on, with 404, not the app with 200."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, unquote

from starlette.responses import PlainTextResponse, RedirectResponse, Response

from geo.mending import mended_query
from geo.view import parse_query
from i18n import HTML_LANG, other_lang, text
from ui import standalone
from ui.titles import PAGES, TABS

__all__ = ["answer"]

_TEMPLATE = Path(standalone.__file__).parent / "missing.html"
# What people type for a page, and servers call it.
_HOME = frozenset({"map", "index", "home"})


def answer(path: str, query: str, headers: Mapping[str, str]) -> Response:
    """Return the answer to an address that is nobody's.

    Parameters
    ----------
    path
        With single slashes.
    query, headers
        The request's.
    """
    meant, more = _meant(path)
    if meant is not None:
        asked = mended_query(f"{more}&{query}") if more else query
        return RedirectResponse(f"/{meant}{'?' if asked else ''}{asked}", status_code=308)
    if "html" not in headers.get("accept", "html"):
        return PlainTextResponse("404", status_code=404)
    return _page(query)


def _meant(path: str) -> tuple[str | None, str]:
    """Return the page that a path means, None for none, and the query that was encoded into it.

    A page in other letters, with the ending of a file, or with what chat programs glue to a link.
    """
    text = unicodedata.normalize("NFKC", unquote(path)).replace("\\", "/").strip("/ ")
    name, query = (*re.split(r"[?&#]", text, maxsplit=1), "")[:2]
    name = name.strip("/ ").casefold()
    own = re.sub(r"[^a-z0-9_.-].*", "", name)
    glued = name[len(own) :]
    if re.match(r"/+\w", glued) or (glued.isascii() and re.search(r"[\w/<]", glued)):
        return None, ""
    if not own and any(char.isalnum() for char in glued):
        return None, ""
    own = re.sub(r"\.html?$", "", own.rstrip(".-_")) if own.strip(".") else own
    if text and (own in _HOME or own in PAGES):
        return "" if own in _HOME else own, query
    return None, ""


def _page(query: str) -> Response:
    view, _ = parse_query(query)
    lang = view.lang
    other = other_lang(lang)
    places = [
        (f"/{quote(path)}?lang={lang}", text(f"ui.tab_{name}", lang))
        for path, name in PAGES.items()
        if name in TABS
    ]
    values = {"places": places, "other": f"?lang={other}", "other_lang": HTML_LANG[other]}
    return standalone.page(_TEMPLATE, values, lang=lang, status=404)
