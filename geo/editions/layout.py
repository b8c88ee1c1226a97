"""Lay out the folder of the next report from the last one: ids go on, what it says is to be read anew."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from geo.errors import DataError
from geo.places import reports
from geo.reading import Table, own_paths, read_table
from geo.schema import COLUMNS, form

__all__ = ["TO_READ", "LayoutError", "lay_out"]

# What only the new report's own words can fill: carried over, it would pass for read.
TO_READ = ("ref", "mention", "stage", "promised", "promise_zh", "promise_en")


class LayoutError(ValueError):
    """The folder can not be laid out; the text is a key of ``[editions]`` in ``i18n``."""


_NO_YEAR, _EXISTS, _NO_LAST = "no_year", "exists", "no_last"


def lay_out(year: str, *, last: str, folder: Path) -> Path:
    """Write ``reports/<year>/`` from the report `last`; what is there is never overwritten.

    ``projects.csv`` holds every project of the last report with its id, names, towns and sentences; the
    columns :data:`TO_READ` are empty, and so is the date of ``report.csv``: the checks name each until it is
    read. ``sites.geojson`` is the last one's, ``targets.csv`` and ``mentions.csv`` hold their header only.

    Parameters
    ----------
    year
        The new edition, four digits.
    last
        The edition to carry over.
    folder
        The data folder.

    Returns
    -------
    Path
        The new folder.

    Raises
    ------
    LayoutError
        If the year is none, is there already, or the last report is not.
    geo.errors.DataError
        If a file of the last report can not be read.
    """
    if not (len(year) == 4 and year.isascii() and year.isdigit()):
        raise LayoutError(_NO_YEAR)
    home = folder / "reports" / year
    if home.exists():
        raise LayoutError(_EXISTS)
    if last not in reports(folder):
        raise LayoutError(_NO_LAST)
    tables = {name: _table(folder, last, name) for name in ("projects", "sites", "report")}
    if problems := [problem for table in tables.values() for problem in table.problems]:
        raise DataError(problems)
    aside = home.with_name(f".{year}.partial")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    _write(aside / "projects.csv", "projects", _carried(tables["projects"]))
    _write(aside / "report.csv", "report", _headed(tables["report"], year=year, last=last))
    for name in ("targets", "mentions"):
        _write(aside / f"{name}.csv", name, [])
    shutil.copyfile(own_paths(folder, last)["sites"], aside / "sites.geojson")
    aside.rename(home)
    return home


def _table(folder: Path, report: str, name: str) -> Table:
    path = own_paths(folder, report)[name]
    return read_table(path, file=f"{folder.name}/{path.relative_to(folder).as_posix()}", form=form(name))


def _carried(projects: Table) -> list[list[str]]:
    """Return the last report's projects without what only the new one can say."""
    emptied = projects.frame.assign(**dict.fromkeys(TO_READ, ""))
    return [[str(cell) for cell in row] for row in emptied[list(COLUMNS["projects"])].to_numpy().tolist()]


def _headed(report: Table, *, year: str, last: str) -> list[list[str]]:
    """Return the report's own facts: the titles with the new year, the rest to be filled in."""
    old = {str(key): str(value) for key, value in report.frame[["key", "value"]].itertuples(index=False)}
    titles = {key: old.get(key, "").replace(last, year) for key in ("title_zh", "title_en")}
    return [[key, titles.get(key, "")] for key in old]


def _write(path: Path, name: str, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS[name])
        writer.writerows(rows)
