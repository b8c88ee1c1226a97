"""Read the data files into validated frames; the only module that reads them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo import schema
from geo.crs import DEGREES
from geo.errors import DataError
from geo.folders import data_folder
from geo.reading import other_paths
from geo.state import DEFAULT_REPORT
from geo.status import kept_of, status_now
from geo.vocabulary import Certainty

__all__ = ["Dataset", "current", "load", "projects_of", "rows_of"]

_LISTS = ("aliases", "towns", "order_unverified")
_SURE = {member.value: rank for rank, member in enumerate(Certainty)}
# What :func:`projects_of` adds to the report's own columns.
_COMPUTED = (
    *("placed_since", "placed_zh", "placed_en", "placed_source_id"),
    *("due", "certainty", "accuracy_m", "geometry"),
    *("status", "status_word_zh", "status_word_en", "status_date"),
    *("status_fact_zh", "status_fact_en", "status_source_id"),
    *("kept", "kept_date", "kept_source_id"),
)


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Dataset:
    """One edition of the report, checked.

    All geometries are in EPSG:4326; see data/README.md for the columns of each frame. `events` and
    `sites` are those of this edition's projects; `since` and `succession` are shared by all editions.
    `duties` are what the report asks of units without a number, `placements` what places became known later.
    `left_open` are earlier editions with what they left open alone, where somebody has asked for it
    (:func:`geo.editions.left_open.with_left_open`).
    """

    report: Mapping[str, str]
    projects: gpd.GeoDataFrame
    sites: gpd.GeoDataFrame
    towns: gpd.GeoDataFrame
    targets: pd.DataFrame
    events: pd.DataFrame
    sources: pd.DataFrame
    stations: gpd.GeoDataFrame
    basemap: Mapping[str, gpd.GeoDataFrame]
    edition: str = ""
    since: pd.DataFrame = field(default_factory=pd.DataFrame)
    succession: pd.DataFrame = field(default_factory=pd.DataFrame)
    duties: pd.DataFrame = field(default_factory=pd.DataFrame)
    placements: pd.DataFrame = field(default_factory=pd.DataFrame)
    left_open: tuple[Dataset, ...] = ()


def load(report: str = DEFAULT_REPORT, *, folder: Path | None = None) -> Dataset:
    """Read and check one edition of the report with everything around it.

    Parameters
    ----------
    report
        The edition: a folder under ``reports/``.
    folder
        The data folder, of the same city; by default the project's own.

    Raises
    ------
    DataError
        With every problem of every file at once.
    """
    root = folder or data_folder()
    tables = schema.read(root, report)
    problems = schema.check_city(root) + schema.check(tables)
    if problems:
        raise DataError(problems)
    # A site or an event may be of a project that only another edition names.
    ids = set(tables["projects"].frame["id"])
    sites, events = (_own(frame, ids) for frame in (_frame(tables, "sites"), tables["events"].frame))
    rows, placements = tables["projects"].frame, tables["placements"].frame
    projects = projects_of(
        rows, placements=placements, sites=gpd.GeoDataFrame(sites), events=events, year=report
    )
    around = {name: _frame(tables, name) for name in schema.BASEMAP}
    return Dataset(
        report={
            str(key): str(value)
            for key, value in tables["report"].frame[["key", "value"]].itertuples(index=False)
        },
        projects=projects,
        sites=gpd.GeoDataFrame(sites),
        towns=_frame(tables, "towns"),
        targets=_numbers(tables["targets"].frame, "value", "value_max"),
        events=events,
        sources=tables["sources"].frame,
        stations=around.pop("stations"),
        basemap=around,
        edition=report,
        since=tables["since"].frame,
        succession=tables["succession"].frame,
        duties=tables["duties"].frame,
        placements=placements,
    )


def _own(frame: pd.DataFrame, ids: set[str]) -> pd.DataFrame:
    """Return the rows of a frame that belong to some projects, numbered anew."""
    return frame[frame["project_id"].isin(ids)].reset_index(drop=True)


_PLACED = {
    "date": "placed_since",
    "place_zh": "placed_zh",
    "place_en": "placed_en",
    "source_id": "placed_source_id",
}


def rows_of(projects: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the projects as the report alone has them, in text cells: what :func:`projects_of` was given."""
    rows = pd.DataFrame(projects.drop(columns=list(_COMPUTED)))
    lists = {name: [";".join(cell) for cell in rows[name]] for name in _LISTS}
    in_order = np.where(rows["towns_in_order"], "yes", "no")
    rows = rows.assign(**lists, towns_in_order=in_order)
    return rows.assign(towns=rows["towns"].where((projects["placed_since"] == "").to_numpy(), ""))


