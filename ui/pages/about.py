"""What the data can and cannot tell, where it is from, and what happens to a visitor's position."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from html import escape
from typing import Any

import geo
from geo.view import View, to_query
from geo.vocabulary import Certainty, Kept, Status
from i18n import text
from layers.prepared import PUBLISHED_URL_VARIABLE
from ui import day, facts, markup, offline, session
from ui.correcting.links import correct_link

__all__ = ["CONTACT_VARIABLE", "contact", "draw", "kept_rule", "sources_list"]

_PARTS = ("can", "cannot", "position")
# Whom readers write to who cannot use a page: a mail address or an https address.
CONTACT_VARIABLE = "DGMAP_CONTACT"


def draw() -> None:
    """Draw the page: plain paragraphs, the keys in words, the sources, the version."""
    lang = session.view().lang
    day.banner()
    for part in _PARTS:
        _paragraphs(part, lang)
    _paragraphs("access", lang)
    markup.show(contact(lang))
    dataset = facts.dataset_today()
    markup.show(_key("certainty", Certainty, lang) + _key("status", Status, lang) + _key("kept", Kept, lang))
    markup.show(kept_rule(dataset.projects.to_dict("records"), lang=lang))
    markup.show(sources_list(dataset.sources.to_dict("records"), report=dataset.edition, lang=lang))
    markup.show(_versions(lang) + _elsewhere(lang))


def _elsewhere(lang: str) -> str:
    """Return the ways to this map outside of the app: one file without a net, and the published pages."""
    query = to_query(View(lang=lang))
    address = f"{offline.PATH.removeprefix('/')}{'?' if query else ''}{query}"
    ways = [f'<li><a href="{escape(address)}" download>{escape(text("ui.about_offline", lang))}</a></li>']
    own = escape(f"./own-tour?{query}")
    ways.append(f'<li><a href="{own}" target="_self">{escape(text("own_tour.title", lang))}</a></li>')
    published = os.environ.get(PUBLISHED_URL_VARIABLE, "")
    if published.startswith(("https://", "http://")):
        target = f"{published.rstrip('/')}/{lang}/index.html"
        ways.append(f'<li><a href="{escape(target)}">{escape(text("ui.about_published", lang))}</a></li>')
    title = escape(text("ui.about_elsewhere_title", lang))
    return f'<section class="dgmap-sources"><h2>{title}</h2><ul>{"".join(ways)}</ul></section>'


def _paragraphs(part: str, lang: str) -> None:
    lines = "".join(f"<p>{escape(line)}</p>" for line in text(f"ui.about_{part}", lang).splitlines() if line)
    markup.show(f"<section><h2>{escape(text(f'ui.about_{part}_title', lang))}</h2>{lines}</section>")


def contact(lang: str) -> str:
    """Return whom to write to about what one cannot read or use, as the operator says it."""
    told = os.environ.get(CONTACT_VARIABLE, "").strip()
    if told.startswith("https://") or re.fullmatch(r"[\w.+-]+@[\w.-]+", told):
        target = told if "://" in told else f"mailto:{told}"
        name = f'<a href="{escape(target)}" rel="noopener">{escape(told)}</a>'
        return f"<section><p>{escape(text('ui.about_access_contact', lang))}{name}</p></section>"
    return f"<section><p>{escape(text('ui.about_access_nobody', lang))}</p></section>"


def _key(name: str, members: type[StrEnum], lang: str) -> str:
    """Return a list of words and what they mean."""
    rows = "".join(
        f"<dt>{escape(text(f'{name}.{value}', lang))}</dt>"
        f"<dd>{escape(text(f'ui.means_{name}.{value}', lang))}</dd>"
        for value in members
    )
    title = escape(text(f"ui.means_{name}_title", lang))
    return f'<section class="dgmap-key"><h2>{title}</h2><dl>{rows}</dl></section>'


def kept_rule(projects: Sequence[Mapping[Any, Any]], *, lang: str) -> str:
    """Return how an outcome is told, with the first project of each outcome that there is as an example."""
    from layers.wording import date_text  # noqa: PLC0415 - pandas must stay out of the first view

    lines = [line for line in text("ui.means_kept_rule", lang).splitlines() if line]
    for value in (Kept.KEPT, Kept.LATE, Kept.NOT_YET, Kept.UNKNOWN):
        row = next((row for row in projects if row["kept"] == value), None)
        if row is not None:
            lines.append(
                text(
                    f"ui.means_kept_{'silent' if value is Kept.UNKNOWN else 'example'}",
                    lang,
                    name=row[f"name_{lang}"],
                    promise=str(row[f"promise_{lang}"]).rstrip("。."),
                    date=date_text(row["kept_date"], lang=lang),
                    kept=text(f"kept.{value}", lang),
                )
            )
    return f"<section>{''.join(f'<p>{escape(line)}</p>' for line in lines)}</section>"


def sources_list(rows: Sequence[Mapping[Any, Any]], *, report: str, lang: str) -> str:
    """Return the sources as HTML: title (linked when it has an address), publisher, licence, date read.

    Each has a link to the page that writes a correction of it.
    """
    items = "".join(f"<li>{_source(row, lang)} {_correct(row, report, lang)}</li>" for row in rows)
    title = escape(text("ui.about_sources_title", lang, n=len(rows)))
    return f'<section class="dgmap-sources"><h2>{title}</h2><ul>{items}</ul></section>'


def _correct(row: Mapping[Any, Any], report: str, lang: str) -> str:
    return correct_link("source", str(row["id"]), str(row["title"]), report=report, lang=lang)


def _known(value: object) -> str:
    """Return a cell as text; an unknown one (empty, None, NaN) as nothing."""
    return value if isinstance(value, str) else ""


def _source(row: Mapping[Any, Any], lang: str) -> str:
    title, url = escape(_known(row["title"])), _known(row["url"])
    if url.startswith(("https://", "http://")):
        title = f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{title}</a>'
    read = _known(row["date_read"])
    facts_said = [
        escape(part)
        for part in (
            _known(row["publisher"]),
            _known(row["licence"]),
            text("ui.read_on", lang, date=read) if read else "",
        )
        if part
    ]
    return f"{title}<br><small>{' · '.join(facts_said)}</small>"


def _versions(lang: str) -> str:
    known = facts.prepared().facts
    line = text(
        "ui.about_version",
        lang,
        version=geo.__version__,
        edition=known["edition"],
        newest=known["newest_fact"],
    )
    return f"<section><h2>{escape(text('ui.about_version_title', lang))}</h2><p>{escape(line)}</p></section>"
