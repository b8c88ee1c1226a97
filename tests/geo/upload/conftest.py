"""Files as a visitor may bring them, made in code."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest


@pytest.fixture(scope="session")
def dataset():
    from geo.dataset import load

    return load()


@pytest.fixture(scope="session")
def feature() -> Callable[..., dict[str, Any]]:
    """Return a maker of one good feature; keywords change its properties, None takes one out."""

    def make(geometry: object = "point", **properties: object) -> dict[str, Any]:
        point = {"type": "Point", "coordinates": [113.75, 23.02]}
        cells: dict[str, object] = {
            "id": "own-one",
            "name_zh": "我的项目",
            "category": "rail",
            "stage": "building",
            "certainty": "approximate",
            "accuracy_m": 200,
        } | properties
        return {
            "type": "Feature",
            "properties": {name: value for name, value in cells.items() if value is not None},
            "geometry": point if geometry == "point" else geometry,
        }

    return make


@pytest.fixture(scope="session")
def collection() -> Callable[..., bytes]:
    """Return a maker of a GeoJSON file from features."""

    def make(*features: Any, **members: Any) -> bytes:
        whole = {"type": "FeatureCollection", **members, "features": list(features)}
        return json.dumps(whole, ensure_ascii=False).encode()

    return make


@pytest.fixture(scope="session")
def workbook() -> Callable[..., bytes]:
    """Return a maker of a workbook from the rows of its sheets."""
    from openpyxl import Workbook

    def make(**sheets: Sequence[Sequence[object]]) -> bytes:
        book = Workbook()
        book.remove(book.worksheets[0])
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(list(row))
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()

    return make


@pytest.fixture(scope="session")
def repacked() -> Callable[..., bytes]:
    """Return a function that changes files inside a workbook; a change is bytes or a function of bytes."""

    def change(raw: bytes, changes: Mapping[str, Any]) -> bytes:
        buffer = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(raw)) as old,
            zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for entry in old.infolist():
                body = old.read(entry)
                wanted = changes.get(entry.filename, body)
                new.writestr(entry.filename, wanted(body) if callable(wanted) else wanted)
            for name in changes.keys() - set(old.namelist()):
                new.writestr(name, changes[name])
        return buffer.getvalue()

    return change
