"""The addresses of a view's feed and calendar, as the pages link to them. Plain Python."""

from __future__ import annotations

from geo.followed import feed_query
from geo.view import View

__all__ = ["ATOM_PATH", "CALENDAR_PATH", "address"]

ATOM_PATH = "/feed.atom"
CALENDAR_PATH = "/events.ics"


def address(view: View, path: str, *, base: str = "") -> str:
    """Return where what a view shows can be followed.

    Parameters
    ----------
    path
        :data:`ATOM_PATH` or :data:`CALENDAR_PATH`.
    base
        The site's own address; empty: from the root.
    """
    query = feed_query(view)
    return f"{base}{path}?{query}" if query else f"{base}{path}"
