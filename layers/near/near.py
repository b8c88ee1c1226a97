"""The place that distances are measured from, its circle, and the script that asks for it."""

from __future__ import annotations

import json
from pathlib import Path

from geo.view import View
from i18n import table
from layers import bundle
from layers.element import Layer

__all__ = ["Near", "asking_script"]

_SCRIPT = Path(__file__).with_name("asking.js")
_STATES = ("locating", "picking", "refused", "timeout", "unavailable")
_WORDS = ("here", "cancel", "pick_on_map", "type_a_place", "offline", "offline_why", "offline_again")


class Near(Layer):
    """A place to measure from; the app says by a message where it is, and the page holds nothing of it."""

    keys = ("near",)


def asking_script(lang: str) -> str:
    """Return the script that asks the browser for a position and measures from it, with its words."""
    said = table(lang)["ui"]
    names = (*_WORDS, *(f"position_{state}{why}" for state in _STATES for why in ("", "_why")))
    words = {**{name: said[name] for name in names}, "radius_m": View().radius_m}
    return bundle.script([_SCRIPT]).replace('"[[words]]"', json.dumps(words, ensure_ascii=False), 1)
