"""What the view asks of the projects: which are shown, and how many each further choice would show.

A view without filters is answered from the prepared facts; only a question imports `geo`'s frames.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geo.filters import FACETS, Facet, Filters, chosen
from geo.state import Base
from geo.view import View
from ui import facts

if TYPE_CHECKING:
    from geo.dataset import Dataset
    from geo.lookup import Spot

__all__ = ["Answer", "answer", "asked_state", "is_plain", "offers", "text_answer"]

_MOST_OFFERS = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """The projects that a view shows (None: all, in the order of the report) and the counts by facet."""

    ids: tuple[str, ...] | None
    counts: Mapping[str, Mapping[str, int]]

    @property
    def total(self) -> int:
        """The number of projects shown."""
        return len(facts.projects()) if self.ids is None else len(self.ids)


def is_plain(view: View) -> bool:
    """Say whether a view filters nothing."""
    return not chosen(view)


def asked_state(view: View) -> dict[str, Any]:
    """Return a view as the map's page takes it (docs/architecture.md); what is at its rest is left out."""
    tour = None if view.tour is None else {"id": view.tour, "step": view.step}
    state = {
        "filters": chosen(view),
        "selected": view.project,
        "camera": view.camera,
        "show": view.show,
        "tour": tour,
        "at": view.at,
    }
    if view.base is not Base.QUIET:
        state["base"] = view.base
    return {key: value for key, value in state.items() if value}


def answer(view: View) -> Answer:
    """Answer a view's question."""
    if is_plain(view):
        return _plain(facts.edition(), facts.shown_day())
    return _asked(view)


@lru_cache(maxsize=16)
def _plain(edition: str, day: str | None) -> Answer:
    """Count all projects. Both are the cache's key: new data and another day are counted anew."""
    del edition, day
    counts = {field: Counter(_values(facet)) for field, facet in FACETS.items()}
    return Answer(ids=None, counts=counts)


def _values(facet: Facet) -> list[str]:
    """Return a facet's values over all projects; a project with several towns counts in each."""
    return [value for row in facts.projects() for value in facet.of(row)]


def _asked(view: View) -> Answer:
    """Ask `geo`, which has one query engine for everybody."""
    return _counted(facts.dataset(view.report), Filters.of(view))


def offers(view: View) -> list[Spot]:
    """Return the towns and stations that a view's text may mean, at most three, best first."""
    import geo  # noqa: PLC0415 - pandas must stay out of the first view

    return geo.spots(facts.dataset(view.report), view.text, limit=_MOST_OFFERS) if view.text else []


def text_answer(view: View) -> Mapping[str, Any]:
    """Return what a view's text finds where typing errors are forgiven.

    Returns
    -------
    mapping
        ``text``, ``ids`` (projects, in the report's order) and ``offers`` (the towns and stations that it may
        mean, at most three, best first: ``kind`` and ``id``).
    """
    found = answer(View(report=view.report, text=view.text)).ids or ()
    return {
        "text": view.text,
        "ids": list(found),
        "offers": [{"kind": spot.kind, "id": spot.id} for spot in offers(view)],
    }


@lru_cache(maxsize=64)
def _counted(dataset: Dataset, filters: Filters) -> Answer:
    """Select and count once: a run asks twice, and many visitors ask the same. New data is a new key."""
    import geo  # noqa: PLC0415 - pandas must stay out of the first view

    ids = tuple(str(project_id) for project_id in geo.select(dataset, filters)["id"])
    return Answer(ids=ids, counts=geo.facets(dataset, filters))
