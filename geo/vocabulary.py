"""Closed lists of values that the data files and the URL hold.

Plain Python on purpose: the first page reads these before pandas is needed. The members' values are
what is stored and linked; the words people read come from ``i18n``.
"""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "Category",
    "Certainty",
    "Change",
    "Event",
    "Kept",
    "Kind",
    "Located",
    "Stage",
    "Status",
    "Succession",
]


class Category(StrEnum):
    """What a project is, in the order of the legend."""

    RAIL = "rail"
    ROAD = "road"
    SCIENCE = "science"
    INDUSTRY = "industry"
    LOGISTICS = "logistics"
    CIVIC = "civic"
    RENEWAL = "renewal"
    GREENWAY = "greenway"
    WATER = "water"


class Stage(StrEnum):
    """What the report's own verb says, from the faintest to the firmest."""

    SEEKING = "seeking"
    PREPARING = "preparing"
    STARTING = "starting"
    BUILDING = "building"
    COMPLETING = "completing"


class Kind(StrEnum):
    """The shape of the thing itself, whatever is known of its place."""

    LINE = "line"
    POINT = "point"
    AREA = "area"


class Certainty(StrEnum):
    """How sure a place is, surest first."""

    SURVEYED = "surveyed"
    APPROXIMATE = "approximate"
    SCHEMATIC = "schematic"
    TOWN = "town"
    NONE = "none"


class Located(StrEnum):
    """Whether the report binds the project to a place."""

    PLACED = "placed"
    UNSITED = "unsited"


class Event(StrEnum):
    """What a dated source says has happened."""

    PLANNED = "planned"
    APPROVED = "approved"
    WORKS_STARTED = "works_started"
    MILESTONE = "milestone"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    OPENED = "opened"
    DELAYED = "delayed"
    NOT_YET = "not_yet"
    RENAMED = "renamed"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """Status now, as the latest dated source shows it."""

    DONE = "done"
    BUILDING = "building"
    PLANNED = "planned"
    DELAYED = "delayed"
    UNKNOWN = "unknown"


class Kept(StrEnum):
    """What has become of a promise; computed, never stored."""

    KEPT = "kept"
    LATE = "late"
    NOT_YET = "not_yet"
    OPEN = "open"
    UNKNOWN = "unknown"


class Succession(StrEnum):
    """What has become of an id that was given up (or of which something was split off)."""

    RENAMED = "renamed"
    SPLIT = "split"
    MERGED = "merged"
    RETIRED = "retired"


class Change(StrEnum):
    """What a later report does with a project; where several are true, the first is its sort.

    `not_mentioned` says that the later report does not name the project, and nothing else: it is neither
    done nor cancelled.
    """

    NEW = "new"
    SPLIT = "split"
    MERGED = "merged"
    RENAMED = "renamed"
    RETIRED = "retired"
    NOT_MENTIONED = "not_mentioned"
    MOVED = "moved"
    KEPT = "kept"
    CONTINUED = "continued"
