"""Readers of each format, written without the code that writes it: id → what the file says of a project."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import openpyxl
import pyogrio
import pytest
import shapely

WRITTEN = date(2026, 11, 24)


class Read(NamedTuple):
    """What a file says of one project; ``parts`` are its geometries as normal well-known text."""

    name: str
    category: str
    stage: str
    certainty: str
    parts: tuple[str, ...]


def parts_of(*geometries: object) -> tuple[str, ...]:
    """Return the single geometries of some geometries, each in normal form, in a fixed order."""
    found = [
        part
        for geometry in geometries
        if geometry is not None
        for part in shapely.get_parts(shapely.get_parts(geometry))
    ]
    return tuple(sorted(shapely.to_wkt(shapely.normalize(part), rounding_precision=5) for part in found))


def _of_row(row, geometry) -> Read:
    return Read(row["name_zh"], row["category"], row["stage"], row["certainty"], parts_of(geometry))


def read_csv(content: bytes) -> dict[str, Read]:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return {
        row["id"]: _of_row(row, shapely.from_wkt(row["geometry_wkt"]) if row["geometry_wkt"] else None)
        for row in rows
    }


def sheet_rows(content: bytes, name: str) -> list[dict[str, object]]:
    """Return the rows of the sheet of a name by the names of its head, as programs read a workbook."""
    sheet = openpyxl.load_workbook(io.BytesIO(content))[name]
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def read_xlsx(content: bytes) -> dict[str, Read]:
    names = {"项目", "Projects"} & set(openpyxl.load_workbook(io.BytesIO(content), read_only=True).sheetnames)
    rows = sheet_rows(content, *names)
    return {row["id"]: _of_row(row, shapely.from_wkt(row["geometry_wkt"])) for row in rows}


def read_geojson(content: bytes) -> dict[str, Read]:
    found = {}
    for feature in json.loads(content)["features"]:
        # Parts of another kind stand beside: docs/decisions/0101.
        others = [part["geometry"] for part in feature["properties"]["parts"] if part.get("geometry")]
        shapes = [shapely.geometry.shape(one) for one in (feature["geometry"], *others) if one]
        found[feature["id"]] = _of_row(feature["properties"], None)._replace(parts=parts_of(*shapes))
    return found


def layer_of(content: bytes, name: str) -> gpd.GeoDataFrame:
    """Return a layer of a GeoPackage; from a file, as GDAL warns of a package without its suffix."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "read.gpkg"
        path.write_bytes(content)
        return pyogrio.read_dataframe(path, layer=name)


def read_gpkg(content: bytes) -> dict[str, Read]:
    shapes: dict[str, list[object]] = {}
    for layer in ("sites_point", "sites_line", "sites_area"):
        sites = layer_of(content, layer)
        for owner, geometry in zip(sites["project_id"], sites.geometry, strict=True):
            shapes.setdefault(owner, []).append(geometry)
    projects = layer_of(content, "projects")
    return {
        row["id"]: _of_row(row, None)._replace(parts=parts_of(*shapes.get(row["id"], ())))
        for row in projects.to_dict("records")
    }


def read_frame(frame: gpd.GeoDataFrame) -> dict[str, Read]:
    return {row["id"]: _of_row(row, row["geometry"]) for row in frame.to_dict("records")}


def read_parquet(content: bytes) -> dict[str, Read]:
    return read_frame(gpd.read_parquet(io.BytesIO(content)))


def read_fgb(content: bytes) -> dict[str, Read]:
    return read_frame(gpd.read_file(io.BytesIO(content)))


def read_oc4ids(content: bytes) -> dict[str, Read]:
    found = {}
    for project in json.loads(content)["projects"]:
        codes = {one["scheme"].rpartition("-")[2]: one["id"] for one in project["additionalClassifications"]}
        ids = {one["scheme"]: one["id"] for one in project["identifiers"]}
        shapes = [
            shapely.geometry.shape(one["geometry"])
            for one in project.get("locations", ())
            if "geometry" in one
        ]
        found[ids["local-dongguan-project-map"]] = Read(
            project["title"], codes["category"], codes["stage"], codes["certainty"], parts_of(*shapes)
        )
    return found


READERS: dict[str, Callable[[bytes], dict[str, Read]]] = {
    "csv": read_csv,
    "xlsx": read_xlsx,
    "geojson": read_geojson,
    "gpkg": read_gpkg,
    "parquet": read_parquet,
    "fgb": read_fgb,
    "oc4ids": read_oc4ids,
}


@pytest.fixture
def readers():
    return READERS


@pytest.fixture
def make(dataset):
    """Return a file's bytes by format and query."""
    from geo.export import Format, export
    from geo.view import parse_query

    def make(form: str, query: str = "", *, source=dataset, written: date = WRITTEN, name: str = "") -> bytes:
        view, ignored = parse_query(query)
        assert ignored == ()
        return export(source, view, Format(form), written=written, name=name)

    return make


@pytest.fixture
def read_sheet():
    return sheet_rows


@pytest.fixture
def expected_parts():
    return parts_of


@pytest.fixture
def read_layer():
    return layer_of
