"""Which report is shown, and what a link to a project of another report, or an id given up, leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from geo.succession import fate, steps_of
from geo.view import Ignored, Reason, View
from geo.vocabulary import Succession
from i18n import text
from ui import facts

__all__ = ["REASONS", "notice", "resolve"]

REASONS = frozenset({Reason.REPLACED, Reason.SPLIT, Reason.RETIRED, Reason.OTHER_REPORT})
_REASON_OF = {
    Succession.RENAMED: Reason.REPLACED,
    Succession.MERGED: Reason.REPLACED,
    Succession.SPLIT: Reason.SPLIT,
    Succession.RETIRED: Reason.RETIRED,
}
# As many parts as a notice has room for.
_MOST_PARTS = 4


def resolve(view: View) -> tuple[View, Ignored] | None:
    """Lead a project id that the shown report does not know to what became of it.

    Returns
    -------
    tuple or None
        The nearest valid view and a word on it: one heir is opened in its place; of several, of none, and
        of a project that only another report names, nothing is opened. None if the id never was.
    """
    wanted = view.project or ""
    known = {str(row["id"]) for row in facts.projects()}
    everywhere = facts.shared()
    became = fate(wanted, steps_of(everywhere["succession"]), known=known)
    if became is not None:
        reason = _REASON_OF[became.kind]
        if reason is Reason.REPLACED and len(became.ids) == 1:
            return replace(view, project=became.ids[0]), Ignored("p", wanted, reason, became.ids[0])
        if became.ids or reason is Reason.RETIRED:
            parts = ",".join(became.ids[:_MOST_PARTS]) or None
            return replace(view, project=None), Ignored("p", wanted, reason, parts)
    if wanted in everywhere["ids"]:
        home = _nearest(everywhere["ids"][wanted]["editions"], view.report)
        return replace(view, project=None), Ignored("p", wanted, Reason.OTHER_REPORT, home)
    return None


def _nearest(editions: list[str], shown: str) -> str:
    """Return the edition nearest in time to the shown one."""
    return min(editions, key=lambda year: (abs(int(year) - int(shown)), year))


def notice(ignored: Ignored, lang: str) -> Mapping[str, Any]:
    """Say what has become of an id, with a way to each of its heirs or to the report that names it."""
    name = _name(ignored.value, lang)
    became = fate(ignored.value, steps_of(facts.shared()["succession"]), known=())
    note = "" if became is None else str(getattr(became, f"note_{lang}"))
    values = {"name": name, "year": facts.shown_report(), "other": ignored.suggestion or ""}
    if ignored.reason is Reason.REPLACED:
        values["other"] = _name(ignored.suggestion or "", lang)
    understood = {"label": text("ui.understood", lang), "event": {"type": "dismiss"}}
    said = [text(f"editions.{ignored.reason}_why", lang, **values), note]
    return {
        "title": text(f"editions.{ignored.reason}", lang, **values),
        "text": ("" if lang == "zh" else " ").join(part for part in said if part),
        "actions": [*_ways(ignored, lang), understood],
    }


def _ways(ignored: Ignored, lang: str) -> list[Mapping[str, Any]]:
    suggestion = ignored.suggestion or ""
    if ignored.reason is Reason.OTHER_REPORT:
        event = {"type": "try", "field": "report", "value": suggestion, "project": ignored.value}
        return [{"label": text("editions.see_report", lang, year=suggestion), "event": event}]
    if ignored.reason is not Reason.SPLIT:
        return []
    return [
        {
            "label": text("ui.see", lang, name=_name(part, lang)),
            "event": {"type": "try", "field": "project", "value": part},
        }
        for part in suggestion.split(",")
        if part
    ]


def _name(project_id: str, lang: str) -> str:
    """Return a project's name in any edition, the id itself if it has none."""
    row = facts.shared()["ids"].get(project_id)
    return project_id if row is None else str(row[f"name_{lang}"])
