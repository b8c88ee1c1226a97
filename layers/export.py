"""``python -m layers export FORMAT OUT``: a view as a file that needs nothing else."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from geo.address import URL_VARIABLE
from geo.dataset import load
from geo.editions.left_open import with_left_open
from geo.view import LANGUAGES, Base, View, parse_query
from layers import swap
from layers.opening import opened_at
from layers.picture.layout import FORMATS as PICTURES
from layers.picture.layout import LAYOUTS

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - argparse has no public name

__all__ = ["URL_VARIABLE", "add", "run"]


def _picture(view: View, options: argparse.Namespace) -> bytes:
    from layers.picture.draw import picture  # noqa: PLC0415 - matplotlib, only when a picture is drawn
    from layers.picture.fonts import missing_signs  # noqa: PLC0415 - the same

    if missing := missing_signs():
        sys.stderr.write(f"Our font has no glyph for {missing}: see scripts/subset_fonts.py.\n")
    if not options.url:
        sys.stderr.write(f"No --url and no {URL_VARIABLE}: the picture has no QR code.\n")
    return picture(load(view.report), view, kind=options.format, size=options.size, url=options.url)


def _page(view: View, options: argparse.Namespace) -> bytes:
    del options  # the file has no size and no address
    from layers.offline import offline  # noqa: PLC0415 - Folium, only when a page is made
    from layers.streets.part import town_part  # noqa: PLC0415 - the same

    dataset = with_left_open(load(view.report))
    streets = town_part(dataset, view)
    if view.base is Base.STREETS and streets is None:
        sys.stderr.write("No streets in the file: it takes those of one town along, where they were made.\n")
    return opened_at(offline(dataset, streets=streets), view).encode()


# What writes each format. The functions return the file's bytes.
WRITERS: Mapping[str, Callable[[View, argparse.Namespace], bytes]] = {
    "html": _page,
    **dict.fromkeys(PICTURES, _picture),
}


def add(commands: Commands, *, name: str = "export") -> None:
    """Add the command, under a name, and its options."""
    export = commands.add_parser(name, help="write a view as one file")
    export.add_argument("format", choices=tuple(WRITERS), help="what to write")
    export.add_argument("out", type=Path, help="the file to write (-: standard output)")
    export.add_argument("--query", default="", help="the view, as a link holds it: cat=rail&kept=late")
    export.add_argument(
        "--lang", choices=LANGUAGES, default=None, help="the language (default: the query's, zh)"
    )
    export.add_argument("--size", choices=tuple(LAYOUTS), default="slide", help="the sheet of a picture")
    export.add_argument(
        "--url",
        default=os.environ.get(URL_VARIABLE, ""),
        help=f"the site's own address, for links and QR codes (default: {URL_VARIABLE})",
    )


def run(options: argparse.Namespace) -> int:
    """Write the file; say on stderr what of the query was not understood. Returns 0.

    Raises
    ------
    geo.errors.DataError
        If the data files have problems.
    OSError
        If the file can not be written; what was there stays as it was.
    """
    view, ignored = parse_query(options.query)
    for part in ignored:
        sys.stderr.write(f"Ignored {part.parameter}={part.value} ({part.reason.value})\n")
    if options.lang:
        view = replace(view, lang=options.lang)
    content = WRITERS[options.format](view, options)
    if str(options.out) == "-":
        sys.stdout.buffer.write(content)
        return 0
    swap.replace(options.out, content)
    sys.stdout.write(f"{options.out}  {len(content) / 1000:.0f} kB\n")
    return 0
