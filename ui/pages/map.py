"""The map: the document fills the window, search and filters lie over its left column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from geo.view import View
from i18n import text
from ui import facts, filters, nearby, notices, search, session, share
from ui.mapframe import event, mapframe
from ui.questions import Answer, answer, is_plain

__all__ = ["draw", "frame_message", "show_frame"]

_TURN = "locate_turn"


def draw() -> None:
    """Draw the widgets of the column, then bring the map to the same view."""
    view = session.view()
    found = answer(view)
    with st.container(key="search_row", horizontal=True, gap=None):
        search.field(view)
        _near_button(view.lang)
    search.show_offers(view)
    if session.place() is None:
        with st.container(key="choices", gap=None):
            filters.panel(view, found)
            filters.chips(view, found)
    elif not is_plain(
        view
    ):  # the near-me panel stands where the chips were; say that filters hold all the same
        filters.panel(view, found)
    share.panel(view.lang)


def _near_button(lang: str) -> None:
    """Draw «附近»: pressed while a place is measured from, and then it ends that."""
    on = session.place() is not None
    st.button(
        text("ui.near", lang), key="near", type="primary" if on else "secondary", on_click=_near_pressed
    )


def _near_pressed() -> None:
    if session.place() is not None:
        session.leave_place()
        st.session_state.pop(session.ASKED, None)
        return
    st.session_state[session.ASKED] = "locating"
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def frame_message(page: str) -> Mapping[str, Any]:
    """Return what the bridge shows on a page: the document and its state on the map, else only words."""
    view = session.view()
    asked = st.session_state.get(session.ASKED)
    on_map = page == "map"
    return {
        "page": page,
        "lang": "zh-CN" if view.lang == "zh" else "en",
        "src": f"/map/{facts.prepared().page(view.lang).name}" if on_map else None,
        "query": session.link(view),
        "place_query": session.link(view, with_place=True),
        "words": {key: text(f"ui.{key}", view.lang) for key in ("frame", "copied", "copy_failed")},
        "locate": st.session_state.get(_TURN) if asked == "locating" else None,
        "state": _state(view, answer(view), asked=asked) if on_map else None,
    }


def _state(view: View, found: Answer, *, asked: str | None) -> Mapping[str, Any]:
    """Return the state for ``dgmap.apply``."""
    standing = session.place()
    near = None if standing is None else nearby.describe(standing, ids=found.ids)
    said = notices.link_notices(view.lang) + notices.data_notices(view.lang)
    if asked is not None:
        said.insert(0, notices.position_notice(asked, view.lang))
    return {
        "ids": found.ids,
        "selected": view.project,
        "towns": view.towns,
        "camera": view.camera,
        "near": near,
        "empty": notices.empty(view) if found.total == 0 else None,
        "notices": said,
        "picking": asked == "picking",
    }


def show_frame(page: str) -> None:
    """Mount the bridge."""
    mapframe(frame_message(page), on_event=_told)


# --- what the map tells ---


def _told() -> None:
    """Act on what the map has told; what is not in the list is not for us."""
    told = event()
    act = _ACTS.get(str(told.get("type")))
    if act is not None:
        act(told)


def _number(told: Mapping[str, Any], name: str) -> float:
    """Return a number of an event; whoever sends none is answered with a ValueError."""
    value = told.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        msg = f"`{name}` was {value!r} but is expected to be a number"
        raise TypeError(msg)
    return float(value)


def _select(told: Mapping[str, Any]) -> None:
    project = told.get("id")
    known = isinstance(project, str) and facts.project(project) is not None
    session.change(project=project if known else None)


def _town(told: Mapping[str, Any]) -> None:
    town = str(told.get("id"))
    chosen = set(session.view().towns) ^ {town}
    if town in {row["id"] for row in facts.prepared().facts["towns"]}:
        session.change(towns=tuple(chosen))


def _stand(told: Mapping[str, Any]) -> None:
    """Measure from a position of the browser or a tap: kept for this session only."""
    standing = session.place()
    radius_m = standing.radius_m if standing else View().radius_m
    label = text("ui.here", session.view().lang) if told.get("type") == "locate" else ""
    session.put_place(session.Standing(_number(told, "lon"), _number(told, "lat"), label, radius_m))
    st.session_state.pop(session.ASKED, None)


def _failed(told: Mapping[str, Any]) -> None:
    reason = {"denied": "refused"}.get(str(told.get("reason")), told.get("reason"))
    st.session_state[session.ASKED] = reason if reason in {"refused", "timeout"} else "unavailable"


def _radius(told: Mapping[str, Any]) -> None:
    standing = session.place()
    if standing is not None:
        session.put_place(replace(standing, radius_m=round(_number(told, "radius_m"))))


def _near_off(_told: Mapping[str, Any]) -> None:
    st.session_state.pop(session.ASKED, None)
    session.leave_place()


def _clear(_told: Mapping[str, Any]) -> None:
    filters.clear()


def _any(told: Mapping[str, Any]) -> None:
    field = str(told.get("field"))
    if field == "text":
        session.change(text="")
    elif field in filters.FACETS:
        session.change(**{field: ()})


def _try(told: Mapping[str, Any]) -> None:
    """Take the suggestion of a bad link."""
    notices.dismiss()
    field, value = str(told.get("field")), str(told.get("value"))
    now = session.view()
    if field == "project":
        _select({"id": value})
    elif field in filters.FACETS and value in filters.options(field):
        session.change(**{field: (*getattr(now, field), value)})


def _flag(key: str, value: object) -> Callable[[Mapping[str, Any]], None]:
    def act(_told: Mapping[str, Any]) -> None:
        st.session_state[key] = value

    return act


def _dismiss(_told: Mapping[str, Any]) -> None:
    notices.dismiss()


_ACTS: Mapping[str, Callable[[Mapping[str, Any]], None]] = {
    "select": _select,
    "town": _town,
    "locate": _stand,
    "pick": _stand,
    "locate_failed": _failed,
    "radius": _radius,
    "near_off": _near_off,
    "clear": _clear,
    "any": _any,
    "try": _try,
    "dismiss": _dismiss,
    "pick_start": _flag(session.ASKED, "picking"),
    "share": _flag(share.OPEN, value=True),
    "filters_open": _flag(filters.OPEN, value=True),
}
