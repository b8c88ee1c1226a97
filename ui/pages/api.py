"""The data of what one is looking at, for programs: addresses in each format, and how to read them."""

from __future__ import annotations

from html import escape

import streamlit as st

from geo.export.formats import FILES
from geo.view import View, to_query
from i18n import text
from ui import day, markup, session
from ui.api.examples import EXAMPLES, addresses, example
from ui.hosts import base_url
from ui.theme import more_styles

__all__ = ["draw"]


def draw() -> None:
    """Draw the addresses of the projects that the link shows, the other tables, and an example a program."""
    view = session.view()
    lang, base = view.lang, base_url(_headers(), is_private=True)
    markup.show(f"<style>{more_styles('api')}</style>")
    day.banner()
    markup.show(_section("lead_title", lang, text("api.page.lead", lang)))
    for name, address in addresses(view, base).items():
        word = text(f"export.format.{'oc4ids' if name == 'json' else name}", lang)
        _copied(f"{word} · .{name}", address)
    _tables(lang, base)
    _head("examples_title", lang)
    for program in EXAMPLES:
        _copied(text(f"api.program.{program}", lang), example(program, view, base))
    _notes(lang, base)


def _headers() -> dict[str, str]:
    return {name.lower(): value for name, value in st.context.headers.items()}


def _head(key: str, lang: str) -> None:
    markup.show(f"<h2>{escape(text(f'api.page.{key}', lang))}</h2>")


def _section(key: str, lang: str, *paragraphs: str) -> str:
    told = "".join(f"<p>{escape(line)}</p>" for line in paragraphs)
    return f"<section><h2>{escape(text(f'api.page.{key}', lang))}</h2>{told}</section>"


def _copied(label: str, code: str) -> None:
    """Show a text that is to be copied, with Streamlit's own button for it."""
    markup.show(f"<h3>{escape(label)}</h3>")
    st.code(code, language=None, wrap_lines=True)


def _tables(lang: str, base: str) -> None:
    """List the tables beside the projects, a link a format."""
    rows = []
    for table in FILES:
        if table == "projects":
            continue
        links = " ".join(
            f'<a href="{escape(address)}" download>{escape(name)}</a>'
            for name, address in addresses(session.view(), base, table=table).items()
        )
        rows.append(f"<li>{escape(text(f'export.layer.{table}', lang))}: {links}</li>")
    markup.show(f"<h2>{escape(text('api.page.tables_title', lang))}</h2><ul>{''.join(rows)}</ul>")


def _notes(lang: str, base: str) -> None:
    """Say what holds for every address, and where the descriptions for programs are."""
    query = to_query(View(lang=lang))
    ways = [
        (f"{base}/data/openapi.json{'?' if query else ''}{query}", "OpenAPI 3.1"),
        (f"{base}/ogc{'?' if query else ''}{query}", "OGC API Features"),
    ]
    links = " · ".join(f'<a href="{escape(address)}">{escape(name)}</a>' for address, name in ways)
    lines = text("api.page.notes", lang).splitlines()
    markup.show(_section("notes_title", lang, *lines) + f"<p>{links}</p>")
