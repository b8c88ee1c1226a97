"""What the paper pages say of the day that they are shown as of, with the way back to today."""

from __future__ import annotations

from html import escape

import streamlit as st

from geo.view import View
from i18n import date_words, text
from ui import markup, notices, session

__all__ = ["banner", "words"]


def banner() -> None:
    """Draw the day of the address and a button; nothing for today, unless the link's day cannot be shown."""
    view = session.view()
    told = notices.day_notice(view.lang)
    if not (view.at or told):
        return
    with st.container(key="as_known", horizontal=True, gap=None):
        markup.show(f'<div role="status">{_lines(view, told)}</div>')
        if view.at:
            st.button(text("past.back", view.lang), key="back_to_today", on_click=_back)


def words(view: View) -> list[str]:
    """Return what is said of a view's day: which it is, and what that means."""
    if not view.at:
        return []
    lang, due = view.lang, f"{view.report}-12-31"
    said = [text("past.known", lang, date=date_words(view.at, lang)), text("past.why", lang).strip()]
    if view.at < due:
        said.append(text("past.not_due", lang, due=date_words(due, lang)).strip())
    return said


def _lines(view: View, told: str) -> str:
    title, *rest = words(view) or [""]
    joiner = "" if view.lang == "zh" else " "
    below = joiner.join(rest + ([told] if told else []))
    head = f"<b>{escape(title)}</b> " if title else ""
    return f"<p>{head}{escape(below)}</p>"


def _back() -> None:
    notices.dismiss()
    session.change(at=None)
