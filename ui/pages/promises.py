"""What the report promised and what became of it, each outcome with its date and its source."""

from __future__ import annotations

from datetime import date

import streamlit as st

from geo.days import today
from geo.view import View
from ui import day, facts, filters, follow, markup, session
from ui.questions import answer

__all__ = ["draw"]


def _now(view: View) -> date:
    """Return the day that is shown."""
    return date.fromisoformat(view.at) if view.at else today()


def draw() -> None:
    """Draw the sum and the filters at the side, then timelines, those without a year, chart and figures."""
    from ui import promise_report as report  # noqa: PLC0415 - pandas must stay out of the map's first view

    view = session.view()
    dataset = facts.dataset(view.report)
    with st.container(key="side", gap=None):
        day.banner()
        markup.show(report.summary(dataset, view, view.lang))
        with st.container(key="ways", horizontal=True, gap="small"):
            filters.panel(view, answer(view))
            follow.draw(view)
    with st.container(key="rest", gap=None):
        markup.show(report.table(dataset, view, view.lang, today=_now(view)))
        markup.show(report.undated(dataset, view, view.lang))
        markup.show(report.chart(dataset, view, view.lang))
        markup.show(report.figures(dataset, view.lang))
