"""The bridge between Streamlit and the map document: ids in, events out.

The map is a page of its own in a frame, drawn once. A rerun sends it one small JSON message; what people
do on it comes back as one trigger value. Panning and zooming cost no rerun at all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import streamlit as st

__all__ = ["SCRIPT", "SCRIPT_NAME", "event", "mapframe"]

_FOLDER = Path(__file__).parent
SCRIPT = _FOLDER / "mapframe.js"
# The name holds a hash of the script: a browser may keep it for good, and a new one is fetched at once.
SCRIPT_NAME = f"mapframe.{sha256(SCRIPT.read_bytes()).hexdigest()[:12]}.js"
_component = st.components.v2.component(
    "dgmap_frame",
    html=f'<div class="dgmap-host" data-script="/bridge/{SCRIPT_NAME}"></div>',
    js=(_FOLDER / "loader.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def mapframe(message: Mapping[str, Any], *, on_event: Callable[[], None]) -> None:
    """Show the map document and bring it to a state.

    Parameters
    ----------
    message
        ``page``, ``lang``, ``src`` (the document's address, None on pages without a map), ``query`` and
        ``place_query`` (the canonical links without and with the place), ``words``, ``locate`` (a number
        that changes when the browser is to be asked for its position, or None), ``state`` (what
        ``dgmap.apply`` takes; see docs/architecture.md).
    on_event
        Called before the rerun when the map has told something; see :func:`event`.
    """
    # As text within a mapping: Streamlit looks whether bare text, or a list in a mapping, is a data frame,
    # and imports pandas to do so; text within a mapping it passes on.
    _component(
        key="mapframe",
        data={"message": json.dumps(message, ensure_ascii=False, separators=(",", ":"))},
        on_event_change=on_event,
    )


def event() -> Mapping[str, Any]:
    """Return what the map has told in this run, an empty mapping if nothing."""
    told = st.session_state.get("mapframe", {}).get("event")
    return told if isinstance(told, Mapping) else {}
