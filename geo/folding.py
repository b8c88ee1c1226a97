"""How text is compared: folded, with numbers as digits, in pinyin, by initials."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from opencc import OpenCC
from pypinyin import lazy_pinyin

from geo.numerals import to_digits

__all__ = ["LONGEST", "fold", "in_pinyin", "simplified", "spellings", "written"]

# More characters of what a person typed are not read.
LONGEST = 80


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def simplified(text: str) -> str:
    """Return text with simplified characters for traditional ones."""
    found: str = _simplifier().convert(text)
    return found


def fold(text: str) -> str:
    """Return text as it is compared: simplified, NFKC, lower case, letters and digits, numbers as digits."""
    return _folded(text[:LONGEST])


@lru_cache(maxsize=4096)
def _folded(cut: str) -> str:
    if cut.isascii():
        return to_digits(_NO_LETTER.sub("", cut.casefold()))
    plain = unicodedata.normalize("NFKD", simplified(cut))
    kept = "".join(char for char in plain if not unicodedata.combining(char)).casefold()
    return to_digits(_NO_LETTER.sub("", kept))


_NO_LETTER = re.compile(r"[\W_]+")
_WORD = re.compile(r"[A-Za-z0-9]+")


@lru_cache(maxsize=4096)
def _one_name(name: str) -> frozenset[str]:
    """Return all spellings of a name: folded, pinyin, initials of pinyin and of English words."""
    forms = {fold(name)}
    if not name.isascii():
        syllables = _syllables(name)
        forms.add(_joined(syllables))
        forms.add(fold("".join(part[1:] if part.startswith("\0") else part[:1] for part in syllables)))
    words = _WORD.findall(name)
    if len(words) > 1:
        # A number stays whole: line 11 is no line 1.
        forms.add(fold("".join(word if word.isdigit() else word[0] for word in words)))
    return frozenset(form for form in forms if form)


def _syllables(name: str) -> list[str]:
    """Return a name in pinyin. What is no Chinese comes marked, and keeps all its letters."""
    return lazy_pinyin(name, errors=lambda chunk: "\0" + chunk)


def _joined(syllables: Iterable[str]) -> str:
    return fold("".join(part.removeprefix("\0") for part in syllables))


@lru_cache(maxsize=4096)
def in_pinyin(name: str) -> str:
    """Return a name folded, its Chinese in pinyin without tones."""
    return fold(name) if name.isascii() else _joined(_syllables(name))


def spellings(names: Iterable[str]) -> frozenset[str]:
    """Return how some names may be typed, folded: as written, in pinyin, by initials of pinyin or words."""
    return frozenset().union(*map(_one_name, names))


def written(words: Iterable[str]) -> frozenset[str]:
    """Return how some words may be typed in full, folded: as written and in pinyin."""
    return frozenset(form for word in words for form in (fold(word), in_pinyin(word)) if form)
