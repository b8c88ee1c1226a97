"""The digest of a link's two days, for page and files: ``since`` and ``at``, both or either left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.days import today
from geo.places import report_day
from ui import facts

if TYPE_CHECKING:
    from geo.between import Digest
    from geo.view import View

__all__ = ["DIGEST_FILES", "days", "found"]

# The addresses of the files.
DIGEST_FILES = {"md": "/digest.md", "pdf": "/digest.pdf"}


def days(view: View) -> tuple[str, str]:
    """Return the earlier and the later day; by default the report's own and today, in any order."""
    return view.since or report_day(view.report), view.at or today().isoformat()


def found(view: View) -> Digest:
    """Return the digest. Blocks: it needs pandas.

    Raises
    ------
    ValueError
        If the earlier day is not before the later one.
    """
    from geo.between import digest, in_force  # noqa: PLC0415 - pandas must stay out of the first view

    since, until = days(view)
    before = in_force(since, facts.editions())
    is_older = before is not None and report_day(before) < report_day(view.report)
    older = facts.dataset_today(before) if before and is_older else None
    return digest(facts.dataset_today(view.report), since, until, view=view, older=older)
