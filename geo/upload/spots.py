"""Coordinates as people write them in a cell: with signs of degrees, full width, both in one, as WKT."""

from __future__ import annotations

import re
import unicodedata

import shapely

from geo.upload.limits import LIMITS
from geo.upload.refusals import RefusedError
from geo.upload.shapes import Fault, FaultError, Shape, read_shape
from geo.upload.strict_json import parse

__all__ = ["from_pair", "from_text", "lists", "number", "point"]

_HEMISPHERES = {
    "東經": "E",
    "西經": "W",
    "北緯": "N",
    "南緯": "S",
    "經度": "",
    "緯度": "",
    "东经": "E",
    "西经": "W",
    "北纬": "N",
    "南纬": "S",
    "经度": "",
    "纬度": "",
    "东": "E",
    "東": "E",
    "北": "N",
}
# 113.75 · 113.75° · 113°45′00″ · 113度45分 · E113°45' · 113-45-00
_DEGREES = re.compile(
    r"(?P<before>[NSEW]?):?(?P<sign>[-+]?)(?P<degrees>\d{1,3}(?:\.\d+)?)(?:°|度|D)?"
    r"(?:(?P<minutes>\d{1,2}(?:\.\d+)?)(?:'|′|’|‘|分|M))?"
    r"(?:(?P<seconds>\d{1,2}(?:\.\d+)?)(?:\"|″|”|“|秒|''|′′|’’|S(?![NSEW]*$)))?(?P<after>[NSEW]?)",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d{1,3})?")
_DASHES = re.compile(r"(\d{1,3})-(\d{1,2})-(\d{1,2}(?:\.\d+)?)")
_DECIMAL_COMMA = re.compile(r"[-+]?\d{1,3},\d+")
# Space but between digits, where it parts two numbers.
_GAPS = re.compile(r"(?<![0-9])\s+|\s+(?![0-9])")
# Signs for degrees that NFKC would make letters of.
_RINGS = str.maketrans({"º": "°", "˚": "°", "∘": "°", "⁰": "°"})
# What programs and people write into a cell where nothing is.
_NOTHING = frozenset(
    {"", "none", "null", "nan", "na", "n/a", "nil", "-", "--", "—", "——", "/", "无", "無", "暂无"}
)
# Well-known binary in hexadecimal digits, as PostGIS writes a geometry into a table.
_HEX = re.compile(r"0[01](?:[0-9a-f]{2}){8,}", re.IGNORECASE)
# What parts two coordinates in one cell; white space only where nothing else does.
_PARTS = re.compile(r"[,;|/、，；]|(?<=[0-9°'\"′″NSEW秒分度])\s+(?=[-+0-9NSEW东北])", re.IGNORECASE)
_AXES = {"E": 0, "W": 0, "N": 1, "S": 1}


def number(text: str) -> tuple[float, int | None]:
    """Return a coordinate, and its axis where it says which: 0 for east and west, 1 for north and south.

    Raises
    ------
    FaultError
        If it is none.
    """
    plain = _GAPS.sub("", unicodedata.normalize("NFKC", text.translate(_RINGS))).strip()
    for word, letter in _HEMISPHERES.items():
        plain = plain.replace(word, letter)
    if _DECIMAL_COMMA.fullmatch(plain):
        plain = plain.replace(",", ".")
    if _PLAIN.fullmatch(plain):
        return float(plain), None
    if dashes := _DASHES.fullmatch(plain):
        plain = "{}°{}′{}″".format(*dashes.groups())
    found = _DEGREES.fullmatch(plain)
    if found is None:
        raise FaultError(Fault.POSITION, text[:40])
    minutes, seconds = (float(found[name] or 0) for name in ("minutes", "seconds"))
    if minutes >= 60 or seconds > 60:  # 22-15-60 is what rounding makes of 22-16-00
        raise FaultError(Fault.POSITION, text[:40])
    letter = (found["before"] or found["after"]).upper()
    value = float(found["degrees"]) + minutes / 60 + seconds / 3600
    is_negative = letter in {"W", "S"} or found["sign"] == "-"
    return (-value if is_negative else value), _AXES.get(letter)


def is_nothing(text: str) -> bool:
    """Say whether a cell is empty, or says that nothing is there."""
    return unicodedata.normalize("NFKC", text).strip().casefold() in _NOTHING


def point(lon: str, lat: str) -> Shape | None:
    """Return the point that two cells name, None if both are empty.

    Raises
    ------
    FaultError
        If one is no coordinate, or they say themselves that they stand the other way round.
    """
    lon, lat = ("" if is_nothing(text) else text for text in (lon, lat))
    if not lon and not lat:
        return None
    if not lon or not lat:
        raise FaultError(Fault.POSITION, f"{lon}, {lat}")
    (x, first), (y, second) = number(lon), number(lat)
    if (first == 1 and second in {0, None}) or (second == 0 and first in {1, None}):
        x, y = y, x
    return read_shape({"type": "Point", "coordinates": [x, y]})


def from_pair(text: str) -> Shape | None:
    """Return the point of a cell that holds both coordinates, None if it is empty; east may say so itself.

    Raises
    ------
    FaultError
        If there are not two.
    """
    plain = unicodedata.normalize("NFKC", text.translate(_RINGS)).strip()
    if plain.upper().startswith("POINT"):
        return from_text(plain)
    plain = plain.strip("()[]【】 ")
    if is_nothing(plain):
        return None
    parts = [part for part in (one.strip() for one in _PARTS.split(plain)) if part]
    if len(parts) != 2:
        raise FaultError(Fault.POSITION, text[:40])
    return point(*parts)


def from_text(text: str) -> Shape | None:
    """Return a geometry of well-known text, well-known binary in hexadecimal digits, or GeoJSON.

    It is looked at position by position; None if it is empty.

    Raises
    ------
    FaultError
        If it is none.
    """
    plain = text.strip()
    if is_nothing(plain):
        return None
    if plain.startswith("{"):
        try:
            return read_shape(parse(plain).value)
        except RefusedError:
            raise FaultError(Fault.GEOMETRY_FORM, plain[:40]) from None
    plain = re.sub(r"^SRID=\d+;", "", plain, flags=re.IGNORECASE)
    if plain.upper().count("COLLECTION") > 1:
        raise FaultError(Fault.COLLECTION)
    if len(plain) > LIMITS.wkt:
        raise FaultError(Fault.WKT_LONG, f"{len(plain):,}")
    try:
        found = shapely.from_wkb(plain) if _HEX.fullmatch(plain) else shapely.from_wkt(plain)
        return read_shape(lists(shapely.geometry.mapping(shapely.force_2d(found))))
    except (shapely.errors.ShapelyError, AttributeError, KeyError):
        raise FaultError(Fault.GEOMETRY_FORM, plain[:40]) from None


def lists(value: object) -> object:
    """Return a mapping of tuples as one of lists."""
    if isinstance(value, dict):
        return {key: lists(part) for key, part in value.items()}
    return [lists(part) for part in value] if isinstance(value, tuple | list) else value
