"""A GeoJSON file as rows: features with plain properties, all that is wrong told by feature."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from geo.errors import Problem
from geo.schema import COLUMNS
from geo.upload.limits import LIMITS
from geo.upload.reading import Row, Sheet, Upload, cell_text, cut
from geo.upload.refusals import Refusal, RefusedError
from geo.upload.shapes import FaultError, Shape, read_shape
from geo.upload.sniff import Kind, decode
from geo.upload.strict_json import Parsed, parse

__all__ = ["read_features"]

_KNOWN = frozenset({*COLUMNS["projects"], *COLUMNS["sites"]})


def read_features(raw: bytes) -> Upload:
    """Read a GeoJSON file (RFC 7946): a FeatureCollection, or one Feature.

    Raises
    ------
    RefusedError
        If it is no UTF-8, no JSON, no GeoJSON, or holds nothing or too much.
    """
    parsed = parse(decode(raw))
    features = _features(parsed.value)
    reader = _Reader(parsed)
    rows = [reader.row(number, feature) for number, feature in enumerate(features, start=1)]
    columns = tuple(dict.fromkeys(name for row in rows for name in row.cells))
    if len(columns) > LIMITS.columns:
        raise RefusedError(Refusal.TOO_MANY_COLUMNS, value=str(len(columns)), expected=str(LIMITS.columns))
    if isinstance(parsed.value, dict) and (said := _crs_said(parsed.value.get("crs"))):
        reader.notes.append(Problem("", 0, "crs", "crs_member", said))
    return Upload(
        Kind.GEOJSON, (Sheet("", columns, tuple(rows)),), tuple(reader.problems), tuple(reader.notes)
    )


def _features(value: object) -> list[Any]:
    """Return the features of a GeoJSON value."""
    if not isinstance(value, dict):
        raise RefusedError(Refusal.NOT_GEOJSON, value="[ ]")
    kind = str(value.get("type"))[:40]
    if kind == "gdal_streamed_alg" or "command_line" in value:  # GDALG: a recipe that GDAL would run
        raise RefusedError(Refusal.GDAL)
    features = [value] if kind == "Feature" else value.get("features")
    if kind not in {"Feature", "FeatureCollection"} or not isinstance(features, list):
        raise RefusedError(Refusal.NOT_GEOJSON, value=kind)
    if not features:
        raise RefusedError(Refusal.NO_FEATURES)
    if len(features) > LIMITS.rows:
        raise RefusedError(Refusal.TOO_MANY_ROWS, value=f"{len(features):,}", expected=f"{LIMITS.rows:,}")
    return features


def _crs_said(crs: object) -> str:
    """Return the name in a ``crs`` member (GeoJSON of 2008) unless it is that of degrees WGS 84."""
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    usual = ("CRS84", ":4326", "::4490")
    return cut(cell_text(name)) if name and not str(name).endswith(usual) else ""


class _Reader:
    """Goes through the features once and gathers what is wrong."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        self.vertices = 0

    def row(self, number: int, feature: object) -> Row:
        """Return one feature as a row; what cannot be read is left out and told."""
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            self.problems.append(Problem("", number, "", "feature_form"))
            return Row(number, {})
        properties = feature.get("properties")
        if not isinstance(properties, dict):
            if properties is not None:
                self.problems.append(Problem("", number, "properties", "feature_form"))
            properties = {}
        twice = self.parsed.repeated_in(feature, properties, feature.get("geometry"))
        self.notes += [Problem("", number, cut(cell_text(name)), "repeated_name") for name in twice]
        if "id" not in properties and "project_id" not in properties and isinstance(feature.get("id"), str):
            properties = {"id": feature["id"], **properties}  # as RFC 7946 has it, and our own export
        shape = self._shape(number, feature.get("geometry"))
        return Row(number, self._cells(number, properties), shape.geometry if shape else None)

    def _shape(self, number: int, value: object) -> Shape | None:
        try:
            shape = read_shape(value)
        except FaultError as fault:
            self.problems.append(Problem("", number, "geometry", fault.key, cell_text(fault.value)))
            return None
        self.vertices += shape.vertices if shape else 0
        if self.vertices > LIMITS.vertices:
            raise RefusedError(Refusal.TOO_MANY_VERTICES, expected=f"{LIMITS.vertices:,}")
        return shape

    def _cells(self, number: int, properties: Mapping[str, Any]) -> dict[str, str]:
        cells = {}
        for raw_name, value in properties.items():
            name = cut(cell_text(raw_name))
            if isinstance(value, dict) or (isinstance(value, list) and not _is_texts(value)):
                if name in _KNOWN:
                    self.problems.append(Problem("", number, name, "nested"))
                cells[name] = ""
                continue
            if isinstance(value, float) and not math.isfinite(value):
                self.problems.append(Problem("", number, name, "not_finite"))
                cells[name] = ""
                continue
            text = cell_text(value)
            if len(text) > LIMITS.text:
                self.problems.append(
                    Problem("", number, name, "too_long", f"{len(text):,}", f"{LIMITS.text:,}")
                )
                text = ""
            cells[name] = text
        return cells


def _is_texts(value: list[Any]) -> bool:
    return all(isinstance(part, str) for part in value)
