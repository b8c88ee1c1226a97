"""What is new of what a link shows: its dated facts, newest first, each under an id that never changes."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geo.dataset import Dataset
from geo.entries import Entry, of_projects, of_targets, tag
from geo.followed import Round, feed_query, feed_view
from geo.lookup import spot
from geo.past import as_of
from geo.query import near, select
from geo.state import View
from geo.succession import heirs, steps_of
from i18n import text

__all__ = ["MOST_ENTRIES", "Feed", "UnknownPlaceError", "UnknownProjectError", "feed"]

# A reader asks again and again; who wants all takes the data.
MOST_ENTRIES = 200


class UnknownPlaceError(LookupError):
    """No town or station has this id."""


class UnknownProjectError(LookupError):
    """No project has this id, and none came after one that had it."""


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
    project
        The name of the project that is followed alone, empty without one.
    entries, left_out
        The newest :data:`MOST_ENTRIES`, and how many older ones there are besides.
    updated
        The newest `known` day, the report's own day without entries.
    """

    id: str
    view: View
    around: Round | None
    place: str
    project: str
    entries: tuple[Entry, ...]
    left_out: int
    updated: str

    @property
    def query(self) -> str:
        """What is followed, as the feeds' addresses spell it."""
        return feed_query(self.view, self.around)


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
    UnknownProjectError
        If the open project is none of this edition, nor anything that came after it.
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
    return Feed(
        id=name,
        view=asked,
        around=around,
        place=place,
        project=_project_name(projects, asked),
        entries=tuple(entries[:MOST_ENTRIES]),
        left_out=max(0, len(entries) - MOST_ENTRIES),
        updated=updated,
    )


def _projects(dataset: Dataset, view: View) -> pd.DataFrame:
    """Return the projects that are followed; one whose id was given up goes on as its heirs."""
    if view.project is None:
        return pd.DataFrame(select(dataset, view))
    known = set(dataset.projects["id"])
    wanted: tuple[str, ...] = (view.project,)
    if view.project not in known:
        wanted = heirs(view.project, steps_of(dataset.succession.to_dict("records")), known=known)
    if not wanted:
        raise UnknownProjectError(view.project)
    return pd.DataFrame(dataset.projects[dataset.projects["id"].isin(wanted)])


def _project_name(projects: pd.DataFrame, view: View) -> str:
    if view.project is None or projects.empty:
        return ""
    return text("map.list_sep", view.lang).join(projects[f"name_{view.lang}"])


def _close(dataset: Dataset, projects: pd.DataFrame, around: Round, *, lang: str) -> tuple[pd.DataFrame, str]:
    """Return the projects within a circle and the name of its middle."""
    middle = spot(dataset, around.spot_id)
    if middle is None:
        raise UnknownPlaceError(around.spot_id)
    close = near(dataset, lon=middle.lon, lat=middle.lat, radius_m=around.radius_m)
    name = middle.name_zh if lang == "zh" else middle.name_en
    return projects[projects["id"].isin(set(close["id"]))], name
