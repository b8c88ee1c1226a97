"""The towns: all of them with a count on the map, or one with its projects, lines and targets."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from i18n import text
from ui import day, facts, filters, follow, markup, session, share
from ui.questions import answer
from ui.town_frame import counted, town_of

__all__ = ["draw", "draw_beside"]

_SORT = "town_sort"


def draw() -> None:
    """Draw what stands above the map's list: the town, or what is counted in all of them."""
    from ui import town_facts  # noqa: PLC0415 - pandas must stay out of the map's first view

    view = session.view()
    dataset, town = facts.dataset(view.report), town_of(view)
    if town is not None:
        day.banner()
        markup.show(town_facts.head(dataset, town, view.lang))
    else:
        with st.container(key="counted", gap=None):
            day.banner()
            markup.show(town_facts.overview_head(dataset, view, view.lang, counted=counted(view)))
            # All towns are counted, also where the link names some: the chips say the same.
            found = answer(replace(view, towns=()))
            filters.chips(view, found)
            filters.panel(view, found)
            if len(view.towns) > 1:
                markup.show(town_facts.ways_on(view.lang))
    share.panel(view.lang)


def draw_beside() -> None:
    """Draw what stands beside the map: the town's lines and targets, or the table of all towns."""
    from ui import town_facts, town_without  # noqa: PLC0415 - pandas must stay out of the map's first view

    view = session.view()
    dataset, town = facts.dataset(view.report), town_of(view)
    with st.container(key="beside", gap=None):
        if town is not None:
            parts = (town_without.nearby, town_facts.beside, town_without.for_all)
            markup.show(Markup("").join(part(dataset, town, view.lang) for part in parts))
            with st.container(key="town_acts", horizontal=True, gap=None):
                st.button(text("town_page.share", view.lang), key="copy_link")
                follow.draw(view)
                markup.show(town_facts.ways_on(view.lang))
            return
        by = _choose_order(view.lang, town_facts.COLUMNS)
        markup.show(town_facts.overview_table(dataset, view, view.lang, by=by, counted=counted(view)))
        markup.show(town_facts.line_sums(dataset, view, view.lang))
        follow.draw(view)


def _choose_order(lang: str, columns: tuple[str, ...]) -> str:
    """Draw the columns as a choice of order and return the chosen one."""
    chosen = st.pills(
        text("ui.sort_by", lang),
        list(columns),
        default="projects",
        format_func=lambda column: text(f"town_page.column_{column}", lang),
        key=_SORT,
    )
    return str(chosen or "projects")
