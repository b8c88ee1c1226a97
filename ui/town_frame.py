"""What the map document shows on the towns' pages: one town with its projects, or a count by town."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from geo.filters import PANEL
from geo.places import town_names
from geo.state import Show
from geo.view import View
from i18n import text
from ui import facts, notices, session

__all__ = ["counted", "counts", "open_town", "state", "town_of"]


def town_of(view: View) -> str | None:
    """Return the town whose page a view opens: the one that it filters; None for all or several."""
    return view.towns[0] if len(view.towns) == 1 else None


def state(view: View, *, turn: object) -> Mapping[str, Any]:
    """Return the state for ``dgmap.apply``; what is at its rest is left out."""
    town = town_of(view)
    said = notices.data_notices(view.lang)  # the page above says what a link held in vain
    shown: dict[str, object] = {"filters": {"towns": list(view.towns)}, "camera": view.camera}
    if view.at:
        shown["at"] = view.at
    if view.show is Show.LARGE:
        shown["show"] = view.show
    about = {"counts": counts(view)} if town is None else {"town": town}
    if town is not None:
        # Its page shows all projects of a town, whatever else the link filters.
        shown["selected"] = view.project
    rest: dict[str, object] = {"view": shown, "notices": said, **about}
    return {"turn": turn, **{key: value for key, value in rest.items() if value}}


def counted(view: View) -> str:
    """Say in words what is counted: the filters but for the towns, in the order of the panel."""
    chosen = [
        facet.word(value, view.lang)
        for facet in PANEL
        if facet.name != "towns"
        for value in getattr(view, facet.name)
    ]
    if view.text:
        chosen.append(text("town_page.text", view.lang, text=view.text))
    if not chosen:
        return text("town_page.counted_all", view.lang)
    return text("town_page.counted", view.lang, what=text("map.dot", view.lang).join(chosen))


def counts(view: View) -> Mapping[str, Any]:
    """Return the count by town with its classes, as the document takes them."""
    import geo  # noqa: PLC0415 - pandas must stay out of the map's first view
    from geo.classes import class_of, count_classes  # noqa: PLC0415 - the same

    frame = geo.town_counts(facts.dataset(view.report), view)
    by_town = dict(zip(frame["town"].astype(str), (int(n) for n in frame["projects"]), strict=True))
    classes = count_classes(list(by_town.values()))
    return {
        "title": counted(view),
        "classes": [
            {
                "low": one.low,
                "high": one.high,
                "label": str(one.low) if one.low == one.high else f"{one.low}–{one.high}",
            }
            for one in classes
        ],
        "values": {town: {"class": class_of(n, classes), "n": n} for town, n in by_town.items()},
    }


def open_town(told: Mapping[str, Any], *, go: str) -> None:
    """Open the page of the town that was pressed on the map."""
    town = str(told.get("id"))
    if town in town_names():
        session.write(replace(session.view(), towns=(town,), project=None, camera=None))
        st.session_state[go] = "towns"
