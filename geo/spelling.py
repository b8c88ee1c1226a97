"""How a view is spelt in a link: parameters, their order, older spellings, numbers.

Plain Python, read by :mod:`geo.link` (link → view) and :mod:`geo.view` (view → link).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

from geo.city import CITY
from geo.filters import FACETS
from geo.state import Camera, Place, View

__all__ = [
    "DEFAULTS",
    "FOREIGN",
    "PARAMETERS",
    "PARAMETER_ALIASES",
    "VALUE_ALIASES",
    "VERSION",
    "Ignored",
    "Reason",
    "to_query",
    "written",
]

VERSION = "1"
# The order of a canonical link, and each parameter's field of the view. Only ever add to it.
PARAMETERS: Mapping[str, str] = {
    "v": "",
    "y": "report",
    "lang": "lang",
    **{facet.parameter: name for name, facet in FACETS.items()},
    "q": "text",
    "p": "project",
    "m": "camera",
    "near": "near",
    "r": "radius_m",
    "base": "base",
    "tour": "tour",
    "step": "step",
    "embed": "embed",
    "at": "at",
    "since": "since",
    "show": "show",
}

# Spellings that people or earlier versions have written; those of a filter are in its row. Entries are never
# taken out.
PARAMETER_ALIASES: Mapping[str, str] = {
    "year": "y",
    "report": "y",
    "language": "lang",
    **{old: facet.parameter for facet in FACETS.values() for old in facet.older},
    "query": "q",
    "search": "q",
    "project": "p",
    "id": "p",
    "map": "m",
    "radius": "r",
}
VALUE_ALIASES: Mapping[str, Mapping[str, str]] = {
    "lang": {"cn": "zh", "zh-cn": "zh", "zh-hans": "zh", "en-gb": "en", "en-us": "en"},
    "town": CITY.old_unit_ids,
    **{facet.parameter: facet.aliases for facet in FACETS.values() if facet.aliases},
    "embed": {"0": "false", "1": "true", "no": "false", "yes": "true"},
}


# What chat programs, search engines and sign-in pages hang on a link, and what looks like a name of ours.
# Others need no row here: a foreign name is told of only if one of ours may be meant (``geo.link``).
FOREIGN = re.compile(
    r"utm_\w{1,20}|fbclid|gclid|msclkid|from|isappinstalled|nsukey|\w?scene|clicktime|enterid|share_\w{1,20}"
    r"|embed_options|code|state|timestamp|spm|wm|_\w{1,39}|wx\w{1,39}|weibo_\w{1,30}|dd_\w{1,30}|bd_\w{1,30}"
)


class Reason(StrEnum):
    """Why a part of a link was left out, or put right."""

    UNKNOWN_PARAMETER = "unknown_parameter"
    UNKNOWN_VALUE = "unknown_value"
    MALFORMED = "malformed"
    CLAMPED = "clamped"
    OUTSIDE = "outside"
    REPEATED = "repeated"
    TOO_LONG = "too_long"
    NEWER = "newer"
    ALONE = "alone"
    # Of a project id that was given up, or that only another report names: see `data/succession.csv`.
    REPLACED = "replaced"
    SPLIT = "split"
    RETIRED = "retired"
    OTHER_REPORT = "other_report"


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


DEFAULTS = {field: getattr(View(), field) for field in PARAMETERS.values() if field}


def to_query(view: View) -> str:
    """Write a view as its one canonical query string: fixed order, defaults left out.

    Commas and slashes stay readable, everything else is percent-encoded UTF-8. The default view is
    the empty string. Its last sign is a letter or a number, even in a text: chat programs cut others off.
    """
    parts = []
    for name, field in PARAMETERS.items():
        if not field:
            continue  # `v` is written from version 2 on
        value = getattr(view, field)
        if value != DEFAULTS[field]:
            parts.append(f"{name}={quote(written(value), safe=',/')}")
    return re.sub(r"[^0-9A-Za-z]$", lambda last: f"%{ord(last[0]):02X}", "&".join(parts))


def written(value: object) -> str:
    """Return a field's value as the link spells it, before percent-encoding."""
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
