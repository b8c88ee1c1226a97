"""The word for a value of a filter, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from geo.places import town_names
from i18n import text

__all__ = ["TABLES", "word"]

# The message table of each field of the view.
TABLES: Mapping[str, str] = {
    "categories": "category",
    "statuses": "status",
    "stages": "stage",
    "kept": "kept",
    "certainty": "certainty",
}


def word(field: str, value: str, lang: str) -> str:
    """Return the word for a facet's value, plain text."""
    if field != "towns":
        return text(f"{TABLES[field]}.{value}", lang)
    town = town_names().get(value)
    if town is None:
        return value
    return town.short_zh if lang == "zh" else town.name_en
