"""The place that distances are measured from, its circle, and the script that asks for it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geo.view import View
from i18n import table
from layers import bundle
from layers.element import Layer

__all__ = ["Near", "asking_script", "asking_words"]

_SCRIPT = Path(__file__).with_name("asking.js")
_STATES = ("locating", "picking", "refused", "timeout", "unavailable")
_WORDS = ("here", "cancel", "pick_on_map", "type_a_place", "offline", "offline_why", "offline_again")


class Near(Layer):
    """A place to measure from; the app says by a message where it is, and the page holds nothing of it."""

    keys = ("near",)


def asking_words(lang: str) -> Mapping[str, Any]:
    """Return the words of the script: its own, and as ``near`` those that it adds to the page's."""
    said = table(lang)
    names = (*_WORDS, *(f"position_{state}{why}" for state in _STATES for why in ("", "_why")))
    near = {key: value for key, value in said["map"].items() if key.startswith("near_")}
    return {**{name: said["ui"][name] for name in names}, "radius_m": View().radius_m, "near": near}


def asking_script(lang: str) -> str:
    """Return the script that asks the browser for a position, measures from it and says what is near."""
    words = json.dumps(asking_words(lang), ensure_ascii=False)
    return bundle.script([_SCRIPT]).replace('"[[words]]"', words, 1)
