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


def main(  # noqa: PLR0911 - one a command
    arguments: Sequence[str] | None = None, *, prog: str = "python -m layers", export_as: str = "export"
) -> int:
    """Run a command; return the exit code (0 done, 1 the data or the extract have problems, 3 the disk has).

    `dgmap` has another name for ``export``: there that is a file of data.
    """
    parser = argparse.ArgumentParser(prog=prog, description="Prepare the map document.")
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser("build", help="write the pages and index.json")
    build.add_argument("--report", default=None, help="one edition (default: all)")
    build.add_argument("--out", type=Path, default=BUILD_FOLDER, help="folder to write to (default build/)")
    export.add(commands, name=export_as)
    publish.add(commands)
    streets.add(commands)
    digest.add(commands)
    chosen = parser.parse_args(arguments)
    try:
        if chosen.command == export_as:
            return export.run(chosen)
        if chosen.command == "digest":
            return digest.run(chosen)
        if chosen.command == "publish":
            return publish.run(chosen)
        if chosen.command == "basemap":
            return streets.run(chosen)
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
