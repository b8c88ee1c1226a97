"""Look up a message in the reader's language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Literal

from geo.city import CITY
from geo.folders import DATA_FOLDER

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
# What `<html lang>` says: a screen reader picks its voice by it, a browser its fonts.
HTML_LANG = {"zh": "zh-CN", "en": "en"}

_FOLDER = Path(__file__).parent


def other_lang(lang: str) -> Language:
    """Return the other one of the two languages, where a page leads to it."""
    return "en" if lang == "zh" else "zh"


@cache
def table(lang: str) -> Mapping[str, Any]:
    """Return the whole message table of a language (nested, as in the TOML file).

    The city's own messages (``words/<lang>.toml`` of the data folder) go before ours, and its names are in. A
    file of these that can not be read counts as none: ``geo check`` tells of it.
    """
    if lang not in LANGUAGES:
        msg = f"`lang` was {lang!r} but is expected to be one of {LANGUAGES}"
        raise ValueError(msg)
    words = tomllib.loads((_FOLDER / f"{lang}.toml").read_text(encoding="utf-8"))
    own = DATA_FOLDER / "words" / f"{lang}.toml"
    with suppress(OSError, ValueError):
        words = _merged(words, tomllib.loads(own.read_text(encoding="utf-8")))
    return _named(words, CITY.words(lang))


def _merged(words: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table with the messages of another laid over it."""
    both = dict(words)
    for key, value in own.items():
        both[key] = _merged(words.get(key, {}), value) if isinstance(value, dict) else value
    return both


def _named(table: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a table with the city's own names filled in: ``{city}``, ``{unit}``; other fields stay."""
    field = re.compile(r"\{(" + "|".join(names) + r")\}")

    def filled(value: object) -> object:
        if isinstance(value, dict):
            return {key: filled(one) for key, one in value.items()}
        return field.sub(lambda found: names[found[1]], value) if isinstance(value, str) else value

    return {key: filled(value) for key, value in table.items()}


def text(key: str, lang: str, **values: object) -> str:
    """Return the message at a dotted key with its ``{fields}`` filled in, in the singular for ``n=1``.

    Raises
    ------
    KeyError
        If the key is not in the language's file: a missing translation is a defect, never a blank.
    """
    node: Any = table(lang)
    *path, last = key.split(".")
    for part in path:
        node = node[part]
    node = (values.get("n") == 1 and node.get(f"{last}_one")) or node[last]
    if not isinstance(node, str):
        msg = f"`key` {key!r} names a table, not a message"
        raise KeyError(msg)
    return node.format(**values) if values else node
