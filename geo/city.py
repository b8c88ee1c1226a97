"""What is true of one city and of no other, read from ``city.toml`` of the data folder.

Plain Python: the first page, the links and the words need it. No other module names a
coordinate, a metric system, a unit of the city or its time zone (``tests/city`` looks).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import Any

from geo.folders import DATA_FOLDER

__all__ = [
    "CITY",
    "CITY_FILE",
    "UNSEEN",
    "Bounds",
    "City",
    "CityError",
    "Grid",
    "UnitKind",
    "read_city",
]

CITY_FILE = "city.toml"

# What text for people never holds: control and format characters, fillers that look like nothing, signs that
# turn the direction of what follows, tags, halves of characters.
UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e00ff]"
)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# A name stands in messages, whose fields are in braces, and in a page's head.
_NO_NAME = re.compile(f"{UNSEEN.pattern}|[{{}}<>]|^\\s|\\s$|^$")
_CRS = re.compile(r"EPSG:[0-9]{4,6}")
_YEAR = re.compile(r"[0-9]{4}")


class CityError(ValueError):
    """The city's file is missing, broken, or holds a value that cannot be."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """A box in degrees, WGS 84 (EPSG:4326)."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, lon: float, lat: float) -> bool:
        """Say whether a point lies in the box, its edge included (NaN never does)."""
        return bool(self.west <= lon <= self.east and self.south <= lat <= self.north)


@dataclass(frozen=True, slots=True)
class UnitKind:
    """A kind of administrative unit (镇, 街道) and the pattern of its codes (x = a digit)."""

    id: str
    name_zh: str
    name_en: str
    code: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A metre grid that files from this city come in."""

    crs: str
    name_zh: str
    name_en: str

    @property
    def key(self) -> str:
        """A name for a choice: ``epsg4547``."""
        return self.crs.replace(":", "").lower()


@dataclass(frozen=True, slots=True)
class City:
    """One city; ``data/README.md`` says what each value means.

    `bounds` are those of the map in degrees, `area_km2` and `population` the least and most that a unit may
    have, `old_unit_ids` lead from ids of earlier links to today's.
    """

    id: str
    name_zh: str
    name_en: str
    region: str
    country: str
    time_zone: str
    default_report: str
    bounds: Bounds
    metric_crs: str
    unit_zh: str
    unit_en: str
    units_en: str
    unit_code: str
    area_km2: tuple[float, float]
    population: tuple[float, float]
    unit_kinds: tuple[UnitKind, ...]
    old_unit_ids: Mapping[str, str]
    grids: tuple[Grid, ...]

    def words(self, lang: str) -> dict[str, str]:
        """Return what stands for ``{city}``, ``{unit}`` and so on in the messages of a language."""
        if lang == "zh":
            names = {"city": self.name_zh, "unit": self.unit_zh}
        else:
            names = {"city": self.name_en, "unit": self.unit_en, "units": self.units_en}
            names |= {"Unit": self.unit_en.capitalize(), "Units": self.units_en.capitalize()}
        return names | {"metric_crs": self.metric_crs}

    def zone(self) -> tzinfo:
        """Return the time zone."""
        from zoneinfo import ZoneInfo  # noqa: PLC0415 - the first view asks for no day

        return ZoneInfo(self.time_zone)

    def kind_of(self, code: str) -> str | None:
        """Return the kind of unit that a code says, None if it says none."""
        found = (kind.id for kind in self.unit_kinds if code_fits(code, kind.code))
        return next(found, None)


def code_fits(code: str, pattern: str) -> bool:
    """Say whether a code is of a pattern: the same digits, and any digit where that has an x."""
    return len(code) == len(pattern) and all(
        one in "0123456789" if want == "x" else one == want for one, want in zip(code, pattern, strict=True)
    )


def read_city(folder: Path, *, is_checked: bool = True) -> City:
    """Read the city of a data folder.

    Parameters
    ----------
    folder
        Where ``city.toml`` is.
    is_checked
        Whether its time zone is looked for as well: the app does without, as that loads the zones.

    Raises
    ------
    CityError
        With the file and what is wrong with it.
    """
    path = folder / CITY_FILE
    try:
        city = _city(tomllib.loads(path.read_text(encoding="utf-8")))
        _check(city)
        if is_checked:
            _check_zone(city)
    except KeyError as error:
        msg = f"{folder.name}/{CITY_FILE}: {error.args[0]} is missing"
        raise CityError(msg) from error
    except (OSError, ValueError, TypeError, AttributeError) as error:
        msg = f"{folder.name}/{CITY_FILE}: {error}"
        raise CityError(msg) from error
    return city


def _city(data: Mapping[str, Any]) -> City:
    units, chart = data["units"], data["map"]
    names = ("id", "name_zh", "name_en", "region", "country", "default_report")
    return City(
        **{name: str(data[name]) for name in names},
        time_zone=str(data["time_zone"]),
        bounds=Bounds(*(float(edge) for edge in chart["bounds"])),
        metric_crs=str(chart["metric_crs"]),
        unit_zh=str(units["name_zh"]),
        unit_en=str(units["name_en"]),
        units_en=str(units["plural_en"]),
        unit_code=str(units["code"]),
        area_km2=_range(units["area_km2"]),
        population=_range(units["population"]),
        unit_kinds=tuple(UnitKind(**kind) for kind in units["kinds"]),
        old_unit_ids=dict(units.get("old_ids", {})),
        grids=tuple(Grid(**grid) for grid in data["grids"]),
    )


def _range(pair: Sequence[float]) -> tuple[float, float]:
    low, high = (float(value) for value in pair)
    return low, high


def _check(city: City) -> None:
    """Raise for the first value that cannot be."""
    box = city.bounds
    systems = [city.metric_crs, *(grid.crs for grid in city.grids)]
    is_right = {
        "id": _SLUG.fullmatch(city.id),
        "default_report": _YEAR.fullmatch(city.default_report),
        "map.bounds": -180 <= box.west < box.east <= 180 and -85 <= box.south < box.north <= 85,
        "map.metric_crs, grids.crs": all(_CRS.fullmatch(one) for one in systems),
        "units.area_km2": 0 < city.area_km2[0] <= city.area_km2[1],
        "units.population": 0 <= city.population[0] <= city.population[1],
        "name": not any(_NO_NAME.search(name) for name in _names(city)),
        "units.kinds": city.unit_kinds and all(_SLUG.fullmatch(kind.id) for kind in city.unit_kinds),
    }
    wrong = [name for name, holds in is_right.items() if not holds]
    if wrong:
        msg = f"{', '.join(wrong)}: not as data/README.md says"
        raise ValueError(msg)


def _names(city: City) -> list[str]:
    """Return every word of the file that people read."""
    named = [(one.name_zh, one.name_en) for one in city.unit_kinds]
    named += [(one.name_zh, one.name_en) for one in city.grids]
    own = (city.name_zh, city.name_en, city.region, city.country, city.unit_zh, city.unit_en, city.units_en)
    return [*own, *(name for pair in named for name in pair)]


def _check_zone(city: City) -> None:
    try:
        city.zone()
    except LookupError as error:
        msg = f"time_zone: {error}"
        raise ValueError(msg) from error


CITY = read_city(DATA_FOLDER, is_checked=False)
