"""Reading a link: whatever a stranger wrote becomes the nearest valid view, and what was left out is told."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from geo.days import is_day, today
from geo.filters import FACETS
from geo.places import MAP_BOUNDS, nearest_report, report_day
from geo.spelling import (
    DEFAULTS,
    FOREIGN,
    PARAMETER_ALIASES,
    PARAMETERS,
    VALUE_ALIASES,
    VERSION,
    Ignored,
    Reason,
    written,
)
from geo.state import (
    LANGUAGES,
    RADIUS_M,
    STEPS,
    TEXT_LENGTH,
    ZOOM,
    Base,
    Camera,
    Embed,
    Place,
    Show,
    View,
    clean_text,
    is_slug,
    round_camera,
    round_place,
)

__all__ = ["SHOWN", "Link"]

# What needs no mending: a link as we write it.
_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9,./-]*[A-Za-z0-9])?|")
_DAMAGED_TEXT = re.compile(r"%(?:25)*[89A-Fa-f]|[?&;\uff1f\uff06\uff1b]")
_LOST = "\ufffd"  # what no encoding made sense of
# How like a name of ours an unknown one must be before it is told of.
_ALIKE = 0.75

# No link of ours holds as many; what is beyond is noise, and is not read.
_MAX_PARAMETERS = 200
_MAX_ITEMS = 64
_MAX_VALUE = 2_000
SHOWN = 40
_MAX_IGNORED = 20


class Link:
    """One reading of one link: collects what is left out while the view is made.

    Parameters
    ----------
    towns, editions
        The ids that are known; if none are, each well-formed one is taken.
    today
        The day that it is: no later one can be asked for. None: the city's own, if a day is asked for.
    """

    def __init__(self, *, towns: tuple[str, ...], editions: tuple[str, ...], today: date | None) -> None:
        self.towns = towns
        self.editions = editions
        self.today = today
        self.ignored: list[Ignored] = []

    def ignore(self, name: str, value: str, reason: Reason, suggestion: str | None = None) -> None:
        """Note a part that is left out, unless there are too many already."""
        if len(self.ignored) < _MAX_IGNORED:
            meant = None if suggestion is None else clean_text(suggestion[:SHOWN])
            self.ignored.append(Ignored(name, clean_text(value[:SHOWN]), reason, meant))

    def collect(self, params: object) -> dict[str, list[str]]:
        """Return the values by today's parameter names."""
        found: dict[str, list[str]] = {}
        if not isinstance(params, Mapping):  # a stranger's values need not keep to any type
            return found
        pairs = [
            (key, value)
            for key, values in itertools.islice(params.items(), _MAX_PARAMETERS)
            for value in (_strings(values) if isinstance(key, str) else ())
        ]
        for key, value in _undamaged(pairs):
            name = clean_text(key[:SHOWN]).lower()
            name = PARAMETER_ALIASES.get(name, name)
            if name in PARAMETERS:
                found.setdefault(name, []).append(value)
            elif name and self.is_meant(name, value):
                self.ignore(name, "", Reason.UNKNOWN_PARAMETER, _similar(name, PARAMETERS))
        return found

    def is_meant(self, name: str, value: str) -> bool:
        """Say whether an unknown name may mean one of ours: it looks like one, or a filter knows its value.

        All others are hung on by the programs that a link went through, and say nothing of the view.
        """
        if FOREIGN.fullmatch(name):
            return False
        known = {*self.towns, *(one for facet in FACETS.values() for one in facet.values())}
        alike = _similar(name, PARAMETERS, cutoff=_ALIKE)
        return value.lower() in known or (alike is not None and abs(len(alike) - len(name)) <= 1)

    def read(self, params: object) -> tuple[View, tuple[Ignored, ...]]:
        """Make the view, and tell what it could not hold."""
        found = self.collect(params)
        if (version := self.one(found, "v")) not in (None, VERSION):
            self.ignore("v", str(version), Reason.NEWER, VERSION)
        tour = self.slug(found, "tour")
        step = self.integer(found, "step", STEPS, default=1)
        if step != 1 and tour is None:
            self.ignore("step", str(step), Reason.ALONE)
        report = self.report(found)
        view = View(
            report=report,
            lang=self.choice(found, "lang", LANGUAGES) or "zh",
            **self.facets(found),
            text=self.text(found),
            project=self.slug(found, "p"),
            camera=self.camera(found),
            near=self.near(found),
            radius_m=self.integer(found, "r", RADIUS_M, default=DEFAULTS["radius_m"]),
            base=Base(self.choice(found, "base", tuple(Base)) or Base.QUIET),
            tour=tour,
            step=step,
            embed=tuple(
                Embed(part) for part in self.many(found, "embed", (*Embed, "false")) if part != "false"
            ),
            at=self.day(found, "at", report=report),
            since=self.day(found, "since", report=report),
            show=Show(mode) if (mode := self.choice(found, "show", tuple(Show))) else None,
        )
        return view, tuple(self.ignored)

    def one(self, found: Mapping[str, list[str]], name: str) -> str | None:
        """Return the first value of a parameter that holds one; the others are left out."""
        values = [value for value in found.get(name, ()) if value[:_MAX_VALUE].strip()]
        if not values:
            return None
        for value in values[1:]:
            if value != values[0]:
                self.ignore(name, value, Reason.REPEATED, values[0])
        first = values[0]
        if len(first) > _MAX_VALUE:
            self.ignore(name, first, Reason.TOO_LONG)
        return first[:_MAX_VALUE].strip()

    def known(self, name: str, value: str, known: Collection[str]) -> str | None:
        """Return the known spelling of a value, None (and a note) if there is none."""
        folded = value.strip().lower()
        if name == "lang":  # zh_CN, zh-Hant-TW, en_US: what stands behind is the country
            folded = folded.replace("_", "-").partition("-")[0]
        folded = VALUE_ALIASES.get(name, {}).get(folded, folded)
        if folded in known or (not known and is_slug(folded)):
            return str(folded)
        self.ignore(name, value, Reason.UNKNOWN_VALUE, _similar(folded, known))
        return None

    def choice(self, found: Mapping[str, list[str]], name: str, known: tuple[str, ...]) -> str | None:
        """Return a value of a closed list."""
        value = self.one(found, name)
        return None if value is None else self.known(name, value, known)

    def many(self, found: Mapping[str, list[str]], name: str, known: Collection[str]) -> tuple[str, ...]:
        """Return the values of a comma-separated parameter that are in its closed list."""
        items: list[str] = []
        for value in found.get(name, ()):
            if len(value) > _MAX_VALUE:
                self.ignore(name, value, Reason.TOO_LONG)
            items.extend(value[:_MAX_VALUE].replace("，", ",").split(","))
        items = [item for item in items if item.strip()]
        if len(items) > _MAX_ITEMS:
            self.ignore(name, str(len(items)), Reason.TOO_LONG)
        unique = dict.fromkeys(items[:_MAX_ITEMS])
        return tuple(found_id for item in unique if (found_id := self.known(name, item, known)) is not None)

    def facets(self, found: Mapping[str, list[str]]) -> dict[str, Any]:
        """Return the values of each facet, by field."""
        return {
            name: self.many(found, facet.parameter, self.towns if facet.members is None else facet.values())
            for name, facet in FACETS.items()
        }

    def report(self, found: Mapping[str, list[str]]) -> str:
        """Return the edition; for a year without one the nearest, and a word that it is another."""
        value = self.one(found, "y")
        default = str(DEFAULTS["report"])
        if value is None:
            return default
        folded = value.strip().lower()
        if folded in self.editions or (not self.editions and is_slug(folded)):
            return folded
        nearest = nearest_report(folded, self.editions)
        self.ignore("y", value, Reason.UNKNOWN_VALUE, nearest)
        return nearest or default

    def slug(self, found: Mapping[str, list[str]], name: str) -> str | None:
        """Return an id that is well formed; whether it exists is for the caller to see."""
        value = self.one(found, name)
        if value is None:
            return None
        if is_slug(value.lower()):
            return value.lower()
        self.ignore(name, value, Reason.MALFORMED)
        return None

    def text(self, found: Mapping[str, list[str]]) -> str:
        """Return the search text, cut to its length."""
        value = self.one(found, "q") or ""
        if _LOST in value:
            self.ignore("q", value, Reason.MALFORMED)
            whole = value.replace(_LOST, "")
            # What it parted must not become an escape: the view's own link would read another text.
            value = value.replace(_LOST, " ") if _DAMAGED_TEXT.search(whole) else whole
        cleaned = clean_text(value)
        if len(" ".join(value.split())) > TEXT_LENGTH:
            self.ignore("q", value, Reason.TOO_LONG, cleaned)
        return cleaned

    def integer(
        self, found: Mapping[str, list[str]], name: str, bounds: tuple[int, int], *, default: int
    ) -> int:
        """Return a whole number inside its bounds, the nearest one if it is outside."""
        value = self.one(found, name)
        if value is None:
            return default
        numbers = _floats(value, separator=",", count=1)
        if numbers is None:
            self.ignore(name, value, Reason.MALFORMED)
            return default
        inside = round(_clamp(numbers[0], *bounds))
        if inside != round(numbers[0]):
            self.ignore(name, value, Reason.CLAMPED, str(inside))
        return inside

    def camera(self, found: Mapping[str, list[str]]) -> Camera | None:
        """Return the camera, moved into the map's bounds if it looks elsewhere."""
        value = self.one(found, "m")
        if value is None:
            return None
        numbers = _floats(value, separator="/", count=3)
        if numbers is None:
            self.ignore("m", value, Reason.MALFORMED)
            return None
        zoom, lat, lon = numbers
        camera = round_camera(
            _clamp(zoom, *ZOOM),
            _clamp(lat, MAP_BOUNDS.south, MAP_BOUNDS.north),
            _clamp(lon, MAP_BOUNDS.west, MAP_BOUNDS.east),
        )
        if max(abs(a - b) for a, b in zip(camera, numbers, strict=True)) > 0.01:
            self.ignore("m", value, Reason.CLAMPED, written(camera))
        return camera

    def day(self, found: Mapping[str, list[str]], name: str, *, report: str) -> str | None:
        """Return a day that is asked for: not before the report, and none (today's state) for one to come."""
        value = self.one(found, name)
        if value is None:
            return None
        if not is_day(value):
            self.ignore(name, value, Reason.MALFORMED)
            return None
        now = (self.today or today()).isoformat()
        if value > now:
            self.ignore(name, value, Reason.CLAMPED, now)
            return None
        if value < (first := report_day(report)):
            self.ignore(name, value, Reason.CLAMPED, first)
            return first
        return value

    def near(self, found: Mapping[str, list[str]]) -> Place | None:
        """Return the place; one off the map is dropped, as distances from a moved place would be false."""
        value = self.one(found, "near")
        if value is None:
            return None
        numbers = _floats(value.replace("，", ","), separator=",", count=2)
        if numbers is None:
            self.ignore("near", value, Reason.MALFORMED)
            return None
        if not MAP_BOUNDS.holds(*numbers):
            self.ignore("near", value, Reason.OUTSIDE)
            return None
        return round_place(*numbers)


