"""What ``succession.csv`` must be to the reports: ids in use, each kind with its number of ids, no circle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import PurePosixPath

from geo.errors import Problem
from geo.reading import Table, Tables, rows
from geo.vocabulary import Succession

__all__ = ["edition_of", "report_date", "succession"]

# Kinds after which the old id names nothing any more; from a split, the old project may go on.
_GIVEN_UP = frozenset({Succession.RENAMED, Succession.MERGED, Succession.RETIRED})


def edition_of(table: Table) -> str:
    """Return the edition that a table of ``reports/`` belongs to, by its folder."""
    return PurePosixPath(table.file).parent.name


def report_date(table: Table) -> str:
    """Return the day of a report from its ``report.csv``, empty if it is not there."""
    return next((cells["value"] for _, cells in rows(table) if cells["key"] == "date"), "")


def succession(own: Mapping[str, Table], others: Mapping[str, Table]) -> list[Problem]:
    """Return every problem of the steps from old ids to new ones, and of the report's own year."""
    table = own["succession"]
    listed = list(rows(table))
    found = _year(own["report"])
    for row, cells in listed:
        found += _ends(table.file, row, cells)
        found += _still_used(table.file, row, cells, {**own, **others})
    return found + _numbers(table.file, listed, _by_edition({**own, **others})) + _circles(table.file, listed)


def _year(report: Table) -> list[Problem]:
    """A report lies in the folder of the year in which it was given."""
    year = edition_of(report)
    return [
        Problem(report.file, row, "value", "edition", cells["value"], year)
        for row, cells in rows(report)
        if cells["key"] == "date" and cells["value"] and cells["value"][:4] != year
    ]


def _ends(file: str, row: int, cells: dict[str, str]) -> list[Problem]:
    """Only a retired id leads nowhere, and none leads to itself."""
    if bool(cells["new_id"]) == (cells["kind"] == Succession.RETIRED):
        return [Problem(file, row, "new_id", "heir", cells["new_id"], cells["kind"])]
    if cells["new_id"] == cells["old_id"]:
        return [Problem(file, row, "new_id", "repeated", cells["new_id"])]
    return []


def _by_edition(tables: Tables) -> dict[str, set[str]]:
    """Return the project ids of each edition."""
    homes = [table for name, table in tables.items() if name.partition("@")[0] == "projects"]
    return {edition_of(table): set(table.frame["id"]) for table in homes}


def _still_used(file: str, row: int, cells: dict[str, str], tables: Tables) -> list[Problem]:
    """An id that was given up names no project of a later report."""
    if cells["kind"] not in _GIVEN_UP:
        return []
    reports = [table for name, table in tables.items() if name.partition("@")[0] == "report"]
    ids = _by_edition(tables)
    return [
        Problem(file, row, "old_id", "given_up", cells["old_id"], edition_of(table))
        for table in reports
        if report_date(table) > cells["date"] and cells["old_id"] in ids.get(edition_of(table), set())
    ]


def _numbers(file: str, listed: list[tuple[int, dict[str, str]]], ids: dict[str, set[str]]) -> list[Problem]:
    """An id has one kind of fate; a new name is one to one, a split has parts, a merger has several olds."""
    kinds: dict[str, str] = {}
    news, olds = (Counter(cells[name] for _, cells in listed) for name in ("old_id", "new_id"))
    found = []
    for row, cells in listed:
        old, new, kind = cells["old_id"], cells["new_id"], cells["kind"]
        if kinds.setdefault(old, kind) != kind:
            found.append(Problem(file, row, "kind", "one_fate", kind, kinds[old]))
        alone = kind == Succession.SPLIT and news[old] < 2 and not _together(ids, old, new)
        alone |= kind == Succession.MERGED and olds[new] < 2 and not _together(ids, old, new)
        many = kind == Succession.RENAMED and (news[old] > 1 or olds[new] > 1)
        many |= kind in {Succession.MERGED, Succession.RETIRED} and news[old] > 1
        if alone or many:
            found.append(Problem(file, row, "kind", "fate_alone" if alone else "fate_many", kind, old))
    return found


def _together(ids: dict[str, set[str]], old: str, new: str) -> bool:
    """Say whether some report names both: the old goes on beside its part, or went into one there was."""
    return any({old, new} <= known for known in ids.values())


def _circles(file: str, listed: list[tuple[int, dict[str, str]]]) -> list[Problem]:
    """No way leads back to where it began."""
    leads: dict[str, set[str]] = {}
    for _, cells in listed:
        leads.setdefault(cells["old_id"], set()).add(cells["new_id"])
    found = []
    for row, cells in listed:
        seen: set[str] = set()
        waiting = [cells["new_id"]]
        while waiting:
            now = waiting.pop()
            if now and now not in seen:
                seen.add(now)
                waiting += leads.get(now, set())
        if cells["old_id"] in seen and cells["old_id"] != cells["new_id"]:
            found.append(Problem(file, row, "new_id", "circle", cells["new_id"], cells["old_id"]))
    return found
