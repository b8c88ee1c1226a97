"""What a text finds beside this report's projects: its targets, and projects of another edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from geo.view import View
from i18n import text
from ui import facts

__all__ = ["found"]


def found(view: View, *, is_alone: bool = True) -> list[Mapping[str, Any]]:
    """Return notices, as the map document takes them, of what a text names that is no project here.

    A page without a server finds the same (layers/panels/elsewhere.js).

    Parameters
    ----------
    is_alone
        Whether it finds no project here: only then other editions are looked through, too.
    """
    from geo.named import asked_for, targets  # noqa: PLC0415 - opencc and pypinyin only when text is asked for

    asked = asked_for(view.text)
    if not asked:
        return []
    rows = targets(facts.dataset(view.report), view.text)
    others = _of_others(asked, view) if is_alone else []
    return [*([_told(rows, view)] if rows else []), *others]


def _told(targets: Sequence[Mapping[Any, Any]], view: View) -> Mapping[str, Any]:
    """Return the notice of the targets: each with its paragraph and its value."""
    from layers.panels.elsewhere import MOST  # noqa: PLC0415 - the same
    from layers.target_words import found_text  # noqa: PLC0415 - the same

    lang = view.lang
    words = [found_text(row, lang) for row in targets[:MOST]]
    if (rest := len(targets) - MOST) > 0:
        words.append(text("ui.targets_more", lang, n=rest))
    title = text("ui.targets_found", lang, text=view.text, n=len(targets))
    return {"title": title, "text": ("" if lang == "zh" else " ").join(words), "actions": []}


def _of_others(asked: str, view: View) -> list[Mapping[str, Any]]:
    """Return a notice with the way to each edition whose projects are called so."""
    from geo.named import project_forms  # noqa: PLC0415 - the same

    told: list[Mapping[str, Any]] = []
    for year in facts.editions():
        rows = [] if year == view.report else facts.of_report(year).facts["projects"]
        held = [row for row in rows if any(asked in form for form in project_forms(row))]
        if held:
            name = str(held[0][f"name_{view.lang}"] or held[0]["name_zh"])
            event = {"type": "try", "field": "report", "value": year, "project": held[0]["id"]}
            title = text("ui.other_report_found", view.lang, year=year, n=len(held))
            action = {"label": text("ui.see", view.lang, name=name), "event": event}
            told.append({"title": title, "text": "", "actions": [action]})
    return told