def _with_places(projects: pd.DataFrame, placements: pd.DataFrame) -> pd.DataFrame:
    """Give a project that the report left without any town the towns of its newest later fact.

    `located` stays what the report says; `placed_since` (empty: the report itself) says from when the
    place is known. What a report says of the place goes before any later fact.
    """
    newest = placements.sort_values("date", kind="stable").drop_duplicates("project_id", keep="last")
    later = newest.set_index("project_id").reindex(projects["id"]).fillna("").reset_index(drop=True)
    bare = (projects["towns"] == "").to_numpy()
    columns = {name: later[old].where(bare, "").to_numpy() for old, name in _PLACED.items()}
    return projects.assign(towns=projects["towns"].where(~bare, later["towns"].to_numpy()), **columns)


def _frame(tables: Mapping[str, schema.Table], name: str) -> gpd.GeoDataFrame:
    """Return a table with geometry; the checks read all cells as text, an unknown number is NaN here."""
    table, form = tables[name], schema.form(name)
    frame = _numbers(table.frame, *form.numbers)
    frame = frame.assign(**{column: frame[column].str.split(";") for column in form.lists})
    return gpd.GeoDataFrame(frame, geometry=np.array(table.geometry, dtype=object), crs=DEGREES)


def _numbers(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    return frame.assign(
        **{name: pd.to_numeric(frame[name], errors="coerce").astype("float64") for name in columns}
    )


def projects_of(
    rows: pd.DataFrame,
    *,
    placements: pd.DataFrame,
    sites: gpd.GeoDataFrame,
    events: pd.DataFrame,
    year: str,
) -> gpd.GeoDataFrame:
    """Return the projects with all that is computed: towns, certainty, accuracy, geometry, due, status, kept.

    Parameters
    ----------
    rows
        The report's own rows, as text cells.
    placements, sites, events
        What is known of them. Where facts are left out, what follows from them is as if they did not exist.
    year
        The edition: the year at whose end a promise is due.
    """
    rows = _with_places(rows, placements)
    # Gathered once: to look a project's rows up in the frames costs more than all else from 1,000 projects.
    parts, happened = _by_project(sites), _by_project(events)
    records = []
    for row in rows.to_dict("records"):
        own = happened.get(str(row["id"]), [])
        record: dict[str, object] = {str(key): value for key, value in row.items()}
        record |= {name: [part for part in str(row[name]).split(";") if part] for name in _LISTS}
        record["towns_in_order"] = row["towns_in_order"] == "yes"
        due = f"{year}-12-31" if row["promised"] else None
        record["due"] = due
        record |= _place(parts.get(str(row["id"]), []), has_towns=bool(record["towns"]))
        now = status_now(own)
        record["status"] = now.pop("status")
        record |= {f"status_{key}": value for key, value in now.items()}
        outcome = kept_of(promised=str(row["promised"]), due=due, events=own)
        record |= {"kept": outcome.kept.value, "kept_date": outcome.date, "kept_source_id": outcome.source_id}
        records.append(record)
    return gpd.GeoDataFrame(pd.DataFrame(records), geometry="geometry", crs=DEGREES)


def _by_project(frame: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each project, in the order of the file."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in frame.to_dict("records"):
        found.setdefault(str(row["project_id"]), []).append({str(key): value for key, value in row.items()})
    return found


def _place(parts: Sequence[Mapping[str, Any]], *, has_towns: bool) -> dict[str, object]:
    """Return certainty (the least sure part's), accuracy in metres (the largest) and geometry."""
    if not parts:
        sure = Certainty.TOWN if has_towns else Certainty.NONE
        return {"certainty": sure.value, "accuracy_m": float("nan"), "geometry": None}
    shapes = [part["geometry"] for part in parts]
    known = [float(part["accuracy_m"]) for part in parts if not math.isnan(part["accuracy_m"])]
    return {
        "certainty": max((str(part["certainty"]) for part in parts), key=_SURE.__getitem__),
        "accuracy_m": max(known, default=float("nan")),
        "geometry": shapes[0] if len(shapes) == 1 else shapely.GeometryCollection(shapes),
    }


@lru_cache(maxsize=4)
def _loaded(report: str, folder: Path, stamp: tuple[object, ...]) -> Dataset:
    del stamp  # read anew when a file has changed
    return load(report, folder=folder)


def current(report: str = DEFAULT_REPORT, *, folder: Path | None = None) -> Dataset:
    """Return the dataset as the files are now, read once for as long as they stay the same.

    Parameters
    ----------
    report, folder
        As :func:`load` takes them.

    Raises
    ------
    DataError
        With every problem of every file at once.
    """
    home = folder or data_folder()
    return _loaded(report, home, _stamp(report, home))


def _stamp(report: str, folder: Path) -> tuple[object, ...]:
    """Return what changes when a file of an edition does: paths, times, sizes; no file is read."""
    stats: list[tuple[object, ...]] = []
    for path in (schema.paths(folder, report) | other_paths(folder, report)).values():
        try:
            stat = path.stat()
        except OSError:
            stats.append((str(path),))
            continue
        stats.append((str(path), stat.st_mtime_ns, stat.st_size, stat.st_ino))
    return tuple(stats)
