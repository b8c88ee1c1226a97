"""Two to four towns, categories or editions side by side; the link is the comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st
from markupsafe import Markup

from geo.city import CITY
from geo.export.formats import filter_view, today
from geo.filters import FACETS, word
from geo.view import View, to_query
from i18n import text
from ui import day, facts, markup, session
from ui.plain import plain

if TYPE_CHECKING:
    from geo.compare import Comparison

__all__ = ["draw"]

_FIELDS = ("towns", "categories")


def draw() -> None:
    """Draw the choice at the side, and the table with its download."""
    view = session.view()
    with st.container(key="side", gap=None):
        day.banner()
        markup.show(f'<div class="dg-sum"><h2>{text("compare.title", view.lang)}</h2></div>')
        st.text(text("compare.how", view.lang))
        for field in _FIELDS:
            _choice(field, view)
    with st.container(key="rest", gap=None):
        _show(view)


def _choice(field: str, view: View) -> None:
    """Draw one field as chips; the address is the truth, and a choice is written there first."""
    key = f"compare_{field}"
    wanted = [str(value) for value in getattr(view, field)]
    if sorted(st.session_state.get(key) or ()) != sorted(wanted):
        st.session_state[key] = wanted
    st.pills(
        FACETS[field].heading(view.lang),
        list(FACETS[field].values()),
        selection_mode="multi",
        format_func=lambda value: plain(word(field, value, view.lang)),
        key=key,
        on_change=_chosen,
        args=(field, key),
    )


def _chosen(field: str, key: str) -> None:
    session.change(**{field: tuple(st.session_state[key] or ())})


def _asked(view: View) -> tuple[str, Sequence[str]] | None:
    """Return what the link compares: towns before categories, editions when neither is chosen."""
    for field in _FIELDS:
        chosen = [str(value) for value in getattr(view, field)]
        if len(chosen) > 1:
            return field, chosen
    years = facts.editions()
    if len(years) > 1 and not any(getattr(view, field) for field in _FIELDS):
        return "editions", years[-4:]
    return None


def _show(view: View) -> None:
    """Draw the table, or say what is missing for one."""
    asked = _asked(view)
    if asked is None:
        st.text(text("compare.too_few", view.lang))
        return
    from geo.compare import LIMITS  # noqa: PLC0415 - pandas must stay out of the map's first view
    from ui import comparison  # noqa: PLC0415 - the same

    by, columns = asked
    if len(columns) > LIMITS[1]:
        st.text(text("compare.too_many", view.lang, n=len(columns), most=LIMITS[1]))
        columns = columns[: LIMITS[1]]
    made = _compared(view, by, columns)
    markup.show(comparison.as_table(made, view, caption=text(f"compare.caption_{by}", view.lang)))
    pair = Markup('<p><a href="./pair?{}" target="_self">{}</a></p>')
    markup.show(pair.format(to_query(replace(view, camera=None)), text("pair.open", view.lang)))
    st.text(text("compare.note", view.lang))
    about = {"edition": view.report, "query": to_query(filter_view(view)), "exported": today().isoformat()}
    st.download_button(
        text("compare.download", view.lang),
        data=lambda: comparison.as_csv(made, view.lang, about=about),
        file_name=f"{CITY.id}-{view.report}-compare-{by}.csv",
        mime="text/csv",
        on_click="ignore",
        key="compare_download",
    )
    st.button(text("ui.copy_link", view.lang), key="copy_link")


def _compared(view: View, by: str, columns: Sequence[str]) -> Comparison:
    from geo.compare import By, compare  # noqa: PLC0415 - pandas must stay out of the map's first view

    years = columns if by == "editions" else (view.report,)
    return compare(
        By(by),
        columns,
        datasets={year: facts.dataset(year) for year in years},
        filters=view,
        edition=view.report,
    )
