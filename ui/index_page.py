"""Streamlit's index page as the link asks for it: its language, its title, and the map already in it.

A screen reader picks its voice, and a browser its fonts, by ``<html lang>`` before any script runs. On the
map's page the map itself is in the HTML; Streamlit is laid over it afterwards.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qs

from geo.view import View, parse
from i18n import HTML_LANG, text
from layers.escape import markup_safe
from ui import facts, preview
from ui.early import page as early
from ui.mapframe import SCRIPT_NAME
from ui.theme import STYLESHEET_PATH
from ui.titles import PAGES, TABS, page_title

__all__ = ["index_page"]

# Streamlit's own face, 170 kB (the page uses the system's fonts and would fetch it for nothing), where its
# agent is described (it is switched off), what it says to readers of its source but its licence, empty lines.
_UNNEEDED = re.compile(
    r"\s*<link\s+rel=\"(?:preload\"\s+href=\"[^\"]*SourceSans|service-desc\")[^>]*>"
    r"|(?<=\S)\s*<!--.*?-->|\n\s*(?=\n)",
    re.DOTALL,
)

# Streamlit's page asks for its server below the page's own path first, and again at the root once that has
# failed: two failed requests on each page but the first. It reads this name before it asks.
# Streamlit's protobuf tries WebAssembly, which our policy refuses, and does without where there is none. With
# none to try no browser reports a refusal (docs/decisions/0115).
_BEFORE = "window.__streamlit={BACKEND_BASE_URL:location.origin+'/'};delete window.WebAssembly"
_ROOT = '<div id="root"></div>'
# In the body, after all that Streamlit writes into the head: of two rules alike the later one holds. The
# import that the app itself writes (ui/shell.py) comes later still, but Firefox leaves it empty.
_OUR_STYLES = f'<link rel="stylesheet" href="{STYLESHEET_PATH}" data-last>'
_NO_SCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
# Without these, once each, it is not the page that we know: then it is served as it is.
_KNOWN_PARTS = ('<html lang="en">', "<title>Streamlit</title>", "</head>", _ROOT)


def index_page(folder: Path, *, query: str, page: str, base: str = "") -> str | None:
    """Return the index page for a link, None if Streamlit's own is not as we know it.

    Parameters
    ----------
    folder
        Streamlit's static folder.
    query
        The link's query string, as written by anyone.
    page
        The link's path without slashes, one of :data:`ui.titles.PAGES`.
    base
        The site's own address, for the picture that a posted link shows.
    """
    try:
        asked = parse_qs(query, keep_blank_values=True, max_num_fields=200)
        view, _ = parse(asked, editions=facts.editions())
    except ValueError:
        return None
    name = PAGES[page]
    shared = _index_page(folder, lang=view.lang, page=name, pages=facts.edition())
    if shared is None:
        return None
    drawn, held_back = shared
    own = page_title(name, view.lang) if page else ""
    # Early in the head: some readers of posted links take only the first kilobytes of a page.
    tags = preview.tags(view, page=own, path=page, base=base)
    named = f"<title>{markup_safe(preview.window(name, view))}</title>"
    drawn = drawn.replace(_titled(name, view.lang), f"{named}\n    {tags}", 1)
    return drawn if name != "map" else _with_map(drawn, view, held_back)


def _titled(page: str, lang: str) -> str:
    return f"<title>{markup_safe(page_title(page, lang))}</title>"


@lru_cache(maxsize=32)
def _index_page(folder: Path, *, lang: str, page: str, pages: str) -> tuple[str, early.Tags] | None:
    """Return what all links to a page share, and on the map's page Streamlit's own tags, taken out of it.

    ``pages`` names the facts that stand in it: with new ones it is written anew.
    """
    del pages
    original = (folder / "index.html").read_text(encoding="utf-8")
    if any(original.count(part) != 1 for part in _KNOWN_PARTS):
        return None
    html = f'<html lang="{HTML_LANG[lang]}" data-theme="auto" data-page="{page}">'
    # The bridge before the app asks for it: a press on what it listens to (the moon) must not come too soon.
    head = f'<style>{early.styles()}</style><script type="module" src="/bridge/{SCRIPT_NAME}"></script>'
    reading = early.reading(lang)
    drawn = (
        _NO_SCRIPT.sub(lambda _: f"<noscript>{reading}</noscript>", _UNNEEDED.sub("", original))
        .replace('<html lang="en">', html, 1)
        .replace("<title>Streamlit</title>", _titled(page, lang), 1)
        .replace("</head>", f"<script>{_BEFORE}</script>\n{head}</head>", 1)
        .replace(_ROOT, f"{_OUR_STYLES}{_ROOT}", 1)
    )
    return early.tags_of(drawn, folder) if page == "map" else (drawn, {})


def _with_map(lean: str, view: View, tags: early.Tags) -> str:
    """Put the map into the page; Streamlit's tags are held back until it is drawn."""
    tabs = {path: text(f"ui.tab_{name}", view.lang) for path, name in PAGES.items() if name in TABS}
    return lean.replace(_ROOT, f"{_ROOT}\n{early.body(view, tabs=tabs, tags=tags)}", 1)
