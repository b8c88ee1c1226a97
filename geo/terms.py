"""Everyday words for what a project is (``geo/terms.toml``): a name with 号线 in it is a 地铁, a subway."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["Term", "meant", "silent", "terms"]

_FILE = Path(__file__).with_name("terms.toml")


@dataclass(frozen=True, slots=True)
class Term:
    """A kind of thing and what people call it: its names hold a sign, are of a category, or both."""

    signs: tuple[str, ...]
    category: str | None
    means: tuple[str, ...]


@cache
def _read() -> Mapping[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def silent() -> tuple[str, ...]:
    """Return the words that do not say which project is meant."""
    return tuple(map(str, _read()["silent"]))


@cache
def terms() -> tuple[Term, ...]:
    """Return all terms, in the order of the file."""
    return tuple(
        Term(
            signs=tuple(str(sign).casefold() for sign in row.get("in", ())),
            category=row.get("category"),
            means=tuple(map(str, row["means"])),
        )
        for row in _read()["term"]
    )


def meant(names: Iterable[str], category: str) -> tuple[int, ...]:
    """Return the numbers of the terms that some names or their category fall under."""
    text = "\n".join(names).casefold()
    return tuple(
        number
        for number, term in enumerate(terms())
        if term.category in {None, category} and (not term.signs or any(sign in text for sign in term.signs))
    )
