"""The script of the projector mode, which a page asks for only when a link does (``show=projector``)."""

from __future__ import annotations

import json
from pathlib import Path

from i18n import LANGUAGES, table
from layers import bundle

__all__ = ["projector_script"]

_SCRIPT = Path(__file__).with_name("projector.js")


def projector_script() -> str:
    """Return the script with its words in each language and its styles."""
    words = {lang: dict(table(lang)["projector"]) for lang in LANGUAGES}
    styles = bundle.styles([_SCRIPT.with_suffix(".css").read_text(encoding="utf-8")])
    script = bundle.script([_SCRIPT])
    for name, value in (("words", words), ("styles", styles)):
        script = script.replace(f'"[[{name}]]"', json.dumps(value, ensure_ascii=False), 1)
    return script
