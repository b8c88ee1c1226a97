"""The view: all that can be asked and shown, as one frozen value.

Plain Python. How a view is spelt in a link is for :mod:`geo.view`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple, TypeVar

from geo.city import CITY
from geo.days import is_day
from geo.filters import FACETS, Facet, Filters
from geo.places import MAP_BOUNDS

__all__ = [
    "DEFAULT_REPORT",
    "LANGUAGES",
    "RADIUS_M",
    "STEPS",
    "TEXT_LENGTH",
    "ZOOM",
    "Base",
    "Camera",
    "Embed",
    "Place",
    "Show",
    "View",
    "clean_text",
    "is_slug",
    "round_camera",
    "round_place",
]

LANGUAGES = ("zh", "en")
# What a link without `y` means, for ever: links of the first edition were made before there was another.
DEFAULT_REPORT = CITY.default_report
TEXT_LENGTH = 80
RADIUS_M = (1_000, 10_000)
DEFAULT_RADIUS_M = 3_000
ZOOM = (8.0, 18.0)
STEPS = (1, 99)


class Base(StrEnum):
    """What lies under the projects."""

    QUIET = "quiet"
    STREETS = "streets"  # where the operator has made them: `dgmap basemap`
    BLANK = "blank"


class Embed(StrEnum):
    """The map alone, in a frame of another page: as it is, or without some of its parts."""

    FRAME = "true"  # Streamlit's own spelling of `embed`
    HEAD = "head"
    LIST = "list"
    KEY = "key"
    CONTROLS = "controls"


class Show(StrEnum):
    """A mode in which the map is shown."""

    PROJECTOR = "projector"  # to a room: large names, and no controls
    LARGE = "large"  # large type and few controls, on every page


_Member = TypeVar("_Member", bound=StrEnum)

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Far more than a text of 80 characters can need, spaces and marks included.
_MAX_READ = 2_000


class Camera(NamedTuple):
    """Where the map looks, in the order of the link ``m=zoom/lat/lon``."""

    zoom: float
    lat: float
    lon: float


class Place(NamedTuple):
    """A point in degrees, WGS 84, in the order of the link ``near=lon,lat``."""

    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class View(Filters):
    """What is asked and shown: all that a link can hold. Its filters are the fields of :class:`Filters`.

    ``at`` is the day as of which it is shown (``geo.as_of``); None: as known today. ``since`` is the
    earlier day of a digest, which ends on ``at``; None: the report's own day.

    Two views that mean the same are equal: lists are put in their fixed order without repeats (towns
    by id, the rest in the order of the vocabulary), numbers are rounded to what a link holds (0.0001
    degrees, 0.01 zoom, 1 m), text is NFC with single spaces and at most 80 characters.

    Raises
    ------
    ValueError
        If a value is outside its closed list or bounds. Links never raise: see :func:`parse`.
    """

    report: str = DEFAULT_REPORT
    lang: str = "zh"
    project: str | None = None
    camera: Camera | None = None
    near: Place | None = None
    radius_m: int = DEFAULT_RADIUS_M
    base: Base = Base.QUIET
    tour: str | None = None
    step: int = 1
    embed: tuple[Embed, ...] = ()
    at: str | None = None
    since: str | None = None
    show: Show | None = None

    def __post_init__(self) -> None:
        """Put each field into its one canonical form."""
        if self.lang not in LANGUAGES:
            msg = f"`lang` was {self.lang!r} but is expected to be one of {LANGUAGES}"
            raise ValueError(msg)
        for name in ("report", "project", "tour"):
            value = getattr(self, name)
            if value is not None and not is_slug(value):
                msg = f"`{name}` was {value!r} but is expected to be a lower-case ASCII slug"
                raise ValueError(msg)
        if not RADIUS_M[0] <= self.radius_m <= RADIUS_M[1]:
            msg = f"`radius_m` was {self.radius_m!r} but is expected within {RADIUS_M}"
            raise ValueError(msg)
        if not STEPS[0] <= self.step <= STEPS[1]:
            msg = f"`step` was {self.step!r} but is expected within {STEPS}"
            raise ValueError(msg)
        for name in ("at", "since"):
            day = getattr(self, name)
            if day is not None and not is_day(day):
                msg = f"`{name}` was {day!r} but is expected to be a day as in 2024-12-31"
                raise ValueError(msg)
        put = object.__setattr__
        for name, facet in FACETS.items():
            put(self, name, _in_order(getattr(self, name), facet))
        put(self, "embed", _members(self.embed, Embed))
        if len(self.embed) > 1:  # a part that is hidden says that it is a frame
            put(self, "embed", tuple(part for part in self.embed if part is not Embed.FRAME))
        put(self, "text", clean_text(self.text))
        put(self, "radius_m", round(self.radius_m))
        put(self, "base", Base(self.base))
        put(self, "show", None if self.show is None else Show(self.show))
        put(self, "step", self.step if self.tour else 1)
        put(self, "camera", None if self.camera is None else round_camera(*self.camera))
        put(self, "near", None if self.near is None else round_place(*self.near))

    def posted(self) -> View:
        """Return the view as it may be posted to many: without where somebody stands, and the look at it."""
        if self.near is None:
            return self
        return replace(self, near=None, radius_m=DEFAULT_RADIUS_M, camera=None)


def _in_order(values: Iterable[str], facet: Facet) -> tuple[str, ...]:
    """Return a facet's values in their fixed order without repeats; `ValueError` for one that is none."""
    if facet.members is not None:
        return _members(values, facet.members)
    if wrong := [value for value in values if not is_slug(value)]:
        msg = f"`{facet.name}` held {wrong!r} but is expected to hold ids"
        raise ValueError(msg)
    return tuple(sorted(set(values)))


