"""What can be followed in the published folder: all news, each category's and each town's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from geo.dataset import Dataset
from geo.entries import Entry, EntryKind
from geo.feed import Feed, feed
from geo.filters import FACETS, word
from geo.view import View
from layers.feeds import Addresses, atom, calendar

__all__ = ["feed_name", "feed_rows", "files"]

_FOLLOWED = ("categories", "towns")


def feed_name(field: str = "", value: str = "") -> str:
    """Return the stem of a feed's file: ``all``, ``cat-rail``, ``town-changan``."""
    return f"{FACETS[field].parameter}-{value}" if field else "all"


def _views(dataset: Dataset, lang: str) -> Iterator[tuple[str, View]]:
    """Yield each feed's stem and what it follows."""
    whole = View(report=dataset.edition, lang=lang)
    yield feed_name(), whole
    for field in _FOLLOWED:
        for value in FACETS[field].values():
            chosen: dict[str, Any] = {field: (value,)}
            yield feed_name(field, value), replace(whole, **chosen)


def files(dataset: Dataset, lang: str, *, site_url: str) -> Iterator[tuple[str, bytes]]:
    """Yield each file's path in the folder and its bytes; without the site's address links are relative."""
    for name, view in _views(dataset, lang):
        found = feed(dataset, view)
        for suffix, write in (("atom", atom), ("ics", calendar)):
            path = f"{lang}/feeds/{name}.{suffix}"
            yield path, write(found, _addresses(found, path, lang, site_url))


def _addresses(found: Feed, path: str, lang: str, site_url: str) -> Addresses:
    root = site_url or "../../"

    def entry(one: Entry) -> str:
        page = "index" if one.kind is EntryKind.RESULT else f"projects/{one.about}"
        return f"{root}{lang}/{page}.html"

    town = f"towns/{found.view.towns[0]}" if found.view.towns else "index"
    return Addresses(f"{root}{path}", f"{root}{lang}/{town}.html", entry)


def feed_rows(lang: str) -> list[dict[str, str]]:
    """Return the feeds of the front page: stem and name of each category."""
    return [
        {"name": feed_name("categories", value), "words": word("categories", value, lang)}
        for value in FACETS["categories"].values()
    ]
