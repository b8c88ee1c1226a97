"""The script of the projector mode, which a page asks for only when a link does (``show=projector``)."""

from __future__ import annotations

from pathlib import Path

from layers.asked import asked_script

__all__ = ["projector_script"]


def projector_script() -> str:
    """Return the script with its words in each language and its styles."""
    return asked_script(Path(__file__).with_name("projector.js"), section="projector")
