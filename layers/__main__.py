"""Command line: ``python -m layers build`` writes the pages, ``export`` a view, ``basemap`` the streets."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from geo.errors import DataError
from geo.folders import BUILD_FOLDER
from layers import digest, export
from layers.publish import command as publish
from layers.streets import command as streets
from layers.writing import write

_PARTS = {"digest": digest.run, "publish": publish.run, "basemap": streets.run}


def _parser(prog: str, export_as: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=prog, description="Prepare the map document.")
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser("build", help="write the pages and index.json")
    build.add_argument("--report", default=None, help="one edition (default: all)")
    build.add_argument("--out", type=Path, default=BUILD_FOLDER, help="folder to write to (default build/)")
    export.add(commands, name=export_as)
    publish.add(commands)
    streets.add(commands)
    digest.add(commands)
    return parser


def main(
    arguments: Sequence[str] | None = None, *, prog: str = "python -m layers", export_as: str = "export"
) -> int:
    """Run a command; return the exit code (0 done, 1 the data or the extract have problems, 3 the disk has).

    `dgmap` has another name for ``export``: there that is a file of data.
    """
    chosen = _parser(prog, export_as).parse_args(arguments)
    run = {**_PARTS, export_as: export.run}.get(chosen.command)
    try:
        if run is not None:
            return run(chosen)
        written = write(report=chosen.report, folder=chosen.out)
    except DataError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except OSError as error:  # a full disk, a folder that is not ours: whatever was there is as it was
        sys.stderr.write(f"nothing written: {error.strerror or error}\n")
        return 3
    for line in written:
        sys.stdout.write(f"{line}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
