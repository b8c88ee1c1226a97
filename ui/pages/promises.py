"""What the report promised and what became of it, each outcome with its date and its source."""

from __future__ import annotations

import streamlit as st

from geo.export.formats import today
from ui import facts, filters, markup, session
from ui.questions import answer

__all__ = ["draw"]


def draw() -> None:
    """Draw the sum and the filters at the side, then timelines, those without a year, chart and figures."""
    import geo  # noqa: PLC0415 - pandas must stay out of the map's first view
    from ui import promise_report as report  # noqa: PLC0415 - the same

    view = session.view()
    dataset = facts.dataset(view.report)
    chosen = geo.Filters.of(view)
    with st.container(key="side", gap=None):
        markup.show(report.summary(dataset, chosen, view.lang))
        filters.panel(view, answer(view))
    with st.container(key="rest", gap=None):
        markup.show(report.table(dataset, chosen, view.lang, today=today()))
        markup.show(report.undated(dataset, chosen, view.lang))
        markup.show(report.chart(dataset, chosen, view.lang))
        markup.show(report.figures(dataset, view.lang))
