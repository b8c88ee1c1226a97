"""The values that the page's script reads beside its layers: words, filters, symbols, tours."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TypedDict

from geo.dataset import Dataset
from geo.filters import FACETS, as_json
from geo.spelling import PARAMETER_ALIASES, PARAMETERS, VALUE_ALIASES
from geo.state import Base
from i18n import table
from layers.panels.tour import tours
from layers.prepared import REVIEW_NUMBER_VARIABLE
from layers.style import drawing
from layers.wording import date_text, newest_fact

__all__ = ["PageData", "page_data", "words"]

# What the page's search and filters share with the app's other pages.
_APP_WORDS = (
    "search", "near", "filters", "clear", "clear_n", "show_n", "offer_town", "offer_station",
    "any_of", "any_text", "empty_all", "empty_conditions", "empty_text", "empty_text_why",
    "empty_town_category", "ignored_more", "ignored_rest", "ignored_unknown",
)  # fmt: skip


class PageData(TypedDict):
    """The island ``dgmap-page``.

    ``bounds`` are west, south, east, north in degrees; ``map`` names the JavaScript variable of the map;
    ``beside`` is the address of the files beside the page, None where all is inside; ``standalone`` holds the
    ways of a page outside of the app, None in the app; ``bases`` are the values of ``base`` that it can show.
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
    beside: str | None
    standalone: Mapping[str, str] | None
    bases: Sequence[str]


def words(lang: str) -> dict[str, object]:
    """Return the page's words in one language; `names` holds those of the facets' closed lists by table."""
    every = table(lang)
    own: dict[str, object] = {f"ui_{key}": every["ui"][key] for key in _APP_WORDS}
    own |= {f"ui_facet_{name}": facet.heading(lang) for name, facet in FACETS.items()}
    own |= {f"of_{name}": every["slide"][f"of_{name}"] for name, facet in FACETS.items() if facet.is_named}
    own["said_everything"] = every["slide"]["everything"]
    own |= {f"tour_{key}": value for key, value in every["tour"].items()}
    own |= {f"news_{key}": value for key, value in every["last_visit"].items()}
    own["ui_semicolon"] = every["promises"]["semicolon"]
    own["ui_town_without_projects"] = every["town_page"]["no_projects"]
    names = {
        facet.words: {str(value): facet.word(value, lang) for value in facet.members}
        for facet in FACETS.values()
        if facet.members is not None
    }
    # What is near comes with a script of its own (layers/near).
    found = {key: said for key, said in {**every["map"], **own}.items() if not key.startswith("near_")}
    # In a language without a singular it is the same message.
    plain = {
        key: said
        for key, said in found.items()
        if said != found.get(key.removesuffix("_one"), "") or not key.endswith("_one")
    }
    return {**plain, "names": names}


def _facets() -> list[dict[str, object]]:
    """Return the table of the filters in the order of their panel; ``heading`` is the key of a message."""
    rows = sorted(as_json(), key=lambda row: int(row["panel"]))
    return [{**row, "heading": f"ui_facet_{row['field']}"} for row in rows]


def page_data(
    dataset: Dataset,
    lang: str,
    *,
    map_name: str,
    beside: str,
    standalone: Mapping[str, str] | None,
    has_streets: bool,
) -> PageData:
    """Return the values of a page in one language; the parameters are those of :class:`PageData`."""
    return {
        "lang": lang,
        "edition": dataset.edition,
        "newest": date_text(newest_fact(dataset), lang=lang),
        "review": os.environ.get(REVIEW_NUMBER_VARIABLE, ""),
        "map": map_name,
        "bounds": [round(float(value), 5) for value in dataset.towns.total_bounds],
        "style": drawing(),
        "words": words(lang),
        "facets": _facets(),
        "parameters": list(PARAMETERS),
        "aliases": {"parameters": dict(PARAMETER_ALIASES), "values": dict(VALUE_ALIASES)},
        "tours": tours(dataset, lang=lang),
        "beside": beside or None,
        "standalone": standalone,
        "bases": [base for base in Base if has_streets or base is not Base.STREETS],
    }
