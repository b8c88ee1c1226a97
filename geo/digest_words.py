"""A digest in words: sections of items, the same for page, Markdown and PDF."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from geo.address import paragraph
from geo.between import Changed, Digest, Elsewhere, Named
from geo.entries import Entry, EntrySource
from geo.export.extract import filter_words
from geo.state import View
from geo.view import to_query
from i18n import date_words, text

__all__ = ["Item", "Line", "Section", "foot", "headline", "lead", "markdown", "sections"]

# What Markdown (CommonMark 0.31, section 2.4) or HTML in it could read as more than text.
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|<>~&-])")


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence, and its source: words and address (empty where there is none).

    ``where`` is the page of the app that the sentence itself speaks of: a paragraph of a report.
    """

    words: str
    source: str = ""
    url: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One project, target or thing: its name, its link (empty: none), and what is said of it."""

    name: str
    query: str
    page: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a digest; ``key`` is its name in ``i18n``."""

    key: str
    title: str
    means: str
    items: tuple[Item, ...]


def headline(found: Digest) -> str:
    """Return the two days in words."""
    lang = found.view.lang
    first, last = (date_words(day, lang) for day in (found.since, found.until))
    return text("digest.headline", lang, first=first, last=last)


def lead(found: Digest) -> str:
    """Return what is counted and what is filtered."""
    lang = found.view.lang
    said = [text("digest.lead", lang), text("digest.filter", lang, filter=filter_words(found.view))]
    if found.is_empty:
        said.append(text("digest.nothing", lang))
    return ("" if lang == "zh" else " ").join(said)


def foot(found: Digest) -> str:
    """Return what the digest is made from."""
    return text("digest.foot", found.view.lang)


def sections(found: Digest) -> tuple[Section, ...]:
    """Return the parts that hold something, in their order."""
    lang = found.view.lang
    parts: dict[str, Iterable[Item]] = {
        "added": [_named(one, lang) for one in found.added],
        "status_changed": [_changed(one, lang) for one in found.status_changed],
        "updated": [_changed(one, lang) for one in found.updated],
        "not_named": [_named(one, lang) for one in found.not_named],
        "results": [_result(one, found.view) for one in found.results],
        "elsewhere": [_elsewhere(one, lang) for one in found.elsewhere],
    }
    return tuple(
        Section(key, text(f"digest.{key}", lang), text(f"digest.{key}_means", lang), tuple(items))
        for key, items in parts.items()
        if items
    )


def _named(one: Named, lang: str) -> Item:
    words = text("digest.named_in", lang, year=one.report, ref=one.ref)
    line = Line(words, where=paragraph(one.ref, report=one.report, lang=lang))
    return Item(one.name, _link(one, lang), "", (line,))


def _link(one: Named, lang: str) -> str:
    return to_query(View(report=one.report, lang=lang, project=one.id))


def _changed(one: Changed, lang: str) -> Item:
    lines = [Line(words) for words in _moves(one, lang)]
    lines += [_line(entry, lang) for entry in one.entries]
    lines.append(_told_in(one.project.ref, one.project.report, lang))
    return Item(one.project.name, _link(one.project, lang), "", tuple(lines))


def _told_in(ref: str, report: str, lang: str) -> Line:
    """Return the paragraph of the report that names something."""
    return Line(text("record.ref_paragraph", lang, ref=ref), where=paragraph(ref, report=report, lang=lang))


def _moves(one: Changed, lang: str) -> Iterable[str]:
    """Yield how status and outcome changed."""
    pairs = (("status", one.before, one.after), ("kept", one.kept_before, one.kept_after))
    for table, before, after in pairs:
        if before != after:
            words = (text(f"{table}.{value}", lang) for value in (before, after))
            yield text("digest.move", lang, what=text(f"digest.{table}", lang), moves=" → ".join(words))


def _line(entry: Entry, lang: str) -> Line:
    day = text("follow.on", lang, date=date_words(entry.date, lang), words=entry.words)
    return Line(day, *_source(entry.source, lang))


def _source(source: EntrySource | None, lang: str) -> tuple[str, str]:
    if source is None:
        return text("follow.no_source", lang), ""
    read = text("ui.read_on", lang, date=date_words(source.read, lang))
    return text("digest.source", lang, publisher=source.publisher or source.title, read=read), source.url


def _result(entry: Entry, view: View) -> Item:
    lines = (_line(entry, view.lang), _told_in(entry.ref, view.report, view.lang))
    return Item(entry.name, entry.query, entry.page, lines)


def _elsewhere(one: Elsewhere, lang: str) -> Item:
    day = text("follow.on", lang, date=date_words(one.date, lang), words=one.words)
    return Item(one.name, "", "", (Line(day, *_source(one.source, lang)), Line(one.document)))


def markdown(found: Digest, *, base: str = "") -> str:
    """Return a digest as Markdown (CommonMark); every text of the data is escaped.

    Parameters
    ----------
    base
        The site's own address without a last slash; without one nothing is linked but sources.
    """
    lines = [f"# {_plain(headline(found))}", "", _plain(lead(found)), ""]
    for part in sections(found):
        lines += [f"## {_plain(part.title)} ({len(part.items)})", "", _plain(part.means), ""]
        for item in part.items:
            lines += _item(item, base)
        lines.append("")
    lines += [_plain(foot(found)), ""]
    return "\n".join(lines)


def _item(item: Item, base: str) -> Sequence[str]:
    query = f"?{item.query}" if item.query else ""
    is_linked = bool(base and (item.query or item.page))
    name = _linked(item.name, f"{base}/{item.page}{query}" if is_linked else "")
    found = [f"- **{name}**"]
    for line in item.lines:
        words = _linked(line.words, f"{base}/{line.where}" if base and line.where else "")
        source = _linked(line.source, line.url)
        found.append(f"  - {' '.join(part for part in (words, source) if part)}")
    return found


def _linked(words: str, address: str) -> str:
    return f"[{_plain(words)}](<{address}>)" if address else _plain(words)


def _plain(words: str) -> str:
    """Return text that Markdown reads as that text: its signs escaped, in one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(words.split()))
