"""The report's targets in numbers, and what a later source says of each."""

from __future__ import annotations

from geo.address import link
from geo.asking.answers import LIMIT
from geo.asking.asked import Asked, AskError
from geo.asking.facts import Answer, Row, fact, known
from geo.folding import fold
from geo.state import View
from i18n import text

__all__ = ["target", "targets"]


def target(question: Asked, row: Row, where: str) -> Answer:
    """Return a target of the report, and its result where one is known."""
    lang = question.lang
    unit, high = row[f"unit_{lang}"], known(row["value_max"])
    value = f"{row['value']:g}" + (f"–{high:g}" if high is not None else "")
    says = text("asking.target", lang, name=row[f"name_{lang}"], value=value, measure=unit)
    of = {**row, "link": where}
    more = {"value": known(row["value"]), "unit": unit, "mention": row["mention"]}
    told: Answer = {
        "id": str(row["id"]),
        "facts": [fact(question, "target", says, of=of, source_id=row["source_id"], **more)],
    }
    if known(row[f"result_{lang}"]):
        told["facts"].append(
            fact(
                question,
                "result",
                row[f"result_{lang}"],
                of=of,
                source_id=row["result_source_id"],
                date=known(row["result_date"]),
            )
        )
        return told | {"unknown": []}
    return told | {"unknown": [{"asked": "result", "says": text("asking.unknown.result", lang)}]}


def targets(question: Asked, words: str = "", *, limit: int = 20) -> Answer:
    """Return the report's targets in numbers, those whose name or wording holds some words, with results.

    Raises
    ------
    AskError
        If more than :data:`LIMIT` are asked for.
    """
    if not 1 <= limit <= LIMIT:
        raise AskError(question.lang, "limit", most=LIMIT)
    wanted = [fold(word) for word in words[:200].split()]
    here = link(View(report=question.view.report, lang=question.lang, at=question.view.at), "promises")
    rows = [
        row
        for row in question.dataset.targets.to_dict("records")
        if all(word in _folded(row) for word in wanted)
    ]
    told = [target(question, row, here) for row in rows[:limit]]
    return {**question.head(), "total": len(rows), "targets": told, "link": here}


def _folded(row: Row) -> str:
    """Return what a target may be asked by, folded."""
    names = ("name_zh", "name_en", "mention", "scope_zh", "scope_en")
    return "\n".join(fold(str(row[name])) for name in names if known(row[name]))
