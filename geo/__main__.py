"""``python -m geo``: ``check`` the data files, or ``export`` the filtered projects to a file.

``check`` prints one line of counts, or one line a problem and exit 1.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

from geo import tours
from geo.dataset import load
from geo.editions import commands as editions
from geo.errors import DataError, Problem
from geo.export import command as export_command
from geo.places import reports
from geo.state import DEFAULT_REPORT
from geo.vocabulary import Located
from i18n import text


def main(arguments: Sequence[str] | None = None, *, prog: str = "python -m geo") -> int:
    """Run a command; return its exit status."""
    parser = argparse.ArgumentParser(prog=prog, description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="check every cell of every data file")
    check.add_argument("--report", default=None, help="one edition (default: all)")
    check.add_argument("--data", type=Path, default=None, help="another data folder")
    check.add_argument("--lang", choices=("zh", "en"), default="en", help="the language of the messages")
    editions.add(commands)
    export_command.add(commands)
    options = parser.parse_args(arguments)
    if options.command == "export":
        return export_command.run(options)
    if options.command in editions.COMMANDS:
        return editions.run(options)
    chosen = [options.report] if options.report else list(reports(options.data)) or [DEFAULT_REPORT]
    failed = [_check(one, folder=options.data, lang=options.lang, named=len(chosen) > 1) for one in chosen]
    return max(failed)


def _check(report: str, *, folder: Path | None, lang: str, named: bool) -> int:
    all_tours, problems = tours.read(folder)
    try:
        dataset = load(report, folder=folder)
    except DataError as error:
        return _tell(report, (*error.problems, *problems), lang)
    if problems := (*problems, *tours.check(all_tours, dataset)):
        return _tell(report, problems, lang)
    placed = int((dataset.projects["located"] == Located.PLACED).sum())
    print(
        f"{f'{report}: ' if named else ''}"
        f"{placed} placed-or-marked + {len(dataset.projects) - placed} unsited projects, "
        f"{len(dataset.towns)} units, {len(dataset.targets)} targets, {len(dataset.events)} events, "
        f"{len(dataset.sources)} sources, {len(all_tours)} tours"
    )
    return 0


def _tell(report: str, problems: Collection[Problem], lang: str) -> int:
    """Say each problem, and on the error stream where most are: a new report begins with hundreds."""
    for problem in problems:
        print(problem.line(lang))
    columns = Counter(f"{Path(one.file).name}:{one.column or '-'}" for one in problems)
    most = ", ".join(f"{name} {n}" for name, n in columns.most_common(8))
    print(text("editions.guide", lang, n=len(problems), most=most, year=report), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
