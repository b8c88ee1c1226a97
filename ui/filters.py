"""The filters: nine category chips in the column, the rest in one panel (a sheet on the phone).

Each chip says how many projects it would show with the other filters as they are. The address is the
truth: before a widget is drawn it is given the address's value, and a choice is written there first.
"""

from __future__ import annotations

import streamlit as st

from geo.filters import FACETS, PANEL
from geo.view import View
from i18n import text
from ui import session
from ui.plain import plain
from ui.questions import Answer

__all__ = ["OPEN", "chips", "clear", "panel"]

OPEN = "filters"


def clear() -> None:
    """Take all filters off, the text too."""
    session.change(text="", **dict.fromkeys(FACETS, ()))


def chips(view: View, answer: Answer) -> None:
    """Draw the category chips: the legend, the counts and the filter in one."""
    _choice("categories", view, answer)


def panel(view: View, answer: Answer) -> None:
    """Draw the button that opens the panel, and the panel while it is open."""
    chosen = sum(len(getattr(view, field)) for field in FACETS) + bool(view.text)
    with st.container(key="filter_row", horizontal=True, gap=None):
        # The label must not change: Streamlit makes it part of the popover's identity, and a new one is shut.
        body = st.popover(text("ui.filters", view.lang), key=OPEN, on_change="rerun")
        if chosen:
            st.button(text("ui.clear_n", view.lang, n=chosen), key="clear", type="tertiary", on_click=clear)
    if body.open:
        with body, st.container(key="sheet", gap=None):
            _sheet(view, answer)


def _sheet(view: View, answer: Answer) -> None:
    """Draw the panel's inside: one heading and one row of chips a facet, and the bar below."""
    st.markdown(f"## {text('ui.filters', view.lang)}")
    with st.container(key="sheet_categories", gap=None):
        st.markdown(f"### {FACETS['categories'].heading(view.lang)}")
        _choice("categories", view, answer, key="sheet_cat")
    for facet in PANEL:
        if facet.name != "categories":
            st.markdown(f"### {facet.heading(view.lang)}")
            _choice(facet.name, view, answer)
    with st.container(key="sheet_bar", horizontal=True, gap=None):
        st.button(text("ui.clear", view.lang), key="sheet_clear", on_click=clear)
        st.button(
            text("ui.show_n", view.lang, n=answer.total), key="sheet_show", type="primary", on_click=_shut
        )


def _shut() -> None:
    st.session_state[OPEN] = False


def _choice(field: str, view: View, answer: Answer, *, key: str = "") -> None:
    """Draw one facet as chips, each with its count; a chip of no project stays and says 0."""
    facet, key = FACETS[field], key or f"f_{field}"
    counts = answer.counts.get(field, {})

    def label(value: str) -> str:
        # Town names come from data: nothing in them may act as markdown.
        return f"{plain(facet.word(value, view.lang))} :gray[{counts.get(value, 0)}]"

    wanted = [str(value) for value in getattr(view, field)]
    # Only when they differ: a value that we set replaces what was pressed while this run was under way.
    if sorted(st.session_state.get(key) or ()) != sorted(wanted):
        st.session_state[key] = wanted
    st.pills(
        facet.heading(view.lang),
        [str(value) for value in facet.values()],
        selection_mode="multi",
        format_func=label,
        key=key,
        label_visibility="collapsed",
        on_change=_chosen,
        args=(field, key),
    )


def _chosen(field: str, key: str) -> None:
    """Write a choice into the address."""
    session.change(**{field: tuple(st.session_state[key] or ())})
