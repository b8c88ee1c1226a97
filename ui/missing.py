"""Addresses that lead nowhere: a page that says so and where to go on, with 404, not the app with 200."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Match, Route

from geo.view import parse_query
from i18n import HTML_LANG, text
from ui import standalone
from ui.titles import PAGES, TABS

if TYPE_CHECKING:
    from starlette.types import Scope

__all__ = ["answer"]

_TEMPLATE = Path(standalone.__file__).parent / "missing.html"
# Where Streamlit's own routes begin: its sockets and uploads, its files, what a page has made to be fetched.
_STREAMLITS = frozenset({"_stcore", "static", "media", "component", "app", "auth", "oauth2callback"})
_STREAMLITS_FILES = frozenset({"/favicon.png", "/favicon.ico", "/manifest.json"})
# What people type for a page, and servers call it.
_HOME = frozenset({"map", "index", "index.html", "index.htm", "home"})


def answer(scope: Scope, headers: Mapping[str, str], *, known: Sequence[Route]) -> Response | None:
    """Return the answer to an address that is nobody's, None where somebody answers.

    Parameters
    ----------
    scope
        The request's, of a path with single slashes.
    headers
        The request's.
    known
        The app's own routes.
    """
    path = scope["path"]
    first = path.strip("/").partition("/")[0]
    if first in _STREAMLITS or path in _STREAMLITS_FILES:
        return None
    if any(route.matches(scope)[0] is not Match.NONE for route in known):
        return None
    query = scope["query_string"].decode("latin-1")
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
