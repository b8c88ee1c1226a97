"""Find projects and places by what people type: 中文, 繁體, pinyin, initials, English, aliases, typos."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from weakref import WeakKeyDictionary

import numpy as np
from opencc import OpenCC
from pypinyin import Style, lazy_pinyin
from rapidfuzz import fuzz

from geo.dataset import Dataset

__all__ = ["Spot", "search", "spots"]

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
    id: str
    forms: frozenset[str]


_projects: WeakKeyDictionary[object, tuple[_Entry, ...]] = WeakKeyDictionary()


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def _fold(text: str) -> str:
    """Return text as it is compared: simplified, NFKC, lower case, letters and digits only."""
    plain = unicodedata.normalize("NFKD", _simplifier().convert(text[:_LONGEST]))
    kept = "".join(char for char in plain if not unicodedata.combining(char)).casefold()
    return re.sub(r"[\W_]+", "", kept)


def _forms(names: list[str]) -> frozenset[str]:
    """Return all spellings of some names: folded, pinyin, initials of pinyin and of English words."""
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
        towns = {row["id"]: [row["short_zh"], row["name_en"]] for row in dataset.towns.to_dict("records")}
        known = tuple(
            _Entry(
                row["id"],
                _forms([row["name_zh"], row["name_en"], row["label_zh"], row["mention"], *row["aliases"]])
                | _forms([name for town in row["towns"] for name in towns.get(town, [])]),
            )
            for row in dataset.projects.to_dict("records")
        )
        _projects[dataset] = known
    return known


def _score(query: str, forms: frozenset[str]) -> float:
    """Return how well a folded query meets an entry: 0 not at all, 100 exactly."""
    best = 0.0
    for form in forms:
        if query == form:
            return 100.0
        if form.startswith(query):
            best = max(best, 96.0)
        elif query in form and (len(query) > 1 or not query.isascii()):
            best = max(best, 92.0)
        elif len(query) >= 4:
            best = max(best, 0.9 * fuzz.ratio(query, form))
            if len(query) < len(form):  # the shorter one is looked for in the longer: never a name in a query
                best = max(best, 0.85 * fuzz.partial_ratio(query, form, score_cutoff=80))
    return best if best >= _TYPO * 0.9 else 0.0


def search(dataset: Dataset, text: str, limit: int = 10) -> list[str]:
    """Return the ids of the projects that a text means, best first.

    Parameters
    ----------
    text
        What a person typed; more than 80 characters are not read.
    limit
        The most ids that come back.
    """
    words = [folded for word in text[:_LONGEST].split() if (folded := _fold(word))]
    whole = _fold(text)
    if not whole:
        return []
    scored = []
    for order, entry in enumerate(_index(dataset)):
        score = _score(whole, entry.forms)
        if not score and len(words) > 1:
            score = min(_score(word, entry.forms) for word in words) * 0.9
        if score:
            scored.append((-score, order, entry.id))
    return [project for _, _, project in sorted(scored)[:limit]]


def spots(dataset: Dataset, text: str, limit: int = 5) -> list[Spot]:
    """Return the stations and towns that a text means, best first, each with a point to start from."""
    whole = _fold(text)
    if not whole:
        return []
    scored = []
    for order, spot in enumerate(_spots(dataset)):
        score = _score(
            whole.removesuffix("站") or whole, _forms([spot.name_zh.removesuffix("站"), spot.name_en])
        )
        score = max(score, _score(whole, _forms([spot.name_zh])))
        if score:
            scored.append((-score, order, spot))
    return [spot for _, _, spot in sorted(scored, key=lambda item: item[:2])[:limit]]


def _spots(dataset: Dataset) -> list[Spot]:
    spots = [
        Spot(
            "town",
            row["id"],
            row["short_zh"],
            row["name_en"],
            float(row["label_lon"]),
            float(row["label_lat"]),
            None,
        )
        for row in dataset.towns.to_dict("records")
    ]
    seen = set()
    for row in dataset.stations.to_dict("records"):
        if row["name_zh"] in seen or row["kind"] == "outside":
            continue
        seen.add(row["name_zh"])
        point = row["geometry"]
        accuracy = None if np.isnan(row["accuracy_m"]) else float(row["accuracy_m"])
        spots.append(Spot("station", row["id"], row["name_zh"], row["name_en"], point.x, point.y, accuracy))
    return spots
