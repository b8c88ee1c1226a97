"""The forms of many names in one text, looked through in one go: what holds a query, and how well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from rapidfuzz import fuzz, process

__all__ = ["Entry", "Scores", "Shelf"]

_TYPO = 78.0
# One wrong sign in a text of five: a sign says more than a letter.
_WRONG_SIGN = 67.0
_FEW = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """What one project or place is called, and what stands around it: towns, stations, category.

    `words` are found only by the whole of one: the road in railroad means none.
    """

    id: str
    forms: frozenset[str]
    around: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


Scores = Mapping[int, float]  # by the number of a form


def _numbers(form: str) -> set[str]:
    """Return a form's numbers, each with what it counts: 3号 of a line, 3期 of a phase, ne3 of «line 3»."""
    found = [(one["before"], one["number"], one["after"]) for one in _NUMBER.finditer(form)]
    return {number + after if after else before + number for before, number, after in found}


_NUMBER = re.compile(r"(?P<before>[^\d]{0,2})(?P<number>\d+)(?=(?P<after>[^\d]?))")


class Shelf:
    """The forms of many entries, each once, in one text that is looked through in one go."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.ids = tuple(entry.id for entry in entries)
        self.forms = tuple(dict.fromkeys(chain.from_iterable((*e.forms, *e.around) for e in entries)))
        self._number = {form: number for number, form in enumerate(self.forms)}
        self._text = "\n" + "\n".join(self.forms) + "\n"
        self._starts = np.cumsum([1, *(len(form) + 1 for form in self.forms)])
        self._own = self._holders(entry.forms for entry in entries)
        self._around = self._holders(entry.around for entry in entries)
        self._words: dict[str, list[int]] = {}
        for number, entry in enumerate(entries):
            for word in entry.words:
                self._words.setdefault(word, []).append(number)

    def _holders(self, sets: Iterable[frozenset[str]]) -> tuple[tuple[int, ...], ...]:
        """Return the entries that have each form."""
        found: list[list[int]] = [[] for _ in self.forms]
        for entry, forms in enumerate(sets):
            for form in forms:
                found[self._number[form]].append(entry)
        return tuple(map(tuple, found))

    def exact(self, query: str) -> Scores:
        """Return how well each form holds a folded query as it is written: 100 the whole of it.

        A number is not cut in two: line 1 is not in line 11. One or two letters stand in every name: they
        count where they begin one.
        """
        alone = len(query) <= _FEW and query.isascii() and query.isalpha()
        scores: dict[int, float] = {}
        for place in self._places("\n" + query if alone else query):
            number = int(np.searchsorted(self._starts, place + alone, side="right")) - 1
            starts = self.forms[number].startswith(query)
            if alone or self._is_whole(query, place):
                scores[number] = 96.0 if starts else 92.0
        if query in self._number:
            scores[self._number[query]] = 100.0
        return scores

    def holds(self, query: str) -> bool:
        """Say whether a form holds a folded query as it is written, or a word is it."""
        return query in self._text or query in self._words

    def _places(self, query: str) -> Iterator[int]:
        place = self._text.find(query)
        while place >= 0:
            yield place
            place = self._text.find(query, place + 1)

    def _is_whole(self, query: str, place: int) -> bool:
        before, after = self._text[place - 1], self._text[place + len(query)]
        return not (query[0].isdigit() and before.isdigit()) and not (query[-1].isdigit() and after.isdigit())

    def typo(self, query: str) -> Scores:
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
        least = _TYPO * 0.9 if query.isascii() else _WRONG_SIGN
        near = np.flatnonzero(ratio >= least - 1e-4)  # rapidfuzz answers in single precision
        numbers = _numbers(query)  # another number is another thing, never a typing error
        return {int(one): float(ratio[one]) for one in near if numbers <= _numbers(self.forms[one])}

    def by_word(self, query: str, *, may_err: bool) -> np.ndarray:
        """Return how well each entry's words are a folded query, 0 not at all."""
        scores = np.zeros(len(self.ids))
        scores[self._words.get(query, [])] = 100.0
        if may_err and len(query) >= 4 and self._words:
            words = list(self._words)
            ratio = 0.9 * process.cdist([query], words, scorer=fuzz.ratio, score_cutoff=_TYPO)[0]
            for number in np.flatnonzero(ratio):
                holders = self._words[words[int(number)]]
                scores[holders] = np.maximum(scores[holders], ratio[number])
        return scores

    def entries(self, scores: Scores) -> tuple[np.ndarray, np.ndarray]:
        """Return the best score of each entry: by its own forms, and by those around it."""
        own, around = np.zeros(len(self.ids)), np.zeros(len(self.ids))
        for best, holders in ((own, self._own), (around, self._around)):
            for number, score in scores.items():
                for entry in holders[number]:
                    best[entry] = max(best[entry], score)
        return own, around
