"""The frame that all pages share: title, languages, tabs, theme button, stylesheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal
from urllib.parse import parse_qsl

import streamlit as st

from geo.state import Show
from i18n import text
from ui import facts, markup, notices, session
from ui.theme import STYLESHEET_PATH, more_styles
from ui.titles import TABS, UNLISTED, window_title

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

__all__ = ["foot", "head", "name_page", "open_page"]

_LANGUAGES = {"zh": "中文", "en": "EN"}


def open_page() -> None:
    """Read the address, keep what it held that was left out, and bring in the stylesheet."""
    _, ignored = session.read()
    notices.remember(ignored)
    large = f";{more_styles('large')}" if session.view().show is Show.LARGE else ""
    markup.show(f'<style>@import"{STYLESHEET_PATH}"{large}</style>')


def name_page(page: str) -> None:
    """Set the window title, which Streamlit puts over what the server wrote."""
    view = session.view()
    name = window_title(page, view, facts.project(view.project) if view.project else None)
    st.set_page_config(page_title=name, layout="wide", initial_sidebar_state="collapsed")


def head(pages: Mapping[str, StreamlitPage], *, current: StreamlitPage) -> None:
    """Draw title, languages and tabs, in this order for a keyboard too."""
    lang = session.view().lang
    with st.container(key="title_row", horizontal=True, gap=None):
        markup.show(f"<h1>{text('app.title', lang)}</h1>")
        with st.container(key="languages", horizontal=True, gap=None):
            for code, name in _LANGUAGES.items():
                kind: Literal["primary", "tertiary"] = "primary" if code == lang else "tertiary"
                st.button(name, key=f"lang_{code}", type=kind, on_click=_speak, args=(code,))
            _links(_some(pages, ("about",)), current=current, lang=lang, name="title_links")
            _mode(lang, is_large=session.view().show is Show.LARGE)
        with st.container(key="menu"), st.popover(text("ui.menu", lang), key="menu_open"):
            listed = tuple(name for name in pages if name not in UNLISTED)
            _links(_some(pages, listed), current=current, lang=lang, name="menu_nav")
            st.button(text("ui.theme", lang), key="theme_menu", type="tertiary")
        _editions(pages, current=current, lang=lang)
    with st.container(key="tab_row", horizontal=True, gap=None):
        _links(_some(pages, TABS), current=current, lang=lang, name="tabs")
        st.button(text("ui.theme", lang), key="theme", type="tertiary")


def foot(pages: Mapping[str, StreamlitPage], *, current: StreamlitPage) -> None:
    """Draw the quiet row of links to the pages without a tab, below a paper page."""
    others = _some(pages, tuple(name for name in pages if name not in TABS))
    _links(others, current=current, lang=session.view().lang, name="foot_links")


def _some(pages: Mapping[str, StreamlitPage], names: tuple[str, ...]) -> Mapping[str, StreamlitPage]:
    """Return the pages of these names, in their order; a name that no page has yet is left out."""
    return {name: pages[name] for name in names if name in pages}


def _links(pages: Mapping[str, StreamlitPage], *, current: StreamlitPage, lang: str, name: str) -> None:
    """Draw a link to each page that keeps the view."""
    query = dict(parse_qsl(session.link(session.view())))
    with st.container(key=name, horizontal=True, gap=None):
        for key, page in pages.items():
            here = "_here" if page.url_path == current.url_path else ""
            with st.container(key=f"{name}_{key}{here}"):
                st.page_link(page, label=text(f"ui.tab_{key}", lang), query_params=query)


def _editions(pages: Mapping[str, StreamlitPage], *, current: StreamlitPage, lang: str) -> None:
    """Draw the ways to the same view in each report, and to what changed; nothing while there is one."""
    years = facts.editions()
    if len(years) < 2:
        return
    shown, project = facts.shown_report(), session.view().project
    with st.container(key="editions", horizontal=True, gap=None):
        markup.show(f"<style>{more_styles('editions')}</style>")
        for year in years:
            kind: Literal["primary", "tertiary"] = "primary" if year == shown else "tertiary"
            st.button(
                year,
                key=f"edition_{year}",
                type=kind,
                on_click=session.open_report,
                args=(year,),
                kwargs={"project": project},
            )
        _links(_some(pages, ("changes",)), current=current, lang=lang, name="editions_nav")


def _mode(lang: str, *, is_large: bool) -> None:
    """Draw the way to the large and simple mode, or back; the browser keeps it (layers/large/large.js)."""
    key, word, show = ("plain", "off", None) if is_large else ("xl", "on", Show.LARGE)
    st.button(text(f"large.{word}", lang), key=key, type="tertiary", on_click=_show, args=(show,))


def _show(mode: Show | None) -> None:
    session.change(show=mode)


def _speak(code: str) -> None:
    """Change the language."""
    session.change(lang=code)
