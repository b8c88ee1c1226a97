"""Records of JSON that is no GeoJSON, as tables: an array of objects, whatever it is wrapped in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice

from geo.upload.grids import MOST_COLUMNS, Cell, Grid, gather
from geo.upload.headings import is_place
from geo.upload.reading import cell_text

__all__ = ["record_grids"]

# How deep in its wrapping the array may lie: {"result": {"records": [...]}}.
_DEEPEST = 4
# What a record is wrapped in, or its place: the names inside say what they are.
_WRAPPERS = frozenset({"attributes", "properties", "fields", "geometry"})
_GEOMETRY = "geometry"


def record_grids(value: object) -> list[Grid]:
    """Return each array of objects in a JSON value as a grid, named by the way to it; empty if there is none.

    The first row holds the names. An object of objects counts too: its names become ``id`` where these have
    none. Rows are numbered from 1, as the records are.
    """
    return [_grid(name, records) for name, records in _arrays(value, "", _DEEPEST)]


def _arrays(value: object, name: str, depth: int) -> Iterator[tuple[str, Sequence[Mapping[str, object]]]]:
    """Yield the arrays of objects, and how one comes to each."""
    if isinstance(value, list):
        if value and all(isinstance(one, dict) for one in value):
            yield name, value
        return
    if not isinstance(value, dict) or not depth:
        return
    inner = list(value.values())
    if len(inner) > 1 and all(isinstance(one, dict) for one in inner) and _are_alike(inner):
        yield name, [{"id": key, **one} for key, one in value.items()]
        return
    for key, one in value.items():
        yield from _arrays(one, f"{name}.{key}" if name else str(key), depth - 1)


def _are_alike(objects: Sequence[Mapping[str, object]]) -> bool:
    """Say whether objects have most of their names in common."""
    first = set(objects[0])
    return len(first) > 1 and all(2 * len(first & set(one)) > len(first | set(one)) for one in objects)


def _grid(name: str, records: Sequence[Mapping[str, object]]) -> Grid:
    flat = [_flat(record) for record in records]
    # One more than are read, so that a grid with too many says so.
    titles = list(islice(dict.fromkeys(title for record in flat for title in record), MOST_COLUMNS + 1))
    head = (0, [Cell(title) for title in titles])
    rows = ((at, [Cell(record.get(title, "")) for title in titles]) for at, record in enumerate(flat, 1))
    grid = gather(name, chain([head], rows))
    grid.is_named = True
    return grid


def _flat(record: Mapping[str, object]) -> dict[str, str]:
    """Return a record's values as text; objects in it are opened, so that a place in it is found."""
    found: dict[str, str] = {}
    for key, value in record.items():
        if not isinstance(value, dict):
            found.setdefault(key, _text(value))
        elif shape := _geojson(value):
            found.setdefault(_GEOMETRY, json.dumps(shape, ensure_ascii=False))
        else:
            for inner, one in value.items():
                is_known = (key in _WRAPPERS or is_place(inner)) and inner not in record
                found.setdefault(inner if is_known else f"{key}.{inner}", _text(one))
    return found


def _geojson(value: Mapping[str, object]) -> object:
    """Return the geometry that a value is, or the one of a feature; None if it is neither."""
    if value.get("type") == "Feature":
        return value.get("geometry")
    return value if "type" in value and "coordinates" in value else None


def _text(value: object) -> str:
    """Return a value as a cell has it: of what is nested, that it is."""
    is_nested = isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(one, dict | list) for one in value)
    )
    return "…" if is_nested else cell_text(value)
