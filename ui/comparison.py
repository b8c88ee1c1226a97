"""A comparison as an HTML table and as a file: the same lines, the same words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any

from markupsafe import Markup

from geo.compare import By, Comparison, Line
from geo.export.delimited import write_rows
from geo.export.formats import filter_view
from geo.filters import field_of, word
from geo.view import View
from i18n import text
from ui import paper

__all__ = ["as_csv", "as_table", "asked_by"]

# The message table of each section's keys; the others have words of their own.
_TABLES: Mapping[str, str] = {
    "category": "category",
    "stage": "stage",
    "status": "status",
    "kept": "kept",
    "certainty": "certainty",
    "presence": "town_page.presence",
    "metres": "certainty",
}


def _column_name(made: Comparison, column: str, lang: str) -> str:
    if made.by is By.EDITIONS:
        return text("compare.edition", lang, year=column)
    return word(made.by.value, column, lang)


def _line_name(line: Line, lang: str) -> str:
    table = _TABLES.get(line.section)
    return text(f"{table}.{line.key}" if table else f"compare.{line.section}_{line.key}", lang)


def _value(line: Line, value: float | None, lang: str) -> str:
    """Return a value as people read it; metres to the nearest ten, for a drawing is not surer than that."""
    if value is None:
        return text("town_page.unknown", lang)
    if line.section == "metres":
        return f"{round(value / 10) * 10:,}"
    return f"{value:,.10g}"


def asked_by(made: Comparison, line: Line, column: str, view: View) -> View | None:
    """Return the view of the projects that a number counts, None where no filter says the same.

    Parameters
    ----------
    view
        That of the comparison: its filters hold for every column, but for the field that the columns are of.
    """
    field = field_of(line.section)
    if line.section != "projects" and field is None:
        return None
    asked: dict[str, Any] = {"report": column} if made.by is By.EDITIONS else {made.by.value: (column,)}
    if field is not None:
        asked[field] = (line.key,)
    return replace(filter_view(view), **asked)


def as_table(made: Comparison, view: View, *, caption: str) -> Markup:
    """Return the table; each section has a head, and a number leads to the projects that it counts."""
    lang = view.lang
    heads = Markup("").join(
        Markup('<th scope="col">{}</th>').format(_column_name(made, column, lang)) for column in made.columns
    )
    bodies = [
        _section(section, list(lines), made, view)
        for section, lines in groupby(made.lines, key=lambda line: line.section)
    ]
    return Markup(
        '<div class="dgmap-table" role="region" tabindex="0" aria-label="{}"><table class="dg-compare">'
        '<caption class="dg-hidden">{}</caption><thead><tr><td></td>{}</tr></thead>{}</table></div>'
    ).format(caption, caption, heads, Markup("").join(bodies))


def _section(section: str, lines: list[Line], made: Comparison, view: View) -> Markup:
    """Return a section; a line that is zero in every column is left out, unless all of them are."""
    lang = view.lang
    shown = [line for line in lines if any(line.values)] or lines
    head = Markup("")
    if section in _TABLES:
        head = Markup('<tr class="dg-group"><th scope="colgroup" colspan="{}">{}</th></tr>').format(
            len(made.columns) + 1, text(f"compare.section_{section}", lang)
        )
    rows = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            _line_name(line, lang),
            Markup("").join(
                Markup("<td>{}</td>").format(_cell(line, value, asked_by(made, line, column, view), lang))
                for column, value in zip(made.columns, line.values, strict=True)
            ),
        )
        for line in shown
    )
    return Markup("<tbody>{}{}</tbody>").format(head, rows)


def _cell(line: Line, value: float | None, asked: View | None, lang: str) -> Markup:
    said = _value(line, value, lang)
    if value is None or asked is None:
        return Markup("{}").format(said)
    return paper.counted(int(value), asked, said)


def as_csv(made: Comparison, lang: str, *, about: Mapping[str, str]) -> bytes:
    """Return the whole table as CSV, zeros included, numbers unrounded to the metre.

    Parameters
    ----------
    about
        What the file says of itself (edition, filter, link, day), in columns of its own.
    """
    names = [_column_name(made, column, lang) for column in made.columns]
    rows: list[list[str | int | float | None]] = [
        [text("compare.section", lang), text("compare.line", lang), *names, *about]
    ]
    for line in made.lines:
        section = text(f"compare.section_{line.section}", lang)
        values = [None if value is None else round(value, 1) for value in line.values]
        whole = [int(value) if value is not None and value == int(value) else value for value in values]
        rows.append([section, _line_name(line, lang), *whole, *about.values()])
    return write_rows(rows)
