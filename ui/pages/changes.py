"""Between reports: the shown one beside the one before it, or what has come since the first."""

from __future__ import annotations

import streamlit as st

from ui import day, facts, follow, markup, session

__all__ = ["draw"]


def draw() -> None:
    """Draw the sum at the side, and each project under what became of it."""
    from ui import changes_report as report  # noqa: PLC0415 - its frames bring pandas, which the map must not

    lang = session.view().lang
    shown = facts.dataset()
    years = facts.editions()
    before = years[years.index(shown.edition) - 1] if years.index(shown.edition) else None
    if before is None:
        parts = [report.since(shown, lang), report.news(shown, lang), report.quiet(shown, lang)]
        total = report.sum_since(shown, lang)
    else:
        import geo  # noqa: PLC0415 - pandas must stay out of the map's first view

        older = facts.dataset(before)
        found = geo.diff(older, shown)
        parts, total = [report.compared(found, older, shown, lang)], report.sum_of_changes(found, lang)
    with st.container(key="side", gap=None):
        day.banner()
        markup.show(total + report.choices(lang))
        follow.draw(session.view())
        markup.show(report.to_digest(lang))
    with st.container(key="rest", gap=None):
        for part in parts:
            markup.show(part)
