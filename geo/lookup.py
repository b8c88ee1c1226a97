"""Find projects and places by what people type: 中文, 繁體, pinyin, initials, English, aliases, typos."""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from geo.city import CITY
from geo.dataset import Dataset
from geo.folding import LONGEST, fold, in_pinyin, spellings, written
from geo.shelf import Entry, Scores, Shelf
from geo.telling import telling_words
from geo.terms import meant, terms
from i18n import LANGUAGES, table

__all__ = [
    "GENERAL",
    "Spot",
    "category_words",
    "everyday_words",
    "forms_of",
    "names",
    "search",
    "spot",
    "spots",
]


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


# What stands around a project counts, but below its own names; so does what only sounds like it.
_AROUND = 0.9
_SOUND = 0.95

# The columns of `projects` that a search reads.
_READ = ["id", "name_zh", "name_en", "label_zh", "mention", "aliases", "towns", "category"]
_projects: WeakKeyDictionary[Dataset, Shelf] = WeakKeyDictionary()


def _index(dataset: Dataset) -> Shelf:
    known = _projects.get(dataset)
    if known is None:
        known = _projects[dataset] = Shelf(_entries(dataset))
    return known


def _entries(dataset: Dataset) -> list[Entry]:
    towns = {
        row["id"]: [row["name_zh"], row["short_zh"], row["name_en"]]
        for row in dataset.towns.to_dict("records")
    }
    stops: dict[str, list[str]] = {}
    for row in dataset.stations.to_dict("records"):
        stops.setdefault(row["project_id"], []).extend((row["name_zh"], row["name_en"]))
    return [
        Entry(
            id=row["id"],
            forms=spellings(names(row)),
            around=spellings(
                [name for town in row["towns"] for name in towns.get(town, [])]
                + stops.get(row["id"], [])
                + category_words(row["category"])
            ),
            words=everyday_words(row),
        )
        for row in dataset.projects[_READ].to_dict("records")
    ]


def forms_of(dataset: Dataset) -> dict[str, frozenset[str]]:
    """Return what each project may be found by but for everyday words, folded."""
    return {entry.id: entry.forms | entry.around for entry in _entries(dataset)}


def names(row: Mapping[Hashable, Any]) -> list[str]:
    """Return every name of a project, a row of `projects`."""
    return [row["name_zh"], row["name_en"], row["label_zh"], row["mention"], *row["aliases"]]


def everyday_words(row: Mapping[Hashable, Any]) -> frozenset[str]:
    """Return the everyday words for what a project is, a row of `projects`, folded (``geo.terms``)."""
    found = meant(names(row), str(row["category"]))
    return frozenset().union(*map(_words_of, found))


@cache
def _words_of(term: int) -> frozenset[str]:
    return written(terms()[term].means)


def category_words(category: str) -> list[str]:
    """Return what a category is called in each language, and what it was called before."""
    tables = [table(lang)[name] for lang in LANGUAGES for name in ("category", "category_before")]
    return [words[category] for words in tables if category in words]


def _ranked(asked: str, shelf: Shelf) -> list[int]:
    """Return the numbers of the entries that a text means, best first.

    All that hold it as it is written; if none does, all that hold each of its words; then those that
    hold each word that says something; and only then those that are a typing error away: a right word
    never brings others that look like it. The page does the first two by itself.
    """
    whole = fold(asked)
    if not whole:
        return []
    counted = _COUNTED.sub(r"\1", asked[:LONGEST])
    words = [folded for word in counted.split() if (folded := fold(word))]
    steps = _steps(whole, words, shelf)
    for may_err, queries in steps:
        lowest = np.min([_scored(query, shelf, may_err=may_err) for query in queries], axis=0)
        found = np.flatnonzero(lowest)
        if len(found):
            return [int(number) for number in found[np.argsort(-lowest[found], kind="stable")]]
    return []


# A number stays with what it counts: the 3 of line 3 is not that of phase 3.
_COUNTED = re.compile(r"\b(line|phase)\s+(?=\d)", re.IGNORECASE)


