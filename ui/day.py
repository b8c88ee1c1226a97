"""What the paper pages say above all else: broken data, the day that is shown, what a link held in vain."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape

import streamlit as st

from geo.view import View
from i18n import date_words, text
from ui import markup, notices, session
from ui.plain import plain

__all__ = ["banner", "words"]


def banner(*, told: Collection[str] = ()) -> None:
    """Draw the day of the address, what was left out of the link, and that newer data are broken.

    Parameters
    ----------
    told
        Parameters of which the page itself says that they can not be shown.
    """
    view = session.view()
    left_out = [*notices.data_notices(view.lang), *notices.link_notices(view.lang, without=told)]
    if not (view.at or left_out):
        return
    with st.container(key="as_known", horizontal=True, gap=None):
        said = [_paragraph(words(view), view.lang)] if view.at else []
        said += [_paragraph([str(one["title"]), str(one["text"])], view.lang) for one in left_out]
        markup.show(f'<div role="status">{"".join(said)}</div>')
        if view.at:
            st.button(text("past.back", view.lang), key="back_to_today", on_click=_back)
        for action in (action for one in left_out for action in one["actions"]):
            event = action["event"]
            key = f"left_out_{event['type']}_{event.get('value', '')}"
            st.button(plain(action["label"]), key=key, on_click=notices.act, args=(event,))


def words(view: View) -> list[str]:
    """Return what is said of a view's day: which it is, and what that means."""
    if not view.at:
        return []
    lang, due = view.lang, f"{view.report}-12-31"
    said = [text("past.known", lang, date=date_words(view.at, lang)), text("past.why", lang).strip()]
    if view.at < due:
        said.append(text("past.not_due", lang, due=date_words(due, lang)).strip())
    return said


def _paragraph(lines: Sequence[str], lang: str) -> str:
    title, *rest = lines
    joiner = "" if lang == "zh" else " "
    return f"<p><b>{escape(title)}</b> {escape(joiner.join(rest))}</p>"


def _back() -> None:
    notices.dismiss()
    session.change(at=None)