def _members(values: Iterable[str], members: type[_Member]) -> tuple[_Member, ...]:
    chosen = {members(value) for value in values}
    return tuple(member for member in members if member in chosen)


def is_slug(value: object) -> bool:
    """Say whether a value is a stable id: ASCII, lower case, parts joined by ``-``, at most 64."""
    return isinstance(value, str) and len(value) <= 64 and _SLUG.fullmatch(value) is not None


def clean_text(text: str) -> str:
    """Return text as a link holds it: NFC, single spaces, no control or format characters, ≤ 80."""
    kept = []
    for char in text[:_MAX_READ]:
        kind = unicodedata.category(char)
        if kind in {"Cc", "Zs", "Zl", "Zp"}:
            kept.append(" ")
        elif kind not in {"Cf", "Cs"}:
            kept.append(char)
    joined = " ".join(unicodedata.normalize("NFC", "".join(kept)).split())
    # A cut can part a base letter from its marks, but NFC text stays NFC when cut.
    return joined[:TEXT_LENGTH].rstrip()


def round_camera(zoom: float, lat: float, lon: float) -> Camera:
    """Return a camera as precise as a link; `ValueError` if it looks off the map."""
    if not (ZOOM[0] <= zoom <= ZOOM[1] and MAP_BOUNDS.holds(lon, lat)):
        msg = f"`camera` was {(zoom, lat, lon)!r} but is expected within {ZOOM}, {MAP_BOUNDS}"
        raise ValueError(msg)
    return Camera(round(float(zoom), 2), round(float(lat), 4), round(float(lon), 4))


def round_place(lon: float, lat: float) -> Place:
    """Return a place as precise as a link (0.0001°, 11 m); `ValueError` if it is off the map."""
    if not MAP_BOUNDS.holds(lon, lat):
        msg = f"`near` was {(lon, lat)!r} but is expected within {MAP_BOUNDS}"
        raise ValueError(msg)
    return Place(round(float(lon), 4), round(float(lat), 4))
