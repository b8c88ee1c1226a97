"""What one picture is about: the view's projects, in the words and shapes that the map document has too."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from shapely.geometry.base import BaseGeometry

from geo.dataset import Dataset
from geo.past import as_of
from geo.query import select
from geo.view import View, to_query
from i18n import text
from layers.basemap.basemap import Basemap
from layers.frame.frame import FrameLayer
from layers.ground.ground import Ground
from layers.near.around import Around, around
from layers.panels.tour import Shown, shown
from layers.picture.fonts import face
from layers.prepared import REVIEW_NUMBER_VARIABLE
from layers.projects.projects import Projects
from layers.projects.records import Project
from layers.stack import of_class, stack
from layers.title import heading, joined, near_sentence, remarks, summary
from layers.towns.towns import Towns
from layers.wording import date_text, distance, distance_text, newest_fact

__all__ = ["Drawn", "Scene", "drawn", "link_of", "scene"]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The layers of an edition in one language: those of the map (EPSG:4326 throughout)."""

    basemap: Basemap
    ground: Ground
    towns: Towns
    projects: Projects
    frames: Sequence[FrameLayer]
    outline: BaseGeometry


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture's content.

    Attributes
    ----------
    view
        What is asked; its project is None if there is none of that id.
    drawn
        The edition.
    shown
        The projects to draw, in the order of the list.
    selected
        The open project, if any.
    distances
        Words for the list by project id, when a place is measured from.
    title, subtitle
        The headline, and what it is about.
    breakdown
        How many of the shown stand where, in words.
    said
        What is told in paragraphs: what a step of a tour says, what an open project is and how it stands, or
        what the view's sentence says beyond its title.
    is_step
        Whether a step of a tour is shown.
    extra
        What is near the view's place, in one sentence.
    link
        The address of the same view, empty if the site has no known address.
    newest, review
        Date of the newest fact in words; the map review number (审图号), if there is one.
    """

    view: View
    drawn: Drawn
    shown: Sequence[Project]
    selected: Project | None
    distances: Mapping[str, str]
    title: str
    subtitle: str
    breakdown: str
    said: Sequence[str]
    is_step: bool
    extra: str
    link: str
    newest: str
    review: str

    @property
    def lang(self) -> str:
        """The language of the picture."""
        return self.view.lang


@lru_cache(maxsize=4)
def drawn(dataset: Dataset, lang: str) -> Drawn:
    """Return what can be drawn of a dataset in one language."""
    layers = stack(dataset, lang=lang)
    (basemap,), (towns,) = of_class(layers, Basemap), of_class(layers, Towns)
    (projects,), (ground,) = of_class(layers, Projects), of_class(layers, Ground)
    return Drawn(
        basemap=basemap,
        ground=ground,
        towns=towns,
        projects=projects,
        frames=of_class(layers, FrameLayer),
        # Of the simplified towns, so that it lies on their borders.
        outline=towns.frame.union_all(),
    )


def link_of(view: View, *, url: str) -> str:
    """Return the address of a view; empty if the site's own address is not known."""
    if not url:
        return ""
    query = to_query(view)
    return url.rstrip("/") + "/" + (f"?{query}" if query else "")


@dataclass(frozen=True, slots=True)
class _Nearby:
    """What lies near the place: groups of ids (``in``, ``maybe``, ``town``), how near, all in words."""

    groups: Mapping[str, str]
    words: Mapping[str, str]
    said: str


def _nearby(dataset: Dataset, view: View, projects: Mapping[str, Project]) -> _Nearby:
    """Look round the view's place at some projects: the surely near ones first, nearest first."""
    if view.near is None:
        return _Nearby({}, {}, "")
    lang, (lon, lat) = view.lang, view.near
    found = around(dataset, lon=lon, lat=lat, radius_m=view.radius_m, with_far=True)
    rows = [row for row in found if row.id in projects]
    groups = {row.id: row.group for row in rows if row.group != "far"}
    words = {row.id: _how_near(row, projects[row.id], lang=lang) for row in rows}
    measured = [row for row in rows if row.distance_m is not None]
    first = min(measured, key=lambda row: (row.group != "in", row.distance_m), default=None)
    nearest = (projects[first.id].name, words[first.id]) if first else None
    radius = distance(view.radius_m, lang=lang)
    said = near_sentence(Counter(groups.values()), nearest, radius=radius, lang=lang)
    return _Nearby(groups, {one: words[one] for one in groups}, said)


