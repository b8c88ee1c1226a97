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

from i18n import LANGUAGES, text
from layers import bundle

__all__ = ["SCRIPT", "SCRIPT_NAME", "event", "mapframe"]

_FOLDER = Path(__file__).parent
_WORDS = ("frame", "copied", "copy_failed", "skip")


def _script() -> str:
    words = {lang: {key: text(f"ui.{key}", lang) for key in _WORDS} for lang in LANGUAGES}
    source = bundle.script([_FOLDER / "mapframe.js"])
    return source.replace('"[[words]]"', json.dumps(words, ensure_ascii=False), 1)


def _loader() -> str:
    lines = (_FOLDER / "loader.js").read_text(encoding="utf-8").splitlines()
    lean = "\n".join(line.strip() for line in lines if not line.startswith("//"))
    return lean.replace("[[script]]", f"/bridge/{SCRIPT_NAME}")


SCRIPT = _script()
# The name holds a hash of the script: a browser may keep it for good, and a new one is fetched at once.
SCRIPT_NAME = f"mapframe.{sha256(SCRIPT.encode()).hexdigest()[:8]}.js"
_component = st.components.v2.component(
    "map",
    js=_loader(),
    isolate_styles=False,
)


def mapframe(message: Mapping[str, Any], *, on_event: Callable[[], None]) -> None:
    """Show the map document and bring it to a state.

    Parameters
    ----------
    message
        ``page``, ``lang``, ``query`` (the canonical link without the place); where there is a map also
        ``src`` (the document's address) and ``state`` (what ``dgmap.apply`` takes; see
        docs/architecture.md); ``place_query`` (the link with the place) while there is one.
        ``page``, ``lang`` and ``src`` together may be left out where they are those of the last message.
    on_event
        Called before the rerun when the map has told something; see :func:`event`.
    """
    # As bytes, which Streamlit passes on as they are: text it would quote a second time, and of text or a
    # list it looks whether it is a data frame, and imports pandas to do so.
    told = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    _component(key="mapframe", data=told.encode(), on_event_change=on_event)


def event() -> Mapping[str, Any]:
    """Return what the map has told in this run, an empty mapping if nothing."""
    told = st.session_state.get("mapframe", {}).get("event")
    return told if isinstance(told, Mapping) else {}
