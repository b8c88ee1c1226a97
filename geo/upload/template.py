"""Files to begin with, in each format: a few of our own rows with every column."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Mapping
from typing import Any

import shapely
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from shapely.geometry.base import BaseGeometry

from geo.dataset import Dataset
from geo.schema import COLUMNS, Cell
from geo.upload.tables import NEEDED, our_tables

__all__ = ["geojson_template", "xlsx_template"]

_NUMBERS = frozenset({"accuracy_m", "displaced_m"})
_LISTS = frozenset({"aliases", "towns", "order_unverified"})


def _rows(dataset: Dataset) -> tuple[list[dict[str, str]], list[tuple[dict[str, str], BaseGeometry]]]:
    """Return three projects as text, and their sites: the first of ours with a point, a line, an area."""
    kinds = dataset.sites.geometry.geom_type.str.removeprefix("Multi")
    firsts = dataset.sites[~kinds.duplicated()]["project_id"]
    chosen = dataset.sites[dataset.sites["project_id"].isin(firsts)]
    projects = our_tables(dataset)["projects"].frame
    own = projects[projects["id"].isin(firsts)].to_dict("records")
    sites = [
        ({column: _text(row[column]) for column in COLUMNS["sites"]}, shape)
        for row, shape in zip(chosen.to_dict("records"), chosen.geometry, strict=True)
    ]
    return [{str(key): str(value) for key, value in row.items()} for row in own], sites


def _text(value: object) -> str:
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:g}"
    return str(value)


def geojson_template(dataset: Dataset) -> bytes:
    """Return a GeoJSON file (RFC 7946, UTF-8): one feature a part, with its project's columns."""
    projects, sites = _rows(dataset)
    by_id = {row["id"]: row for row in projects}
    features = []
    for cells, shape in sites:
        own = by_id[cells["project_id"]]
        parts = {name: value for name, value in cells.items() if name not in own and name != "project_id"}
        properties = {name: _property(name, value) for name, value in (own | parts).items()}
        geometry = shapely.geometry.mapping(shape)
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, indent=1).encode()


def _property(name: str, value: str) -> object:
    if name in _NUMBERS:
        return float(value) if value else None
    if name in _LISTS:
        return value.split(";") if value else []
    return value


def xlsx_template(dataset: Dataset, *, words: Mapping[str, str]) -> bytes:
    """Return a workbook with the sheets ``projects``, ``sites`` and a key to the columns.

    Parameters
    ----------
    dataset
        Ours.
    words
        In the reader's language: ``columns`` (the third sheet's name) and ``column``, ``needed``, ``rule``
        (its titles), ``yes``.
    """
    projects, sites = _rows(dataset)
    book = Workbook()
    sheet = book.active
    sheet.title = "projects"
    _write(sheet, tuple(COLUMNS["projects"]), [list(row.values()) for row in projects])
    rows = [[*cells.values(), *_place(shape)] for cells, shape in sites]
    _write(book.create_sheet("sites"), (*COLUMNS["sites"], "lon", "lat", "wkt"), rows)
    key = [
        [f"{table}.{name}", words["yes"] if name in NEEDED[table] else "", _rule(rule)]
        for table in NEEDED
        for name, rule in COLUMNS[table].items()
    ]
    _write(book.create_sheet(words["columns"]), (words["column"], words["needed"], words["rule"]), key)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _place(shape: BaseGeometry) -> tuple[float | str, float | str, str]:
    """Return lon, lat of a point, else its well-known text."""
    if shape.geom_type == "Point":
        lon, lat = (round(float(value), 5) for value in shapely.get_coordinates(shape)[0])
        return lon, lat, ""
    return "", "", shapely.to_wkt(shape, rounding_precision=5)


def _rule(rule: Cell) -> str:
    return rule.expected


def _write(sheet: Worksheet, titles: tuple[str, ...], rows: list[list[Any]]) -> None:
    """Write a header that stays in sight, and rows in which a text is never taken for a formula."""
    sheet.append(titles)
    for cells in rows:
        sheet.append(["" if cell == "" else cell for cell in cells])
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                cell.data_type = "s"
    sheet.freeze_panes = "A2"
    for place, title in enumerate(titles, start=1):
        sheet.cell(1, place).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = min(max(len(title) + 4, 12), 40)
