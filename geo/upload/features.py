"""A GeoJSON file as rows: features with plain properties, all that is wrong told by feature."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from geo.errors import Problem
from geo.plain_text import UTF8
from geo.upload.gathering import Gathered, Record, features_sheet
from geo.upload.headings import fold
from geo.upload.limits import LIMITS
from geo.upload.reading import Upload, cell_text, cut
from geo.upload.records import record_grids
from geo.upload.refusals import Refusal, RefusedError
from geo.upload.seen import Choice, Seen
from geo.upload.shapes import GEOMETRIES, Shape, read_shape
from geo.upload.sniff import BEFORE_JSON, Kind, text_of
from geo.upload.strict_json import Parsed, parse
from geo.upload.tabular import of_grids

__all__ = ["read_features"]

# What stands behind JSON in a script.
_AFTER = re.compile(r"[\s;)]*(?:module\.exports\s*=\s*[\w$.]+\s*;?|export\s+default\s+[\w$.]+\s*;?)?\s*\Z")
_IDS = frozenset({"id", "projectid"})


def read_features(raw: bytes, choice: Choice) -> Upload:
    """Read GeoJSON (RFC 7946): a FeatureCollection, a Feature, an array of them, or one a line.

    Other JSON is read as a table where it holds records.

    Raises
    ------
    RefusedError
        If it is no text, no JSON, no GeoJSON, or holds nothing or too much.
    """
    found = text_of(raw)
    text, form = _json(found.text)
    parsed = parse(text)
    if _is_of_projects(parsed.value):
        raise RefusedError(Refusal.NOT_GEOJSON, value="OC4IDS")
    grids = [] if _is_geojson(parsed.value) else record_grids(parsed.value)
    near = form or ("array" if isinstance(parsed.value, list) and not grids else "")
    gathered = Gathered(
        notes=[Problem("", 0, "", f"near_{one}") for one in (near, grids and "records") if one]
    )
    if grids:
        return of_grids(Kind.JSON, grids, choice, gathered, encoding=found.encoding)
    if found.encoding != UTF8:
        gathered.notes.insert(0, Problem("", 0, "", "encoding", found.encoding))
    return _of_features(parsed, gathered, choice, encoding=found.encoding)


def _of_features(parsed: Parsed, gathered: Gathered, choice: Choice, *, encoding: str) -> Upload:
    reader = _Reader(parsed, gathered)
    features = enumerate(_features(parsed.value), start=1)
    records = [reader.record(number, feature) for number, feature in features]
    sheet = features_sheet(gathered, "", records, choice)
    has_shapes = any(row.geometry is not None for row in sheet.rows)
    seen = Seen(
        kind=Kind.GEOJSON.value,
        encoding=encoding,
        columns=sheet.heard,
        place="features" if has_shapes else "",
        rows=len(sheet.rows),
        sample=sheet.sample,
    )
    crs = _crs_said(parsed.value)
    return Upload(Kind.GEOJSON, (sheet,), tuple(gathered.problems), tuple(gathered.notes), crs=crs, seen=seen)


def _json(text: str) -> tuple[str, str]:
    """Return a file's JSON, and what it stood in: ``script``, ``lines``, or empty for nothing.

    The JSON keeps its lines, so that a message still names the right one.
    """
    before = BEFORE_JSON.match(text)
    start = before.end() if before else 0
    if text[:start].strip():
        body = text[start:]
        after = _AFTER.search(body)
        return "\n" * text.count("\n", 0, start) + (body[: after.start()] if after else body), "script"
    lines = text.replace("\x1e", "").strip().splitlines()
    full = [line for line in lines if line.strip()]
    if len(full) > 1 and all(_is_object(line) for line in full):
        return "[" + "\n".join(f"{line}," if line.strip() else line for line in lines)[:-1] + "]", "lines"
    return text, ""


def _is_object(line: str) -> bool:
    plain = line.strip()
    return plain.startswith("{") and plain.endswith("}")


def _is_geojson(value: object) -> bool:
    """Say whether a JSON value says itself that it is of a kind that is told apart here."""
    if isinstance(value, list):
        return any(isinstance(one, dict) and one.get("type") == "Feature" for one in value)
    return isinstance(value, dict) and (
        value.get("type") in {"FeatureCollection", "Feature", "Topology", *GEOMETRIES} or _is_recipe(value)
    )


def _is_of_projects(value: object) -> bool:
    """Say whether it is the standard of infrastructure projects, which has other words than we."""
    return isinstance(value, dict) and {"projects", "publisher", "version"} <= set(value)


def _is_recipe(value: Mapping[str, Any]) -> bool:
    """Say whether it is a GDALG, which GDAL would run."""
    return str(value.get("type")) == "gdal_streamed_alg" or "command_line" in value


def _features(value: object) -> list[Any]:
    """Return the features of a GeoJSON value; a geometry alone is one."""
    if isinstance(value, list):
        if not value or not all(isinstance(one, dict) and one.get("type") == "Feature" for one in value):
            raise RefusedError(Refusal.NOT_GEOJSON, value="[ ]")
        return _counted(value)
    if not isinstance(value, dict):
        raise RefusedError(Refusal.NOT_GEOJSON, value="[ ]")
    if _is_recipe(value):
        raise RefusedError(Refusal.GDAL)
    kind = str(value.get("type"))[:40]
    if kind in GEOMETRIES:
        return [{"type": "Feature", "properties": {}, "geometry": value}]
    features = [value] if kind == "Feature" else value.get("features")
    if kind not in {"Feature", "FeatureCollection"} or not isinstance(features, list):
        raise RefusedError(Refusal.NOT_GEOJSON, value=kind)
    if not features:
        raise RefusedError(Refusal.NO_FEATURES)
    return _counted(features)


def _counted(features: list[Any]) -> list[Any]:
    if len(features) > LIMITS.rows:
        raise RefusedError(Refusal.TOO_MANY_ROWS, value=f"{len(features):,}", expected=f"{LIMITS.rows:,}")
    return features


def _crs_said(value: object) -> str:
    """Return the name in a ``crs`` member (GeoJSON of 2008), empty for none."""
    crs = value.get("crs") if isinstance(value, dict) else None
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return cut(cell_text(name)) if name and not isinstance(name, dict | list) else ""


class _Reader:
    """Goes through the features once and gathers what is wrong."""

    def __init__(self, parsed: Parsed, gathered: Gathered) -> None:
        self.parsed = parsed
        self.gathered = gathered

    def record(self, number: int, feature: object) -> Record:
        """Return one feature; what cannot be read is left out and told."""
        told = self.gathered
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            told.problems.append(Problem("", number, "", "feature_form"))
            return Record(number, {}, lambda: None)
        properties = feature.get("properties")
        if not isinstance(properties, dict):
            if properties is not None:
                told.problems.append(Problem("", number, "properties", "feature_form"))
            properties = {}
        twice = self.parsed.repeated_in(feature, properties, feature.get("geometry"))
        told.notes += [Problem("", number, cut(cell_text(name)), "repeated_name") for name in twice]
        own = _own_id(feature, properties)
        plain = {cut(cell_text(name)): value for name, value in {**own, **properties, **own}.items()}
        return Record(number, plain, lambda: _shape(feature, properties))


def _own_id(feature: Mapping[str, Any], properties: Mapping[str, Any]) -> dict[str, object]:
    """Return the id that RFC 7946 and our own export put beside the properties, where these have none."""
    value = feature.get("id")
    is_id = isinstance(value, str | int | float) and not isinstance(value, bool)
    has_one = any(
        fold(str(name)) in _IDS and held not in (None, "") and not isinstance(held, dict | list)
        for name, held in properties.items()
    )
    return {"id": value} if is_id and not has_one else {}


def _shape(feature: Mapping[str, Any], properties: Mapping[str, Any]) -> Shape | None:
    """Return a feature's shape; our own export holds parts of another kind beside it."""
    geometry, parts = feature.get("geometry"), properties.get("parts")
    if isinstance(parts, list) and isinstance(geometry, dict):
        beside = [part["geometry"] for part in parts if isinstance(part, dict) and part.get("geometry")]
        if beside:
            return read_shape({"type": "GeometryCollection", "geometries": [geometry, *beside]})
    return read_shape(geometry)
