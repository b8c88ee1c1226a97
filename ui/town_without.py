"""What a town answers that the report names no project in: what is near, and what is said for all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from geo.towns import around
from geo.vocabulary import Kind
from i18n import text
from layers.wording import distance, distance_text, known
from ui import marks, paper, session
from ui.paper import Row
from ui.town_facts import target

if TYPE_CHECKING:
    from geo.dataset import Dataset

__all__ = ["for_all", "nearby"]


def _has_projects(dataset: Dataset, town_id: str) -> bool:
    return any(town_id in towns for towns in dataset.projects["towns"])


def nearby(dataset: Dataset, town_id: str, lang: str) -> Markup:
    """Return what is nearest to a town without projects, with distance, certainty and status."""
    if _has_projects(dataset, town_id):
        return Markup("")
    near = around(dataset, town_id)
    rows = [
        Markup(
            '<li>{}<span class="dg-name">{} <span class="dg-how">{}</span></span><span>{}</span></li>'
        ).format(
            _mark(row),
            _on_map(str(row["id"]), str(row[f"label_{lang}"] or row[f"name_{lang}"])),
            text("map.dot", lang).join(_sure(row, lang)),
            distance_text(float(row["distance_m"]), known(row["accuracy_m"]), lang=lang),
        )
        for row in near.to_dict("records")
    ]
    return Markup('<h2>{} <span>{}</span></h2><ul class="dg-lines">{}</ul><p class="dg-note">{}</p>').format(
        text("town_page.around", lang),
        text("town_page.around_note", lang, n=len(rows)),
        Markup("").join(rows),
        text("town_page.around_more", lang),
    )


def _mark(row: Row) -> Markup:
    """Return how a project is drawn: a line, or the disc of a place."""
    certainty, category = str(row["certainty"]), str(row["category"])
    is_line = row["kind"] == Kind.LINE
    return marks.line_mark(certainty, category) if is_line else marks.swatch(category, certainty)


def _on_map(project_id: str, name: str) -> Markup:
    """Return a link to a project's card on the map; the town has none of it, so it is no filter there."""
    query = session.link(replace(session.view(), project=project_id, towns=()))
    return Markup('<a href="./?{}" target="_self">{}</a>').format(query, name)


def _sure(row: Row, lang: str) -> list[str]:
    """Return how a project's place is known, and how it stands today."""
    reach = known(row["accuracy_m"])
    certainty = text(f"certainty.{row['certainty']}", lang)
    if reach is not None:
        certainty = text(
            "town_page.how", lang, certainty=certainty, distance=distance(float(reach), lang=lang)
        )
    return [certainty, str(row[f"status_word_{lang}"] or text(f"status.{row['status']}", lang))]


def for_all(dataset: Dataset, town_id: str, lang: str) -> Markup:
    """Return what the report says for the whole city, where it names nothing in this town."""
    rows = dataset.targets[dataset.targets["per"] == "city"].to_dict("records")
    if _has_projects(dataset, town_id) or not rows:
        return Markup("")
    sources = paper.by_id(dataset)
    return Markup('<details><summary>{}</summary><ul class="dg-targets">{}</ul></details>').format(
        text("town_page.city_targets", lang, n=len(rows)),
        Markup("").join(target(row, sources, lang, report=dataset.edition) for row in rows),
    )
