"""How programs read an address: one example each, for the page and for the tests that run them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from shlex import quote

from geo.export.formats import FILES, filter_view
from geo.view import View, to_query

__all__ = ["EXAMPLES", "addresses", "example"]

# By program: the format that it reads best, and how. The texts are in a file of their own (examples.toml).
EXAMPLES: Mapping[str, tuple[str, str]] = {
    program: (told["format"], told["text"])
    for program, told in tomllib.loads(
        Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    ).items()
}


def addresses(view: View, base: str, *, table: str = "projects") -> Mapping[str, str]:
    """Return the address of a table in each format, for what a view shows.

    Parameters
    ----------
    view
        Its edition, language, day and filters are in the address, and never where somebody stands.
    base
        The site's own address.
    """
    query = to_query(filter_view(view))
    return {
        name: f"{base}/data/{table}.{name}{'?' if query else ''}{query}"
        for name in FILES[table]
        if name != "oc4ids"  # the same as `json`
    }


def example(program: str, view: View, base: str) -> str:
    """Return how a program of :data:`EXAMPLES` reads the projects that a view shows."""
    form, told = EXAMPLES[program]
    known = addresses(view, base)
    return told.format(address=known[form], quoted=quote(known[form]), site=base)
