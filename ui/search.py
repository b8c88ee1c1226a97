"""The search field: it filters as one types, and offers towns and stations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import streamlit as st

from geo.places import town_names
from geo.view import View
from i18n import text
from ui import facts, session

__all__ = ["Offer", "field", "offers"]

_KEY = "search"
_MOST = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """A town or station whose name holds what was typed; degrees WGS 84."""

    kind: Literal["town", "station"]
    id: str
    name: str
    lon: float
    lat: float


def field(view: View) -> None:
    """Draw the field, filled from the address."""
    st.session_state[_KEY] = view.text
    st.text_input(
        text("ui.search", view.lang),
        key=_KEY,
        max_chars=80,
        placeholder=text("ui.search", view.lang),
        label_visibility="collapsed",
        live="300ms",
        on_change=_typed,
        autocomplete="off",
    )


def _typed() -> None:
    """Write what was typed into the address."""
    session.change(text=st.session_state[_KEY] or "")


def offers(view: View) -> list[Offer]:
    """Return the towns, then the stations, whose name holds the text; at most three."""
    wanted = view.text.casefold()
    if not wanted:
        return []
    return (_towns(wanted, view.lang) + _stations(wanted, view.lang))[:_MOST]


def _towns(wanted: str, lang: str) -> list[Offer]:
    found = []
    by_id = {str(row.id): row for row in facts.dataset().towns.itertuples()}
    for town_id, town in town_names().items():
        plain = town.name_en.replace("'", "")
        if any(wanted in name.casefold() for name in (town.name_zh, town.name_en, plain, town_id)):
            row = by_id[town_id]
            name = town.short_zh if lang == "zh" else town.name_en
            found.append(Offer("town", town_id, name, float(row.label_lon), float(row.label_lat)))
    return found


def _stations(wanted: str, lang: str) -> list[Offer]:
    found = []
    for row in facts.dataset().stations.itertuples():
        names = [str(name) for name in (row.name_zh, row.name_en) if isinstance(name, str)]
        if any(wanted in name.casefold() for name in names):
            name = names[-1] if lang == "en" else names[0]
            found.append(Offer("station", str(row.id), name, float(row.geometry.x), float(row.geometry.y)))
    return found


def show_offers(view: View) -> None:
    """Draw the offers as buttons: a town filters (or is measured from, in «附近»), a station is measured from."""
    found = offers(view)
    if not found:
        return
    with st.container(key="offers", horizontal=True, gap=None):
        for offer in found:
            label = text(f"ui.offer_{offer.kind}", view.lang, name=_plain(offer.name))
            st.button(label, key=f"offer_{offer.kind}_{offer.id}", on_click=_take, args=(offer,))


def _plain(name: str) -> str:
    """Return a name of the data so that no sign in it acts as markdown in a button's label."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()<>#+-.!|~:$&" else sign for sign in name)


def _take(offer: Offer) -> None:
    """Act on an offer: the text has done its work and goes."""
    asked = st.session_state.pop("position", None) is not None
    if offer.kind == "town" and not asked and session.place() is None:
        session.change(text="", towns=(offer.id,))
        return
    session.change(text="")
    standing = session.place()
    radius_m = standing.radius_m if standing else View().radius_m
    session.put_place(session.Standing(offer.lon, offer.lat, offer.name, radius_m))
