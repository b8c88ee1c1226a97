"""One town: its projects and how each is there, metres of line, what binds it."""

from __future__ import annotations

from geo.address import link
from geo.asking.aims import target
from geo.asking.asked import Asked, AskError
from geo.asking.facts import BRIEF, Answer, Row, certainty, fact, known, project
from geo.asking.rows import place_source, row_of
from geo.folding import fold
from geo.state import View
from geo.towns import Presence, town_summary
from i18n import text

__all__ = ["town"]


def _town_id(question: Asked, name: str) -> str:
    """Return the id of a unit by its id or any of its names."""
    wanted = fold(name)
    for row in question.dataset.towns.to_dict("records"):
        if wanted and wanted in {fold(str(row[key])) for key in ("id", "name_zh", "short_zh", "name_en")}:
            return str(row["id"])
    raise AskError(question.lang, "town", name=name[:40])


def town(question: Asked, name: str) -> Answer:
    """Return one town: its projects and how each is there, metres of line, what binds it.

    Raises
    ------
    AskError
        If no town has the name.
    """
    town_id = _town_id(question, name)
    summary = town_summary(question.dataset, town_id)
    row = question.dataset.towns.set_index("id", drop=False).loc[town_id].to_dict()
    here = link(
        View(report=question.view.report, lang=question.lang, at=question.view.at, towns=(town_id,)), "towns"
    )
    of = {"link": here, "ref": None}
    told = [
        fact(question, kind, f"{row[kind]:g}", of=of, source_id=row[where], value=float(row[kind]))
        for kind, where in (("area_km2", "area_source"), ("population_2020", "population_source"))
        if known(row[kind])
    ]
    projects = []
    for one_row in summary.projects.to_dict("records"):
        how = text(f"town_page.presence.{Presence(one_row['presence']).value}", question.lang)
        projects.append(project(question, one_row, kinds=BRIEF) | {"presence": how})
    return {
        **question.head(),
        "id": town_id,
        "name": str(row["short_zh" if question.lang == "zh" else "name_en"]),
        "facts": told + [_line(question, line) for line in summary.lines.to_dict("records")],
        "counts": {name: dict(values) for name, values in summary.counts.items()},
        "projects": projects,
        "targets": [target(question, one_row, here) for one_row in summary.targets.to_dict("records")],
        "duties": [
            fact(
                question,
                "duty",
                one_row[f"name_{question.lang}"],
                of={**one_row, "link": here},
                source_id=one_row["source_id"],
            )
            for one_row in summary.duties.to_dict("records")
        ],
        "link": here,
    }


def _line(question: Asked, line: Row) -> Answer:
    """Return how much of a project's line lies in a town; where its course is not known, that."""
    row = row_of(question, str(line["project_id"]))
    metres = known(line["metres"])
    sure = certainty(question, str(line["certainty"]), line["accuracy_m"])
    key = "asking.line" if metres is not None else "asking.line_unknown"
    says = text(key, question.lang, name=row[f"name_{question.lang}"], metres=f"{metres or 0:,.0f}")
    value = None if metres is None else round(metres)
    return fact(
        question, "line", says, of=row, source_id=place_source(question, row), value=value, certainty=sure
    )
