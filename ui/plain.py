"""Text of the data where Streamlit would read markdown: button and chip labels."""

from __future__ import annotations

__all__ = ["plain"]

_SIGNS = frozenset("\\`*_{}[]()<>#+-.!|~:$&")


def plain(text: object) -> str:
    """Return text so that no sign in it acts as markdown (no image, no colour, no formula)."""
    return "".join(f"\\{sign}" if sign in _SIGNS else sign for sign in str(text))
