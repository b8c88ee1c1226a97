"""What a feed is called, and what its entries say beside the fact itself."""

from __future__ import annotations

import re
from typing import NamedTuple

from geo.entries import Entry
from geo.feed import Feed
from i18n import text
from layers.title import counted, heading
from layers.wording import date_text, link

__all__ = ["Said", "said", "source_address", "subtitle", "title", "xml_text"]

# What XML 1.0 can not hold, not even escaped (section 2.2, production 2).
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(value: str) -> str:
    """Return text without the signs that no XML document can hold."""
    return _NO_XML.sub("", value)


def title(found: Feed) -> str:
    """Return what is followed in words, without a number or state that changes from day to day."""
    lang = found.view.lang
    followed = found.project or heading(found.view, None)
    if found.around is not None:
        km = f"{found.around.radius_m / 1000:g}"
        circle = text("follow.round", lang, place=found.place, n=km)
        followed = f"{circle}{text('map.dot', lang)}{followed}"
    return f"{text('app.title', lang)}{text('map.dot', lang)}{followed}"


def subtitle(found: Feed) -> str:
    """Return what the feed holds and what it leaves out."""
    lang = found.view.lang
    sentences = [text("follow.holds", lang)]
    if found.left_out:
        sentences.append(counted("follow.left_out", found.left_out, lang))
    return (" " if lang == "en" else "").join(sentences)


class Said(NamedTuple):
    """What an entry says, a line each: the day and the fact, the report's paragraph, the source."""

    fact: str
    paragraph: str
    source: str


def said(entry: Entry, lang: str) -> Said:
    """Return what an entry says in one language."""
    return Said(
        text("follow.on", lang, date=date_text(entry.date, lang=lang), words=entry.words),
        text("record.ref_paragraph", lang, ref=entry.ref),
        _source(entry, lang),
    )


def _source(entry: Entry, lang: str) -> str:
    source = entry.source
    if source is None:
        return text("follow.no_source", lang)
    read = text("ui.read_on", lang, date=date_text(source.read, lang=lang))
    return text("follow.source", lang, title=source.title, publisher=source.publisher, read=read)


def source_address(entry: Entry) -> str | None:
    """Return the source's address if it is a plain web address."""
    return link(entry.source.url) if entry.source else None
