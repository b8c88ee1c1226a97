"""关注: what a view shows, as a feed and a calendar. Two sentences, two links, the address to copy."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import streamlit as st

from geo.followed import ATOM_PATH, CALENDAR_PATH, feed_address, feed_view
from geo.view import View
from i18n import text
from layers.title import heading
from ui import facts
from ui.hosts import base_url

__all__ = ["body", "draw"]


def draw(view: View) -> None:
    """Draw the button; it opens in the browser, without a rerun."""
    with st.popover(text("follow.button", view.lang), key="follow"):
        body(replace(view, project=None))


def body(view: View) -> None:
    """Say what following is, and offer it: a feed, a calendar, the address."""
    lang, base = view.lang, _base()
    st.text(text("follow.what", lang, what=_followed(view)))
    with st.container(key="follow_ways", horizontal=True, gap="small"):
        st.link_button(text("follow.atom", lang), feed_address(view, ATOM_PATH, base=base))
        st.link_button(text("follow.calendar", lang), _webcal(feed_address(view, CALENDAR_PATH, base=base)))
    st.code(feed_address(view, ATOM_PATH, base=base), language=None, wrap_lines=True)


def _followed(view: View) -> str:
    """Return what is followed in words: the open project, else the filters."""
    project = facts.project(view.project) if view.project else None
    return str(project[f"name_{view.lang}"]) if project else heading(feed_view(view), None)


def _webcal(address: str) -> str:
    """Return the address as calendars take it: by its own scheme a browser hands it over."""
    parts = urlsplit(address)
    return parts._replace(scheme="webcal").geturl() if parts.netloc else address


def _base() -> str:
    scheme = "https" if str(st.context.url or "").startswith("https:") else "http"
    return base_url(st.context.headers, scheme, is_private=True)
