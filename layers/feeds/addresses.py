"""Where a feed and what it tells of are found: in the app, or in the published folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from geo.address import paragraph
from geo.entries import Entry
from geo.feed import Feed
from geo.view import to_query

__all__ = ["Addresses", "app_addresses"]


@dataclass(frozen=True, slots=True)
class Addresses:
    """Whole addresses, or relative ones where the site's own is not known.

    Attributes
    ----------
    own
        The feed's.
    page
        The page that shows what is followed.
    entry
        The page that shows one entry.
    paragraph
        The page that shows the paragraph of the report; None where there is none, as in the published folder.
    """

    own: str
    page: str
    entry: Callable[[Entry], str]
    paragraph: Callable[[Entry], str] | None = None


def app_addresses(found: Feed, *, base: str, path: str) -> Addresses:
    """Return the addresses in the app.

    Parameters
    ----------
    base
        The site's own address without a last slash; empty if it is not known.
    path
        The feed's own path.
    """

    def entry(one: Entry) -> str:
        return _asked(f"{base}/{one.page}", one.query)

    def told_in(one: Entry) -> str:
        return f"{base}/{paragraph(one.ref, report=found.view.report, lang=found.view.lang)}"

    own, page = _asked(base + path, found.query), _asked(f"{base}/", to_query(found.view))
    return Addresses(own, page, entry, told_in)


def _asked(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address
