"""What a correction says before anybody has written a word: which fact, what it says now, and who says so."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from i18n import text
from layers.projects.records import Project, Source
from layers.wording import date_text, known, link, readable

__all__ = ["Fact", "Letter", "facts_of_project", "facts_of_source", "facts_of_target", "letter"]

_Row = Mapping[Hashable, Any]

# A mail or form that is opened by its address holds no more than a few thousand signs, and each of ours
# takes nine there. correct.js cuts at the same length.
_LONGEST_VALUE = 240


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that can be wrong: a key, what it is called, what it says now, and where that is from."""

    key: str
    label: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A title and a text, which a person goes on writing."""

    title: str
    text: str


def _cut(value: str) -> str:
    """Return a value on one line and no longer than a mail can carry."""
    line = " ".join(value.split())
    return line if len(line) <= _LONGEST_VALUE else f"{line[: _LONGEST_VALUE - 1]}…"


def _spaced(*parts: object) -> str:
    """Return the parts that there are, with spaces between."""
    return " ".join(str(part) for part in parts if part)


def _cited(source: Source | None) -> str:
    """Return a source in one line: title, publisher, address, day of reading."""
    if source is None:
        return ""
    return _spaced(source.full, source.title, readable(source.url or ""), source.read)


def facts_of_project(project: Project, *, towns: Mapping[str, str], lang: str) -> list[Fact]:
    """Return what a card says, each with its source.

    Parameters
    ----------
    towns
        Name of each unit by its id.
    """
    report = _spaced(project.promise.ref, project.promise.url, project.promise.read)
    kept = project.promise.kept
    outcome = f" {kept.word}{kept.rest}" if kept else ""
    now = _spaced(project.now.word, project.now.date, project.now.fact)
    named = text("map.list_sep", lang).join(towns.get(town, town) for town in project.towns)
    place = _spaced(project.place.title, project.place.text)
    own = (
        ("name", project.name, report),
        ("what", project.what, ""),
        ("promise", project.promise.text + outcome, report),
        ("status", now, _cited(project.now.source)),
        ("place", place, ""),
        ("towns", named, ""),
    )
    events = (
        Fact(f"event-{n}", text("correct.event", lang, date=one.date), one.fact, _cited(one.source))
        for n, one in enumerate(project.events, start=1)
    )
    return [*(Fact(key, text(f"correct.{key}", lang), *told) for key, *told in own), *events]


def _source_line(row: _Row | None, lang: str) -> str:
    """Return a row of the sources in one line."""
    if row is None:
        return ""
    read = date_text(row["date_read"], lang=lang)
    told = (known(row[name]) for name in ("title", "publisher"))
    return _spaced(*told, link(row["url"]), text("ui.read_on", lang, date=read))


def facts_of_target(
    row: _Row, *, value: str, scope: str, sources: Mapping[str, _Row], lang: str
) -> list[Fact]:
    """Return what is said of a figure: the figure in words, whom it binds, and its result.

    Parameters
    ----------
    value, scope
        As the pages word them.
    sources
        Rows of the sources by id.
    """
    report = _source_line(sources.get(str(row["source_id"])), lang)
    paragraph = f"{text('record.ref', lang, ref=row['ref'])} {report}"
    result = str(known(row[f"result_{lang}"]) or text("kept.unknown", lang))
    day = date_text(row["result_date"], lang=lang) if known(row["result_date"]) else ""
    told = _source_line(sources.get(str(row["result_source_id"])), lang)
    return [
        Fact("value", text("correct.value", lang), value, paragraph),
        Fact("scope", text("correct.scope", lang), scope, paragraph),
        Fact("result", text("correct.result", lang), f"{result} {day}".strip(), told),
    ]


def facts_of_source(row: _Row, *, lang: str) -> list[Fact]:
    """Return what is said of a source: title, publisher, address or citation, licence, day of reading."""
    address = str(known(row["url"]) or known(row["citation"]) or "")
    own = (
        ("title", str(known(row["title"]) or "")),
        ("publisher", str(known(row["publisher"]) or "")),
        ("address", address),
        ("licence", str(known(row["licence"]) or "")),
        ("read", date_text(row["date_read"], lang=lang)),
    )
    line = _source_line(row, lang)
    return [Fact(key, text(f"correct.{key}", lang), value, line) for key, value in own]


def letter(kind: str, named: Sequence[str], fact: Fact, *, address: str, lang: str) -> Letter:
    """Return a correction with all that is known in it, and room for what is to be said.

    Parameters
    ----------
    kind
        ``project``, ``target`` or ``source``.
    named
        Id and name of what it is about.
    address
        The link to it.
    """
    identity, name = named
    return Letter(
        title=text("correct.subject", lang, name=_cut(name), field=fact.label),
        text=text(
            "correct.text",
            lang,
            kind=text(f"correct.kind_{kind}", lang),
            id=identity,
            name=_cut(name),
            field=fact.label,
            value=_cut(fact.value) or text("correct.nothing", lang),
            source=_cut(fact.source) or text("correct.nothing", lang),
            link=address,
        ),
    )
