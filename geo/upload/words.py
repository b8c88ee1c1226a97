"""Values as people write them: words for the ids of closed lists, towns by name, any sign between parts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from geo.city import CITY
from geo.places import town_names
from geo.upload.reading import Sheet
from i18n import LANGUAGES, table

__all__ = ["in_our_words"]

# The message tables that hold the words of a column.
_WORDS = {
    "category": ("category", "category_before"),
    "stage": ("stage",),
    "certainty": ("certainty",),
    "kind": ("export.kind",),
    "located": ("export.located",),
    "promised": ("export.event",),
}
_YES_NO = {"yes": ("是", "有", "y", "true", "1", "√", "✓"), "no": ("否", "无", "n", "false", "0", "×")}
_IDS = frozenset({"id", "project_id", "part", "source_id", "town_source_id"})
_NUMBERS = frozenset({"accuracy_m", "displaced_m"})
_LISTS = frozenset({"towns", "order_unverified"})
_PARTED = re.compile(r"[;,、，；/|\n]+")
_METRES = re.compile(
    r"(?:±|\+/-)?\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*(?:米|m|公尺|metres?|meters?)?", re.IGNORECASE
)
# A line that was broken to fit its cell; Chinese has no space there.
_CHINESE_BREAK = re.compile(r"(?<=[^\x00-\x7f])\s*[\r\n]+\s*|\s*[\r\n]+\s*(?=[^\x00-\x7f])")
_BREAK = re.compile(r"\s*[\r\n]+\s*")
# Kinds of space, and what is not seen at the ends of a cell.
_MARGIN = " \t\r\n\f\v\u00a0\u3000\ufeff"


def in_our_words(sheet: Sheet) -> tuple[Sheet, dict[str, str]]:
    """Return a sheet with the values that our files would have, and each word that was read as another.

    Text for people is only freed of the space around it and of the breaks in it; what is no word that we know
    stays, for the checks to name it.
    """
    told: dict[str, str] = {}
    rows = []
    for row in sheet.rows:
        cells = {column: _value(column, text, told) for column, text in row.cells.items()}
        rows.append(replace(row, cells=cells))
    return replace(sheet, rows=tuple(rows)), told


def _value(column: str, text: str, told: dict[str, str]) -> str:
    plain = text.strip(_MARGIN)
    if not plain:
        return ""
    if column in _LISTS:
        parts = [part.strip(_MARGIN) for part in _PARTED.split(unicodedata.normalize("NFKC", plain))]
        return ";".join(dict.fromkeys(_word("towns", part, told) for part in parts if part))
    if column in _WORDS or column == "towns_in_order":
        return _word(column, plain, told)
    if column in _IDS:
        return unicodedata.normalize("NFKC", plain)
    if column in _NUMBERS:
        half = unicodedata.normalize("NFKC", plain)
        metres = _METRES.fullmatch(half)
        return metres[1].replace(",", "") + (metres[2] or "") if metres else half
    return _BREAK.sub(" ", _CHINESE_BREAK.sub("", plain))


def _word(column: str, text: str, told: dict[str, str]) -> str:
    known = _known(column)
    key = _fold(text)
    if text in known.values():
        return text
    found = known.get(key)
    if found is None and column == "towns":  # «东莞市长安镇»
        found = known.get(key.removeprefix(_fold(CITY.name_zh)).removeprefix("市"))
    if found is None:
        return text
    if _fold(found) != key:
        told[text] = found
    return found


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in plain if sign.isalnum() or sign in "√✓×")


@lru_cache(maxsize=32)
def _known(column: str) -> Mapping[str, str]:
    """Return the values of a column by each word for them, folded."""
    if column == "towns":
        return _towns()
    if column == "towns_in_order":
        return {_fold(word): value for value, words in _YES_NO.items() for word in (value, *words)}
    found: dict[str, str] = {}
    for lang in LANGUAGES:
        for name in _WORDS[column]:
            words = table(lang)
            for part in name.split("."):
                words = words[part]
            found |= {_fold(str(word)): str(value) for value, word in words.items() if isinstance(word, str)}
    return found | {_fold(value): value for value in found.values()}


def _towns() -> Mapping[str, str]:
    """Return the ids of towns by each of their names, with the word for what they are or without."""
    kinds = [word for kind in CITY.unit_kinds for word in (kind.name_zh, kind.name_en)]
    found: dict[str, str] = {_fold(old): new for old, new in CITY.old_unit_ids.items()}
    for town, name in town_names().items():
        for word in (name.name_zh, name.short_zh, name.name_en, town):
            found[_fold(word)] = town
            for kind in kinds:
                found.setdefault(_fold(f"{name.short_zh}{kind}"), town)
                found.setdefault(_fold(f"{name.name_en}{kind}"), town)
    return found
