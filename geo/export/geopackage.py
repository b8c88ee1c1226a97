"""GeoPackage: the sites by shape, the towns, the tables, and how QGIS is to draw them.

A project whose town alone is known has the outlines of its towns in `town_only`, marked as such, and no
point or line; one without any place stands in the tables alone.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from shapely.geometry.base import BaseGeometry

from geo.city import Bounds
from geo.crs import DEGREES
from geo.export import qgis, tables
from geo.export.extract import Extract
from geo.export.tables import Row
from geo.schema import BASEMAP, form
from geo.vocabulary import Certainty
from i18n import text

__all__ = ["SITE_LAYERS", "write", "write_table"]

# The layer of each kind of site; the numbers are shapely's dimensions.
SITE_LAYERS: Mapping[str, int] = {"sites_point": 0, "sites_line": 1, "sites_area": 2}
_MULTI = {0: "MultiPoint", 1: "MultiLineString", 2: "MultiPolygon"}

# What a site says of its project, so that one layer is enough to draw and ask.
_OF_PROJECT = (
    *("no", "ref", "name_zh", "name_en", "label_zh", "label_en", "category", "category_label", "stage"),
    *("stage_label", "status", "status_label", "status_date", "kept", "kept_label", "towns", "towns_label"),
)
_NOT_HERE = frozenset({"geometry_wkt", "lon", "lat"})
_PARTS = {"name_zh": "part_name_zh", "name_en": "part_name_en"}
_NUMBERS = frozenset(
    {column.name for columns in tables.TABLES.values() for column in columns if column.number}
    | {column for name in ("towns", *BASEMAP) for column in form(name).numbers}
    | {"town_only", "hatch_turn", "hatch_turns"}
)
_TOP = ("sites_point", "sites_line", "sites_area", "town_only")
_BOTTOM = (
    *("base_names", "base_stations", "base_railways", "base_roads", "base_water", "base_woods"),
    *("towns", "base_neighbours"),
)
_BETWEEN = tuple(f"base_{name}" for name in BASEMAP if f"base_{name}" not in _BOTTOM)
_FROM_THE_TOP = (*_TOP, *_BETWEEN, *_BOTTOM)
# The tables as QGIS makes them itself; the content of a project is the hexadecimal text of its archive.
_STYLE_TABLES = """
    CREATE TABLE layer_styles (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
        f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
        useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
        update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
    );
    INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id)
        VALUES ('layer_styles', 'attributes', 'layer_styles', '', 0);
    CREATE TABLE qgis_projects (name TEXT PRIMARY KEY, metadata BLOB, content BLOB);
"""
_ADD_STYLE = """
    INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,
        styleQML, styleSLD, useAsDefault, description, owner, update_time)
    VALUES ('', '', ?, 'geom', ?, ?, '', 1, ?, '', ?)
