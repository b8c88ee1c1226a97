"""``python -m geo``: ``check`` the data files, ``export`` the filtered projects, ``digest`` two days.

``check`` prints one line of counts, or one line a problem and exit 1. ``check --fresh`` then lists the
projects that were not looked at for too long (``geo.freshness``): exit 0 if there is
none, 3 if there are some. ``check --manifest`` compares the files with the checksums that
``manifest`` writes.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

from geo import digest_command, freshness, manifest, tours
from geo.dataset import Dataset, load
from geo.editions import commands as editions
from geo.errors import DataError, Problem
from geo.export import command as export_command
from geo.export.formats import today
from geo.folders import data_folder
from geo.places import reports
from geo.state import DEFAULT_REPORT
from geo.vocabulary import Located
from i18n import text

# What `check --fresh` ends with where something is due: 1 is a problem in the data, 2 a wrong argument.
_DUE = 3


def _parser(prog: str) -> argparse.ArgumentParser:
    """Return the commands and their options."""
    parser = argparse.ArgumentParser(prog=prog, description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="check every cell of every data file")
    check.add_argument("--report", default=None, help="one edition (default: all)")
    check.add_argument("--data", type=Path, default=None, help="another data folder")
    check.add_argument("--lang", choices=("zh", "en"), default="en", help="the language of the messages")
    check.add_argument(
        "--fresh",
        action="store_true",
        help="also list the projects not looked at for too long; exit 3 if there are some",
    )
    check.add_argument(
        "--manifest",
        action="store_true",
        help=f"also compare every file with the checksums of {manifest.NAME}",
    )
    check.add_argument("--date", type=date.fromisoformat, default=None, help="the day it is (default: today)")
    sums = commands.add_parser("manifest", help="write the checksums of the data files anew")
    sums.add_argument("--data", type=Path, default=None, help="another data folder")
    editions.add(commands)
    export_command.add(commands)
    digest_command.add(commands)
    return parser


def main(arguments: Sequence[str] | None = None, *, prog: str = "python -m geo") -> int:
    """Run a command; return its exit status."""
    options = _parser(prog).parse_args(arguments)
    folder = options.data or data_folder() if "data" in options else data_folder()
    if options.command == "manifest":
        (folder / manifest.NAME).write_text(manifest.written(folder), encoding="utf-8")
        return 0
    if options.command == "export":
        return export_command.run(options)
    if options.command == "digest":
        return digest_command.run(options)
    if options.command in editions.COMMANDS:
        return editions.run(options)
    chosen = [options.report] if options.report else list(reports(options.data)) or [DEFAULT_REPORT]
    day = (options.date or today()) if options.fresh else None
    results = [
        _check(one, folder=options.data, lang=options.lang, named=len(chosen) > 1, fresh_on=day)
        for one in chosen
    ]
    if options.manifest:
        results.append(_tell_manifest(folder, options.lang))
    return 1 if 1 in results else max(results)


def _tell_manifest(folder: Path, lang: str) -> int:
    found = manifest.check(folder)
    for problem in found:
        print(problem.line(lang))
    return 1 if found else 0


def _check(report: str, *, folder: Path | None, lang: str, named: bool, fresh_on: date | None) -> int:
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
    return 0 if fresh_on is None else _tell_due(dataset, fresh_on, lang)


def _tell_due(dataset: Dataset, day: date, lang: str) -> int:
    """Say what is to be looked at again, the longest ago first."""
    found = freshness.due(dataset, today=day)
    for one in found:
        key = "fresh.due" if one.looked else "fresh.never"
        print(text(key, lang, project=one.project_id, looked=one.looked, days=one.days))
    print(
        text(
            "fresh.sum",
            lang,
            n=len(found),
            whole=len(dataset.projects),
            days=freshness.STALE_DAYS,
            date=day,
        )
    )
    return _DUE if found else 0


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
