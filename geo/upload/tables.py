"""A visitor's rows laid out as our own tables, so that the same checks can read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd
from shapely import GeometryCollection
from shapely.geometry.base import BaseGeometry

from geo.dataset import Dataset
from geo.errors import Problem
from geo.reading import Table
from geo.schema import COLUMNS
from geo.upload.reading import Row, Sheet, Upload
from geo.upload.words import in_our_words

__all__ = ["FLAT", "NEEDED", "Hers", "lay_out", "name_of", "our_tables"]

# The columns without which a row says nothing; the others are checked where they are there.
NEEDED: Mapping[str, tuple[str, ...]] = {
    "projects": ("id", "name_zh", "category", "stage"),
    "sites": ("project_id", "certainty"),
}
# One row a part of a project, with the project's own columns again in each.
FLAT = tuple(dict.fromkeys([*COLUMNS["projects"], *(c for c in COLUMNS["sites"] if c != "project_id")]))
_SHOWN = 12
# In such a row these are the project's.
_SHARED = frozenset(COLUMNS["projects"]) & frozenset(COLUMNS["sites"])


@dataclass(slots=True)
class Hers:
    """One of the visitor's tables: its rows under our columns, and which of those her file has."""

    name: str
    present: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)
    sheet: str = ""
    is_flat: bool = False
    # Of each row that has a shape by its number: what it is called, and the id of its project.
    names: dict[int, str] = field(default_factory=dict)

    def table(self, geometry: Sequence[BaseGeometry | None] = ()) -> Table:
        """Return the rows as a table of text cells; a column that is not there is empty."""
        columns = list(COLUMNS[self.name])
        cells = [[row.cells.get(column, "") for column in columns] for row in self.rows]
        frame = pd.DataFrame(cells, columns=columns, dtype="str")
        return Table(self.name, frame, tuple(geometry))

    def here(self, problem: Problem, *, first_row: int) -> Problem:
        """Return a problem of the table as one of her file: its sheet, row and column."""
        row = self.rows[problem.row - first_row].number
        column = "id" if self.is_flat and problem.column == "project_id" else problem.column
        return replace(problem, file=self.sheet, row=row, column=column)


def lay_out(upload: Upload) -> tuple[Hers, Hers, list[Problem], list[Problem]]:
    """Return her projects, her sites, and what is wrong with and good to know of the columns.

    A sheet named ``projects`` or ``sites``, or one with a column ``project_id`` and none ``id``, is such a
    table; any other has both in each row (:data:`FLAT`). Words are read as the values that they mean.
    """
    projects, sites = Hers("projects"), Hers("sites")
    problems: list[Problem] = []
    notes: list[Problem] = []
    several = len({sheet.name for sheet in upload.sheets}) > 1
    for raw in upload.sheets:
        sheet, told = in_our_words(raw)
        is_sites = "project_id" in sheet.columns and "id" not in sheet.columns
        if sheet.name == "sites" or (is_sites and sheet.name != "projects"):
            _fill(sites, sheet)
            known: Sequence[str] = tuple(COLUMNS["sites"])
        elif sheet.name == "projects" and several:
            _fill(projects, sheet)
            known = tuple(COLUMNS["projects"])
            if any(row.geometry is not None for row in sheet.rows):
                notes.append(Problem("projects", 0, "geometry", "place_in_projects"))
        else:
            problems += _split(sheet, projects, sites)
            known = FLAT
        notes += _unknown(sheet, known) + _collections(sheet) + _told(sheet, told)
    for hers in (projects, sites):
        if hers.rows:
            absent = [name for name in NEEDED[hers.name] if name not in hers.present]
            if hers.is_flat:  # each row is its own project: one column names both
                absent = [name for name in absent if name != "project_id"]
            problems += [Problem(hers.sheet, 0, name, "missing_column", name) for name in absent]
    return projects, sites, problems, notes


def _fill(hers: Hers, sheet: Sheet) -> None:
    """Add the rows of a sheet; a GeoPackage has the sites of each kind of shape in a layer of their own."""
    hers.sheet = sheet.name
    hers.rows += sheet.rows
    found = {*hers.present, *sheet.columns}
    hers.present = tuple(name for name in COLUMNS[hers.name] if name in found)


