"""The table of all projects: real HTML, so that a screen reader, a printer and Ctrl+F can read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from geo.filters import FACETS, word
from geo.view import View, to_query
from i18n import text
from ui import day, downloads, facts, filters, follow, markup, search, session
from ui.questions import answer, is_plain

__all__ = ["draw", "sort_rows", "table"]

_SORT = "sort"
_COLUMNS = ("no", "name", "category", "towns", "stage", "status", "kept", "certainty")
# The closed lists among the columns.
_LISTS = {facet.column: facet for facet in FACETS.values() if facet.members is not None}


def draw() -> None:
    """Draw search, filters, the choice of order, and the table."""
    view = session.view()
    found = answer(view)
    day.banner()
    rows = [row for row in facts.projects() if found.ids is None or row["id"] in found.ids]
    with st.container(key="tools", horizontal=True, gap=None):
        search.field(view)
        filters.panel(view, found)
    search.show_offers(view)
    filters.chips(view, found)
    with st.container(key="order", horizontal=True, vertical_alignment="bottom"):
        order = _choose_order(view.lang)
        downloads.draw(view, count=len(rows))
        follow.draw(view)
    if not rows:
        st.text(text("ui.empty_all", view.lang))
        return
    markup.show(
        table(
            sort_rows(rows, by=order, lang=view.lang),
            lang=view.lang,
            by=order,
            filtered=not is_plain(view),
            at=view.at,
        )
    )


def _choose_order(lang: str) -> str:
    """Draw the columns as a choice of order and return the chosen one."""
    chosen = st.pills(
        text("ui.sort_by", lang),
        list(_COLUMNS),
        default=_COLUMNS[0],
        format_func=lambda column: text(f"ui.column_{column}", lang),
        key=_SORT,
    )
    return str(chosen or _COLUMNS[0])


def sort_rows(rows: Sequence[Mapping[str, Any]], *, by: str, lang: str) -> list[Mapping[str, Any]]:
    """Sort projects by a column; equal ones stay in the order of the report.

    Values of a closed list sort in the order of the list (stages: firmest promise first), never by their
    word, so that both languages show the same order.
    """
    if by == "no":
        return list(rows)
    if by in _LISTS:
        values = _LISTS[by].values()
        order = list(reversed(values) if by == "stage" else values)
        return sorted(rows, key=lambda row: order.index(row[by]))
    if by == "towns":
        return sorted(rows, key=lambda row: (not row["towns"], row["towns"]))
    return sorted(rows, key=_by_name(lang))


def _by_name(lang: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda row: str(row[f"name_{lang}"]).casefold()


def table(
    rows: Sequence[Mapping[str, Any]], *, lang: str, by: str, filtered: bool, at: str | None = None
) -> str:
    """Return the table as HTML; every text of the data is escaped.

    Parameters
    ----------
    rows
        Plain facts of projects, in the order to show.
    lang
        ``zh`` or ``en``.
    by
        The column that the rows are sorted by (``aria-sort``).
    filtered
        Whether filters leave some projects out; the caption says so.
    at
        The day as of which they are shown; their links keep it.
    """
    key = "ui.table_some" if filtered else "ui.table_all"
    caption = escape(text(key, lang, n=len(rows)))
    heads = "".join(_head(column, lang, by=by) for column in _COLUMNS)
    body = "".join(_row(row, lang, at=at) for row in rows)
    return (
        '<div class="dgmap-table" role="region" tabindex="0" aria-labelledby="dgmap-caption"><table>'
        f'<caption id="dgmap-caption">{caption}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _head(column: str, lang: str, *, by: str) -> str:
    sort = ' aria-sort="ascending"' if column == by else ""
    return f'<th scope="col"{sort}>{escape(text(f"ui.column_{column}", lang))}</th>'


def _row(row: Mapping[str, Any], lang: str, *, at: str | None) -> str:
    cells = []
    for column in _COLUMNS:
        if column == "name":
            cells.append(f'<th scope="row">{_link(row, lang, at=at)}</th>')
        else:
            cells.append(f"<td>{escape(_cell(row, column, lang))}</td>")
    return f"<tr>{''.join(cells)}</tr>"


def _link(row: Mapping[str, Any], lang: str, *, at: str | None) -> str:
    query = to_query(View(lang=lang, project=str(row["id"]), at=at))
    return f'<a href="./?{escape(query)}" target="_self">{escape(str(row[f"name_{lang}"]))}</a>'


def _cell(row: Mapping[str, Any], column: str, lang: str) -> str:
    if column == "no":
        return str(row["no"])
    if column == "towns":
        names = [word("towns", town, lang) for town in row["towns"]]
        return ("、" if lang == "zh" else ", ").join(names) or text("ui.no_town", lang)
    return _LISTS[column].word(str(row[column]), lang)
