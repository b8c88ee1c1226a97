"""Find projects and places by what people type: 中文, 繁體, pinyin, initials, English, aliases, typos."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from weakref import WeakKeyDictionary

from opencc import OpenCC
from pypinyin import Style, lazy_pinyin
from rapidfuzz import fuzz

from geo.dataset import Dataset
from i18n import LANGUAGES
from i18n import text as word

__all__ = ["Spot", "search", "spellings", "spots"]

_LONGEST = 80
_TYPO = 78.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A town or station that a person can start from: degrees, WGS 84, good to `accuracy_m`."""

    kind: str
    id: str
    name_zh: str
    name_en: str
    lon: float
    lat: float
    accuracy_m: float | None


@dataclass(frozen=True, slots=True)
class _Entry:
    """What one project or place is called, and what stands around it: towns, stations, category."""

    id: str
    forms: frozenset[str]
    around: frozenset[str] = frozenset()


# What stands around a project counts, but below its own names.
_AROUND = 0.9

_projects: WeakKeyDictionary[Dataset, tuple[_Entry, ...]] = WeakKeyDictionary()


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def _fold(text: str) -> str:
    """Return text as it is compared: simplified, NFKC, lower case, letters and digits only."""
    plain = unicodedata.normalize("NFKD", _simplifier().convert(text[:_LONGEST]))
    kept = "".join(char for char in plain if not unicodedata.combining(char)).casefold()
    return re.sub(r"[\W_]+", "", kept)


def spellings(names: Iterable[str]) -> frozenset[str]:
    """Return how some names may be typed, folded: as written, in pinyin, by initials of pinyin or words."""
    forms = set()
    for name in names:
        forms |= {_fold(name), _fold("".join(lazy_pinyin(name)))}
        forms.add(_fold("".join(lazy_pinyin(name, style=Style.FIRST_LETTER))))
        words = re.findall(r"[A-Za-z0-9]+", name)
        if len(words) > 1:
            forms.add(_fold("".join(word[0] for word in words)))
    return frozenset(form for form in forms if form)


def _index(dataset: Dataset) -> tuple[_Entry, ...]:
    known = _projects.get(dataset)
    if known is None:
        towns = {
            row["id"]: [row["name_zh"], row["short_zh"], row["name_en"]]
            for row in dataset.towns.to_dict("records")
        }
        stops: dict[str, list[str]] = {}
        for row in dataset.stations.to_dict("records"):
            stops.setdefault(row["project_id"], []).extend((row["name_zh"], row["name_en"]))
        known = tuple(
            _Entry(
                id=row["id"],
                forms=spellings(
                    [row["name_zh"], row["name_en"], row["label_zh"], row["mention"], *row["aliases"]]
                ),
                around=spellings(
                    [name for town in row["towns"] for name in towns.get(town, [])]
                    + stops.get(row["id"], [])
                    + [word(f"category.{row['category']}", lang) for lang in LANGUAGES]
                ),
            )
            for row in dataset.projects.to_dict("records")
        )
        _projects[dataset] = known
    return known


def _holds(form: str, query: str) -> bool:
    """Say whether a form holds a query, not cutting a number in two: line 1 is not in line 11."""
    start = form.find(query)
    while start >= 0:
        before, after = form[start - 1 : start], form[start + len(query) : start + len(query) + 1]
        if not (query[0].isdigit() and before.isdigit()) and not (query[-1].isdigit() and after.isdigit()):
            return True
        start = form.find(query, start + 1)
    return False


def _exact(query: str, forms: frozenset[str]) -> float:
    """Return how well an entry holds a folded query as it is written: 0 not at all, 100 the whole."""
    if query in forms:
        return 100.0
    if len(query) == 1 and query.isascii():
        return 96.0 if any(form.startswith(query) for form in forms) else 0.0
    held = [form for form in forms if _holds(form, query)]
    if any(form.startswith(query) for form in held):
        return 96.0
    return 92.0 if held else 0.0


