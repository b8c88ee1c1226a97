"""A feed as Atom 1.0 (RFC 4287): our own template in a file, with every value escaped."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path

import jinja2

from geo.city import CITY
from geo.entries import Entry
from geo.feed import Feed
from geo.filters import word
from i18n import HTML_LANG, text
from layers.feeds.addresses import Addresses
from layers.feeds.words import said, source_address, subtitle, title, xml_text
from layers.templates import environment

__all__ = ["atom"]


def atom(found: Feed, addresses: Addresses) -> bytes:
    """Return a feed as an Atom document; the same feed and addresses give the same bytes."""
    lang = found.view.lang
    document = _template().render(
        feed=found,
        addresses=addresses,
        html_lang=HTML_LANG[lang],
        title=title(found),
        subtitle=subtitle(found),
        author=text("app.title", lang),
        moment=_moment,
        via=source_address,
        categories=lambda one: _categories(one, lang),
        said=lambda one: said(one, lang),
    )
    return document.encode()


def _moment(day: str) -> str:
    """Return the start of a day in the city as RFC 3339 writes it."""
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), CITY.zone()).isoformat()


def _categories(entry: Entry, lang: str) -> list[tuple[str, str]]:
    """Return what an entry is about as term and label: the link's own values and their words."""
    found = [(entry.kind.value, text(f"follow.kind.{entry.kind}", lang))]
    if entry.category:
        found.append((entry.category, word("categories", entry.category, lang)))
    return found + [(town, word("towns", town, lang)) for town in entry.towns]


@cache
def _template() -> jinja2.Template:
    made = environment(Path(__file__).parent, keep_trailing_newline=True)
    made.filters["xml"] = xml_text
    return made.get_template("atom.xml")
