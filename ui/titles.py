"""The pages: their paths, which have a tab, and their titles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from geo.days import today
from geo.filters import chosen
from geo.places import report_day
from geo.view import View
from i18n import date_words, text
from layers.title import subject

__all__ = ["PAGES", "TABS", "UNLISTED", "page_title", "window_title"]

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


def window_title(page: str, view: View, project: Mapping[str, Any] | None) -> str:
    """Return the window title of a page at a view: the open project or what is asked stands first.

    Parameters
    ----------
    page
        One of :data:`PAGES`' names.
    view
        What the link asks.
    project
        The facts of the open project, None if none is open.
    """
    if project is not None:
        asked = str(project[f"name_{view.lang}"] or project["name_zh"])
    else:
        asked = subject(replace(view, near=None)) if chosen(view) else ""
    parts = (asked, _days(page, view), page_title(page, view.lang))
    return text("map.dot", view.lang).join(part for part in parts if part)


def _days(page: str, view: View) -> str:
    """Return the days that a page is about: both of a digest, else the day as of which it is shown."""
    lang = view.lang
    if page == "digest":
        days = (view.since or report_day(view.report), view.at or today().isoformat())
        return " – ".join(date_words(day, lang) for day in days)
    return text("past.known", lang, date=date_words(view.at, lang)) if view.at else ""
