"""The share panel: the link to this view, and the place in it only when asked for."""

from __future__ import annotations

import streamlit as st

from i18n import text
from ui import session

__all__ = ["OPEN", "panel"]

OPEN = "share"


def panel(lang: str) -> None:
    """Open the panel if it was asked for in this run.

    The browser copies (``ui/mapframe/mapframe.js``), by the button's key: it alone knows where the map looks.
    """
    if st.session_state.pop(OPEN, False):
        st.dialog(text("ui.share", lang))(_body)(lang)


def _body(lang: str) -> None:
    with_place = False
    st.text(text("ui.share_what", lang))
    if session.place() is not None:
        with_place = st.checkbox(text("ui.share_place", lang), key="share_place", value=False)
        st.text(text("ui.share_place_on" if with_place else "ui.share_place_off", lang))
    st.button(text("ui.copy_link", lang), key="copy_place" if with_place else "copy_link", type="primary")
