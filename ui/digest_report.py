"""The digest's page as HTML: the days as a form, what changed in sections. Texts of the data are escaped."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from markupsafe import Markup

from geo.days import today
from geo.digest_words import headline, lead, sections
from geo.places import report_day
from geo.view import View, to_query
from i18n import text
from layers.wording import link
from ui import digests, notices
from ui.digests import DIGEST_FILES

if TYPE_CHECKING:
    from geo.between import Digest
    from geo.digest_words import Item, Line, Section

__all__ = ["choice", "files", "head", "parts"]


def head(found: Digest | None, view: View) -> Markup:
    """Return the two days in words; the page's name where they are out of order."""
    told = notices.days_notice(view.lang)
    note = Markup('<p role="status">{}</p>').format(told) if told else Markup("")
    title = headline(found) if found else text("ui.tab_digest", view.lang)
    said = lead(found) if found else ""
    return Markup('<div class="dg-sum"><h2>{}</h2>{}<p>{}</p></div>').format(title, note, said)


def choice(view: View) -> Markup:
    """Return the two days as a form of the browser's own, which knows the reader's language."""
    lang, (since, until) = view.lang, digests.days(view)
    kept = parse_qsl(to_query(replace(view, since=None, at=None, camera=None)))
    hidden = Markup("").join(
        Markup('<input type="hidden" name="{}" value="{}">').format(name, value) for name, value in kept
    )
    first, last = report_day(view.report), today().isoformat()
    fields = Markup("").join(
        Markup(
            '<label>{} <input type="date" name="{}" value="{}" min="{}" max="{}" required></label>'
        ).format(text(f"digest.{word}", lang), name, value, first, last)
        for name, word, value in (("since", "from", since), ("at", "to", until))
    )
    show = text("digest.show", lang)
    return Markup(
        '<form class="dg-days" action="./digest" method="get">{}{}<button type="submit">{}</button></form>'
    ).format(hidden, fields, show)


def files(view: View) -> Markup:
    """Return links to the files of the same digest."""
    query = to_query(replace(view, camera=None, near=None, project=None))
    links = Markup("").join(
        Markup('<a class="share-file" href="{}?{}" download>{}</a>').format(
            path, query, text(f"digest.file_{kind}", view.lang)
        )
        for kind, path in DIGEST_FILES.items()
    )
    pair = Markup('<a class="share-file" href="./pair?{}">{}</a>').format(query, text("pair.open", view.lang))
    return Markup('<div class="share-files">{}{}</div>').format(pair, links)


def parts(found: Digest) -> Markup:
    """Return every section."""
    return Markup("").join(_part(part) for part in sections(found))


def _part(part: Section) -> Markup:
    items = Markup("").join(_item(item) for item in part.items)
    return Markup(
        '<div class="dg-part"><h2>{} <span>{}</span></h2><p class="dg-note">{}</p>'
        '<ul class="dg-changes dg-digest">{}</ul></div>'
    ).format(part.title, len(part.items), part.means, items)


def _item(item: Item) -> Markup:
    name = Markup("{}").format(item.name)
    if item.query or item.page:
        name = Markup('<a href="./{}?{}" target="_self">{}</a>').format(item.page, item.query, item.name)
    lines = Markup("").join(_line(line) for line in item.lines)
    return Markup('<li><div><span class="dg-name">{}</span>{}</div></li>').format(name, lines)


def _line(line: Line) -> Markup:
    address = link(line.url)
    source = Markup('<span class="dg-source">{}</span>').format(line.source) if line.source else Markup("")
    if address:
        source = Markup(
            '<a class="dg-source" href="{}" target="_blank" rel="noopener noreferrer">{}</a>'
        ).format(address, line.source)
    words = Markup("{}").format(line.words)
    if line.where:
        words = Markup('<a href="./{}" target="_self">{}</a>').format(line.where, line.words)
    return Markup("<p>{} {}</p>").format(words, source)
