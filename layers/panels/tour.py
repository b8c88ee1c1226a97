"""The tours as the document reads them: what each step shows, worked out here, and its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from geo.dataset import Dataset
from geo.filters import chosen
from geo.past import as_of
from geo.places import town_names
from geo.query import select
from geo.state import View
from geo.tours import Step, Tour, of_edition, read

__all__ = ["Shown", "shown", "tour_words", "tours"]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a link to a step of a tour shows: that step's view, its words, and where in the tour it is."""

    view: View
    title: str
    text: str
    tour: str
    number: int
    steps: int


def _ids(view: View, dataset: Dataset) -> list[str] | None:
    """Return the projects that a view shows on its day, in the report's order; None: all of them."""
    if view.at:
        dataset = as_of(dataset, view.at)
    if not chosen(view):
        return None
    return [str(project_id) for project_id in select(dataset, view)["id"]]


def _count(view: View, dataset: Dataset) -> int:
    ids = _ids(view, dataset)
    return len(dataset.projects) if ids is None else len(ids)


def _filled(text: str, numbers: Mapping[str, int]) -> str:
    """Put numbers into their fields; a tour of any town keeps its fields for the reader's town."""
    for name, number in numbers.items():
        text = text.replace("{" + name + "}", str(number))
    return text


def _numbers(step: Step, dataset: Dataset, *, any_town: bool) -> dict[str, int]:
    """Return the numbers of a step's words, counted now."""
    views = {} if any_town else {"n": step.view, **step.counts}
    return {name: _count(view, dataset) for name, view in views.items()}


def _step(step: Step, dataset: Dataset) -> dict[str, Any]:
    everything = [str(project_id) for project_id in dataset.projects["id"]]
    day = {"at": step.view.at} if step.view.at else {}
    cited = dict.fromkeys([*([step.view.project] if step.view.project else []), *step.projects])
    return {
        "ids": _ids(step.view, dataset),
        "selected": step.view.project if step.view.project in everything else None,
        "filters": chosen(step.view),
        "camera": None if step.view.camera is None else list(step.view.camera),
        "cited": [one for one in cited if one in everything],
        **day,
        "gone": sum(one not in everything for one in cited),
    }


def _tour(tour: Tour, dataset: Dataset, *, lang: str) -> dict[str, Any]:
    return {
        "id": tour.id,
        "any_town": tour.any_town,
        "title": tour.title[lang],
        "summary": tour.summary[lang],
        "steps": [_step(step, dataset) for step in tour.steps],
    }


def _of(dataset: Dataset) -> Sequence[Tour]:
    """Return the tours that fit a dataset's edition; a file that cannot be read is none."""
    return of_edition(read()[0], dataset.edition)


def tours(dataset: Dataset, *, lang: str) -> list[dict[str, Any]]:
    """Return the tours of a dataset's edition as plain JSON values, in their order.

    A step says how many of the projects that it names the dataset does not have (``gone``); a file that
    cannot be read has no tour here, and its problem in ``python -m geo check``.

    Parameters
    ----------
    dataset
        A ``geo.Dataset``.
    lang
        ``zh`` or ``en``.
    """
    return [_tour(tour, dataset, lang=lang) for tour in _of(dataset)]


def _words(step: Step, dataset: Dataset, *, any_town: bool, lang: str) -> dict[str, str]:
    numbers = _numbers(step, dataset, any_town=any_town)
    words = {"title": step.title, "text": step.text, "note": step.note}
    return {name: _filled(said[lang], numbers) for name, said in words.items()} | {
        "none": step.none.get(lang, "")
    }


def tour_words(dataset: Dataset, *, lang: str) -> dict[str, list[dict[str, str]]]:
    """Return the words of the steps by tour: they are needed once a tour is on.

    A step has its title, its text and the presenter's note, and in a tour of any town what is said of a town
    without projects (``none``).

    Parameters
    ----------
    dataset
        A ``geo.Dataset``.
    lang
        ``zh`` or ``en``.
    """
    return {
        tour.id: [_words(step, dataset, any_town=tour.any_town, lang=lang) for step in tour.steps]
        for tour in _of(dataset)
    }


def shown(dataset: Dataset, view: View) -> Shown | None:
    """Return the step that a link shows, as the page does; None if it names none, or lacks the town.

    Parameters
    ----------
    dataset
        The edition that the view names, with all that is known today.
    view
        What a link holds: ``tour``, ``step`` and, in a tour of any town, the first of its towns.
    """
    tour = next((one for one in _of(dataset) if one.id == view.tour), None)
    town = next((town for town in view.towns if town in town_names()), None)
    if tour is None or view.near is not None or (tour.any_town and town is None):
        return None
    number = min(view.step, len(tour.steps))
    step = tour.steps[number - 1]
    seen = replace(
        step.view,
        report=view.report,
        lang=view.lang,
        towns=(town,) if tour.any_town and town else step.view.towns,
        camera=view.camera or step.view.camera,
    )
    title, said = _said(step, seen, dataset, any_town=tour.any_town)
    return Shown(seen, title, said, tour.title[view.lang], number, len(tour.steps))


def _said(step: Step, seen: View, dataset: Dataset, *, any_town: bool) -> tuple[str, str]:
    """Return title and text of a step, its numbers and the reader's town put in."""
    lang = seen.lang
    if not any_town:
        numbers = _numbers(step, dataset, any_town=False)
        return _filled(step.title[lang], numbers), _filled(step.text[lang], numbers)
    name = town_names()[seen.towns[0]]
    numbers = {"n": _count(seen, dataset)}
    words = (step.title, step.text if numbers["n"] else step.none)
    town = name.short_zh if lang == "zh" else name.name_en
    title, said = (_filled(one[lang], numbers).replace("{town}", town) for one in words)
    return title, said
