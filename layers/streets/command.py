"""``python -m layers basemap EXTRACT``: the streets of the city from an OpenStreetMap extract."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from geo.dataset import load
from geo.folders import STREETS_FILE, STREETS_VARIABLE
from layers import swap

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - argparse has no public name

__all__ = ["add", "run"]


def _day(text: str) -> str:
    return dt.date.fromisoformat(text).isoformat()


def add(commands: Commands) -> None:
    """Add the command and its options."""
    made = commands.add_parser("basemap", help="make the streets from an OpenStreetMap extract")
    made.add_argument("extract", type=Path, help="guangdong-latest.osm.pbf, or an .osm file")
    made.add_argument("--date", type=_day, default=None, help="the day of the extract, 2026-11-20")
    made.add_argument(
        "--out",
        type=Path,
        default=STREETS_FILE,
        help=f"the file to write (default: {STREETS_VARIABLE}, else in the build folder)",
    )


def run(options: argparse.Namespace) -> int:
    """Write the file; return 0, or 1 if the extract is not one, and say why.

    Raises
    ------
    geo.errors.DataError
        If the data files, which say where the city is, have problems.
    """
    # GDAL and pandas, only when a file is made.
    from layers.streets.reading import ExtractError, read_extract  # noqa: PLC0415 - see above
    from layers.streets.tiles import street_tiles  # noqa: PLC0415 - see above

    try:
        frames = read_extract(options.extract, load().towns.union_all())
    except ExtractError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    content = street_tiles(frames, date=options.date or "")
    swap.replace(options.out, content)
    counts = ", ".join(f"{len(frame)} {name}" for name, frame in frames.items())
    sys.stdout.write(f"{options.out}  {len(content) / 1000:.0f} kB: {counts}\n")
    return 0
