"""Addresses that lead nowhere: a page that says so and where to go on, with 404, not the app with 200."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from starlette.responses import PlainTextResponse, RedirectResponse, Response

from geo.view import parse_query
from i18n import HTML_LANG, text
from ui import standalone
from ui.titles import PAGES, TABS

__all__ = ["answer"]

_TEMPLATE = Path(standalone.__file__).parent / "missing.html"
# What people type for a page, and servers call it.
_HOME = frozenset({"map", "index", "index.html", "index.htm", "home"})


def answer(path: str, query: str, headers: Mapping[str, str]) -> Response:
    """Return the answer to an address that is nobody's.

    Parameters
    ----------
    path
        With single slashes.
    query, headers
        The request's.
    """
    meant = _meant(path.strip("/").casefold())
    if meant is not None:
        return RedirectResponse(f"/{meant}{'?' if query else ''}{query}", status_code=308)
    if "html" not in headers.get("accept", "html"):
        return PlainTextResponse("404", status_code=404)
    return _page(query)


def _meant(name: str) -> str | None:
    """Return the page that a path means in other letters, or with the ending of a file."""
    if name in _HOME:
        return ""
    name = name.removesuffix(".html").removesuffix(".htm")
    return name if name in PAGES and name else None


def _page(query: str) -> Response:
    view, _ = parse_query(query)
    lang = view.lang
    other = "en" if lang == "zh" else "zh"
    places = [
        (f"/{quote(path)}?lang={lang}", text(f"ui.tab_{name}", lang))
        for path, name in PAGES.items()
        if name in TABS
    ]
    values = {"places": places, "other": f"?lang={other}", "other_lang": HTML_LANG[other]}
    return standalone.page(_TEMPLATE, values, lang=lang, status=404)