def _steps(whole: str, words: list[str], shelf: Shelf) -> Iterator[tuple[bool, list[str]]]:
    """Give what is looked for, one step after another: whether it may hold an error, and the texts."""
    yield False, [whole]
    yield False, words
    telling = telling_words(words, shelf.holds)
    yield False, telling
    yield True, [whole]
    yield True, words
    yield True, telling


def _scored(query: str, shelf: Shelf, *, may_err: bool) -> np.ndarray:
    """Return how well each entry holds one folded query, 0 not at all."""
    own, around = shelf.entries(shelf.exact(query))
    if may_err:
        own_near, around_near = shelf.entries(_near(query, shelf))
        own, around = np.where(own, own, own_near), np.where(around, around, around_near)
    around = np.maximum(around, shelf.by_word(query, may_err=may_err))
    best: np.ndarray = np.maximum(own, _AROUND * around)
    return best


def _near(query: str, shelf: Shelf) -> Scores:
    """Return the forms that a query with an error may mean: they look like it, or sound like it."""
    looks = shelf.typo(query)
    if query.isascii():
        return looks
    sound = in_pinyin(query)
    # Two syllables stand in many names; as the whole of one they mean it.
    sounds: Scores = {n: score for n, score in shelf.exact(sound).items() if len(query) > 2 or score == 100}
    sounds = sounds or shelf.typo(sound)
    return {n: max(looks.get(n, 0), _SOUND * sounds.get(n, 0)) for n in {*looks, *sounds}}


def search(dataset: Dataset, text: str, limit: int = 10) -> list[str]:
    """Return the ids of the projects that a text means, best first.

    Parameters
    ----------
    text
        What a person typed; more than 80 characters are not read.
    limit
        The most ids that come back.
    """
    shelf = _index(dataset)
    numbers = _ranked(text, shelf) or _ranked(_bare(text), shelf)
    return [shelf.ids[number] for number in numbers[:limit]]


def _bare(text: str) -> str:
    """Return a text without the general word at its end."""
    return _GENERAL.sub("", text[:LONGEST].strip())


def spots(dataset: Dataset, text: str, limit: int = 5) -> list[Spot]:
    """Return the stations and towns that a text means, best first, each with a point to start from.

    The general word may be left out or written though the name has none: 虎门站, 长安镇, Humen Station.
    """
    found, shelf = _spots(dataset)
    numbers = _ranked(text, shelf) or _ranked(_bare(text), shelf)
    return [found[number] for number in numbers[:limit]]


def spot(dataset: Dataset, spot_id: str) -> Spot | None:
    """Return the station or town of an id, None if there is none; a station comes before a town of its id."""
    own = [one for one in _spots(dataset)[0] if one.id == spot_id]
    return min(own, key=lambda one: one.kind, default=None)


# What people call a station or a unit by; older and fuller names among them.
_OTHER_WORDS = (
    "(?:(?:高新技术产业)?开发|[高城]?新|城)?区",
    "(?:[火动]车|高铁|地铁|城[轨际])?站",
)


def _general() -> str:
    """Return the pattern of the general word at a name's end, in what Python and JavaScript both read."""
    kinds = [kind.name_zh for kind in CITY.unit_kinds], [kind.name_en for kind in CITY.unit_kinds]
    chinese, english = ("|".join(_SPECIAL.sub(r"\\\g<0>", name) for name in names) for names in kinds)
    return rf"(?:{'|'.join(_OTHER_WORDS)}|{chinese}|\s+(?:metro\s+|railway\s+)?station|\s+(?:{english}))$"


_SPECIAL = re.compile(r"[.*+?^${}()|\[\]\\/]")
GENERAL = _general()
_GENERAL = re.compile(GENERAL, re.IGNORECASE)
_starts: WeakKeyDictionary[Dataset, tuple[list[Spot], Shelf]] = WeakKeyDictionary()


def _spots(dataset: Dataset) -> tuple[list[Spot], Shelf]:
    known = _starts.get(dataset)
    if known is None:
        found = _town_spots(dataset) + _station_spots(dataset)
        called = [[spot.name_zh, spot.name_zh.removesuffix("站"), spot.name_en] for spot in found]
        entries = [Entry(spot.id, spellings(own)) for spot, own in zip(found, called, strict=True)]
        known = (found, Shelf(entries))
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
