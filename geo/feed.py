"""What is new of what a link shows: its dated facts, newest first, each under an id that never changes."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geo.dataset import Dataset
from geo.entries import Entry, of_projects, of_targets, tag
from geo.filters import FILTER_FIELDS
from geo.lookup import spot
from geo.past import as_of
from geo.query import near, select
from geo.state import View
from geo.succession import heirs, steps_of
from geo.view import to_query

__all__ = ["Feed", "Round", "UnknownPlaceError", "feed", "feed_query", "feed_view"]


class UnknownPlaceError(LookupError):
    """No town or station has this id."""


@dataclass(frozen=True, slots=True)
class Round:
    """A circle round a town or station: its id, and ground metres. Never round a person."""

    spot_id: str
    radius_m: int


@dataclass(frozen=True, slots=True)
class Feed:
    """The entries of a view, newest first.

    Attributes
    ----------
    id
        A ``tag:`` URI of what is followed, whatever the address of the site.
    view
        Only what chooses the entries, so never a person's place.
    around, place
        The circle and the name of its middle; None and empty without one.
    updated
        The newest `known` day, the report's own day without entries.
    """

    id: str
    view: View
    around: Round | None
    place: str
    entries: tuple[Entry, ...]
    updated: str

    @property
    def query(self) -> str:
        """What is followed, as the feeds' addresses spell it."""
        return feed_query(self.view, self.around)


def feed_view(view: View) -> View:
    """Return what of a view chooses entries: edition, language, day, filters and the open project."""
    filters = {name: getattr(view, name) for name in FILTER_FIELDS}
    return View(report=view.report, lang=view.lang, at=view.at, project=view.project, **filters)


def feed_query(view: View, around: Round | None = None) -> str:
    """Return the one spelling of what is followed: the link's own, then ``around`` and ``r``."""
    circle = f"around={around.spot_id}&r={around.radius_m}" if around else ""
    return "&".join(part for part in (to_query(feed_view(view)), circle) if part)


def feed(dataset: Dataset, view: View, *, around: Round | None = None) -> Feed:
    """Return the dated facts of what a view shows.

    Parameters
    ----------
    dataset
        The edition that the view names, with all that is known today.
    view
        An open project is followed alone; else its filters choose the projects. Its day counts
        (:func:`geo.past.as_of`), a place that somebody stands at does not.
    around
        Only projects that are near a town or station, or may be (:func:`geo.query.near`).

    Returns
    -------
    Feed
        Newest first by `known`, then by date; equal ones in the order of the files.

    Raises
    ------
    UnknownPlaceError
        If no town or station has the id of `around`.
    """
    asked = feed_view(view)
    if asked.at:
        dataset = as_of(dataset, asked.at)
    projects, place = _projects(dataset, asked), ""
    if around is not None:
        projects, place = _close(dataset, projects, around, lang=asked.lang)
    entries = [*of_projects(dataset, projects, asked)]
    if around is None:
        entries += of_targets(dataset, asked)
    entries.sort(key=lambda one: (one.known, one.date), reverse=True)
    updated = entries[0].known if entries else str(dataset.report["date"])
    query = feed_query(asked, around)
    name = tag("feed") + (f"?{query}" if query else "")
    return Feed(name, asked, around, place, tuple(entries), updated)


def _projects(dataset: Dataset, view: View) -> pd.DataFrame:
    """Return the projects that are followed; one whose id was given up goes on as its heirs."""
    if view.project is None:
        return pd.DataFrame(select(dataset, view))
    known = set(dataset.projects["id"])
    wanted: tuple[str, ...] = (view.project,)
    if view.project not in known:
        wanted = heirs(view.project, steps_of(dataset.succession.to_dict("records")), known=known)
    return pd.DataFrame(dataset.projects[dataset.projects["id"].isin(wanted)])


def _close(dataset: Dataset, projects: pd.DataFrame, around: Round, *, lang: str) -> tuple[pd.DataFrame, str]:
    """Return the projects within a circle and the name of its middle."""
    middle = spot(dataset, around.spot_id)
    if middle is None:
        raise UnknownPlaceError(around.spot_id)
    close = near(dataset, lon=middle.lon, lat=middle.lat, radius_m=around.radius_m)
    name = middle.name_zh if lang == "zh" else middle.name_en
    return projects[projects["id"].isin(set(close["id"]))], name
