"""``python -m geo new | mentions | diff``: from one report to the next."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from geo.dataset import load
from geo.editions.diff import Diff, Row, diff
from geo.editions.layout import LayoutError, lay_out
from geo.editions.mentions import find, write
from geo.errors import DataError
from geo.folders import DATA_FOLDER
from geo.places import reports
from geo.plain_text import TextError, decode
from geo.vocabulary import Change
from i18n import LANGUAGES, text

__all__ = ["COMMANDS", "add", "run", "told"]

if TYPE_CHECKING:
    _Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name

COMMANDS = ("new", "mentions", "diff")
_NO_TEXT, _NO_REPORT = "no_text", "no_report"


def add(commands: _Commands) -> None:
    """Add the three commands."""
    new = commands.add_parser("new", help="lay out the folder of the next report from the last one")
    new.add_argument("report", help="the new edition, a year")
    new.add_argument(
        "--from", dest="last", default=None, help="the edition to carry over (default: the newest)"
    )
    mentions = commands.add_parser("mentions", help="find each cited name in the report's own text")
    mentions.add_argument("report", help="the edition")
    mentions.add_argument(
        "text", type=Path, help="the report: plain text, a paragraph a line, headings with #"
    )
    differ = commands.add_parser("diff", help="what a later report does with each project of an earlier one")
    differ.add_argument("older", help="the earlier edition")
    differ.add_argument("newer", help="the later edition")
    for parser in (new, mentions, differ):
        parser.add_argument("--data", type=Path, default=DATA_FOLDER, help="another data folder")
        parser.add_argument("--lang", choices=LANGUAGES, default="en", help="the language of the messages")


def run(options: argparse.Namespace) -> int:
    """Run one of them; return 0, or 1 with a line a problem."""
    try:
        lines = {"new": _new, "mentions": _mentions, "diff": _diff}[options.command](options)
    except DataError as error:
        lines, status = [problem.line(options.lang) for problem in error.problems], 1
    except LayoutError as error:
        lines, status = [_refused(str(error), options)], 1
    else:
        status = 0
    print("\n".join(lines))  # noqa: T201 - a command prints
    return status


def _refused(key: str, options: argparse.Namespace) -> str:
    known = ", ".join(reports(options.data)) or "–"
    last = getattr(options, "last", None) or "–"
    return text(f"editions.{key}", options.lang, year=options.report, last=last, known=known)


def _new(options: argparse.Namespace) -> list[str]:
    options.last = options.last or max(reports(options.data), default="")
    home = lay_out(options.report, last=options.last, folder=options.data)
    names = ", ".join(sorted(path.name for path in home.iterdir()))
    return [
        text("editions.laid_out", options.lang, folder=home, files=names),
        text("editions.laid_out_next", options.lang, year=options.report),
    ]


def _mentions(options: argparse.Namespace) -> list[str]:
    try:
        said = decode(options.text.read_bytes()).text
    except (OSError, TextError) as error:
        raise LayoutError(_NO_TEXT) from error
    pairs = find(options.data, options.report, text=said)
    path = write(options.data, options.report, pairs)
    return [text("editions.found", options.lang, n=len(pairs), file=path)]


def _diff(options: argparse.Namespace) -> list[str]:
    for year in (options.older, options.newer):
        if year not in reports(options.data):
            options.report = year
            raise LayoutError(_NO_REPORT)
    found = diff(*(load(year, folder=options.data) for year in (options.older, options.newer)))
    return told(found, lang=options.lang)


def told(found: Diff, *, lang: str) -> list[str]:
    """Return a comparison as lines of text: counts, then each project under its sort."""
    counts = [f"{text(f'change.{name}', lang)} {n}" for name, n in found.counts().items() if n]
    lines = [f"{found.older} → {found.newer}: " + " · ".join(counts)]
    for change in Change:
        rows = found.of(change)
        if rows:
            lines += [
                "",
                f"{text(f'change.{change}', lang)} ({len(rows)})",
                text(f"change_means.{change}", lang),
            ]
            lines += [f"  {_line(row, found, lang=lang)}" for row in rows]
    for suspect in found.suspects:
        lines.append("")
        lines.append(text("editions.suspect", lang, old=suspect.old_id, new=suspect.new_id))
    return lines


def _line(row: Row, found: Diff, *, lang: str) -> str:
    """Return one project's line: ids, names, stages, and what else is true of it."""
    ids = " → ".join("+".join(part) for part in (row.old_ids, row.new_ids) if part)
    if row.old_ids == row.new_ids:
        ids = row.new_ids[0]
    name, was = (row.name_zh, row.was_zh) if lang == "zh" else (row.name_en, row.was_en)
    parts = [ids, name if was in ("", name) else f"{was} → {name}"]
    parts.append(row.said(older=found.older, newer=found.newer, lang=lang))
    parts += [text(f"change.{change}", lang) for change in row.changes[1:]]
    if Change.KEPT in row.changes:
        parts.append(f"{text(f'kept.{row.kept}', lang)} {row.kept_date} [{row.kept_source_id}]")
    return " | ".join(part for part in parts if part)
