"""Find projects and places by what people type: 中文, 繁體, pinyin, initials, English, aliases, typos."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from weakref import WeakKeyDictionary

import numpy as np
from opencc import OpenCC
from pypinyin import lazy_pinyin
from rapidfuzz import fuzz, process

from geo.city import CITY
from geo.dataset import Dataset
from i18n import LANGUAGES, table

__all__ = ["GENERAL", "Spot", "category_words", "fold", "search", "spellings", "spot", "spots"]

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
_Scores = Mapping[int, float]  # by the number of a form


class _Shelf:
    """The forms of many entries, each once, in one text that is looked through in one go."""

    def __init__(self, entries: Sequence[_Entry]) -> None:
        self.ids = tuple(entry.id for entry in entries)
        self.forms = tuple(dict.fromkeys(chain.from_iterable((*e.forms, *e.around) for e in entries)))
        self._number = {form: number for number, form in enumerate(self.forms)}
        self._text = "\n" + "\n".join(self.forms) + "\n"
        self._starts = np.cumsum([1, *(len(form) + 1 for form in self.forms)])
        self._own = self._holders(entry.forms for entry in entries)
        self._around = self._holders(entry.around for entry in entries)

    def _holders(self, sets: Iterable[frozenset[str]]) -> tuple[tuple[int, ...], ...]:
        """Return the entries that have each form."""
        found: list[list[int]] = [[] for _ in self.forms]
        for entry, forms in enumerate(sets):
            for form in forms:
                found[self._number[form]].append(entry)
        return tuple(map(tuple, found))

    def exact(self, query: str) -> _Scores:
        """Return how well each form holds a folded query as it is written: 100 the whole of it.

        A number is not cut in two: line 1 is not in line 11.
        """
        alone = len(query) == 1 and query.isascii()
        scores: dict[int, float] = {}
        for place in self._places("\n" + query if alone else query):
            number = int(np.searchsorted(self._starts, place + alone, side="right")) - 1
            starts = self.forms[number].startswith(query)
            if alone or self._is_whole(query, place):
                scores[number] = 96.0 if starts else 92.0
        if query in self._number:
            scores[self._number[query]] = 100.0
        return scores

    def _places(self, query: str) -> Iterator[int]:
        place = self._text.find(query)
        while place >= 0:
            yield place
            place = self._text.find(query, place + 1)

    def _is_whole(self, query: str, place: int) -> bool:
        before, after = self._text[place - 1], self._text[place + len(query)]
        return not (query[0].isdigit() and before.isdigit()) and not (query[-1].isdigit() and after.isdigit())

    def typo(self, query: str) -> _Scores:
        """Return how near each form is to a folded query of at least four letters; far ones are left out."""
        if len(query) < 4 or not self.forms:
            return {}
        ratio = 0.9 * process.cdist([query], self.forms, scorer=fuzz.ratio, score_cutoff=_TYPO)[0]
        # The shorter one is looked for in the longer: never a name in a query.
        longer = [number for number, form in enumerate(self.forms) if len(form) > len(query)]
        if longer:
            some = [self.forms[number] for number in longer]
            part = 0.85 * process.cdist([query], some, scorer=fuzz.partial_ratio, score_cutoff=80)[0]
            ratio[longer] = np.maximum(ratio[longer], part)
        near = np.flatnonzero(ratio >= _TYPO * 0.9 - 1e-4)  # rapidfuzz answers in single precision
        return {int(number): float(ratio[number]) for number in near}

    def entries(self, scores: _Scores) -> tuple[np.ndarray, np.ndarray]:
        """Return the best score of each entry: by its own forms, and by those around it."""
        own, around = np.zeros(len(self.ids)), np.zeros(len(self.ids))
        for best, holders in ((own, self._own), (around, self._around)):
            for number, score in scores.items():
                for entry in holders[number]:
                    best[entry] = max(best[entry], score)
        return own, around


# The columns of `projects` that a search reads.
_READ = ["id", "name_zh", "name_en", "label_zh", "mention", "aliases", "towns", "category"]
_projects: WeakKeyDictionary[Dataset, _Shelf] = WeakKeyDictionary()


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def fold(text: str) -> str:
    """Return text as it is compared: simplified, NFKC, lower case, letters and digits only."""
    cut = text[:_LONGEST]
    if cut.isascii():
        return _NO_LETTER.sub("", cut.casefold())
    plain = unicodedata.normalize("NFKD", _simplifier().convert(cut))
    kept = "".join(char for char in plain if not unicodedata.combining(char)).casefold()
    return _NO_LETTER.sub("", kept)


_NO_LETTER = re.compile(r"[\W_]+")
_WORD = re.compile(r"[A-Za-z0-9]+")


@lru_cache(maxsize=4096)
def _one_name(name: str) -> frozenset[str]:
    """Return all spellings of a name: folded, pinyin, initials of pinyin and of English words."""
    forms = {fold(name)}
    if not name.isascii():
        # One look-up for both: what is no Chinese comes marked, and keeps all its letters.
        syllables = lazy_pinyin(name, errors=lambda chunk: "\0" + chunk)
        forms.add(fold("".join(part.removeprefix("\0") for part in syllables)))
        forms.add(fold("".join(part[1:] if part.startswith("\0") else part[:1] for part in syllables)))
    words = _WORD.findall(name)
    if len(words) > 1:
        forms.add(fold("".join(word[0] for word in words)))
    return frozenset(form for form in forms if form)


def spellings(names: Iterable[str]) -> frozenset[str]:
    """Return how some names may be typed, folded: as written, in pinyin, by initials of pinyin or words."""
    return frozenset().union(*map(_one_name, names))


def _index(dataset: Dataset) -> _Shelf:
    known = _projects.get(dataset)
    if known is None:
        towns = {
            row["id"]: [row["name_zh"], row["short_zh"], row["name_en"]]
            for row in dataset.towns.to_dict("records")
        }
        stops: dict[str, list[str]] = {}
        for row in dataset.stations.to_dict("records"):
            stops.setdefault(row["project_id"], []).extend((row["name_zh"], row["name_en"]))
        known = _Shelf(
            [
                _Entry(
                    id=row["id"],
                    forms=spellings(
                        [row["name_zh"], row["name_en"], row["label_zh"], row["mention"], *row["aliases"]]
                    ),
                    around=spellings(
                        [name for town in row["towns"] for name in towns.get(town, [])]
                        + stops.get(row["id"], [])
                        + category_words(row["category"])
                    ),
                )
                for row in dataset.projects[_READ].to_dict("records")
            ]
        )
        _projects[dataset] = known
    return known


def category_words(category: str) -> list[str]:
    """Return what a category is called in each language, and what it was called before."""
    tables = [table(lang)[name] for lang in LANGUAGES for name in ("category", "category_before")]
    return [words[category] for words in tables if category in words]


def _ranked(asked: str, shelf: _Shelf) -> list[int]:
    """Return the numbers of the entries that a text means, best first.

    All that hold it as it is written; if none does, all that hold each of its words; and only then
    those that are a typing error away: a right word never brings others that look like it.
    """
    whole = fold(asked)
    words = [folded for word in asked[:_LONGEST].split() if (folded := fold(word))]
    if not whole:
        return []
    for may_err, queries in ((False, [whole]), (False, words), (True, [whole]), (True, words)):
        lowest = np.min([_scored(query, shelf, may_err=may_err) for query in queries], axis=0)
        found = np.flatnonzero(lowest)
        if len(found):
            return [int(number) for number in found[np.argsort(-lowest[found], kind="stable")]]
    return []


def _scored(query: str, shelf: _Shelf, *, may_err: bool) -> np.ndarray:
    """Return how well each entry holds one folded query, 0 not at all."""
    own, around = shelf.entries(shelf.exact(query))
    if may_err:
        own_near, around_near = shelf.entries(shelf.typo(query))
        own, around = np.where(own, own, own_near), np.where(around, around, around_near)
    best: np.ndarray = np.maximum(own, _AROUND * around)
    return best


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
    return [shelf.ids[number] for number in _ranked(text, shelf)[:limit]]


def spots(dataset: Dataset, text: str, limit: int = 5) -> list[Spot]:
    """Return the stations and towns that a text means, best first, each with a point to start from.

    The general word may be left out or written though the name has none: 虎门站, 长安镇, Humen Station.
    """
    found, shelf = _spots(dataset)
    bare = _GENERAL.sub("", text[:_LONGEST].strip())
    numbers = _ranked(text, shelf) or _ranked(bare, shelf)
    return [found[number] for number in numbers[:limit]]


def spot(dataset: Dataset, spot_id: str) -> Spot | None:
    """Return the station or town of an id, None if there is none; a station comes before a town of its id."""
    own = [one for one in _spots(dataset)[0] if one.id == spot_id]
    return min(own, key=lambda one: one.kind, default=None)


def _general() -> str:
    """Return the pattern of the general word at a name's end, in what Python and JavaScript both read."""
    kinds = [kind.name_zh for kind in CITY.unit_kinds], [kind.name_en for kind in CITY.unit_kinds]
    chinese, english = ("|".join(_SPECIAL.sub(r"\\\g<0>", name) for name in names) for names in kinds)
    return rf"(?:火车站|地铁站|站|{chinese}|\s+(?:metro\s+|railway\s+)?station|\s+(?:{english}))$"


_SPECIAL = re.compile(r"[.*+?^${}()|\[\]\\/]")
GENERAL = _general()
_GENERAL = re.compile(GENERAL, re.IGNORECASE)
_starts: WeakKeyDictionary[Dataset, tuple[list[Spot], _Shelf]] = WeakKeyDictionary()


def _spots(dataset: Dataset) -> tuple[list[Spot], _Shelf]:
    known = _starts.get(dataset)
    if known is None:
        found = _town_spots(dataset) + _station_spots(dataset)
        names = [[spot.name_zh, spot.name_zh.removesuffix("站"), spot.name_en] for spot in found]
        entries = [_Entry(spot.id, spellings(own)) for spot, own in zip(found, names, strict=True)]
        known = (found, _Shelf(entries))
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
