"""What an offline file opens with. Plain Python: the server puts a view in without Folium or pandas."""

from __future__ import annotations

from dataclasses import replace

from geo.city import CITY
from geo.view import View, to_query
from layers.escape import json_safe

__all__ = ["OPEN_ISLAND", "file_name", "opened_at"]

# Where the view stands in the file; the file itself is made without one (see `layers.document.build`).
_START, _END = '<script type="application/json" id="dgmap-open">', "</script>"
OPEN_ISLAND = f"{_START}{{}}{_END}"


def opened_at(page: str, view: View) -> str:
    """Return the offline file so that it opens at a view.

    A place to measure from is left out: it belongs to the person, and the file knows no other place.

    Parameters
    ----------
    page
        What :func:`layers.offline.offline` returned.
    view
        What is shown first, and in which language.
    """
    plain = View()
    shown = replace(
        view, lang=plain.lang, report=plain.report, near=None, radius_m=plain.radius_m, embed=plain.embed
    )
    before, start, rest = page.partition(_START)
    _, end, after = rest.partition(_END)
    # Whatever is asked for stands in the file as JSON that can not end its element.
    return before + start + json_safe({"query": to_query(shown), "lang": view.lang}) + end + after


def file_name(view: View) -> str:
    """Return a name that says what the file is and of which edition."""
    return f"{CITY.id}-project-map-{view.report}.html"
