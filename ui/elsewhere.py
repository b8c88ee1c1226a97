"""What a text finds beside this report's projects: its targets, and projects of another edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from geo.view import View
from i18n import text
from ui import facts

__all__ = ["found"]

_MOST = 3
_SHORTEST = 2  # of one sign nearly every name is full


def found(view: View, *, is_alone: bool = True) -> list[Mapping[str, Any]]:
    """Return notices, as the map document takes them, of what a text names that is no project here.

    Parameters
    ----------
    is_alone
        Whether it finds no project here: only then other editions are looked through, too.
    """
    from geo.folding import fold  # noqa: PLC0415 - opencc and pypinyin only when text is asked for

    asked = fold(view.text)
    if len(asked) < _SHORTEST:
        return []
    names = ("name_zh", "name_en", "mention")
    targets = [
        row
        for row in facts.dataset(view.report).targets.to_dict("records")
        if any(asked in fold(str(row[name])) for name in names)
    ]
    others = _of_others(asked, view) if is_alone else []
    return [*([_told(targets, view)] if targets else []), *others]


def _told(targets: Sequence[Mapping[Any, Any]], view: View) -> Mapping[str, Any]:
    """Return the notice of the targets: each with its paragraph and its value."""
    from ui.promise_report import scope_text, value_text  # noqa: PLC0415 - tables are seldom asked for here

    lang = view.lang
    words = [
        text(
            "ui.target_found",
            lang,
            name=row[f"name_{lang}"],
            value=value_text(row, lang),
            scope=scope_text(row, lang),
            ref=row["ref"],
        )
        for row in targets[:_MOST]
    ]
    if (rest := len(targets) - _MOST) > 0:
        words.append(text("ui.targets_more", lang, n=rest))
    title = text("ui.targets_found", lang, text=view.text, n=len(targets))
    return {"title": title, "text": ("" if lang == "zh" else " ").join(words), "actions": []}


def _of_others(asked: str, view: View) -> list[Mapping[str, Any]]:
    """Return a notice with the way to each edition whose projects are called so."""
    from geo.folding import fold  # noqa: PLC0415 - the same

    told: list[Mapping[str, Any]] = []
    for year in facts.editions():
        rows = [] if year == view.report else facts.of_report(year).facts["projects"]
        held = [row for row in rows if any(asked in fold(str(row[one])) for one in ("name_zh", "name_en"))]
        if held:
            name = str(held[0][f"name_{view.lang}"] or held[0]["name_zh"])
            event = {"type": "try", "field": "report", "value": year, "project": held[0]["id"]}
            title = text("ui.other_report_found", view.lang, year=year, n=len(held))
            action = {"label": text("ui.see", view.lang, name=name), "event": event}
            told.append({"title": title, "text": "", "actions": [action]})
    return told