"""
# What QGIS 3.22 (Debian 12) and ArcGIS read without a word of warning.
_VERSION = "1.2"


@dataclass(frozen=True, slots=True)
class _Layer:
    """A table of the file; ``kind`` is its OGR geometry type, empty for a table without geometry."""

    name: str
    rows: Sequence[Row]
    kind: str = ""
    shapes: Sequence[BaseGeometry] = ()
    columns: Sequence[str] = ()


def write(taken: Extract) -> bytes:
    """Return the GeoPackage; its QGIS project looks for the layers in a file of ``taken.name``."""
    return _packed(taken, list(_layers(taken)))


def write_table(taken: Extract, table: str) -> bytes:
    """Return a GeoPackage of one table of areas, its codebook and what the file is."""
    columns = [column for column in tables.column_names(table) if column not in _NOT_HERE]
    rows = [_without(row) for row in tables.rows(taken, table)]
    areas = _Layer(table, rows, "MultiPolygon", list(getattr(taken, table).geometry), columns)
    return _packed(taken, [areas, *_about_layers(taken, [table])])


def _packed(taken: Extract, layers: Sequence[_Layer]) -> bytes:
    with tempfile.TemporaryDirectory(prefix="dgmap-") as folder:
        path = Path(folder) / "export.gpkg"
        for layer in layers:
            _add(path, layer, taken)
        settled = path.with_name("settled.gpkg")
        with closing(sqlite3.connect(path)) as database:
            _add_styles(database, layers, taken)
            _settle(database, taken.written)
            # A copy, as the old file counts in its head how often it was written to, which hangs on time.
            database.execute("VACUUM INTO ?", (str(settled),))
        return settled.read_bytes()


def _layers(taken: Extract) -> Iterator[_Layer]:
    yield from _site_layers(taken)
    yield _town_only(taken)
    yield _towns(taken)
    yield from _context(taken)
    projects = [_without(row) for row in tables.rows(taken, "projects")]
    columns = [column for column in tables.column_names("projects") if column not in _NOT_HERE]
    unsited = [row for row in projects if row["certainty"] == Certainty.NONE]
    yield _Layer("projects", projects, columns=columns)
    yield _Layer("unsited", unsited, columns=columns)
    for table in ("events", "targets", "sources"):
        yield _Layer(table, tables.rows(taken, table), columns=tables.column_names(table))
    yield from _about_layers(taken, tables.TABLES)


def _about_layers(taken: Extract, of: Iterable[str]) -> Iterator[_Layer]:
    codebook = tables.codebook(of)
    yield _Layer("codebook", codebook, columns=list(codebook[0]))
    about: list[Row] = [
        {"key": key, "meaning": text(f"export.about.{key}", taken.lang), "content": value}
        for key, value in taken.about().items()
    ]
    yield _Layer("about", about, columns=["key", "meaning", "content"])


def _without(row: Row) -> Row:
    return {name: cell for name, cell in row.items() if name not in _NOT_HERE}


def _site_layers(taken: Extract) -> Iterator[_Layer]:
    """Return the parts of the sites, a layer for each shape, each row with what its project is."""
    projects = {str(row["id"]): row for row in tables.rows(taken, "projects")}
    shapes = list(taken.sites.geometry)
    rows = [_site(row, projects[str(row["project_id"])]) for row in tables.rows(taken, "sites")]
    _name_once(rows, shapes, taken.lang)
    own = [_PARTS.get(name, name) for name in tables.column_names("sites") if name not in _NOT_HERE]
    columns = [*own, *_OF_PROJECT, "map_label"]
    for name, dimension in SITE_LAYERS.items():
        here = [number for number, shape in enumerate(shapes) if shapely.get_dimensions(shape) == dimension]
        yield _Layer(
            name,
            [rows[number] for number in here],
            kind=_MULTI[dimension],
            shapes=[shapes[number] for number in here],
            columns=columns,
        )


def _site(row: Row, project: Row) -> Row:
    own = {_PARTS.get(name, name): cell for name, cell in _without(row).items()}
    return own | {name: project[name] for name in _OF_PROJECT}


def _name_once(rows: Sequence[Row], shapes: Sequence[BaseGeometry], lang: str) -> None:
    """Fill `map_label` at the longest part of each project, so that a map names it once."""
    longest: dict[str, int] = {}
    for number, (row, shape) in enumerate(zip(rows, shapes, strict=True)):
        row["map_label"] = None
        best = longest.setdefault(str(row["project_id"]), number)
        if shape.length > shapes[best].length:
            longest[str(row["project_id"])] = number
    for number in longest.values():
        rows[number]["map_label"] = rows[number][f"label_{lang}"]


def _town_only(taken: Extract) -> _Layer:
    """Return a row for each town of each project whose town alone is known.

    `hatch_turn` of `hatch_turns` says which stripe is the category's where several hatch one town; it is
    empty for a further project of the same category there.
    """
    outlines = dict(zip(taken.dataset.towns["id"], taken.dataset.towns.geometry, strict=True))
    names = taken.dataset.towns.set_index("id")
    rows: list[Row] = []
    for project in tables.rows(taken, "projects"):
        if project["certainty"] != Certainty.TOWN:
            continue
        for town in str(project["towns"]).split(";"):
            about = {"project_id": project["id"], "town": town, "certainty": project["certainty"]}
            about |= {f"town_{key}": str(names.loc[town, key]) for key in ("name_zh", "name_en")}
            rows.append(about | {name: project[name] for name in _OF_PROJECT})
    _take_turns(rows)
    columns = ["project_id", "town", "certainty", "town_name_zh", "town_name_en", *_OF_PROJECT]
    shapes = [outlines[str(row["town"])] for row in rows]
    return _Layer("town_only", rows, "MultiPolygon", shapes, [*columns, "hatch_turn", "hatch_turns"])


def _take_turns(rows: Sequence[Row]) -> None:
    turns: dict[str, dict[str, Row]] = {}
    for row in rows:
        row["hatch_turn"] = row["hatch_turns"] = None
        turns.setdefault(str(row["town"]), {}).setdefault(str(row["category"]), row)
    for firsts in turns.values():
        for turn, row in enumerate(firsts.values()):
            row["hatch_turn"], row["hatch_turns"] = turn, len(firsts)


def _towns(taken: Extract) -> _Layer:
    """Return all units, with how many of the projects know no more than this town."""
    towns = taken.dataset.towns
    known = taken.projects[taken.projects["certainty"] == Certainty.TOWN]
    counts = pd.Series([town for cell in known["towns"] for town in cell]).value_counts()
    own = tables.plain_rows(towns)
    rows = [row | {"town_only": int(counts.get(row["id"], 0))} for row in own]
    return _Layer("towns", rows, "MultiPolygon", list(towns.geometry), list(rows[0]))


def _context(taken: Extract) -> Iterator[_Layer]:
    """Return what lies around: never measured, for reading the map only."""
    frames = {**taken.dataset.basemap, "stations": taken.dataset.stations}
    for name, frame in frames.items():
        if frame.empty:  # the city has none: no sea, no metro
            continue
        rows = tables.plain_rows(frame)
        dimension = int(shapely.get_dimensions(frame.geometry.iloc[0]))
        yield _Layer(f"base_{name}", rows, _MULTI[dimension], list(frame.geometry), list(rows[0]))


def _add(path: Path, layer: _Layer, taken: Extract) -> None:
    """Add one layer to the file."""
    title = text(f"export.layer.{layer.name}", taken.lang)
    data = pd.DataFrame({name: _column(name, [row[name] for row in layer.rows]) for name in layer.columns})
    options: dict[str, Any] = {"driver": "GPKG", "layer": layer.name, "layer_options": {}}
    if layer.kind:
        data = gpd.GeoDataFrame(data, geometry=np.array(layer.shapes, dtype=object), crs=DEGREES)
        options |= {"geometry_type": layer.kind, "promote_to_multi": True}
        options["layer_options"]["GEOMETRY_NAME"] = "geom"
    if not path.exists():
        options["dataset_options"] = {"VERSION": _VERSION}
    options["layer_options"] |= {"IDENTIFIER": title, "DESCRIPTION": f"{taken.view.report} · {taken.query}"}
    pyogrio.write_dataframe(data, path, **options)


def _column(name: str, cells: Sequence[tables.Cell]) -> pd.Series:
    """Return cells as a column whose type does not hang on what the filter left in it."""
    if name in _NUMBERS:
        return pd.Series(list(cells), dtype="float64")
    return pd.Series([None if cell is None else str(cell) for cell in cells], dtype=object)


def _add_styles(database: sqlite3.Connection, layers: Sequence[_Layer], taken: Extract) -> None:
    """Add each layer's style and the project, in the tables where QGIS looks for them."""
    drawn = [_drawn(layer, taken.lang) for layer in layers]
    database.executescript(_STYLE_TABLES)
    moment = f"{taken.written.isoformat()}T00:00:00.000Z"
    for layer in drawn:
        if layer.kind:
            row = (layer.name, layer.title, qgis.style(layer, taken.lang), layer.title, moment)
            database.execute(_ADD_STYLE, row)
    # What has no rows would only fill the legend; its layer and style are in the file all the same.
    by_name = {layer.name: layer for layer in drawn if layer.rows}
    shown = [by_name.pop(one) for one in _FROM_THE_TOP if one in by_name]
    project = qgis.project_file(
        [*shown, *by_name.values()],
        name=taken.name,
        lang=taken.lang,
        about=taken.about(),
        extent=Bounds(*(float(edge) for edge in taken.dataset.towns.total_bounds)),
        written=taken.written,
    )
    about = json.dumps({"last_modified_time": moment, "last_modified_user": ""})
    database.execute(
        "INSERT INTO qgis_projects (name, metadata, content) VALUES (?, ?, ?)",
        (qgis.PROJECT, about, project.hex()),
    )


def _drawn(layer: _Layer, lang: str) -> qgis.Drawn:
    kinds = {"MultiPoint": "marker", "MultiLineString": "line", "MultiPolygon": "fill", "": ""}
    return qgis.Drawn(layer.name, text(f"export.layer.{layer.name}", lang), kinds[layer.kind], layer.rows)


def _settle(database: sqlite3.Connection, written: date) -> None:
    """Put the day in place of the moment, so that the same content gives the same bytes."""
    moment = f"{written.isoformat()}T00:00:00.000Z"
    database.execute("UPDATE gpkg_contents SET last_change = ?", (moment,))
    database.commit()
