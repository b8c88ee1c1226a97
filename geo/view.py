"""The URL and the view: the whole state of the app, as a value.

Plain Python, no pandas, no Streamlit. :func:`parse` turns what a link holds into a :class:`View` and
says what it left out; :func:`to_query` writes the one canonical spelling of a view. Links hold ids and
closed values only, never labels, so that renaming or translating a word breaks no link.
``docs/links.md`` describes each parameter for people; a test holds it to :data:`PARAMETERS`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl, quote

from geo.places import MAP_BOUNDS, reports, town_names
from geo.state import (
    LANGUAGES,
    RADIUS_M,
    STEPS,
    TEXT_LENGTH,
    ZOOM,
    Base,
    Camera,
    Place,
    View,
    clean_text,
    is_slug,
    round_camera,
    round_place,
)
from geo.vocabulary import Category, Certainty, Kept, Stage, Status

__all__ = [
    "BASES",
    "LANGUAGES",
    "PARAMETERS",
    "RADIUS_M",
    "Base",
    "Camera",
    "Ignored",
    "Place",
    "Reason",
    "View",
    "parse",
    "parse_query",
    "to_query",
]

VERSION = "1"
BASES = tuple(Base)
# The order of a canonical link, and each parameter's field of the view. Only ever add to it.
PARAMETERS: Mapping[str, str] = {
    "v": "",
    "y": "report",
    "lang": "lang",
    "town": "towns",
    "cat": "categories",
    "stage": "stages",
    "status": "statuses",
    "kept": "kept",
    "sure": "certainty",
    "q": "text",
    "p": "project",
    "m": "camera",
    "near": "near",
    "r": "radius_m",
    "base": "base",
    "tour": "tour",
    "step": "step",
    "embed": "embed",
}

# Spellings that people or earlier versions have written. Entries are never taken out.
PARAMETER_ALIASES: Mapping[str, str] = {
    "year": "y",
    "report": "y",
    "language": "lang",
    "towns": "town",
    "category": "cat",
    "categories": "cat",
    "stages": "stage",
    "certainty": "sure",
    "query": "q",
    "search": "q",
    "project": "p",
    "id": "p",
    "map": "m",
    "radius": "r",
}
VALUE_ALIASES: Mapping[str, Mapping[str, str]] = {
    "lang": {"cn": "zh", "zh-cn": "zh", "zh-hans": "zh", "en-gb": "en", "en-us": "en"},
    "town": {
        "binhaiwan": "changan",
        "dongguan-ecological-park": "shengtaiyuan",
        "dongguan-port": "dongguangang",
        "songshan-lake": "songshanhu",
        "songshan-lake-zone": "songshanhu",
    },
    "cat": {"green": "greenway", "metro": "rail", "roads": "road", "railway": "rail"},
    "embed": {"0": "false", "1": "true", "no": "false", "yes": "true"},
}
# Chat programs and search engines hang these on a link; they say nothing of the view.
_FOREIGN = re.compile(
    r"utm_\w{1,20}|fbclid|gclid|from|isappinstalled|nsukey|scene|clicktime|enterid|share_\w{1,20}|embed_options"
)

_MAX_ITEMS = 64
_MAX_VALUE = 2_000
_MAX_SHOWN = 40
_MAX_IGNORED = 20


class Reason(StrEnum):
    """Why a part of a link was left out; each is a key under ``ignored`` in ``i18n``."""

    UNKNOWN_PARAMETER = "unknown_parameter"
    UNKNOWN_VALUE = "unknown_value"
    MALFORMED = "malformed"
    CLAMPED = "clamped"
    OUTSIDE = "outside"
    REPEATED = "repeated"
    TOO_LONG = "too_long"
    NEWER = "newer"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Ignored:
    """One part of a link that the view does not hold, for one visible line.

    ``value`` is cut to 40 characters and comes from a stranger: show it as plain text only.
    ``suggestion`` is a value that would be understood, or what was taken instead.
    """

    parameter: str
    value: str
    reason: Reason
    suggestion: str | None = None


def parse(
    params: Mapping[str, list[str]],
    *,
    towns: Collection[str] | None = None,
    editions: Collection[str] | None = None,
) -> tuple[View, tuple[Ignored, ...]]:
    """Turn the parameters of a link into the nearest valid view; never raises.

    Parameters
    ----------
    params
        Each parameter's values, percent-decoded (``st.query_params``' own form, or ``parse_qs``).
        Whatever a stranger can put there: wrong types, lone surrogates and megabytes included.
    towns, editions
        Known town ids and reports; by default those of the data folder, read without pandas. If none
        are known, each well-formed id is taken.

    Returns
    -------
    tuple
        The view, and what was left out (at most 20 parts), in the order of the link's parameters.
        Project and tour ids are taken as written: only the caller knows which exist.
    """
    link = _Link(
        towns=tuple(town_names() if towns is None else towns),
        editions=tuple(reports() if editions is None else editions),
    )
    return link.read(_collect(params, link))


def parse_query(query: str) -> tuple[View, tuple[Ignored, ...]]:
    """Turn a query string (``"town=changan&cat=rail"``) into a view, as :func:`parse` does."""
    params: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(query[:20_000].lstrip("?"), keep_blank_values=True, max_num_fields=200)
    except ValueError:
        return View(), (Ignored("", query[:_MAX_SHOWN], Reason.TOO_LONG),)
    for name, value in pairs:
        params.setdefault(name, []).append(value)
    return parse(params)


def to_query(view: View) -> str:
    """Write a view as its one canonical query string: fixed order, defaults left out.

    Commas and slashes stay readable, everything else is percent-encoded UTF-8. The default view is
    the empty string.
    """
    parts = []
    for name, field in PARAMETERS.items():
        if not field:
            continue  # `v` is written from version 2 on
        value = getattr(view, field)
        if value != _DEFAULTS[field]:
            parts.append(f"{name}={quote(_written(value), safe=',/')}")
    return "&".join(parts)


_DEFAULTS = {field: getattr(View(), field) for field in PARAMETERS.values() if field}


def _written(value: object) -> str:
    """Return a field's value as the link spells it, before percent-encoding."""
    if isinstance(value, bool):
        return "true"  # Streamlit's own spelling of `embed`
    if isinstance(value, Camera):
        return "/".join((_number(value.zoom, 2), _number(value.lat, 4), _number(value.lon, 4)))
    if isinstance(value, Place):
        return f"{_number(value.lon, 4)},{_number(value.lat, 4)}"
    if isinstance(value, tuple):
        return ",".join(value)
    return str(value)


