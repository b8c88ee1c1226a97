"""The search field: it filters as one types, and offers towns and stations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.state import clean_text
from geo.view import View
from i18n import text
from ui import session
from ui.plain import plain
from ui.questions import offers

if TYPE_CHECKING:
    from geo.lookup import Spot

__all__ = ["field", "show_offers"]

_KEY = "search"


def field(view: View) -> None:
    """Draw the field, filled from the address."""
    # Only when they differ: a value that we set replaces what was typed while this run was under way, and the
    # address holds no space at the end, which one types between two words.
    if clean_text(st.session_state.get(_KEY) or "") != view.text:
        st.session_state[_KEY] = view.text
    st.text_input(
        text("ui.search", view.lang),
        key=_KEY,
        max_chars=80,
        placeholder=text("ui.search", view.lang),
        label_visibility="collapsed",
        live=True,  # 250 ms; a duration in words would import numpy
        on_change=_typed,
        autocomplete="off",
    )


def _typed() -> None:
    """Write what was typed into the address."""
    session.change(text=st.session_state[_KEY] or "")


def show_offers(view: View) -> None:
    """Draw the towns and stations that the text may mean, as buttons, at most three.

    A town filters (in «附近» it is measured from), a station is measured from.
    """
    found = offers(view)
    if not found:
        return
    with st.container(key="offers", horizontal=True, gap=None):
        for spot in found:
            name = plain(_name(spot, view.lang))
            label = text(f"ui.offer_{spot.kind}", view.lang, name=name)
            st.button(label, key=f"offer_{spot.kind}_{spot.id}", on_click=_take, args=(spot,))


def _name(spot: Spot, lang: str) -> str:
    return spot.name_en if lang == "en" else spot.name_zh


def _take(spot: Spot) -> None:
    """Act on an offer: the text has done its work and goes."""
    if spot.kind == "town" and session.place() is None:
        session.change(text="", towns=(spot.id,))
        return
    session.change(text="")
    session.stand(spot.lon, spot.lat, _name(spot, session.view().lang))
