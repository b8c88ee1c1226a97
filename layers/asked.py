"""Scripts that a page asks for only when somebody wants what they do: each holds its words and its styles."""

from __future__ import annotations

import json
from pathlib import Path

from i18n import LANGUAGES, table
from layers import bundle

__all__ = ["asked_script"]


def asked_script(script: Path, *, section: str) -> str:
    """Return a script with the words of a section in each language, and the styles that lie beside it.

    Parameters
    ----------
    script
        The module where it starts. It holds the texts ``"[[words]]"`` and ``"[[styles]]"``, each once.
    section
        The section of the messages (``i18n/*.toml``).
    """
    words = {lang: dict(table(lang)[section]) for lang in LANGUAGES}
    styles = bundle.styles([script.with_suffix(".css").read_text(encoding="utf-8")])
    made = bundle.script([script])
    for name, value in (("words", words), ("styles", styles)):
        made = made.replace(f'"[[{name}]]"', json.dumps(value, ensure_ascii=False), 1)
    return made
