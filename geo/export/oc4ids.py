"""OC4IDS 0.9.5: a project package that says what is known, and nothing else.

No budget, no authority, no contract: the report names none. What OC4IDS has no field for (the report's
verb, how sure the place is, what became of the promise) stands in ``additionalClassifications`` under
schemes of our own; `docs/exports.md` describes each field.
"""

from __future__ import annotations

import json
import re
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from shapely.geometry.base import BaseGeometry

from geo.city import CITY
from geo.errors import EmptyExportError
from geo.export import tables
from geo.export.extract import Extract
from geo.export.geojson import geometry_member
from geo.export.tables import Row
from geo.filters import word
from geo.vocabulary import Category, Event, Kept, Stage, Status
from i18n import text

__all__ = ["LOCAL", "write"]

VERSION = "0.9"
# No prefix is registered for us: ids say that they are local instead of borrowing one.
LOCAL = f"local-{CITY.id}-project-map"
_LICENCES = {
    True: "https://opendatacommons.org/licenses/odbl/1-0/",
    False: "https://creativecommons.org/licenses/by/4.0/",
}
_ADDRESS = {"region": CITY.region, "countryName": CITY.country}

# Where no later source is known, the status at the day of the report follows from its verb.
_STATUS_OF_STAGE = {
    Stage.SEEKING: "identification",
    Stage.PREPARING: "preparation",
    Stage.STARTING: "preparation",
    Stage.BUILDING: "implementation",
    Stage.COMPLETING: "implementation",
}
_STATUS_NOW = {
    Status.DONE: "completion",
    Status.BUILDING: "implementation",
    Status.PLANNED: "preparation",
}
# What has no code there, as the renewal of villages, keeps our own classification alone.
_SECTORS: Mapping[Category, tuple[str, ...]] = {
    Category.RAIL: ("transport", "transport.rail"),
    Category.ROAD: ("transport", "transport.road"),
    Category.SCIENCE: ("economy",),
    Category.INDUSTRY: ("economy",),
    Category.LOGISTICS: ("economy",),
    Category.CIVIC: ("governance",),
    Category.GREENWAY: ("cultureSportsAndRecreation",),
    Category.WATER: ("waterAndWaste",),
}
_METRO = re.compile(r"号线|地铁")
_UNIVERSITY = re.compile("大学")

# The milestones that a promised event stands for, and those that a dated event is.
_PROMISED: Mapping[Event, tuple[str, ...]] = {
    Event.WORKS_STARTED: ("commencement",),
    Event.DELIVERED: ("completion",),
    Event.COMPLETED: ("completion",),
    Event.OPENED: ("completion", "commissioning"),
}
_HAPPENED = {
    Event.APPROVED: "projectApproval",
    Event.WORKS_STARTED: "commencement",
    Event.DELIVERED: "completion",
    Event.COMPLETED: "completion",
    Event.OPENED: "commissioning",
}


