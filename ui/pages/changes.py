"""Between reports: the shown one beside the one before it, or what has come since the first."""

from __future__ import annotations

import streamlit as st

from ui import day, facts, filters, follow, markup, session
from ui.questions import answer

__all__ = ["draw"]


def draw() -> None:
    """Draw the sum and the filters at the side, and each project under what became of it."""
    from ui import changes_report as report  # noqa: PLC0415 - its frames bring pandas, which the map must not

    view = session.view()
    lang = view.lang
    shown = facts.dataset()
    years = facts.editions()
    before = years[years.index(shown.edition) - 1] if years.index(shown.edition) else None
    if before is None:
        asked = report.among(shown, view)
        parts = [report.since(asked, lang), report.news(asked, lang), report.quiet(asked, lang)]
        total = report.sum_since(asked, lang)
    else:
        older = facts.dataset(before)
        found = report.between(older, shown, view)
        parts, total = [report.compared(found, older, shown, lang)], report.sum_of_changes(found, lang)
    with st.container(key="side", gap=None):
        day.banner()
        markup.show(total + report.choices(lang))
        with st.container(key="ways", horizontal=True, gap="small"):
            filters.panel(view, answer(view))
            follow.draw(view)
        markup.show(report.to_digest(lang))
    with st.container(key="rest", gap=None):
        for part in parts:
            markup.show(part)
