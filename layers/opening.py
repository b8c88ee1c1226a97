"""What an offline file opens with. Plain Python: the server puts a view in without Folium or pandas."""

from __future__ import annotations

from dataclasses import replace

from geo.city import CITY
from geo.view import View, to_query
from layers.escape import json_safe

__all__ = ["file_name", "opened_at", "opening"]

# Where the view stands in the page (see `layers.element.Island`).
_START, _END = '<script type="application/json" id="dgmap-open">', "</script>"


def opening(view: View, lang: str) -> dict[str, str]:
    """Return what a page opens with: the canonical query of a view, and the language.

    A place to measure from is left out: it belongs to the person, and the file knows no other place.
    """
    plain = View()
    shown = replace(
        view, lang=plain.lang, report=plain.report, near=None, radius_m=plain.radius_m, embed=plain.embed
    )
    return {"query": to_query(shown), "lang": lang}


def opened_at(page: str, view: View) -> str:
    """Return the offline file so that it opens at a view.

    Parameters
    ----------
    page
        What :func:`layers.offline.offline` returned.
    view
        What is shown first, and in which language.
    """
    before, start, rest = page.partition(_START)
    _, end, after = rest.partition(_END)
    # Whatever is asked for stands in the file as JSON that can not end its element.
    return before + start + json_safe(opening(view, view.lang)) + end + after


def file_name(view: View) -> str:
    """Return a name that says what the file is and of which edition."""
    return f"{CITY.id}-project-map-{view.report}.html"
