"""What one file holds: the filtered projects and all that belongs to them, before any format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import pandas as pd

from geo.dataset import Dataset
from geo.export.formats import filter_view
from geo.filters import FACETS
from geo.freshness import last_looked
from geo.past import as_of
from geo.query import select
from geo.view import View, to_query
from geo.vocabulary import Event
from i18n import date_words, text

__all__ = ["Extract", "extract", "filter_words"]


def filter_words(view: View) -> str:
    """Return the filters and the day of a view in words, in its language."""
    lang = view.lang
    asked = [
        (facet.heading(lang), [facet.word(one, lang) for one in getattr(view, field)])
        for field, facet in FACETS.items()
    ]
    asked.append((text("facet.text", lang), [view.text] if view.text else []))
    told = [
        text("export.condition", lang, name=name, value=text("export.list_sep", lang).join(words))
        for name, words in asked
        if words
    ]
    if view.at:
        told.append(text("past.known", lang, date=date_words(view.at, lang)))
    return text("export.condition_sep", lang).join(told) or text("export.no_filter", lang)


@dataclass(frozen=True, slots=True, eq=False)
class Extract:
    """The rows of one file, in the order of the report. Geometries are in EPSG:4326.

    ``dataset`` is as it stood on the view's day. ``view`` holds edition, language, day and filters only;
    ``targets`` are all of the edition, as no filter speaks of them; ``sources`` are those that any row cites;
    ``name`` is what the file will be called.
    """

    dataset: Dataset
    view: View
    written: date
    projects: gpd.GeoDataFrame
    sites: gpd.GeoDataFrame
    events: pd.DataFrame
    targets: pd.DataFrame
    sources: pd.DataFrame
    name: str = ""

    @property
    def towns(self) -> gpd.GeoDataFrame:
        """The units that the view names, all if it names none."""
        towns = self.dataset.towns
        return towns[towns["id"].isin(self.view.towns)] if self.view.towns else towns

    @property
    def lang(self) -> str:
        """The language of the words."""
        return self.view.lang

    @property
    def query(self) -> str:
        """The filters as a link spells them; empty for all projects."""
        return to_query(self.view)

    @property
    def newest_fact(self) -> str:
        """The newest date that an event of the dataset tells, as precise as it is known."""
        events = self.dataset.events  # a search that found nothing is no fact
        dates = [str(day) for day in events.loc[events["event"] != Event.UNKNOWN, "date"] if day]
        return max(dates, default=str(self.dataset.report["date"]))

    @property
    def has_osm(self) -> bool:
        """Whether a site was made from OpenStreetMap, whose licence (ODbL) then holds for it."""
        open_data = self.sources[self.sources["licence"].str.contains("ODbL")]
        return not set(open_data["id"]).isdisjoint(_ids(self.sites["source_id"]))

    def filter_words(self) -> str:
        """Return the filters in words, in the file's language."""
        return filter_words(self.view)

    def licence(self) -> str:
        """Return the licence in words."""
        return text("export.licence_osm" if self.has_osm else "export.licence_own", self.lang)

    def about(self) -> dict[str, str]:
        """Return what the file is, by key of ``export.about`` in ``i18n``: one line of words a key."""
        lang, report = self.lang, self.dataset.report
        return {
            "title": text("app.title", lang),
            "edition": self.view.report,
            "report": str(report[f"title_{lang}"]),
            "report_date": str(report["date"]),
            "filter": self.filter_words(),
            "query": self.query,
            "count": text("export.count", lang, n=len(self.projects), total=len(self.dataset.projects)),
            "exported": self.written.isoformat(),
            **({"as_of": self.view.at} if self.view.at else {}),
            "newest_fact": self.newest_fact,
            "crs": text("export.crs", lang),
            "licence": self.licence(),
            "attribution": text("export.attribution", lang),
            "certainty": text("export.note_certainty", lang),
            "silence": text("export.note_silence", lang),
            "borders": text("export.note_borders", lang),
            "targets": text("export.note_targets", lang),
        }


def extract(dataset: Dataset, view: View, *, written: date, name: str = "") -> Extract:
    """Take the projects that a view shows, and their sites, events and sources, from a dataset.

    What the view asks as of a day is told as it stood then. Each row says when it was read: ``last_looked``
    of a project, ``date_read`` of a site, an event or a figure, ``result_date_read`` of a figure's result.
    All are ISO days, None where there is no source.
    """
    asked = filter_view(view)
    if asked.at:
        dataset = as_of(dataset, asked.at)
    projects = select(dataset, asked)
    looked = {project: day.isoformat() for project, day in last_looked(dataset).items()}
    projects = projects.assign(last_looked=projects["id"].map(looked))
    ids = set(projects["id"])
    sites = _of(dataset.sites, ids)
    events = _of(dataset.events, ids)
    cited = _ids(projects["source_id"], projects["town_source_id"], projects["status_source_id"])
    cited |= _ids(projects["kept_source_id"], projects["placed_source_id"])
    cited |= _ids(sites["source_id"], events["source_id"])
    cited |= _ids(dataset.targets["source_id"], dataset.targets["result_source_id"])
    cited |= _ids(dataset.towns["source_id"], [dataset.report["source_id"]])
    return Extract(
        dataset=dataset,
        view=asked,
        written=written,
        projects=projects,
        sites=gpd.GeoDataFrame(_with_reading(dataset, sites), geometry="geometry", crs=dataset.sites.crs),
        events=_with_reading(dataset, events),
        targets=_with_reading(dataset, _with_reading(dataset, dataset.targets), of="result_"),
        sources=dataset.sources[dataset.sources["id"].isin(cited)].reset_index(drop=True),
        name=name,
    )


def _of(frame: pd.DataFrame, ids: set[str]) -> pd.DataFrame:
    """Return the rows of some projects, those of one project together, in the order of the file."""
    return frame[frame["project_id"].isin(ids)].reset_index(drop=True)


def _with_reading(dataset: Dataset, frame: pd.DataFrame, *, of: str = "") -> pd.DataFrame:
    """Add when the source of each row was read, of its prefix: ``date_read`` from ``source_id``."""
    read = dict(zip(dataset.sources["id"], dataset.sources["date_read"], strict=True))
    return frame.assign(**{f"{of}date_read": frame[f"{of}source_id"].map(read)})


def _ids(*columns: Iterable[object]) -> set[str]:
    """Return the ids that cells hold; a cell may hold several, parted by semicolons."""
    cells = [cell for column in columns for cell in column if isinstance(cell, str)]
    return {part.strip() for cell in cells for part in cell.split(";") if part.strip()}
