"""A visitor's rows held to the rules of our own data: :mod:`geo.schema`, relations, positions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.crs import DEGREES
from geo.dataset import Dataset
from geo.errors import Problem
from geo.places import MAP_BOUNDS
from geo.positions import positions
from geo.relations import relations
from geo.schema import COLUMNS, check_cells
from geo.upload.coordinates import Crs, Reading, are_degrees, convert, moved_m
from geo.upload.declared import declared, is_degrees
from geo.upload.reading import Upload
from geo.upload.sniff import Kind
from geo.upload.tables import NEEDED, Hers, lay_out, name_of, our_tables

__all__ = ["Checked", "check"]

# What the checks of a whole edition ask that a single file cannot answer: numbers in sequence, names in the
# report's paragraphs, sources that are cited.
_NOT_ASKED = frozenset({"sequence", "mention", "unused", "uncited", "missing_key", "bounds"})
# Checks that read a second column: without it they would speak of what is not there.
_READS = {"promised": "stage", "located": "no", "unplaced": "located", "order": "towns"}
_FEW = 3
_SOURCES = ("source_id", "town_source_id")


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """What the checks found.

    Attributes
    ----------
    problems
        Everything that breaks a rule, in the order of the file.
    notes
        What breaks none and is good to know.
    shapes
        One row a site that can be drawn: ``row`` (its number in the file), ``project_id``, ``name``
        (Chinese, else English, else the id), ``geometry`` (EPSG:4326, made valid for drawing only).
    rows
        How many features or rows were read.
    moved_m
        How far the answer about the coordinates moved the shapes on average, in metres; 0 for WGS 84 and
        for grids of metres.
    """

    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    shapes: gpd.GeoDataFrame
    rows: int
    moved_m: float


def check(upload: Upload, dataset: Dataset, *, reading: Reading) -> Checked:
    """Check a visitor's file against our rules, and make shapes of its geometries.

    Parameters
    ----------
    upload
        As :func:`geo.upload.read` returned it.
    dataset
        Ours: its towns, sources and projects are what ids refer to.
    reading
        The visitor's answer about the coordinates.
    """
    projects, sites, problems, notes = lay_out(upload)
    placed = [_converted(row.geometry, reading) for row in sites.rows]
    tables = our_tables(dataset)
    if projects.rows:
        tables["projects"] = projects.table()
    tables["sites"] = sites.table(placed)
    given = {*projects.present, *sites.present} if projects.rows else {*COLUMNS["projects"], *sites.present}
    together = [*relations(tables), *positions(tables)]
    for hers in (projects, sites):
        if hers.rows:
            table = tables[hers.name]
            found, empty = _full_cells(check_cells(hers.name, table, columns=hers.present), hers)
            notes += empty
            found += [one for one in together if _is_asked(one, hers, given)]
            problems += [hers.here(one, first_row=table.first_row) for one in found]
            notes += _new_sources(hers, dataset)
    problems += _off_map(sites, placed, reading) + _nothing_to_draw(upload, upload.problems)
    if not is_degrees(upload.crs) and declared(upload.crs) != reading:
        notes.append(Problem("", 0, "crs", "crs_member", upload.crs))
    notes += _known(projects, dataset) + _without_place(projects, sites)
    return Checked(
        problems=tuple(_in_order([*upload.problems, *problems])),
        notes=tuple(dict.fromkeys([*upload.notes, *notes])),
        shapes=_shapes(projects, sites, placed, dataset),
        rows=sum(len(sheet.rows) for sheet in upload.sheets),
        moved_m=_moved(sites, placed, reading),
    )


def _full_cells(found: Sequence[Problem], hers: Hers) -> tuple[list[Problem], list[Problem]]:
    """Part what is wrong from empty cells of columns that may be left out: a note for each such column."""
    is_empty = [not one.value and one.column not in NEEDED[hers.name] for one in found]
    rows: dict[str, set[int]] = {}
    for one in (one for one, empty in zip(found, is_empty, strict=True) if empty):
        rows.setdefault(one.column, set()).add(one.row)
    notes = [Problem(hers.sheet, 0, column, "empty_cells", str(len(at))) for column, at in rows.items()]
    return [one for one, empty in zip(found, is_empty, strict=True) if not empty], notes


def _converted(shape: BaseGeometry | None, reading: Reading) -> BaseGeometry | None:
    return None if shape is None else convert(shape, reading)


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(set(problems), key=lambda one: (one.file, one.row, one.column, one.key))


def _is_asked(problem: Problem, hers: Hers, given: Set[str]) -> bool:
    """Say whether what cells and geometries are to one another can be asked of her file."""
    if problem.file != hers.name or problem.key in _NOT_ASKED:
        return False
    if problem.key == "reference" and problem.column in _SOURCES:
        return False  # a note: a new fact has a new source
    if problem.column != "geometry" and problem.column not in hers.present:
        return False
    second = problem.expected if problem.key == "together" else _READS.get(problem.key)
    return second is None or second in given


def _off_map(sites: Hers, placed: Sequence[BaseGeometry | None], reading: Reading) -> list[Problem]:
    """Return the shapes that are not on the map; the ones that would be, were their axes swapped, say so."""
    found = []
    pairs = list(zip(sites.rows, placed, strict=True))
    drawn = [shape is not None and _on_map(shape) for row, shape in pairs if row.geometry is not None]
    if len(drawn) > _FEW and not any(drawn):  # one cause, not one for each row
        first = next(row.geometry for row in sites.rows if row.geometry is not None)
        key = "all_off_map" if are_degrees(first) else "all_in_metres"
        return [Problem(sites.sheet, 0, "geometry", key, _numbers(first), str(len(drawn)))]
    for row, shape in pairs:
        if row.geometry is None or (shape is not None and _on_map(shape)):
            continue
        other = convert(row.geometry, Reading(reading.crs, not reading.swapped))
        key = "swapped_row" if other is not None and _on_map(other) else "off_map"
        found.append(Problem(sites.sheet, row.number, "geometry", key, _numbers(row.geometry)))
    return found


def _on_map(shape: BaseGeometry) -> bool:
    west, south, east, north = shape.bounds
    return MAP_BOUNDS.holds(west, south) and MAP_BOUNDS.holds(east, north)


def _numbers(shape: BaseGeometry) -> str:
    first = shapely.get_coordinates(shape)[0]
    return ", ".join(f"{number:.10g}" for number in first)


def _known(projects: Hers, dataset: Dataset) -> list[Problem]:
    """Note the ids that are ours: such a row would be a new version of that project."""
    names = dict(zip(dataset.projects["id"], dataset.projects["name_zh"], strict=True))
    known = [row.cells["id"] for row in projects.rows if row.cells.get("id") in names]
    if not known:
        return []
    shown = ", ".join(known[:5]) + (" …" if len(known) > 5 else "")
    return [Problem(projects.sheet, 0, "id", "known_ids", shown, str(len(known)))]


def _without_place(projects: Hers, sites: Hers) -> list[Problem]:
    """Note how many projects have no shape: they are in the list and not on the map."""
    sited = {row.cells.get("project_id") or row.number for row in sites.rows if row.geometry is not None}
    owners = [row.cells.get("id") or row.number for row in projects.rows]
    bare = sum(owner not in sited for owner in owners)
    return [Problem(projects.sheet, 0, "geometry", "without_place", str(bare))] if bare else []


def _nothing_to_draw(upload: Upload, problems: Sequence[Problem]) -> list[Problem]:
    """Tell that no row has a shape: else a table of which nothing was drawn would be told to be good."""
    rows = [row for sheet in upload.sheets for row in sheet.rows]
    if not rows or any(row.geometry is not None for row in rows):
        return []
    columns = {title for _, title, _ in upload.seen.columns}
    if upload.seen.place and any(one.column in {"geometry", *columns} for one in problems):
        return []  # each row has said why
    if upload.kind in {Kind.XLSX, Kind.CSV, Kind.JSON}:
        key = "empty_place" if upload.seen.place else "no_place"
        return [Problem(upload.sheets[0].name, 0, "", key)]
    is_told = any(one.column == "geometry" for one in problems)
    return [] if is_told else [Problem("", 0, "geometry", "no_shape")]


def _new_sources(hers: Hers, dataset: Dataset) -> list[Problem]:
    """Note the sources that are none of ours: each will need a row of its own there."""
    known = set(dataset.sources["id"])
    found = []
    for column in (name for name in _SOURCES if name in hers.present):
        cited = dict.fromkeys(row.cells.get(column, "") for row in hers.rows)
        new = [source for source in cited if source and source not in known]
        if new:
            shown = ", ".join(new[:5]) + (" …" if len(new) > 5 else "")
            found.append(Problem(hers.sheet, 0, column, "new_sources", shown, str(len(new))))
    return found


def _moved(sites: Hers, placed: Sequence[BaseGeometry | None], reading: Reading) -> float:
    if reading.crs not in {Crs.GCJ02, Crs.BD09}:
        return 0.0
    pairs = [
        (convert(row.geometry, Reading(swapped=reading.swapped)), shape)
        for row, shape in zip(sites.rows, placed, strict=True)
        if row.geometry is not None and shape is not None
    ]
    known = [(before, after) for before, after in pairs if before is not None]
    return moved_m([before for before, _ in known], [after for _, after in known])


def _shapes(
    projects: Hers, sites: Hers, placed: Sequence[BaseGeometry | None], dataset: Dataset
) -> gpd.GeoDataFrame:
    ours = dict(zip(dataset.projects["id"], dataset.projects["name_zh"], strict=True))
    names = ours | {row.cells["id"]: name_of(row.cells) for row in projects.rows if row.cells.get("id")}
    rows = []
    for row, shape in zip(sites.rows, placed, strict=True):
        if shape is not None and _on_map(shape):
            project = row.cells.get("project_id", "")
            name = sites.names.get(row.number) or names.get(project) or project
            rows.append({"row": row.number, "project_id": project, "name": name, "geometry": shape})
    columns = ["row", "project_id", "name", "geometry"]
    return gpd.GeoDataFrame(rows, columns=columns, geometry="geometry", crs=DEGREES)
