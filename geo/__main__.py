"""``python -m geo check``: read all data files; one line of counts, or one line a problem and exit 1."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from geo import tours
from geo.dataset import load
from geo.errors import DataError, Problem
from geo.vocabulary import Located


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m geo", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="check every cell of every data file")
    check.add_argument("--report", default="2024", help="the edition (default: 2024)")
    check.add_argument("--data", type=Path, default=None, help="another data folder")
    check.add_argument("--lang", choices=("zh", "en"), default="en", help="the language of the messages")
    options = parser.parse_args(arguments)
    return _check(options.report, folder=options.data, lang=options.lang)


def _check(report: str, *, folder: Path | None, lang: str) -> int:
    all_tours, problems = tours.read(folder)
    try:
        dataset = load(report, folder=folder)
    except DataError as error:
        return _tell((*error.problems, *problems), lang)
    if problems := (*problems, *tours.check(all_tours, dataset)):
        return _tell(problems, lang)
    placed = int((dataset.projects["located"] == Located.PLACED).sum())
    print(
        f"{placed} placed-or-marked + {len(dataset.projects) - placed} unsited projects, "
        f"{len(dataset.towns)} units, {len(dataset.targets)} targets, {len(dataset.events)} events, "
        f"{len(dataset.sources)} sources, {len(all_tours)} tours"
    )
    return 0


def _tell(problems: Iterable[Problem], lang: str) -> int:
    for problem in problems:
        print(problem.line(lang))
    return 1


if __name__ == "__main__":
    sys.exit(main())
