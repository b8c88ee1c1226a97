"""The site's own address, which the operator names: links in pictures, previews and answers begin with it."""

from __future__ import annotations

import os
from urllib.parse import urlencode

from geo.view import View, to_query

__all__ = ["REPORT_PAGE", "URL_VARIABLE", "link", "paragraph"]

URL_VARIABLE = "DGMAP_URL"
# The page of the app that shows what of a report is cited, by paragraph.
REPORT_PAGE = "report"


def paragraph(ref: object, *, report: str, lang: str) -> str:
    """Return where the app shows a paragraph of a report, below its own address: ``report?y=2024#4.2``."""
    return f"{REPORT_PAGE}?{urlencode({'y': report, 'lang': lang})}#{ref}"


def link(view: View, page: str = "") -> str:
    """Return the link that opens a view: whole where the operator has named the address, else its end.

    Parameters
    ----------
    view
        What opens. Hand over no view with a place of a person: it would stand in the link.
    page
        The page's path without slashes (``towns``); empty for the map.
    """
    base, query = os.environ.get(URL_VARIABLE, "").rstrip("/"), to_query(view)
    path = f"/{page}" if page or base or not query else ""
    return f"{base}{path}" + (f"?{query}" if query else "")
