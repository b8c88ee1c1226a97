"""What a request for features may hold, and when it is not valid (OGC 17-069r4, section 7.15)."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from geo.city import CITY
from geo.filters import FACETS
from geo.view import View
from ui.api.asking import READ, asked_view, pairs
from ui.serving import ProblemError

__all__ = ["FILTERS", "LIMITS", "PLAIN", "Box", "Period", "Wanted", "check_names", "wanted"]

Box = tuple[float, float, float, float]
# The first and the last day, None for an open end.
Period = tuple[date | None, date | None]

LIMITS = (1, 1000)
_DEFAULT_LIMIT = 100
_LONGEST_NUMBER = 9
# What every request may hold: edition, language and day.
PLAIN = ("y", "lang", "at")
_FACETS = tuple(facet.parameter for facet in FACETS.values())
# The property filters of each collection; a site has those of its project.
FILTERS: Mapping[str, tuple[str, ...]] = {
    "projects": (*_FACETS, "q"),
    "sites": (*_FACETS, "q"),
    "towns": ("town",),
}
_BBOX, _DATETIME = "bbox", "datetime"
_PAGING = ("limit", "offset", _BBOX, _DATETIME)
_NUMBER = re.compile(r"[-+]?[0-9]{1,4}(\.[0-9]{1,15})?")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One request for features: which collection's, what passes, and which page of it."""

    collection: str
    view: View
    limit: int = _DEFAULT_LIMIT
    offset: int = 0
    boxes: tuple[Box, ...] = ()
    period: Period | None = None
    written: tuple[tuple[str, str], ...] = ()


def check_names(query: str, known: Collection[str]) -> dict[str, str]:
    """Return the parameters by name; `ProblemError` 400 for one that is not known or is given twice.

    The standard demands it (``/req/core/query-param-unknown``): a client must not take a filter for applied
    that was ignored.
    """
    found: dict[str, str] = {}
    for name, value in pairs(query):
        if name not in known:
            raise ProblemError(
                400, "api.unknown_parameter", parameter=name[:40], known=", ".join(known)
            ).with_members({"parameter": name[:40], "allowed": list(known)})
        if name in found:
            raise _wrong(name, value)
        found[name] = value
    return found


def wanted(collection: str, query: str) -> Wanted:
    """Return what a request for a collection's items asks for; `ProblemError` 400 if it is not valid."""
    known = (*_PAGING, *FILTERS[collection], *PLAIN)
    found = check_names(query, known)
    limit = _whole(found, "limit", least=LIMITS[0], default=_DEFAULT_LIMIT)
    return Wanted(
        collection=collection,
        view=asked_view(query, read=[name for name in READ if name in known]),
        limit=min(limit, LIMITS[1]),  # a larger one is answered with as many as there may be (7.15.2)
        offset=_whole(found, "offset", least=0, default=0),
        boxes=_boxes(found[_BBOX]) if _BBOX in found else (),
        period=_period(found[_DATETIME]) if _DATETIME in found else None,
        written=tuple((name, value) for name, value in found.items() if name != "offset"),
    )


def _wrong(name: str, value: str) -> ProblemError:
    return ProblemError(400, "api.not_understood", parameter=name, value=value[:40], nearest="").with_members(
        {"errors": [{"parameter": name, "value": value[:40]}]}
    )


def _whole(found: Mapping[str, str], name: str, *, least: int, default: int) -> int:
    value = found.get(name)
    if value is None:
        return default
    if not (value.isascii() and value.isdigit() and len(value) <= _LONGEST_NUMBER and int(value) >= least):
        raise _wrong(name, value)
    return int(value)


def _boxes(value: str) -> tuple[Box, ...]:
    """Return the boxes of a `bbox` of four or six numbers; heights are not looked at, as nothing has one.

    A box whose west lies east of its east spans the antimeridian (7.15.3): two boxes.
    """
    parts = value.split(",")
    if len(parts) not in (4, 6) or not all(_NUMBER.fullmatch(part) for part in parts):
        raise _wrong(_BBOX, value)
    numbers = [float(part) for part in parts]
    half = len(numbers) // 2
    west, south, east, north = numbers[0], numbers[1], numbers[half], numbers[half + 1]
    is_on_earth = all(abs(lon) <= 180 for lon in (west, east)) and -90 <= south <= north <= 90
    if not (is_on_earth and all(map(math.isfinite, numbers))):
        raise _wrong(_BBOX, value)
    if west <= east:
        return ((west, south, east, north),)
    return (west, south, 180.0, north), (-180.0, south, east, north)


def _period(value: str) -> Period:
    """Return the days of an instant, or of an interval that may be open at an end (7.15.4)."""
    ends: Sequence[str] = value.split("/")
    if len(ends) == 1:
        day = _day(value, value)
        return day, day
    if len(ends) != 2:
        raise _wrong(_DATETIME, value)
    first, last = (None if end in ("", "..") else _day(end, value) for end in ends)
    if first is not None and last is not None and first > last:
        raise _wrong(_DATETIME, value)
    return first, last


def _day(end: str, value: str) -> date:
    """Return the day in the city of a date or a moment with its zone (RFC 3339)."""
    try:
        if len(end) == len("2024-12-31"):
            return date.fromisoformat(end)
        moment = datetime.fromisoformat(end.upper())
        if moment.tzinfo is not None:
            return moment.astimezone(CITY.zone()).date()
    except (ValueError, OverflowError) as error:
        raise _wrong(_DATETIME, value) from error
    raise _wrong(_DATETIME, value)
