"""Look up a message in the reader's language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
# What `<html lang>` says: a screen reader picks its voice by it, a browser its fonts.
HTML_LANG = {"zh": "zh-CN", "en": "en"}

_FOLDER = Path(__file__).parent


@cache
def table(lang: str) -> Mapping[str, Any]:
    """Return the whole message table of a language (nested, as in the TOML file)."""
    if lang not in LANGUAGES:
        msg = f"`lang` was {lang!r} but is expected to be one of {LANGUAGES}"
        raise ValueError(msg)
    return tomllib.loads((_FOLDER / f"{lang}.toml").read_text(encoding="utf-8"))


def text(key: str, lang: str, **values: object) -> str:
    """Return the message at a dotted key with its ``{fields}`` filled in.

    Raises
    ------
    KeyError
        If the key is not in the language's file: a missing translation is a defect, never a blank.
    """
    node: Any = table(lang)
    for part in key.split("."):
        node = node[part]
    if not isinstance(node, str):
        msg = f"`key` {key!r} names a table, not a message"
        raise KeyError(msg)
    return node.format(**values) if values else node
