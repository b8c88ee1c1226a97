"""The answers: which projects, one of them, how near, one town, what became of promises, the targets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

import pandas as pd

from geo import query as geo_query
from geo.address import link
from geo.asking.asked import Asked, AskError, asked
from geo.asking.facts import BRIEF, Answer, Row, certainty, fact, known, project
from geo.city import CITY
from geo.dataset import Dataset
from geo.filters import FACETS
from geo.folding import fold
from geo.outcomes import promises
from geo.past import known_days
from geo.places import MAP_BOUNDS
from geo.state import View, is_slug
from geo.succession import heirs, steps_of
from geo.towns import Presence, town_summary
from i18n import text

__all__ = ["LIMIT", "about", "as_of", "find", "near", "one", "outcomes", "target", "targets", "town"]

# The most projects in one answer.
LIMIT = 50


def _page(question: Asked, rows: pd.DataFrame, *, limit: int, offset: int) -> Answer:
    """Return a part of the projects found, and how many there are."""
    if not (1 <= limit <= LIMIT and 0 <= offset <= 100_000):
        raise AskError(question.lang, "limit", most=LIMIT)
    some = rows.iloc[offset : offset + limit].to_dict("records")
    return {
        "total": len(rows),
        "offset": offset,
        "projects": [project(question, row, kinds=BRIEF) for row in some],
    }


def find(question: Asked, *, limit: int = 20, offset: int = 0) -> Answer:
    """Return the projects that a question's filters choose, in the report's order; a text's best first."""
    rows = geo_query.select(question.dataset, question.view)
    if question.view.text:
        from geo.lookup import search  # noqa: PLC0415 - opencc and pypinyin only when text is asked for

        order = {
            name: place for place, name in enumerate(search(question.dataset, question.view.text, len(rows)))
        }
        rows = rows.sort_values("id", key=lambda ids: ids.map(order), kind="stable")
    found = _page(question, rows, limit=limit, offset=offset)
    return {**question.head(), "link": link(question.view), **found}


def as_of(day: str, query: str = "", *, lang: str | None = None, limit: int = 20) -> Answer:
    """Return the projects as they were known at the end of a day, and how many stood in each status.

    Raises
    ------
    AskError
        If the day is none. One before the report is the report's, one to come is today: it is told.
    """
    question = asked(query, lang=lang, at=day)
    if any(part.parameter == "at" and part.reason.value == "malformed" for part in question.ignored):
        raise AskError(question.lang, "day")
    found = find(question, limit=limit)
    rows = geo_query.select(question.dataset, question.view)
    return {**found, "statuses": dict(Counter(map(str, rows["status"])))}


def _row(question: Asked, project_id: str) -> Row:
    """Return the row of a project; an id of earlier leads to what replaced it."""
    rows = _rows_of(question.dataset)
    if project_id not in rows and is_slug(project_id):
        steps = steps_of(question.dataset.succession.to_dict("records"))
        project_id = next(iter(heirs(project_id, steps, known=rows)), project_id)
    if project_id not in rows:
        raise AskError(question.lang, "project", id=project_id[:40])
    return rows[project_id]


_rows: WeakKeyDictionary[Dataset, Mapping[str, Row]] = WeakKeyDictionary()


def _rows_of(dataset: Dataset) -> Mapping[str, Row]:
    """Return the rows of `projects` by id, taken out of the frame once."""
    found = _rows.get(dataset)
    if found is None:
        found = _rows[dataset] = {str(row["id"]): row for row in dataset.projects.to_dict("records")}
    return found


def one(question: Asked, project_id: str) -> Answer:
    """Return all about one project.

    Raises
    ------
    AskError
        If no project of the edition has the id.
    """
    row = _row(question, project_id)
    return {**question.head(), **project(question, row)}


