"""The addresses of the page where corrections are written, as the app's other pages link to it."""

from __future__ import annotations

from urllib.parse import urlencode

from markupsafe import Markup

from i18n import text

__all__ = ["PATH", "correct_link"]

PATH = "/correct"


def correct_link(kind: str, entry_id: str, name: str, *, report: str, lang: str, field: str = "") -> Markup:
    """Return a small link to the page that writes a correction of one fact.

    Parameters
    ----------
    kind
        ``p`` for a project, ``target`` or ``source``.
    name
        What it is about; a screen reader says it with the link.
    field
        The fact that is chosen at first; empty for the usual one.
    """
    query = {"y": report, "lang": lang, kind: entry_id} | ({"field": field} if field else {})
    return Markup(
        '<small><a class="dg-source" href="{}?{}" target="_blank" rel="noopener">{}'
        '<span class="dg-hidden">{} ({})</span></a></small>'
    ).format(
        PATH,
        urlencode(query),
        text("map.correct", lang),
        text("town_page.colon", lang) + name,
        text("map.new_window", lang),
    )
