"""``python -m geo export FORMAT OUT``: write a table of what a query chooses."""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.dataset import load
from geo.errors import DataError, EmptyExportError
from geo.export.formats import FILES, today
from geo.export.making import export_table
from geo.state import is_slug
from geo.view import LANGUAGES, View, parse_query

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[Any]  # noqa: SLF001 - argparse gives its sub-parsers no public name

__all__ = ["add", "replace_file", "run"]


def add(commands: Commands) -> None:
    """Add the command and its options."""
    command = commands.add_parser("export", help="write the filtered projects to a file")
    command.add_argument("format", choices=sorted({name for files in FILES.values() for name in files}))
    command.add_argument("out", type=Path, help="the file to write; one that is there is replaced")
    command.add_argument(
        "--table", choices=tuple(FILES), default="projects", help="what a row is (default: projects)"
    )
    command.add_argument("--query", default="", help='filters as in a link: "cat=rail&kept=late"')
    command.add_argument(
        "--lang", choices=LANGUAGES, default=None, help="the language (default: the query's)"
    )
    command.add_argument("--report", type=_edition, default=None, help="the edition (default: the query's)")
    command.add_argument("--data", type=Path, default=None, help="another data folder")
    command.add_argument(
        "--date", type=date.fromisoformat, default=None, help="the day to state (default: today in the city)"
    )


def _edition(value: str) -> str:
    if is_slug(value):
        return value
    msg = f"{value!r} is no edition: it is a year, as in 2024"
    raise argparse.ArgumentTypeError(msg)


def run(options: argparse.Namespace) -> int:
    """Write the file; return 0, or 1 with a line on why not."""
    file = FILES[options.table].get(options.format)
    if file is None:
        sys.stderr.write(f"{options.table} are given as {', '.join(FILES[options.table])}\n")
        return 1
    view, ignored = parse_query(options.query)
    for part in ignored:
        meant = f"; nearest: {part.suggestion}" if part.suggestion else ""
        sys.stderr.write(f"ignored: {part.parameter}={part.value} ({part.reason}{meant})\n")
    view = _with_options(view, options)
    try:
        dataset = load(view.report, folder=options.data)
        content = export_table(dataset, view, file, written=options.date or today(), name=options.out.name)
    except DataError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except EmptyExportError as error:
        sys.stderr.write(f"nothing written: {error}\n")
        return 1
    try:
        replace_file(options.out, content)
    except OSError as error:
        sys.stderr.write(f"nothing written: {error}\n")
        return 1
    return 0


def _with_options(view: View, options: argparse.Namespace) -> View:
    given = {"lang": options.lang, "report": options.report}
    return replace(view, **{name: value for name, value in given.items() if value is not None})


def replace_file(out: Path, content: bytes) -> None:
    """Put the whole file in place at once, so that nobody reads half of it.

    Raises
    ------
    OSError
        If the folder can not be written, or is full; what was there stays as it was.
    """
    with tempfile.TemporaryDirectory(dir=out.resolve().parent, prefix=".dgmap-") as folder:
        whole = Path(folder) / out.name
        whole.write_bytes(content)
        whole.replace(out)
