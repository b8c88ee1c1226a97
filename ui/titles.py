"""The pages: their paths, which have a tab, and their titles."""

from __future__ import annotations

from i18n import text

__all__ = ["PAGES", "TABS", "UNLISTED", "page_title"]

# The name of the page at each path; `app.py` says what draws it.
PAGES = {
    "": "map",
    "promises": "promises",
    "towns": "towns",
    "projects": "projects",
    "compare": "compare",
    "changes": "changes",
    "digest": "digest",
    "upload": "upload",
    "api": "api",
    "about": "about",
}
# The pages with a tab; every other page is reached from the foot of the paper pages and the phone's menu.
TABS = ("map", "promises", "towns", "projects")
# Not in the phone's menu, which is sent with the first view: «between reports» and the downloads lead there.
UNLISTED = ("digest", "api")


def page_title(page: str, lang: str) -> str:
    """Return the window title of one of :data:`PAGES`' names."""
    title = text("app.title", lang)
    return title if page == "map" else f"{text(f'ui.tab_{page}', lang)} · {title}"
