"""The tours as the document reads them: words of one language, and what each step shows, worked out here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.dataset import Dataset
from geo.filters import chosen
from geo.past import as_of
from geo.query import select
from geo.state import View
from geo.tours import Step, Tour, of_edition, read

__all__ = ["tour_notes", "tours"]


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


def _step(step: Step, dataset: Dataset, *, any_town: bool, lang: str) -> dict[str, Any]:
    everything = [str(project_id) for project_id in dataset.projects["id"]]
    numbers = _numbers(step, dataset, any_town=any_town)
    day = {"at": step.view.at} if step.view.at else {}
    cited = dict.fromkeys([*([step.view.project] if step.view.project else []), *step.projects])
    return {
        "title": _filled(step.title[lang], numbers),
        "text": _filled(step.text[lang], numbers),
        "none": step.none.get(lang, ""),
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
        "steps": [_step(step, dataset, any_town=tour.any_town, lang=lang) for step in tour.steps],
    }


def tour_notes(dataset: Dataset, *, lang: str) -> dict[str, list[str]]:
    """Return the presenter's notes by tour, one a step: nobody else needs them."""
    found, _problems = read()
    return {
        tour.id: [
            _filled(step.note[lang], _numbers(step, dataset, any_town=tour.any_town)) for step in tour.steps
        ]
        for tour in of_edition(found, dataset.edition)
    }


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
    found, _problems = read()
    report = dataset.edition
    return [_tour(tour, dataset, lang=lang) for tour in of_edition(found, report)]
