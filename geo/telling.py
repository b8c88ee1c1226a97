"""What of a text says which project is meant: the rest (the, 项目, the city's own name) is left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from geo.city import CITY
from geo.folding import written
from geo.terms import silent

__all__ = ["telling_words"]

_SHORTEST = 2  # signs of a piece


@cache
def _silent() -> frozenset[str]:
    """Return the words that say nothing, folded: of the language, and the city's own names."""
    return written([*silent(), CITY.name_zh, CITY.name_zh + "市", CITY.name_en])


def telling_words(words: Sequence[str], is_held: Callable[[str], bool]) -> list[str]:
    """Return the parts of a text that say something, folded; all of it where no part does.

    Parameters
    ----------
    words
        The words of the text, folded.
    is_held
        Whether a name holds a text as it is written. A Chinese text without spaces is cut into the longest
        pieces that are held; one that can't be cut stays whole.
    """
    said = [word for word in words if word not in _silent()]
    pieces = [piece for word in said for piece in _pieces(word, is_held)]
    told = [piece for piece in pieces if piece not in _silent()]
    return told or list(words)


def _pieces(word: str, is_held: Callable[[str], bool]) -> list[str]:
    if word.isascii():
        return [word if is_held(word) else _singular(word)]
    found, start = [], 0
    while start < len(word):
        ends = range(len(word), start, -1)
        end = next((one for one in ends if _is_known(word[start:one], is_held)), None)
        if end is None:
            return [word]
        found.append(word[start:end])
        start = end
    return found


def _is_known(piece: str, is_held: Callable[[str], bool]) -> bool:
    return piece in _silent() or (len(piece) >= _SHORTEST and is_held(piece))


def _singular(word: str) -> str:
    """Return an English word without the ending of many."""
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
