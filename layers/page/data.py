"""The values that the page's script reads beside its layers: words, filters, symbols, tours."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TypedDict

from geo.dataset import Dataset
from geo.filters import PANEL
from geo.spelling import PARAMETER_ALIASES, PARAMETERS, VALUE_ALIASES
from i18n import table
from layers.panels.tour import tours
from layers.prepared import REVIEW_NUMBER_VARIABLE
from layers.style import drawing
from layers.wording import date_text, newest_fact

__all__ = ["PageData", "page_data", "words"]

# What the page's search and filters share with the app's other pages.
_APP_WORDS = (
    "search", "near", "filters", "clear", "clear_n", "show_n", "offer_town", "offer_station",
    "ignored_more", "ignored_rest", "ignored_unknown",
)  # fmt: skip
_WORD_TABLES = ("category", "certainty", "status", "kept", "stage")


class PageData(TypedDict):
    """The island ``dgmap-page``.

    ``bounds`` are west, south, east, north in degrees; ``map`` names the JavaScript variable of the Leaflet map;
    ``beside`` is the address of the files beside the page, None where all is inside; ``standalone`` holds the
    ways of a page outside of the app, None in the app.
    """

    lang: str
    edition: str
    newest: str
    review: str
    map: str
    bounds: Sequence[float]
    style: Mapping[str, object]
    words: Mapping[str, object]
    facets: Sequence[Mapping[str, object]]
    parameters: Sequence[str]
    aliases: Mapping[str, object]
    tours: Sequence[Mapping[str, object]]
    search: None
    beside: str | None
    standalone: Mapping[str, str] | None


def words(lang: str) -> dict[str, object]:
    """Return the page's words in one language; `names` holds those of the closed lists."""
    every = table(lang)
    own = {f"ui_{key}": every["ui"][key] for key in _APP_WORDS}
    own |= {f"tour_{key}": value for key, value in every["tour"].items()}
    return {**every["map"], **own, "names": {name: dict(every[name]) for name in _WORD_TABLES}}


def _facets(lang: str) -> list[dict[str, object]]:
    """Return the table of the filters, in the order of their panel."""
    return [
        {
            "field": facet.name,
            "parameter": facet.parameter,
            "column": facet.column,
            "members": None if facet.members is None else [str(member) for member in facet.members],
            "many": facet.many,
            "words": facet.words,
            "heading": facet.heading(lang),
        }
        for facet in PANEL
    ]


def page_data(
    dataset: Dataset, lang: str, *, map_name: str, beside: str, standalone: Mapping[str, str] | None
) -> PageData:
    """Return the values of a page in one language; the parameters are those of :class:`PageData`."""
    return {
        "lang": lang,
        "edition": str(dataset.report["date"])[:4],
        "newest": date_text(newest_fact(dataset), lang=lang),
        "review": os.environ.get(REVIEW_NUMBER_VARIABLE, ""),
        "map": map_name,
        "bounds": [round(float(value), 5) for value in dataset.towns.total_bounds],
        "style": drawing(),
        "words": words(lang),
        "facets": _facets(lang),
        "parameters": list(PARAMETERS),
        "aliases": {"parameters": dict(PARAMETER_ALIASES), "values": dict(VALUE_ALIASES)},
        "tours": tours(dataset, lang=lang),
        "search": None,
        "beside": beside or None,
        "standalone": standalone,
    }
