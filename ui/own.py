"""A visitor's own shapes, kept for this session: on the upload page, and on the map beside ours.

They are plain values in the session's memory, made once when a file is checked; to show them needs neither
pandas nor shapely.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

__all__ = ["count", "forget", "keep", "state"]

_KEPT = "own_shapes"


def keep(shapes: Sequence[Mapping[str, Any]]) -> None:
    """Keep shapes for the map, as :func:`geo.upload.drawing.drawable` returns them."""
    st.session_state[_KEPT] = list(shapes)


def forget() -> None:
    """Take the shapes off the map."""
    st.session_state.pop(_KEPT, None)


def count() -> int:
    """Return how many shapes are kept."""
    return len(st.session_state.get(_KEPT, ()))


def state(*, alone: bool = False) -> Mapping[str, Any] | None:
    """Return the key ``own`` of the map's state, None where there is nothing to say.

    `alone`: the map without list and search, as on the upload page.
    """
    shapes = st.session_state.get(_KEPT, [])
    return {"shapes": shapes, "alone": alone} if shapes or alone else None
