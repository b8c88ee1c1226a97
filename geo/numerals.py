"""Numbers as people say them: 一号线, yihaoxian and line one are compared as 1号线, 1haoxian and line1."""

from __future__ import annotations

import re

__all__ = ["to_digits"]

_SIGNS = "一二三四五六七八九"
_SYLLABLES = ("yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu")
_WORDS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip

_ONE = "|".join(_SYLLABLES)
_CHINESE = re.compile(f"([{_SIGNS}]?)十([{_SIGNS}]?)|([{_SIGNS}])")
# Only before 号线 and 期: elsewhere the same letters are other words (`shi` is 市 as well).
_PINYIN = re.compile(f"(?:({_ONE})?shi({_ONE})?|({_ONE}))(?=haoxian|qi)")
_ENGLISH = re.compile(f"(line|phase)({'|'.join(_WORDS)})")
_BELOW_TEN = {name: value for names in (_SIGNS, _SYLLABLES) for value, name in enumerate(names, 1)}


def to_digits(folded: str) -> str:
    """Return a folded text with the numbers in it as digits, up to 99 (in English up to twelve).

    The page does the same (``layers/page/numerals.js``).
    """
    digits = folded if folded.isascii() else _CHINESE.sub(_tens, folded)
    return _ENGLISH.sub(_english, _PINYIN.sub(_tens, digits))


def _tens(found: re.Match[str]) -> str:
    tens, ones, alone = found.groups()
    if alone:
        return str(_BELOW_TEN[alone])
    return str(10 * _BELOW_TEN.get(tens, 1) + _BELOW_TEN.get(ones, 0))


def _english(found: re.Match[str]) -> str:
    return f"{found[1]}{_WORDS.index(found[2]) + 1}"