def _number(value: float, digits: int) -> str:
    """Return a number without trailing zeros: 12, 22.93."""
    return f"{value:.{digits}f}".rstrip("0").rstrip(".")


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


def _collect(params: Mapping[str, list[str]], link: _Link) -> dict[str, list[str]]:
    """Return the values by today's parameter names, in the link's canonical order."""
    found: dict[str, list[str]] = {}
    handed: object = params  # a stranger's values need not keep to the annotation
    if not isinstance(handed, Mapping):
        return found
    for count, (key, values) in enumerate(handed.items()):
        if count >= 200:
            break  # no link of ours holds that many; the rest is noise
        name = key[:_MAX_SHOWN].strip().lower() if isinstance(key, str) else ""
        name = PARAMETER_ALIASES.get(name, name)
        if name in PARAMETERS:
            found.setdefault(name, []).extend(_strings(values))
        elif name and not _FOREIGN.fullmatch(name):
            link.ignore(name, "", Reason.UNKNOWN_PARAMETER, _similar(name, PARAMETERS))
    return found


def _similar(value: str, known: Collection[str]) -> str | None:
    """Return the known spelling that is nearest to a value, None if none is near."""
    import difflib  # noqa: PLC0415 - only a wrong link needs it

    matches = difflib.get_close_matches(value[:_MAX_SHOWN], list(known), n=1, cutoff=0.6)
    return matches[0] if matches else None


class _Link:
    """One reading of one link: collects what is left out while the view is made."""

    def __init__(self, *, towns: tuple[str, ...], editions: tuple[str, ...]) -> None:
        self.towns = towns
        self.editions = editions
        self.ignored: list[Ignored] = []

    def ignore(self, name: str, value: str, reason: Reason, suggestion: str | None = None) -> None:
        """Note a part that is left out, unless there are too many already."""
        if len(self.ignored) < _MAX_IGNORED:
            self.ignored.append(Ignored(name, clean_text(value[:_MAX_SHOWN]), reason, suggestion))

    def read(self, found: Mapping[str, list[str]]) -> tuple[View, tuple[Ignored, ...]]:
        """Make the view from values by parameter."""
        if (version := self.one(found, "v")) not in (None, VERSION):
            self.ignore("v", str(version), Reason.NEWER, VERSION)
        tour = self.slug(found, "tour")
        step = self.integer(found, "step", STEPS, default=1)
        if step != 1 and tour is None:
            self.ignore("step", str(step), Reason.ALONE)
        view = View(
            report=self.report(found),
            lang=self.choice(found, "lang", LANGUAGES) or "zh",
            towns=self.town_ids(found),
            categories=tuple(map(Category, self.many(found, "cat", tuple(Category)))),
            stages=tuple(map(Stage, self.many(found, "stage", tuple(Stage)))),
            statuses=tuple(map(Status, self.many(found, "status", tuple(Status)))),
            kept=tuple(map(Kept, self.many(found, "kept", tuple(Kept)))),
            certainty=tuple(map(Certainty, self.many(found, "sure", tuple(Certainty)))),
            text=self.text(found),
            project=self.slug(found, "p"),
            camera=self.camera(found),
            near=self.near(found),
            radius_m=self.integer(found, "r", RADIUS_M, default=_DEFAULTS["radius_m"]),
            base=Base(self.choice(found, "base", BASES) or Base.QUIET),
            tour=tour,
            step=step,
            embed=self.choice(found, "embed", ("true", "false")) == "true",
        )
        return view, tuple(self.ignored)

    def one(self, found: Mapping[str, list[str]], name: str) -> str | None:
        """Return the first value of a parameter that holds one; the others are left out."""
        values = [value for value in found.get(name, ()) if value[:_MAX_VALUE].strip()]
        if not values:
            return None
        for value in values[1:]:
            if value != values[0]:
                self.ignore(name, value, Reason.REPEATED, values[0][:_MAX_SHOWN])
        first = values[0]
        if len(first) > _MAX_VALUE:
            self.ignore(name, first, Reason.TOO_LONG)
        return first[:_MAX_VALUE].strip()

    def known(self, name: str, value: str, known: Collection[str]) -> str | None:
        """Return the known spelling of a value, None (and a note) if there is none."""
        folded = value.strip().lower()
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

    def town_ids(self, found: Mapping[str, list[str]]) -> tuple[str, ...]:
        """Return the towns' ids."""
        return self.many(found, "town", self.towns)

    def report(self, found: Mapping[str, list[str]]) -> str:
        """Return the edition, the default one if it is unknown."""
        return self.choice(found, "y", self.editions) or str(_DEFAULTS["report"])

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
        cleaned = clean_text(value)
        if len(" ".join(value.split())) > TEXT_LENGTH:
            self.ignore("q", value, Reason.TOO_LONG, cleaned[:_MAX_SHOWN])
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
            self.ignore("m", value, Reason.CLAMPED, _written(camera))
        return camera

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
