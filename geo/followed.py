"""What of a link chooses the entries of its feed, and how a feed's address spells it.

Plain Python: every page names its feed before pandas is needed.
"""

from __future__ import annotations

from dataclasses import dataclass

from geo.filters import FILTER_FIELDS
from geo.state import View
from geo.view import to_query

__all__ = ["ATOM_PATH", "CALENDAR_PATH", "Round", "feed_address", "feed_query", "feed_view"]

ATOM_PATH = "/feed.atom"
CALENDAR_PATH = "/events.ics"


@dataclass(frozen=True, slots=True)
class Round:
    """A circle round a town or station: its id, and ground metres. Never round a person."""

    spot_id: str
    radius_m: int


def feed_view(view: View) -> View:
    """Return what of a view chooses entries: edition, language, day, filters and the open project."""
    filters = {name: getattr(view, name) for name in FILTER_FIELDS}
    return View(report=view.report, lang=view.lang, at=view.at, project=view.project, **filters)


def feed_query(view: View, around: Round | None = None) -> str:
    """Return the one spelling of what is followed: the link's own, then ``around`` and ``r``."""
    circle = f"around={around.spot_id}&r={around.radius_m}" if around else ""
    return "&".join(part for part in (to_query(feed_view(view)), circle) if part)


def feed_address(view: View, path: str, *, base: str = "") -> str:
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
