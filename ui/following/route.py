"""``/feed.atom?<link>`` and ``/events.ics?<link>``: what is new of what a link shows.

The query is a link's own. What of it chooses nothing (a person's place, the camera, a tour) is dropped before
anything is made or kept. Of these addresses alone: ``around=<id of a town or station>`` and the link's ``r``.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs

from geo.followed import ATOM_PATH, CALENDAR_PATH, Round, feed_query, feed_view
from geo.state import is_slug
from geo.view import View, parse_query
from ui import facts
from ui.serving import Asked, ProblemError

__all__ = ["asked"]

# The media type of each address, and the name of the file that is saved.
_FORMS = {
    ATOM_PATH: ("application/atom+xml; charset=utf-8", ""),
    CALENDAR_PATH: ("text/calendar", "events.ics"),
}


@dataclass(frozen=True, slots=True)
class _Followed:
    """What an address asks for: the view, the circle as it was written, and the site's own address."""

    path: str
    view: View
    around: Round | None
    base: str

    def make(self) -> bytes:
        """Return the file; `ProblemError` for an id that is none."""
        from geo.feed import UnknownPlaceError, UnknownProjectError, feed  # noqa: PLC0415 - pandas, where files are made
        from layers.feeds import app_addresses, atom, calendar  # noqa: PLC0415 - the same

        try:
            found = feed(facts.dataset_today(self.view.report), self.view, around=self.around)
        except UnknownPlaceError as error:
            raise ProblemError(404, "follow.no_place", id=str(error)) from error
        except UnknownProjectError as error:
            raise ProblemError(404, "follow.no_project", id=str(error)) from error
        write = atom if self.path == ATOM_PATH else calendar
        return write(found, app_addresses(found, base=self.base, path=self.path))

    def key(self) -> tuple[str, ...]:
        """Return all that the bytes are made of."""
        inputs = str(facts.of_report(self.view.report).facts["inputs"])
        return (self.path, feed_query(self.view, self.around), self.base, inputs)


def asked(path: str, query: str, base: str) -> Asked:
    """Return the feed or the calendar of a path."""
    followed = _followed(path, query, base)
    media_type, name = _FORMS[path]
    return Asked(followed.key(), followed.make, media_type, name=name, lang=followed.view.lang)


def _followed(path: str, query: str, base: str) -> _Followed:
    view, _ = parse_query(query)
    return _Followed(path, feed_view(view), _round(query, view.radius_m), base)


def _round(query: str, radius_m: int) -> Round | None:
    """Return the circle that is asked for; what is no id at all is passed on as one that nothing has."""
    try:
        values = parse_qs(query[:20_000], max_num_fields=200).get("around", [])
    except ValueError:
        return None
    if not values:
        return None
    return Round(values[0] if is_slug(values[0]) else "", radius_m)
