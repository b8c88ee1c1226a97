"""The answers: which projects, one of them, how near, one town, what became of promises, the targets."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd

from geo import query as geo_query
from geo.address import link
from geo.asking.asked import Asked, AskError, asked
from geo.asking.facts import BRIEF, Answer, certainty, fact, known, project
from geo.asking.rows import place_source, row_of
from geo.city import CITY
from geo.filters import FACETS
from geo.outcomes import promises
from geo.past import known_days
from geo.places import MAP_BOUNDS
from geo.state import View
from i18n import text

__all__ = ["LIMIT", "about", "as_of", "find", "near", "one", "outcomes"]

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
    """Return the projects that a question's filters choose, in the report's order; a text's best first.

    Returns
    -------
    dict
        `total`, and of the part asked for `projects`, each with `facts` (`kind`, `says`, `paragraph`,
        `source`, `link`, and `value`, `date`, `certainty` where there are) and `unknown`.

    Raises
    ------
    AskError
        If more than :data:`LIMIT` are asked for.
    """
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


def one(question: Asked, project_id: str) -> Answer:
    """Return all about one project.

    Raises
    ------
    AskError
        If no project of the edition has the id.
    """
    row = row_of(question, project_id)
    return {**question.head(), **project(question, row)}


def near(question: Asked, *, lon: float, lat: float, radius_m: float, limit: int = 20) -> Answer:
    """Return the projects near a point, nearest first; the point itself stands nowhere in the answer.

    Parameters
    ----------
    question
        Its filters choose among them.
    lon, lat
        The point in degrees, WGS 84.
    radius_m
        Ground metres, at most 50 000. The fact `distance` of each project has its metres.
    limit
        The most projects that come back.

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
                source_id=place_source(question, row),
                value=row["group"],
                metres=None if metres is None else round(metres, -1),
                certainty=certainty(question, str(row["certainty"]), row["accuracy_m"]),
            )
        )
    return {**question.head(), "link": link(question.view), **found}


def outcomes(question: Asked, *, limit: int = 20, offset: int = 0) -> Answer:
    """Return what became of each promise that passes the filters, and how many were kept or late."""
    rows = promises(question.dataset, question.view)
    ids = question.dataset.projects.set_index("id", drop=False).loc[list(rows["id"])]
    found = _page(question, ids, limit=limit, offset=offset)
    counts = dict(Counter(map(str, rows["kept"])))
    return {**question.head(), "link": link(question.view, "promises"), "outcomes": counts, **found}


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
