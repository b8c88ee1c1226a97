"""The map: the document fills the window and does the work; this page answers it and keeps the link."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.state import clean_text
from geo.view import View
from i18n import LANGUAGES, text
from ui import facts, nearby, notices, own, session, share, town_frame
from ui.mapframe import event, mapframe
from ui.questions import asked_state, text_answer

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

__all__ = ["draw", "frame_message", "show_frame"]

_TURN = "page_turn"
_GO = "go"
_ASKED_TEXT = "asked_text"  # the text whose answer the map waits for
_REDRAW = "redraw"  # while set, the page around the map is to be drawn anew
_SAID = "frame_said"
_STANDING = ("page", "lang", "src")
_WITH_A_MAP = ("map", "towns", "upload")


def draw() -> None:
    """Draw what stands beside the map document: the share panel, once it has been asked for."""
    share.panel(session.view().lang)


def show_frame(name: str, pages: Mapping[str, StreamlitPage]) -> None:
    """Mount the map document. What it tells reruns this part alone, and sends one small message back.

    Parameters
    ----------
    name
        The page that is shown; on a page without a map the bridge only keeps address and language.
    pages
        All pages by name, for the ways out of the map that need the view as it is now.
    """
    st.session_state.pop(_SAID, None)
    _frame(name, pages)


@st.fragment
def _frame(name: str, pages: Mapping[str, StreamlitPage]) -> None:
    mapframe(_unsaid(frame_message(name)), on_event=_told)
    if st.session_state.get(share.OPEN) or st.session_state.pop(_REDRAW, False):
        st.rerun()
    target = pages.get(st.session_state.pop(_GO, ""))
    if target is not None:
        st.switch_page(target, query_params=session.parameters(session.view()))


def _unsaid(message: Mapping[str, Any]) -> Mapping[str, Any]:
    """Leave out what the bridge has from this page's whole run: page, language and document seldom change."""
    standing = {key: message[key] for key in _STANDING if key in message}
    if st.session_state.get(_SAID) == standing:
        return {key: value for key, value in message.items() if key not in standing}
    st.session_state[_SAID] = standing
    return message


def frame_message(page: str) -> Mapping[str, Any]:
    """Return what the bridge shows on a page: the document and its state on the map, else only words."""
    view = session.view()
    message: dict[str, Any] = {"page": page, "lang": view.lang, "query": session.link(view)}
    if page in _WITH_A_MAP:
        message["src"] = f"/map/{facts.prepared().page(view.lang).name}"
    if page == "upload":
        message["state"] = {**_state(view, said=[]), "own": own.state(alone=True)}
    if page == "towns":
        message["state"] = town_frame.state(view, turn=st.session_state.get(_TURN, 0))
    if page == "map":
        message["state"] = _state(view, said=notices.link_notices(view.lang))
        if (place_query := session.link(view, with_place=True)) != message["query"]:
            message["place_query"] = place_query
    return message


def _state(view: View, *, said: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return the state for ``dgmap.apply``: what is at its rest is left out."""
    standing = session.place(view)
    told = [*said, *notices.data_notices(view.lang)]
    state: dict[str, object] = {
        "view": asked_state(view),
        "near": None if standing is None else nearby.describe(standing),
        "notices": told,
        "own": own.state(),
    }
    if view.text and st.session_state.get(_ASKED_TEXT) == view.text:
        from ui import elsewhere  # noqa: PLC0415 - only where a text is asked for

        state["answer"] = answer = text_answer(view)
        state["notices"] = [*elsewhere.found(view, is_alone=not answer["ids"]), *told]
    rest = {key: value for key, value in state.items() if value}
    # The number is always said: without it an answer that is late would undo what was chosen since.
    return {"turn": st.session_state.get(_TURN, 0), **rest}


# --- what the map tells ---


def _told() -> None:
    """Take over the view that the map shows, then act on what it has told."""
    told = event()
    query = told.get("query")
    if isinstance(query, str):
        st.session_state[_TURN] = int(_number(told, "turn"))
        session.take(query)
    act = _ACTS.get(str(told.get("type")))
    if act is not None:
        act(told)


def _number(told: Mapping[str, Any], name: str) -> float:
    """Return a number of an event; whoever sends none is answered with a TypeError."""
    value = told.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        msg = f"`{name}` was {value!r} but is expected to be a finite number"
        raise TypeError(msg)
    return float(value)


def _stand(told: Mapping[str, Any]) -> None:
    """Measure from a position of the browser, a tap, a town or a station: kept for this session only."""
    label = text("ui.here", session.view().lang) if told.get("type") == "locate" else ""
    if told.get("type") == "stand":
        label = clean_text(str(told.get("label") or ""))
    lon, lat = _number(told, "lon"), _number(told, "lat")
    if abs(lon) <= 180 and abs(lat) <= 90:
        session.stand(lon, lat, label)


def _radius(told: Mapping[str, Any]) -> None:
    standing = session.place()
    if standing is not None:
        session.put_place(replace(standing, radius_m=round(_number(told, "radius_m"))))


def _near_off(_told: Mapping[str, Any]) -> None:
    session.leave_place()


def _go(told: Mapping[str, Any]) -> None:
    st.session_state[_GO] = str(told.get("page"))


def _town(told: Mapping[str, Any]) -> None:
    town_frame.open_town(told, go=_GO)


def _ask(_told: Mapping[str, Any]) -> None:
    """Answer a text: typing errors are forgiven, and the report's figures are looked through."""
    st.session_state[_ASKED_TEXT] = session.view().text


def _speak(told: Mapping[str, Any]) -> None:
    """Change the language; the page around the map is then drawn anew."""
    if told.get("lang") in LANGUAGES:
        session.change(lang=told["lang"])
        st.session_state[_REDRAW] = True


def _redraw(_told: Mapping[str, Any]) -> None:
    """Draw the page around the map anew: it is shown in another mode."""
    st.session_state[_REDRAW] = True


def _share(told: Mapping[str, Any]) -> None:
    """Open the share panel for the view as the map shows it, and where it looks now."""
    st.session_state[share.CAMERA] = str(told.get("m") or "")[:40]
    st.session_state[share.OPEN] = True


_ACTS: Mapping[str, Callable[[Mapping[str, Any]], None]] = {
    "ask": _ask,
    "lang": _speak,
    "locate": _stand,
    "pick": _stand,
    "stand": _stand,
    "radius": _radius,
    "near_off": _near_off,
    "try": notices.act,
    "dismiss": notices.act,
    "share": _share,
    "show": _redraw,
    "go": _go,
    "town": _town,
}
