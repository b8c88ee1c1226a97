"""A target of the report in words: its value with bound and unit, and whom it binds."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from i18n import text
from layers.wording import known

__all__ = ["found_text", "scope_text", "value_text"]


def scope_text(row: Mapping[Any, Any], lang: str) -> str:
    """Return whom a target binds: in its own words where the report names a place, else by `per`."""
    return str(known(row.get(f"scope_{lang}")) or text(f"promises.per_{row['per']}", lang))


def value_text(row: Mapping[Any, Any], lang: str) -> str:
    """Return a target's value with its bound and unit: 不少于 2 个, at least 2 spaces."""
    value = f"{float(row['value']):,.10g}"
    if known(row["value_max"]) is not None:
        value += f"–{float(row['value_max']):,.10g}"
    unit = str(known(row[f"unit_{lang}"]) or "")
    value += unit if unit == "%" else f" {unit}"
    return text(f"promises.bound_{row['bound']}", lang, value=value)


def found_text(row: Mapping[Hashable, Any], lang: str) -> str:
    """Return what a search says of a target that it has found: name, value, whom it binds, paragraph."""
    return text(
        "ui.target_found",
        lang,
        name=row[f"name_{lang}"],
        value=value_text(row, lang),
        scope=scope_text(row, lang),
        ref=row["ref"],
    )
