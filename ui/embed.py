"""The map alone, for a frame of another page: the prepared document itself, without Streamlit round it."""

from __future__ import annotations

from pathlib import Path

from geo.view import parse_query
from ui import facts

__all__ = ["document"]


def document(query: str) -> Path | None:
    """Return the document that a link with ``embed=`` shows, None for a link without.

    It reads the view, and what is to be hidden, from its own address (``layers/panels/standalone.js``).
    """
    view, _ = parse_query(query)
    return facts.of_report(view.report).page(view.lang) if view.embed else None
