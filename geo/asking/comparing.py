"""Two to four towns, categories or editions side by side, as facts."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from geo.address import link
from geo.asking.asked import Asked, AskError
from geo.asking.facts import Answer, fact
from geo.compare import LIMITS, By, compare
from geo.query import select

__all__ = ["compared"]


def compared(question: Asked) -> Answer:
    """Return the same questions for each town of the query, or each category where it names no two towns.

    Raises
    ------
    AskError
        If the query names neither two to four towns nor two to four categories.
    """
    view = question.view
    by, field = (By.TOWNS, "towns") if len(view.towns) >= LIMITS[0] else (By.CATEGORIES, "categories")
    columns = [str(one) for one in getattr(view, field)]
    if not LIMITS[0] <= len(columns) <= LIMITS[1]:
        raise AskError(question.lang, "columns", low=LIMITS[0], high=LIMITS[1])
    table = compare(by, columns, datasets={view.report: question.dataset}, filters=view, edition=view.report)
    here = link(view, "compare")
    of = {"link": here, "ref": _paragraphs(select(question.dataset, replace(view)))}
    facts = []
    for line in table.lines:
        values = dict(zip(table.columns, line.values, strict=True))
        says = f"{line.section} {line.key}: " + ", ".join(
            f"{name} {_figure(one)}" for name, one in values.items()
        )
        sure = {"certainty": {"value": line.key}} if line.section == "metres" else {}
        facts.append(
            fact(question, "count", says, of=of, section=line.section, key=line.key, values=values, **sure)
        )
    return {**question.head(), "by": by.value, "columns": columns, "facts": facts, "link": here}


def _paragraphs(rows: pd.DataFrame) -> str:
    """Return the paragraphs of the projects that are counted."""
    return ", ".join(dict.fromkeys(map(str, rows["ref"])))


def _figure(value: float | None) -> str:
    return "unknown" if value is None else f"{value:,.0f}"