def _told(sheet: Sheet, told: Mapping[str, str]) -> list[Problem]:
    """Return one note of the words that were read as values of ours."""
    if not told:
        return []
    pairs = [f"{word[:20]} → {value}" for word, value in list(told.items())[:_SHOWN]]
    return [
        Problem(sheet.name, 0, "", "in_our_words", ", ".join(pairs) + (" …" if len(told) > _SHOWN else ""))
    ]


def _unknown(sheet: Sheet, known: Sequence[str]) -> list[Problem]:
    """Return one note of the columns that are none of ours, and one of ours that are not there."""
    strange = [name for name in sheet.columns if name not in known]
    absent = [name for name in known if name not in sheet.columns]
    notes = [Problem(sheet.name, 0, "", "strange_columns", ", ".join(strange))] if strange else []
    return notes + ([Problem(sheet.name, 0, "", "absent_columns", ", ".join(absent))] if absent else [])


def _collections(sheet: Sheet) -> list[Problem]:
    """Note the rows that hold several shapes at once: our own file has a row for each."""
    several = [row.number for row in sheet.rows if isinstance(row.geometry, GeometryCollection)]
    if not several:
        return []
    return [Problem(sheet.name, several[0], "geometry", "collections", str(len(several)))]


def _split(sheet: Sheet, projects: Hers, sites: Hers) -> list[Problem]:
    """Part rows that have both; a project told twice must be told the same."""
    projects.sheet = sites.sheet = sheet.name
    projects.is_flat = sites.is_flat = True
    projects.present = tuple(name for name in COLUMNS["projects"] if name in sheet.columns)
    own = tuple(name for name in COLUMNS["sites"] if name not in _SHARED and name in sheet.columns)
    sites.present = (*own, "project_id") if "id" in sheet.columns else own
    problems = []
    first: dict[str, Row] = {}
    for row in sheet.rows:
        key = row.cells.get("id", "")
        earlier = first.get(key) if key else None
        if earlier is None:
            first[key] = row
            projects.rows.append(replace(row, geometry=None))
        else:
            problems += _same(sheet.name, earlier, row, has_parts="part" in sheet.columns)
        if row.geometry is not None:
            sites.names[row.number] = name_of((earlier or row).cells)
            cells = {name: row.cells.get(name, "") for name in own} | {"project_id": key}
            sites.rows.append(Row(row.number, cells, row.geometry))
    return problems


def name_of(cells: Mapping[str, str]) -> str:
    """Return what a row is called: in Chinese, else in English, else by its id."""
    return cells.get("name_zh") or cells.get("name_en") or cells.get("id", "")


def _same(name: str, earlier: Row, row: Row, *, has_parts: bool) -> list[Problem]:
    if not has_parts:
        return [Problem(name, row.number, "id", "repeated_id", row.cells["id"], str(earlier.number))]
    differing = [
        column for column in COLUMNS["projects"] if row.cells.get(column, "") != earlier.cells.get(column, "")
    ]
    return [
        Problem(name, row.number, column, "differs", row.cells.get(column, ""), str(earlier.number))
        for column in differing
    ]


def our_tables(dataset: Dataset) -> dict[str, Table]:
    """Return our towns, sources and projects as text tables, and the others without rows."""
    tables = {name: Table(f"ours:{name}", _empty(name)) for name in COLUMNS}
    tables["towns"] = Table("ours:towns", _texts("towns", dataset.towns), tuple(dataset.towns.geometry))
    tables["sources"] = Table("ours:sources", _texts("sources", dataset.sources))
    tables["projects"] = Table("ours:projects", _texts("projects", dataset.projects))
    return tables


def _empty(name: str) -> pd.DataFrame:
    return pd.DataFrame(columns=list(COLUMNS[name]), dtype="str")


def _texts(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame's cells as the text that they were read from."""
    columns = list(COLUMNS[name])
    rows = [[_text(value) for value in row] for row in frame[columns].itertuples(index=False, name=None)]
    return pd.DataFrame(rows, columns=columns, dtype="str")


def _text(value: object) -> str:
    if isinstance(value, list):
        return ";".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return "" if value != value else f"{value:g}"  # noqa: PLR0124 - the shortest test for NaN
    return str(value)
