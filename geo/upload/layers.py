"""A layer of a program that draws maps as rows: KML, KMZ, a zipped shapefile, a GeoPackage. No GDAL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.errors import Problem
from geo.upload.gathering import Gathered, Record, features_sheet
from geo.upload.reading import Upload
from geo.upload.refusals import Refusal, RefusedError
from geo.upload.seen import Choice, Seen
from geo.upload.sniff import Kind

__all__ = ["Layer", "read_layers"]


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: its name, its features, and what the file says of its coordinates."""

    name: str
    records: Sequence[Record]
    crs: str = ""


def read_layers(raw: bytes, kind: Kind, choice: Choice) -> Upload:
    """Read the layer that is chosen, else our own tables, else the first one with features.

    Raises
    ------
    RefusedError
        If the file cannot be read, or holds nothing or too much.
    """
    if kind is Kind.SHAPEFILE:
        from geo.upload.shapefile import layers  # noqa: PLC0415 - each for its own files
    elif kind is Kind.GPKG:
        from geo.upload.geopackage import layers  # noqa: PLC0415 - each for its own files
    else:
        from geo.upload.kml import layers  # noqa: PLC0415 - each for its own files
    found = [layer for layer in layers(raw) if layer.records]
    if not found:
        raise RefusedError(Refusal.NO_FEATURES)
    taken = _taken(found, choice)
    gathered = Gathered()
    sheets = tuple(features_sheet(gathered, _name(layer, found), layer.records, choice) for layer in taken)
    skipped = [layer.name for layer in found if layer not in taken]
    if skipped:
        gathered.notes.append(Problem("", 0, "", "skipped_sheets", ", ".join(skipped)))
    seen = Seen(
        kind=kind.value,
        sheets=tuple(layer.name for layer in found),
        taken=tuple(layer.name for layer in taken),
        columns=sheets[-1].heard,
        place="features" if any(row.geometry is not None for one in sheets for row in one.rows) else "",
        rows=sum(len(sheet.rows) for sheet in sheets),
        sample=sheets[-1].sample,
    )
    crs = next((layer.crs for layer in taken if layer.crs), "")
    return Upload(kind, sheets, tuple(gathered.problems), tuple(gathered.notes), crs=crs, seen=seen)


def _taken(found: list[Layer], choice: Choice) -> list[Layer]:
    chosen = [layer for layer in found if layer.name == choice.sheet]
    if chosen:
        return chosen
    sites = [layer for layer in found if layer.name == "sites" or layer.name.startswith("sites_")]
    ours = [layer for layer in found if layer.name == "projects"] + sites
    return ours if sites else found[:1]


def _name(layer: Layer, found: list[Layer]) -> str:
    """Return a layer's name as a sheet: our export has a layer for each kind of shape, all of them sites."""
    if layer.name.startswith("sites_"):
        return "sites"
    return layer.name if len(found) > 1 else ""
