"""Our own templates: every value is escaped, a missing one is an error, and data are never a template."""

from __future__ import annotations

from pathlib import Path

import jinja2

__all__ = ["environment"]


def environment(*folders: Path, keep_trailing_newline: bool = False) -> jinja2.Environment:
    """Return an environment that reads templates from some folders, the first one first."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=keep_trailing_newline,
    )
