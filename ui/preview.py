"""What a chat or a search engine shows of a link: title in words, description, picture (Open Graph).

Plain Python: a ``GET /`` imports no pandas. The number of projects is given where plain facts can count them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from geo.filters import passes
from geo.view import View, to_query
from i18n import date_words, text
from layers.escape import markup_safe
from layers.picture.layout import LAYOUTS
from layers.title import heading, summary
from ui import facts
from ui.titles import window_title

__all__ = ["Card", "card", "description", "tags", "title", "window"]

_LOCALE = {"zh": "zh_CN", "en": "en_GB"}


def _rows(view: View) -> Sequence[Mapping[str, Any]] | None:
    """Return the facts of the view's projects; None where only `geo` could tell (search text, a place)."""
    if view.text or view.near is not None:
        return None
    return [row for row in facts.rows(view.report, view.at) if passes(view, row)]


def _project(view: View) -> Mapping[str, Any] | None:
    """Return the facts of the open project, None if the edition has none of that id."""
    return next((row for row in facts.rows(view.report, view.at) if row["id"] == view.project), None)


def title(view: View) -> str:
    """Return the view in words: ``长安镇 · 轨道 · 在建 3 项``."""
    project = _project(view)
    return heading(view, _rows(view), project=project)


def window(page: str, view: View) -> str:
    """Return what the window is called before Streamlit names it (``ui.shell``)."""
    return window_title(page, view, _project(view) if view.project else None)


def description(view: View) -> str:
    """Return how many projects stand where, and how new that is."""
    rows = _rows(view) or []
    newest = date_words(facts.newest_fact(view.report, view.at), view.lang)
    key = "slide.as_of_day" if view.at else "slide.as_of"
    as_of = text(key, view.lang, year=view.report, date=newest)
    project = _project(view)
    parts = [
        text(f"category.{project['category']}", view.lang) if project else summary(rows, view.lang),
        as_of,
    ]
    return text("sharing.stop", view.lang).join(part for part in parts if part)


def _asked(view: View) -> str:
    query = to_query(view)
    return f"?{query}" if query else ""


class Card(NamedTuple):
    """What others show of a link; ``link`` and ``picture`` are whole addresses, without a base none."""

    title: str
    description: str
    link: str
    picture: str


def card(view: View, *, page: str, path: str, base: str) -> Card:
    """Return what a link shows of itself elsewhere; parameters as those of :func:`tags`."""
    link = f"{base}/{path}{_asked(view)}" if base else ""
    picture = f"{base}/picture/preview.png{_asked(view.posted())}" if base else ""
    return Card(page or title(view), description(view), link, picture)


def tags(view: View, *, page: str, path: str, base: str) -> str:
    """Return the head's tags for a link: what others show of it, and where its news can be followed.

    Parameters
    ----------
    view
        What the link asks.
    page
        The page's own title; empty for the map, whose title is the view in words.
    path
        The page's path without slashes.
    base
        The site's own address; without one there is no picture, as it needs a whole address.
    """
    site = text("app.title", view.lang)
    words, told, link, picture = card(view, page=page, path=path, base=base)
    named = {"description": told, "twitter:card": "summary_large_image" if base else "summary"}
    properties = {
        "og:type": "website",
        "og:site_name": site,
        "og:title": words,
        "og:description": told,
        "og:locale": _LOCALE[view.lang],
    }
    if base:
        sheet = LAYOUTS["preview"]
        properties |= {
            "og:url": link,
            "og:image": picture,
            "og:image:type": "image/png",
            "og:image:width": str(sheet.width),
            "og:image:height": str(sheet.height),
            "og:image:alt": words,
        }
    from geo.followed import ATOM_PATH, feed_address  # noqa: PLC0415 - the server writes it, no visitor's run

    feed = markup_safe(feed_address(view, ATOM_PATH, base=base))
    atom = f'<link rel="alternate" type="application/atom+xml" title="{markup_safe(site)}" href="{feed}">'
    lines = [atom]
    lines += [f'<meta name="{name}" content="{markup_safe(value)}">' for name, value in named.items()]
    lines += [
        f'<meta property="{name}" content="{markup_safe(value)}">' for name, value in properties.items()
    ]
    return "\n    ".join(lines)
