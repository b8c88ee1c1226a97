"""How sure a place is and what the status is, as elements with classes that the stylesheet draws.

They are the map's own signs (``geo.symbols``), drawn by ``ui/styles/signs.css``: Streamlit takes SVG out of a
page's HTML. All are decoration: the word stands beside each.
"""

from __future__ import annotations

from markupsafe import Markup

__all__ = ["event_mark", "line_mark", "status_mark", "swatch"]


def swatch(category: str, certainty: str) -> Markup:
    """Return a project's sign in 32 pixels: colour and icon of its category, shape of its certainty."""
    return Markup('<span class="dg-swatch dg-{} dg-sure-{}" aria-hidden="true"></span>').format(
        category, certainty
    )


def line_mark(kind: str, category: str = "plain") -> Markup:
    """Return a piece of line: a certainty in the colour of a category, or a kind of existing line."""
    return Markup('<span class="dg-line dg-{} dg-line-{}" aria-hidden="true"></span>').format(category, kind)


def status_mark(status: str) -> Markup:
    """Return a status by shape: full, half, hollow, triangle, dashes."""
    return Markup('<span class="dg-status dg-status-{}" aria-hidden="true"></span>').format(status)


def event_mark(kind: str, *, at: float | None = None) -> Markup:
    """Return what happened by shape: half begun, full done, small dot news, triangle delayed.

    Parameters
    ----------
    at
        Where it stands on a timeline, in per cent of the width; None within words.
    """
    if at is None:
        return Markup('<span class="dg-event dg-event-{}" aria-hidden="true"></span>').format(kind)
    return Markup('<i class="dg-event dg-event-{}" style="left:{:.2f}%"></i>').format(kind, at)