def _floats(text: str, *, separator: str, count: int) -> tuple[float, ...] | None:
    """Return finite numbers from a value, None if it is not exactly that many of them."""
    parts = text.split(separator)
    if len(parts) != count:
        return None
    try:
        # Python reads "1_0" and "١" as numbers; a link does not.
        numbers = tuple(float(part) for part in parts if re.fullmatch(r"\s*[-+]?[0-9.]{1,24}\s*", part))
    except ValueError:
        return None
    return numbers if len(numbers) == count and all(map(math.isfinite, numbers)) else None


def _clamp(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)


def _strings(values: object) -> list[str]:
    """Return a parameter's values as strings, whatever was handed over, at most 64 of them."""
    if isinstance(values, str):
        return [values]
    if isinstance(values, list | tuple):
        return [value for value in values[:_MAX_ITEMS] if isinstance(value, str)]
    return []


def _undamaged(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return names and values as they were before somebody's program changed them."""
    if all(map(_is_plain, pairs)):
        return pairs
    from geo.mending import mended  # noqa: PLC0415 - a plain link, as nearly all are, needs none

    return mended(pairs)


def _is_plain(pair: tuple[str, str]) -> bool:
    name, value = pair
    if name == "q":
        return _DAMAGED_TEXT.search(value) is None
    return name in PARAMETERS and len(value) < _MAX_VALUE and _PLAIN.fullmatch(value) is not None


def _similar(value: str, known: Collection[str], *, cutoff: float = 0.6) -> str | None:
    """Return the known spelling that is nearest to a value, None if none is near."""
    import difflib  # noqa: PLC0415 - only a wrong link needs it

    matches = difflib.get_close_matches(value[:SHOWN], list(known), n=1, cutoff=cutoff)
    return matches[0] if matches else None