def _typo(query: str, forms: frozenset[str]) -> float:
    """Return how near a folded query of at least four letters is to an entry, 0 if it is far."""
    if len(query) < 4:
        return 0.0
    best = 0.0
    for form in forms:
        best = max(best, 0.9 * fuzz.ratio(query, form))
        if len(query) < len(form):  # the shorter one is looked for in the longer: never a name in a query
            best = max(best, 0.85 * fuzz.partial_ratio(query, form, score_cutoff=80))
    return best if best >= _TYPO * 0.9 else 0.0


def _ranked(asked: str, entries: Sequence[_Entry]) -> list[int]:
    """Return the numbers of the entries that a text means, best first.

    All that hold it as it is written; if none does, all that hold each of its words; and only then
    those that are a typing error away: a right word never brings others that look like it.
    """
    whole = _fold(asked)
    words = [folded for word in asked[:_LONGEST].split() if (folded := _fold(word))]
    if not whole:
        return []
    for score, queries in ((_exact, [whole]), (_exact, words), (_typo, [whole]), (_typo_or_exact, words)):
        scored = []
        for number, entry in enumerate(entries):
            lowest = min(
                max(score(query, entry.forms), _AROUND * score(query, entry.around)) for query in queries
            )
            if lowest:
                scored.append((-lowest, number))
        if scored:
            return [number for _, number in sorted(scored)]
    return []


def _typo_or_exact(query: str, forms: frozenset[str]) -> float:
    return _exact(query, forms) or _typo(query, forms)


def search(dataset: Dataset, text: str, limit: int = 10) -> list[str]:
    """Return the ids of the projects that a text means, best first.

    Parameters
    ----------
    text
        What a person typed; more than 80 characters are not read.
    limit
        The most ids that come back.
    """
    entries = _index(dataset)
    return [entries[number].id for number in _ranked(text, entries)[:limit]]


def spots(dataset: Dataset, text: str, limit: int = 5) -> list[Spot]:
    """Return the stations and towns that a text means, best first, each with a point to start from.

    The general word may be left out or written though the name has none: 虎门站, 长安镇, Humen Station.
    """
    found, entries = _spots(dataset)
    bare = _GENERAL.sub("", text[:_LONGEST].strip())
    numbers = _ranked(text, entries) or _ranked(bare, entries)
    return [found[number] for number in numbers[:limit]]


_GENERAL = re.compile(
    r"(?:火车站|地铁站|站|镇|街道|\s+(?:metro\s+|railway\s+)?station|\s+town)$", re.IGNORECASE
)
_starts: WeakKeyDictionary[Dataset, tuple[list[Spot], list[_Entry]]] = WeakKeyDictionary()


def _spots(dataset: Dataset) -> tuple[list[Spot], list[_Entry]]:
    known = _starts.get(dataset)
    if known is None:
        found = _town_spots(dataset) + _station_spots(dataset)
        names = [[spot.name_zh, spot.name_zh.removesuffix("站"), spot.name_en] for spot in found]
        known = (found, [_Entry(spot.id, spellings(own)) for spot, own in zip(found, names, strict=True)])
        _starts[dataset] = known
    return known


def _town_spots(dataset: Dataset) -> list[Spot]:
    return [
        Spot(
            kind="town",
            id=str(row["id"]),
            name_zh=str(row["short_zh"]),
            name_en=str(row["name_en"]),
            lon=float(row["label_lon"]),
            lat=float(row["label_lat"]),
            accuracy_m=None,
        )
        for row in dataset.towns.to_dict("records")
    ]


def _station_spots(dataset: Dataset) -> list[Spot]:
    """Return one spot a name: a station of two lines stands in the data twice."""
    found: dict[str, Spot] = {}
    for row in dataset.stations.to_dict("records"):
        if row["kind"] == "outside":
            continue
        accuracy = float(row["accuracy_m"])
        spot = Spot(
            kind="station",
            id=str(row["id"]),
            name_zh=str(row["name_zh"]),
            name_en=str(row["name_en"]),
            lon=float(row["geometry"].x),
            lat=float(row["geometry"].y),
            accuracy_m=None if math.isnan(accuracy) else accuracy,
        )
        found.setdefault(spot.name_zh, spot)
    return list(found.values())