def _how_near(row: Around, project: Project, *, lang: str) -> str:
    if row.distance_m is None:
        return text("slide.only_town", lang)
    return distance_text(row.distance_m, project.accuracy_m, lang=lang)


def _title(view: View, rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the headline; of the search text nothing if the pictures' face lacks a sign of it."""
    project = next((row for row in rows if row["id"] == view.project), None)
    searched = None if face(700, view.lang).holds(view.text) else ""
    return heading(view, rows, project=project, searched=searched)


def _subtitle(dataset: Dataset, view: View, *, newest: str) -> str:
    """Return what the picture is about; the title of one as of a day says the day already."""
    if view.at:
        return text("slide.as_of_day", view.lang, date=newest)
    return text("slide.as_of", view.lang, year=dataset.edition, date=newest)


def scene(dataset: Dataset, view: View, *, url: str = "") -> Scene:
    """Answer a view's question and name the picture.

    Parameters
    ----------
    dataset
        The edition that the view names, with all that is known today.
    view
        What is asked, and as of which day. A place in it is drawn: whoever must not show it leaves it out. A
        picture of an open project is about it alone, one of a tour's step shows what the step shows.
    url
        The site's own address (``https://map.example``), for the link in the picture.
    """
    step = shown(dataset, view)
    asked, view = view, step.view if step else view
    if view.at:
        dataset = as_of(dataset, view.at)
    whole = drawn(dataset, view.lang)
    by_id = {project.id: project for project in whole.projects.projects}
    selected = by_id.get(view.project or "")
    view = replace(view, project=selected.id if selected else None)
    passing = {str(project_id) for project_id in select(dataset, view)["id"]}
    nearby = _nearby(dataset, view, {one: by_id[one] for one in by_id if one in passing})
    if selected is not None:
        ids = [selected.id]
    elif view.near is not None:
        ids = list(nearby.groups)
    else:
        ids = [project_id for project_id in by_id if project_id in passing]
    sure = {one for one in ids if selected or nearby.groups.get(one, "in") == "in"}
    rows = [row for row in dataset.projects.to_dict("records") if row["id"] in sure]
    newest = date_text(newest_fact(dataset), lang=view.lang)
    return Scene(
        view=view,
        drawn=whole,
        shown=[by_id[one] for one in ids],
        selected=selected,
        distances=nearby.words,
        **_words(view, rows, step=step, selected=selected, subtitle=_subtitle(dataset, view, newest=newest)),
        extra="" if selected else nearby.said,
        link=link_of(asked if step else view, url=url),
        newest=newest,
        review=os.environ.get(REVIEW_NUMBER_VARIABLE, ""),
    )


def _words(
    view: View,
    rows: Sequence[Mapping[Hashable, Any]],
    *,
    step: Shown | None,
    selected: Project | None,
    subtitle: str,
) -> dict[str, Any]:
    """Return the words of a scene: those of a tour's step, or what the view's own facts say."""
    lang, dot = view.lang, text("map.dot", view.lang)
    if step is not None:
        place = step.tour + dot + text("tour.place", lang, n=step.number, all=step.steps)
        words = {"title": step.title, "subtitle": place + dot + subtitle, "breakdown": ""}
        return {**words, "said": [step.text], "is_step": True}
    is_counted = len(rows) > 1 and not view.statuses and view.near is None
    breakdown = summary(rows, lang) if is_counted else ""
    plain = [{str(key): value for key, value in row.items()} for row in rows]
    said = _told(selected, lang) if selected else [joined([breakdown, *remarks(view, plain)], lang)]
    words = {"title": _title(view, plain), "subtitle": subtitle, "breakdown": breakdown}
    return {**words, "said": said, "is_step": False}


def _told(project: Project, lang: str) -> list[str]:
    """Return what a project is, and how it stands with day and fact."""
    now = project.now
    day = text("map.dot", lang).join(part for part in (now.word, now.date) if part)
    return [project.what, text("slide.colon", lang).join(part for part in (day, now.fact) if part)]
