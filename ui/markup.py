"""The one place where HTML is handed to Streamlit."""

from __future__ import annotations

import streamlit as st

__all__ = ["show"]


def show(html: str) -> None:
    """Show HTML that is safe; show nothing for an empty text, which `st.html` refuses with an error."""
    if html:
        st.html(html)
