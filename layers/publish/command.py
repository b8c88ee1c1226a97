"""``python -m layers publish OUT``: the folder of static files."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from geo.state import DEFAULT_REPORT
from layers.picture.fonts import missing_signs
from layers.prepared import PUBLISHED_URL_VARIABLE
from layers.publish.site import publish

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - argparse has no public name

__all__ = ["add", "run"]


def add(commands: Commands) -> None:
    """Add the command and its options."""
    command = commands.add_parser("publish", help="write a folder of static files for any web server")
    command.add_argument("out", type=Path, help="the folder")
    command.add_argument("--report", default=DEFAULT_REPORT, help=f"the edition (default {DEFAULT_REPORT})")
    command.add_argument("--no-pictures", action="store_true", help="draw no picture for the pages (faster)")
    command.add_argument(
        "--url",
        default=os.environ.get(PUBLISHED_URL_VARIABLE, ""),
        help=f"the address it will have, for sitemap and previews (default: {PUBLISHED_URL_VARIABLE})",
    )


def run(options: argparse.Namespace) -> int:
    """Write the folder; return 0, or 2 for an address that is none.

    Raises
    ------
    geo.errors.DataError
        If the data files have problems.
    """
    try:
        lines = publish(options.out, report=options.report, url=options.url, pictures=not options.no_pictures)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if not options.no_pictures and (missing := missing_signs()):
        sys.stderr.write(f"Our font has no glyph for {missing}: see scripts/subset_fonts.py.\n")
    if not options.url:
        sys.stderr.write(f"No --url and no {PUBLISHED_URL_VARIABLE}: there is no sitemap.\n")
    for line in lines:
        sys.stdout.write(f"{line}\n")
    return 0
