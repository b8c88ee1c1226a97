"""Streamlit's index page with the language and the title of the link that was opened.

A screen reader picks its voice, and a browser its fonts, by ``<html lang>`` before any script runs.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qs

from geo.view import parse
from i18n import text
from layers.escape import markup_safe

__all__ = ["HTML_LANG", "PAGES", "index_page", "page_title"]

HTML_LANG = {"zh": "zh-CN", "en": "en"}
# The name of the page at each path; `app.py` says what draws it.
PAGES = {"": "map", "promises": "promises", "projects": "projects", "about": "about"}

# Streamlit's own face, 170 kB: the page uses the system's fonts and would fetch it for nothing.
_FONT = re.compile(r"<link\s+rel=\"preload\"\s+href=\"[^\"]*SourceSans[^>]*>")

# Streamlit's page asks for its server below the page's own path first, and again at the root once that has
# failed: two failed requests on each page but the first. It reads this name before it asks.
_BACKEND = "window.__streamlit = { BACKEND_BASE_URL: location.origin + '/' }"


def page_title(page: str, lang: str) -> str:
    """Return the window title of one of :data:`PAGES`' names."""
    title = text("app.title", lang)
    return title if page == "map" else f"{text(f'ui.tab_{page}', lang)} · {title}"


def index_page(folder: Path, *, query: str, page: str) -> str | None:
    """Return the index page for a link, None if Streamlit's own is not as we know it.

    Parameters
    ----------
    folder
        Streamlit's static folder.
    query
        The link's query string, as written by anyone.
    page
        The link's path without slashes, one of :data:`PAGES`.
    """
    try:
        view, _ = parse(parse_qs(query, keep_blank_values=True, max_num_fields=200))
    except ValueError:
        return None
    return _index_page(folder, lang=view.lang, page=PAGES[page])


@lru_cache(maxsize=8)
def _index_page(folder: Path, *, lang: str, page: str) -> str | None:
    original = (folder / "index.html").read_text(encoding="utf-8")
    if '<html lang="en">' not in original or "<title>Streamlit</title>" not in original:
        return None
    return (
        _FONT.sub("", original)
        .replace('<html lang="en">', f'<html lang="{HTML_LANG[lang]}" data-theme="auto">', 1)
        .replace("<script>", f"<script>{_BACKEND}</script>\n    <script>", 1)
        .replace("</head>", f"<style>{_early_css()}</style></head>", 1)
        .replace("<title>Streamlit</title>", f"<title>{markup_safe(page_title(page, lang))}</title>", 1)
    )


def _early_css() -> str:
    return (Path(__file__).parent / "early.css").read_text(encoding="utf-8")
