"""The filtered projects as a file: choose a format, press, and have it.

The file is made when the button is pressed, on a thread of Streamlit's own: a page that nobody downloads
from imports no pandas and makes nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date

import streamlit as st
from markupsafe import Markup

from geo.export.formats import Format, file_name, filter_view, today
from geo.view import View, to_query
from i18n import text
from ui import facts, markup

__all__ = ["draw", "make"]

_FORMAT = "download_format"
_LOG = logging.getLogger(__name__)


def draw(view: View, *, count: int) -> None:
    """Draw the choice of format and the button; nothing if there is nothing to download.

    Parameters
    ----------
    view
        Its filters choose the projects, its language the words of the file.
    count
        How many projects it shows.
    """
    if not count:
        return
    lang, written = view.lang, today()
    heading = text("export.heading", lang, n=count)
    with st.popover(heading, key="download"), st.container(key="download_sheet", gap=None):
        chosen = st.pills(
            text("export.choose", lang),
            list(Format),
            default=Format.GPKG,
            format_func=lambda form: text(f"export.format.{form}", lang),
            key=_FORMAT,
        )
        form = Format(chosen or Format.GPKG)
        st.text(text(f"export.explain.{form}", lang))
        name = file_name(view, form, written=written)
        st.download_button(
            text("export.download", lang, format=text(f"export.format.{form}", lang)),
            data=_maker(view, form, written=written, name=name),
            file_name=name,
            mime=form.media_type,
            on_click="ignore",
            width="stretch",
            key="download_button",
        )
        query = to_query(filter_view(view))
        word = text("api.page.of_download", lang)
        markup.show(
            str(Markup('<a class="dg-source" href="./api?{}" target="_self">{}</a>').format(query, word))
        )


def _maker(view: View, form: Format, *, written: date, name: str) -> Callable[[], bytes]:
    return lambda: make(view, form, written=written, name=name)


def make(view: View, form: Format, *, written: date, name: str) -> bytes:
    """Return the file; the same call as the command's."""
    from geo.export import export  # noqa: PLC0415 - pandas stays out of the page until a file is asked for

    content = export(facts.dataset(view.report), view, form, written=written, name=name)
    _LOG.info("Made %s: %d bytes", form.value, len(content))  # never the name: it holds what was searched for
    return content
