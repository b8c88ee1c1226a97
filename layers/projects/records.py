"""What is shown of a project, as typed records; :mod:`layers.projects.rows` makes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from types import MappingProxyType
from typing import Annotated, get_type_hints

from layers.element import Json
from layers.projects.shapes import Part

__all__ = ["COLUMNS", "Column", "Event", "Kept", "Looked", "Now", "Place", "Project", "Promise", "Source"]


@dataclass(frozen=True, slots=True)
class Column:
    """The column of ``projects`` that a field holds as text; ``{lang}`` in it stands for the language."""

    name: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact is from; ``title`` is short, ``full`` whole, ``url`` None where there is no address.

    ``read`` says in words on which day we read it.
    """

    title: str
    full: str
    url: str | None
    read: str


@dataclass(frozen=True, slots=True)
class Now:
    """The status: its word, its date (long and short), and what its source says."""

    word: str
    date: str
    short: str
    fact: str
    source: Source | None


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a promise: the word, and when."""

    word: str
    rest: str


@dataclass(frozen=True, slots=True)
class Promise:
    """What the report promises, where it says so, and what became of it (None: nothing is known).

    ``date`` is the report's day, ``read`` the day on which we read it, in words.
    """

    text: str
    kept: Kept | None
    ref: str
    url: str | None
    date: str
    read: str


@dataclass(frozen=True, slots=True)
class Place:
    """How sure the place is, and how it is known."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Looked:
    """When a project was last looked at, and what to say from the day after ``until`` (ISO) on.

    The reader's own clock decides: a page is made once and read for months.
    """

    until: str
    day: str
    stale: str


@dataclass(frozen=True, slots=True)
class Event:
    """What happened on a day, and who says so."""

    date: str
    fact: str
    source: Source | None


@dataclass(frozen=True, slots=True)
class Project:
    """Everything that is shown of a project in one language; ids and closed values are those of the data.

    A field that says of which :class:`Column` it is needs no other code to be filled.

    Attributes
    ----------
    number
        Its number in the report's list.
    accuracy_m
        Metres, None if not known.
    order_unverified
        Towns whose place in the order along the project is not verified.
    since
        From when a place is known that the report did not give; empty for all others.
    icon_at
        Lon, lat of its icon in degrees; None if it has none.
    parts
        Its sites, none if only its towns are known.
    filtered
        What it has in the columns that filters ask (``geo.filters``) and no field above holds.
    """

    id: Annotated[str, Column("id")]
    number: Annotated[str, Column("no")]
    category: Annotated[str, Column("category")]
    certainty: Annotated[str, Column("certainty")]
    status: Annotated[str, Column("status")]
    stage: Annotated[str, Column("stage")]
    kept: Annotated[str, Column("kept")]
    located: Annotated[str, Column("located")]
    name: str
    label: str
    accuracy_m: int | None
    towns: tuple[str, ...]
    towns_in_order: bool
    order_unverified: tuple[str, ...]
    since: str
    stage_word: str
    now: Now
    icon_at: tuple[float, float] | None
    parts: tuple[Part, ...]
    filtered: Mapping[str, object]
    # What cards need and the map does not.
    other_name: str
    ref: str
    what: Annotated[str, Column("what_{lang}")]
    note: Annotated[str, Column("note_{lang}")]
    place: Place
    promise: Promise
    events: tuple[Event, ...]
    sources: tuple[Source, ...]
    looked: Looked | None

    def payload(self) -> Json:
        """Return what the map and the list are drawn from; of the status its word and date only."""
        plain = {name: getattr(self, name) for name in _DRAWN}
        brief = {"word": self.now.word, "short": self.now.short}
        parts = [part.payload() for part in self.parts]
        return {**self.filtered, **plain, "now": brief, "parts": parts}

    def card(self, numbers: dict[Source, int]) -> Json:
        """Return the rest of the card; a source is its number, and a new one is given the next."""
        return {name: _plain(getattr(self, name), numbers) for name in _LATER}


# What only cards need comes after the map: in the app in a file of its own.
_LATER = ("other_name", "ref", "what", "note", "place", "promise", "events", "sources", "now", "looked")
_DRAWN = tuple(one.name for one in fields(Project) if one.name not in (*_LATER, "parts", "filtered"))


# The columns of the fields that are one, by field.
COLUMNS: Mapping[str, Column] = MappingProxyType(
    {
        name: hint.__metadata__[0]
        for name, hint in get_type_hints(Project, include_extras=True).items()
        if hasattr(hint, "__metadata__")
    }
)


def _plain(value: object, numbers: dict[Source, int]) -> object:
    if isinstance(value, Source):
        return numbers.setdefault(value, len(numbers))
    if isinstance(value, tuple):
        return [_plain(one, numbers) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name), numbers) for one in fields(value)}
    return value
