"""The script of the large and simple mode, which a link (``show=large``) or the browser's memory asks for."""

from __future__ import annotations

from pathlib import Path

from layers.asked import asked_script

__all__ = ["large_script"]


def large_script() -> str:
    """Return the script with its words in each language and its styles."""
    return asked_script(Path(__file__).with_name("large.js"), section="large")