def write(taken: Extract) -> bytes:
    """Return the projects as a package; `EmptyExportError` without any, as the schema asks for one."""
    projects = tables.rows(taken, "projects")
    if not projects:
        msg = "an OC4IDS package holds at least one project, and none passes the filters"
        raise EmptyExportError(msg)
    package = {
        "uri": "",
        "publishedDate": _moment(taken.written.isoformat()),
        "version": VERSION,
        "publisher": {"name": text("app.title", taken.lang)},
        "license": _LICENCES[taken.has_osm],
        "about": taken.about(),
        "projects": _members(taken, projects),
    }
    # A name that is the same for the same content, as there is no address it could be fetched from.
    content = json.dumps(package, ensure_ascii=False, sort_keys=True)
    package["uri"] = uuid.uuid5(uuid.NAMESPACE_OID, content).urn
    return (json.dumps(package, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode("utf-8")


def _members(taken: Extract, projects: Sequence[Row]) -> list[dict[str, Any]]:
    sources = {str(row["id"]): row for row in tables.rows(taken, "sources")}
    events: dict[object, list[Row]] = defaultdict(list)
    for one in tables.rows(taken, "events"):
        events[one["project_id"]].append(one)
    sites: dict[object, list[tuple[Row, BaseGeometry]]] = defaultdict(list)
    for one, shape in zip(tables.rows(taken, "sites"), taken.sites.geometry, strict=True):
        sites[one["project_id"]].append((one, shape))
    return [
        _Project(taken, row, sources=sources, events=events[row["id"]], sites=sites[row["id"]]).member()
        for row in projects
    ]


def _moment(day: str) -> str:
    """Return the start of a whole day in the city as a date-time."""
    return datetime.combine(date.fromisoformat(day), time(), CITY.zone()).isoformat()


def _is_day(date: object) -> bool:
    """Say whether a date is known to the day: OC4IDS has no way to write "in 2024"."""
    return isinstance(date, str) and len(date) == len("2024-01-31")


def _filled(member: Mapping[str, Any]) -> dict[str, Any]:
    """Return a member without what is unknown: OC4IDS leaves such fields out."""
    return {name: value for name, value in member.items() if value not in (None, "", [], {})}


class _Project:
    """One project on its way into the package."""

    def __init__(
        self,
        taken: Extract,
        row: Row,
        *,
        sources: Mapping[str, Row],
        events: Sequence[Row],
        sites: Sequence[tuple[Row, BaseGeometry]],
    ) -> None:
        self.taken = taken
        self.row = row
        self.lang = taken.lang
        self.id = str(row["id"])
        self.sources = sources
        self.events = events
        self.sites = sites

    def member(self) -> dict[str, Any]:
        """Return the project as OC4IDS writes it."""
        row, lang = self.row, self.lang
        told = [row[f"{part}_{lang}"] for part in ("what", "promise", "place", "note")]
        return _filled(
            {
                "id": f"{LOCAL}-{self.id}",
                "updated": self._updated(),
                "language": lang,
                "identifiers": self._identifiers(),
                "title": row[f"name_{lang}"],
                "description": ("" if lang == "zh" else " ").join(str(one) for one in told if one),
                "status": self._status(),
                "sector": self._sectors(),
                "additionalClassifications": self._classifications(),
                "locations": [*self._sites(), *self._towns()],
                "milestones": [*self._promises(), *self._happenings()],
                "documents": self._documents(),
            }
        )

    def _identifiers(self) -> list[dict[str, str]]:
        year = self.taken.view.report
        return [
            {"id": self.id, "scheme": LOCAL},
            {"id": f"{year}-{self.row['no']}", "scheme": f"{LOCAL}-number"},
        ]

    def _sources(self) -> list[str]:
        """Return the ids of all sources the project cites, the report's first."""
        row, ids = self.row, [str(self.taken.dataset.report["source_id"])]
        for cell in (
            *(row[f"{name}_id"] for name in ("source", "town_source", "placed_source", "status_source")),
            row["kept_source_id"],
            *(one["source_id"] for one, _ in self.sites),
            *(one["source_id"] for one in self.events),
        ):
            ids += str(cell or "").split(";")
        return [one for one in dict.fromkeys(ids) if one]

    def _updated(self) -> str | None:
        """Return the last day that one of its sources was read."""
        read = [str(self.sources[one]["date_read"]) for one in self._sources() if one in self.sources]
        days = [day for day in read if _is_day(day)]
        return _moment(max(days)) if days else None

    def _status(self) -> str:
        now = Status(str(self.row["status"]))
        return _STATUS_NOW.get(now) or _STATUS_OF_STAGE[Stage(str(self.row["stage"]))]

    def _sectors(self) -> list[str]:
        category, name = Category(str(self.row["category"])), str(self.row["name_zh"])
        if category is Category.RAIL and _METRO.search(name):
            return [*_SECTORS[category], "transport.urban"]
        if category is Category.SCIENCE and _UNIVERSITY.search(name):
            return ["education"]
        return list(_SECTORS.get(category, ()))

    def _classifications(self) -> list[dict[str, str]]:
        """Return the values OC4IDS has no code for, each with its word and what it rests on."""
        row, lang = self.row, self.lang
        accuracy = row["accuracy_m"]
        details = {
            "category": "",
            "stage": str(row[f"promise_{lang}"] or ""),
            "certainty": "" if accuracy is None else text("export.within_metres", lang, n=accuracy),
            "status": str(row["status_date"] or ""),
            "kept": str(row["kept_date"] or ""),
        }
        sep = text("export.detail_sep", lang)
        return [
            {
                "scheme": f"{LOCAL}-{name}",
                "id": str(row[name]),
                "description": sep.join(part for part in (str(row[f"{name}_label"]), detail) if part),
            }
            for name, detail in details.items()
        ] + [{"scheme": f"{LOCAL}-edition", "id": self.taken.view.report}]

    def _sites(self) -> list[dict[str, Any]]:
        """Return one location a part of the site, with how sure it is."""
        return [
            _filled(
                {
                    "id": f"site-{row['part']}",
                    "description": self._how_sure(row),
                    "geometry": _one_geometry(geometry),
                }
            )
            for row, geometry in self.sites
        ]

    def _how_sure(self, row: Row) -> str:
        lang = self.lang
        accuracy = row["accuracy_m"]
        told = [
            row[f"name_{lang}"],
            row["certainty_label"],
            None if accuracy is None else text("export.within_metres", lang, n=accuracy),
            row[f"method_{lang}"],
        ]
        return text("export.detail_sep", lang).join(str(one) for one in told if one)

    def _towns(self) -> list[dict[str, Any]]:
        """Return the towns by name and official code, without a geometry: a town is no site."""
        towns = self.taken.dataset.towns.set_index("id")
        return [
            {
                "id": f"town-{town}",
                "description": word("towns", town, self.lang),
                "gazetteer": {"scheme": "CN-NBS", "identifiers": [str(towns.loc[town, "code"])]},
                "address": {"locality": str(towns.loc[town, "name_zh"]), **_ADDRESS},
            }
            for town in str(self.row["towns"] or "").split(";")
            if town
        ]

    def _promises(self) -> list[dict[str, Any]]:
        """Return the milestones that the report promises, with what has become of them."""
        row = self.row
        title = row[f"promise_{self.lang}"]
        if row["stage"] == Stage.SEEKING:
            approval = {"id": "promise-projectApproval", "title": title, "type": "approval"}
            return [_filled({**approval, "code": "projectApproval", "status": "scheduled"})]
        if row["promised"] is None:
            return []
        return [
            _filled(
                {
                    "id": f"promise-{code}",
                    "title": title,
                    "type": "delivery",
                    "code": code,
                    "dueDate": _moment(str(row["due"])),
                    **self._outcome(is_last=code == _PROMISED[Event(str(row["promised"]))][-1]),
                }
            )
            for code in _PROMISED[Event(str(row["promised"]))]
        ]

    def _outcome(self, *, is_last: bool) -> dict[str, Any]:
        """Return what is known of a promise: met, not met, or still "scheduled" where nothing was read."""
        kept, date = Kept(str(self.row["kept"])), self.row["kept_date"]
        told = text(f"kept.{kept.value}", self.lang)
        if kept in (Kept.KEPT, Kept.LATE):
            day = _moment(str(date)) if is_last and _is_day(date) else None
            return {"status": "met", "dateMet": day, "description": f"{told} ({date})"}
        if kept is Kept.NOT_YET:
            seen = _moment(str(date)) if _is_day(date) else None
            return {"status": "notMet", "dateModified": seen, "description": f"{told} ({date})"}
        return {"status": "scheduled", "description": told}

    def _happenings(self) -> list[dict[str, Any]]:
        """Return the dated events that OC4IDS has a code for, each as a milestone that was met."""
        return [
            _filled(
                {
                    "id": f"event-{number}",
                    "title": row["event_label"],
                    "type": "approval" if code == "projectApproval" else "delivery",
                    "code": code,
                    "description": f"{row['date']}: {row[f'fact_{self.lang}']}",
                    "dateMet": _moment(str(row["date"])) if _is_day(row["date"]) else None,
                    "status": "met",
                }
            )
            for number, row in enumerate(self.events, 1)
            if (code := _HAPPENED.get(Event(str(row["event"])))) is not None
        ]

    def _documents(self) -> list[dict[str, Any]]:
        """Return the cited sources; of the report, the paragraph too."""
        report = self.taken.dataset.report
        cited = self._sources()
        found = self.sources
        return [
            _filled(
                {
                    "id": one,
                    "title": found[one]["title"],
                    "description": found[one]["citation"],
                    "url": found[one]["url"],
                    "author": found[one]["publisher"],
                    "datePublished": _moment(report["date"]) if one == report["source_id"] else None,
                    "pageStart": self.row["ref"] if one == report["source_id"] else None,
                }
            )
            for one in cited
            if one in found
        ]


def _one_geometry(geometry: BaseGeometry) -> dict[str, Any] | None:
    """Return a geometry of one of the six kinds that OC4IDS takes; None for a mixed collection."""
    member = geometry_member(geometry)
    return None if member is None or member["type"] == "GeometryCollection" else member
