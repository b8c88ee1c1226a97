"""Showing HTML of ours: the one place that hands it to Streamlit."""

from __future__ import annotations

import streamlit as st

__all__ = ["show"]


def show(markup: str) -> None:
    """Show HTML; a part that is empty is left out.

    ``st.html`` refuses an empty text with an error in English, and what a part holds depends on what the
    visitor filters. Text from data in the HTML is escaped by whoever makes it (``markupsafe``).
    """
    if markup.strip():
        st.html(markup)
