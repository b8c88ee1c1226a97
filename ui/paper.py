"""What the paper pages share: links that keep the view, sources, headings as safe markup."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from geo.export.formats import filter_view
from i18n import text
from layers.wording import date_text, known, link
from ui import session

if TYPE_CHECKING:
    from geo.dataset import Dataset
    from geo.view import View

__all__ = ["Row", "by_id", "counted", "on_map", "read_on", "source_link", "told"]

Row = Mapping[Hashable, Any]


def by_id(dataset: Dataset) -> Mapping[str, Row]:
    """Return the sources by id."""
    return {str(row["id"]): row for row in dataset.sources.to_dict("records")}


def on_map(project_id: str, name: str) -> Markup:
    """Return a link to a project's card on the map, with the view kept."""
    query = session.link(replace(session.view(), project=project_id))
    return Markup('<a href="./?{}" target="_self">{}</a>').format(query, name)


def counted(n: int, asked: View, words: object = None, *, page: str = "") -> Markup:
    """Return a count, as a link to the projects that it counts; of none it is plain.

    Parameters
    ----------
    n
        How many there are.
    asked
        The view that shows them, and only them.
    words
        What is shown instead of the number alone.
    page
        The page's path; by default the map.
    """
    said = Markup("{}").format(n if words is None else words)
    if not n:
        return said
    query = session.link(replace(filter_view(asked), project=None))
    return Markup('<a class="dg-count" href="./{}?{}" target="_self">{}</a>').format(page, query, said)


def source_link(source: Row | None, lang: str) -> Markup:
    """Return a source's publisher, as a link where it has a plain web address, and when we read it."""
    if source is None:
        return Markup("")
    return Markup("{} {}").format(_publisher(source, lang), read_on(source, lang))


def read_on(source: Row, lang: str) -> str:
    """Say on which day a source was read."""
    return text("ui.read_on", lang, date=date_text(source["date_read"], lang=lang))


def _publisher(source: Row, lang: str) -> Markup:
    name = known(source["publisher"]) or known(source["title"]) or ""
    title, address = known(source["title"]) or "", link(source["url"])
    if address is None:
        return Markup('<span class="dg-source" title="{}">{}</span>').format(title, name)
    return Markup(
        '<a class="dg-source" href="{}" title="{}" target="_blank" rel="noopener noreferrer">{}'
        '<span class="dg-hidden"> ({})</span></a>'
    ).format(address, title, name, text("map.new_window", lang))


def told(row: Row, sources: Mapping[str, Row], lang: str) -> Markup:
    """Return one event in words: date, fact, source."""
    return Markup("<b>{}</b> {} {}").format(
        date_text(row["date"], lang=lang),
        row[f"fact_{lang}"],
        source_link(sources.get(str(row["source_id"])), lang),
    )
