"""``python -m geo digest 2024-12-31 2025-12-31``: what changed between two days, as Markdown.

`layers` adds formats that need its fonts and templates (``dgmap digest``).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.between import Digest, digest, in_force
from geo.dataset import load
from geo.days import is_day
from geo.digest_words import markdown
from geo.errors import DataError
from geo.export.command import replace_file
from geo.places import report_day, reports
from geo.view import LANGUAGES, View, parse_query

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[Any]  # noqa: SLF001 - argparse gives its sub-parsers no public name

__all__ = ["MARKDOWN", "Writer", "add", "run"]

Writer = Callable[[Digest, str], bytes]
_URL_VARIABLE = "DGMAP_URL"


def _markdown(found: Digest, base: str) -> bytes:
    return markdown(found, base=base).encode()


# What `geo` writes: by the name of the format.
MARKDOWN: Mapping[str, Writer] = {"md": _markdown}


def add(commands: Commands, *, formats: Mapping[str, Writer] = MARKDOWN) -> None:
    """Add the command and its options."""
    command = commands.add_parser("digest", help="what changed between two days")
    command.add_argument("since", type=_day, metavar="FROM", help="a day; what was known then is no change")
    command.add_argument("until", type=_day, metavar="TO", help="a later day, which counts")
    command.add_argument("--format", choices=tuple(formats), default="md", help="what to write (default: md)")
    command.add_argument("--out", type=Path, default=None, help="the file to write (default: print it)")
    command.add_argument("--query", default="", help='filters as in a link: "cat=rail&kept=late"')
    command.add_argument(
        "--lang", choices=LANGUAGES, default=None, help="the language (default: the query's)"
    )
    command.add_argument("--data", type=Path, default=None, help="another data folder")
    command.add_argument(
        "--url",
        default=os.environ.get(_URL_VARIABLE, ""),
        help=f"the site's own address, for links (default: {_URL_VARIABLE})",
    )


def _day(value: str) -> str:
    if is_day(value):
        return value
    msg = f"{value!r} is no day: write it as 2024-12-31"
    raise argparse.ArgumentTypeError(msg)


def run(options: argparse.Namespace, *, formats: Mapping[str, Writer] = MARKDOWN) -> int:
    """Write or print the digest; return 0, 1 where the data have problems, 2 for days in a wrong order."""
    view, ignored = parse_query(options.query)
    for part in ignored:
        sys.stderr.write(f"ignored: {part.parameter}={part.value} ({part.reason})\n")
    if options.lang:
        view = replace(view, lang=options.lang)
    if options.since >= options.until:
        sys.stderr.write(f"{options.since} is not before {options.until}\n")
        return 2
    try:
        content = formats[options.format](_found(view, options), options.url.rstrip("/"))
    except DataError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if options.out is None:
        sys.stdout.buffer.write(content)
    else:
        try:
            replace_file(options.out, content)
        except OSError as error:
            sys.stderr.write(f"nothing written: {error}\n")
            return 1
    return 0


def _found(view: View, options: argparse.Namespace) -> Digest:
    """Compare with the report that was in force on the first day, if it is an older one."""
    known, folder = reports(options.data), options.data
    if "y=" not in options.query:
        view = replace(view, report=in_force(options.until, known, folder) or view.report)
    before = in_force(options.since, known, folder)
    is_older = before is not None and report_day(before, folder) < report_day(view.report, folder)
    older = load(before, folder=folder) if before and is_older else None
    return digest(load(view.report, folder=folder), options.since, options.until, view=view, older=older)