def near(question: Asked, *, lon: float, lat: float, radius_m: float, limit: int = 20) -> Answer:
    """Return the projects near a point, nearest first; the point itself stands nowhere in the answer.

    Raises
    ------
    AskError
        If the point lies off the map or the radius is out of range; it does not repeat them.
    """
    if not MAP_BOUNDS.holds(lon, lat):
        raise AskError(question.lang, "point")
    if not 0 < radius_m <= geo_query.MAX_RADIUS_M:
        raise AskError(question.lang, "radius", most=round(geo_query.MAX_RADIUS_M))
    rows = geo_query.near(question.dataset, lon=lon, lat=lat, radius_m=radius_m)
    rows = rows[rows["id"].isin(geo_query.select(question.dataset, question.view)["id"])]
    found = _page(question, rows, limit=limit, offset=0)
    for told, row in zip(found["projects"], rows.to_dict("records"), strict=False):
        metres = known(row["distance_m"])
        says = text(f"asking.near.{row['group']}", question.lang)
        told["facts"].append(
            fact(
                question,
                "distance",
                says,
                of=row,
                source_id=_place_source(question, row),
                value=row["group"],
                metres=None if metres is None else round(metres, -1),
                certainty=certainty(question, str(row["certainty"]), row["accuracy_m"]),
            )
        )
    return {**question.head(), "link": link(question.view), **found}


def _place_source(question: Asked, row: Row) -> object:
    sites = question.dataset.sites
    own = sites[sites["project_id"] == row["id"]]
    return own["source_id"].iloc[0] if len(own) else known(row["placed_source_id"]) or row["town_source_id"]


def outcomes(question: Asked, *, limit: int = 20, offset: int = 0) -> Answer:
    """Return what became of each promise that passes the filters, and how many were kept or late."""
    rows = promises(question.dataset, question.view)
    ids = question.dataset.projects.set_index("id", drop=False).loc[list(rows["id"])]
    found = _page(question, ids, limit=limit, offset=offset)
    counts = dict(Counter(map(str, rows["kept"])))
    return {**question.head(), "link": link(question.view, "promises"), "outcomes": counts, **found}


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
    row = question.dataset.towns.set_index("id", drop=False).loc[town_id]
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
    row = _row(question, str(line["project_id"]))
    metres = known(line["metres"])
    sure = certainty(question, str(line["certainty"]), line["accuracy_m"])
    key = "asking.line" if metres is not None else "asking.line_unknown"
    says = text(key, question.lang, name=row[f"name_{question.lang}"], metres=f"{metres or 0:,.0f}")
    value = None if metres is None else round(metres)
    return fact(
        question, "line", says, of=row, source_id=_place_source(question, row), value=value, certainty=sure
    )


def target(question: Asked, row: Row, where: str) -> Answer:
    """Return a target of the report, and its result where one is known."""
    lang = question.lang
    unit, high = row[f"unit_{lang}"], known(row["value_max"])
    value = f"{row['value']:g}" + (f"–{high:g}" if high is not None else "")
    says = text("asking.target", lang, name=row[f"name_{lang}"], value=value, measure=unit)
    of = {**row, "link": where}
    more = {"value": known(row["value"]), "unit": unit, "mention": row["mention"]}
    told = {
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
    """Return the report's targets in numbers, those whose name or wording holds some words, with results."""
    if not 1 <= limit <= LIMIT:
        raise AskError(question.lang, "limit", most=LIMIT)
    wanted = [fold(word) for word in words[:200].split()]
    here = link(View(report=question.view.report, lang=question.lang, at=question.view.at), "promises")
    rows = [
        row
        for row in question.dataset.targets.to_dict("records")
        if all(word in fold_all(row) for word in wanted)
    ]
    told = [target(question, row, here) for row in rows[:limit]]
    return {**question.head(), "total": len(rows), "targets": told, "link": here}


def fold_all(row: Row) -> str:
    """Return what a target may be asked by, folded."""
    names = ("name_zh", "name_en", "mention", "scope_zh", "scope_en")
    return "\n".join(fold(str(row[name])) for name in names if known(row[name]))


def about(question: Asked) -> dict[str, Any]:
    """Return what there is: city, edition, days, closed lists of the filters, towns, formats, licence."""
    lang, dataset = question.lang, question.dataset
    here = link(View(report=question.view.report, lang=lang), "about")
    report = fact(
        question, "report", dataset.report[f"title_{lang}"], of={"link": here}, date=dataset.report["date"]
    )
    lists = {
        facet.parameter: {value: facet.word(value, lang) for value in facet.values()}
        for facet in FACETS.values()
        if facet.members is not None
    }
    names = dataset.towns.set_index("id")["short_zh" if lang == "zh" else "name_en"]
    return {
        **question.head(),
        "city": CITY.name_zh if lang == "zh" else CITY.name_en,
        "facts": [report],
        "projects": len(dataset.projects),
        "days": list(known_days(question.whole)),
        "filters": {"town": {str(key): str(name) for key, name in names.items()}, **lists},
        "never": text("asking.never", lang),
        "link": here,
    }
