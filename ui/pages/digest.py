"""What changed between two days, which the link holds: ``/digest?since=2024-12-31&at=2025-12-31``."""

from __future__ import annotations

import streamlit as st

from i18n import text
from ui import day, digests, filters, follow, markup, session
from ui.questions import answer
from ui.theme import more_styles

__all__ = ["draw"]


def draw() -> None:
    """Draw the days, files and filters at the side, and what changed beside them."""
    from ui import digest_report as report  # noqa: PLC0415 - pandas must stay out of the map's first view

    view = session.view()
    since, until = digests.days(view)
    found = digests.found(view) if since < until else None
    with st.container(key="side", gap=None):
        markup.show(f"<style>{more_styles('digest')}</style>")
        day.banner(told=("since", "at"))
        markup.show(report.head(found, view))
        markup.show(report.choice(view))
        if found is not None:
            markup.show(report.files(view))
        with st.container(key="ways", horizontal=True, gap="small"):
            filters.panel(view, answer(view))
            follow.draw(view)
    with st.container(key="rest", gap=None):
        if found is None:
            st.text(text("digest.order", view.lang, since=since, until=until))
        else:
            markup.show(report.parts(found))
