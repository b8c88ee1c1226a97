"""The word for a value of a filter, in the reader's language."""

from __future__ import annotations

from geo.places import town_names
from geo.state import COLUMNS
from i18n import text

__all__ = ["word"]


def word(field: str, value: str, lang: str) -> str:
    """Return the word for a facet's value, plain text."""
    if field != "towns":
        return text(f"{COLUMNS[field]}.{value}", lang)
    town = town_names().get(value)
    if town is None:
        return value
    return town.short_zh if lang == "zh" else town.name_en
