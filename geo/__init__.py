"""Places, facts and the view: data files in, validated GeoDataFrames and answers out.

Names are looked up when they are asked for (PEP 562): `geo.view` and `geo.vocabulary` are plain Python
and must not bring pandas with them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo import crs, view, vocabulary
    from geo.between import Digest, digest
    from geo.dataset import Dataset, current, load
    from geo.editions.diff import diff
    from geo.errors import DataError
    from geo.filters import Filters
    from geo.lookup import search, spots
    from geo.outcomes import promises, stage_by_category
    from geo.past import as_of, known_days
    from geo.query import facets, near, select, town_at
    from geo.towns import Presence, TownSummary, line_metres, town_counts, town_summary

__version__ = "0.1.0"

_HOMES = {
    "DataError": "geo.errors",
    "Dataset": "geo.dataset",
    "Digest": "geo.between",
    "Filters": "geo.filters",
    "as_of": "geo.past",
    "current": "geo.dataset",
    "known_days": "geo.past",
    "diff": "geo.editions.diff",
    "digest": "geo.between",
    "facets": "geo.query",
    "load": "geo.dataset",
    "Presence": "geo.towns",
    "TownSummary": "geo.towns",
    "line_metres": "geo.towns",
    "near": "geo.query",
    "promises": "geo.outcomes",
    "stage_by_category": "geo.outcomes",
    "town_counts": "geo.towns",
    "town_summary": "geo.towns",
    "spots": "geo.lookup",
    "search": "geo.lookup",
    "select": "geo.query",
    "town_at": "geo.query",
}
_MODULES = ("crs", "view", "vocabulary")

__all__ = [
    "DataError", "Dataset", "Digest", "Filters", "Presence", "TownSummary", "as_of", "crs", "current",
    "diff", "digest", "facets", "known_days", "line_metres", "load", "near", "promises", "search", "select",
    "spots", "stage_by_category", "town_at", "town_counts", "town_summary", "view", "vocabulary",
]  # fmt: skip


def __getattr__(name: str) -> object:
    """Import a public name from its module the first time it is asked for."""
    if name in _MODULES:
        return import_module(f"geo.{name}")
    if name in _HOMES:
        found: object = getattr(import_module(_HOMES[name]), name)
        return found
    msg = f"module 'geo' has no attribute {name!r}"
    raise AttributeError(msg)
