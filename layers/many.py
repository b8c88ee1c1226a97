"""Very many projects: what filters, counts and the map from afar need in columns, all else in files.

The page holds one code a project and field, and where it lies; the words of its row come by chunks of the
list, what is drawn of it by squares of the map (``layers/document/many.js`` and ``chunks.js`` read them).
"""

from __future__ import annotations

import json
import math
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from geo.places import MAP_BOUNDS
from layers.geometry import SCALE

__all__ = ["MANY", "ROWS_A_FILE", "columns", "row_files", "side_of", "tile_files"]

# Rows in the page up to here. At 5,000 the whole rows are 0.7 MB in brotli, and a click redraws 3,000 shapes.
MANY = 5_000
ROWS_A_FILE = 100
_TILE_PROJECTS = 128
# Places in the page: 16 bits across the map's bounds are steps of 2.8 m at most; how far a project reaches
# from there is one byte, in steps of 256 of these, rounded up.
_STEPS = 65_535
_NOWHERE = 65_535
_REACH = 256
# The filters' fields (filter.js) and what else is known of every project.
_CODES = ("cat", "status", "stage_id", "kept_id", "sure", "located")
_WORDS = ("no", "name", "label", "stage", "m", "ordered", "open", "since")
_DRAWN = ("parts", "glyph", "name", "label")

_Row = Mapping[str, Any]
_Place = tuple[int, int, int]


def side_of(count: int) -> int:
    """Return how many squares of drawings the map's bounds have on a side: a power of two."""
    return int(2 ** max(0, math.ceil(math.log(count / _TILE_PROJECTS, 4))))


def _courses(parts: Iterable[_Row]) -> Iterator[list[tuple[float, float]]]:
    """Yield the points (lon, lat in degrees) of each path, ring and disc."""
    for part in parts:
        rings = [ring for polygon in part.get("rings", []) for ring in polygon]
        for path in (*part.get("paths", []), *part.get("outside", []), *rings):
            lon = np.cumsum(path[0::2]) / SCALE
            lat = np.cumsum(path[1::2]) / SCALE
            yield list(zip(lon.tolist(), lat.tolist(), strict=True))
        for point in part.get("points", []):
            yield [(point[0], point[1])]


def _step(value: float, low: float, high: float) -> int:
    return min(max(round((value - low) / (high - low) * _STEPS), 0), _STEPS - 1)


def _steps(lon: float, lat: float) -> tuple[int, int]:
    bounds = MAP_BOUNDS
    return _step(lon, bounds.west, bounds.east), _step(lat, bounds.south, bounds.north)


def _place(row: _Row) -> _Place:
    """Return where a project stands from afar (its icon, else a point of its line) and its reach."""
    courses = list(_courses(row["parts"]))
    if not courses:
        return _NOWHERE, _NOWHERE, 0
    longest = max(courses, key=len)
    at = _steps(*(row["glyph"] or longest[len(longest) // 2]))
    corners = [_steps(*point) for course in courses for point in course]
    reach = max(abs(one - own) for corner in corners for one, own in zip(corner, at, strict=True))
    return *at, min(255, math.ceil(reach / _REACH))


def _packed(values: Sequence[int], kind: str) -> str:
    return b64encode(np.asarray(values, dtype=kind).tobytes()).decode()


def _coded(values: Sequence[str]) -> dict[str, Any]:
    known = sorted(set(values))
    number = {value: code for code, value in enumerate(known)}
    return {"values": known, "codes": _packed([number[value] for value in values], "u1")}


def _in_order(rows: Sequence[_Row]) -> list[_Row]:
    """Return the rows as the report has them; the page's own order has those without a place last."""
    return sorted(rows, key=lambda row: int(row["row"]))


def columns(rows: Sequence[_Row]) -> dict[str, Any]:
    """Return what the page holds of every project, in the report's order, as JSON values.

    Parameters
    ----------
    rows
        As ``layers.projects.projects`` returns them.

    Returns
    -------
    dict
        ``ids`` (parted by blanks); ``codes`` by field (``values``, and a byte a project into them, base64);
        ``towns`` (the sets that occur, and two bytes a project into them); ``lines`` (1 for a line); ``lon``,
        ``lat``, ``reach`` (see above; 65,535: not on the map); ``bounds``; ``side``; ``size`` of a row file.
    """
    ordered = _in_order(rows)
    places = [_place(row) for row in ordered]
    sets = sorted({tuple(row["towns"]) for row in ordered})
    number = {towns: code for code, towns in enumerate(sets)}
    lines = [int(any("paths" in part for part in row["parts"])) for row in ordered]
    bounds = MAP_BOUNDS
    return {
        "ids": " ".join(str(row["id"]) for row in ordered),
        "codes": {field: _coded([str(row[field]) for row in ordered]) for field in _CODES},
        "towns": {"values": sets, "codes": _packed([number[tuple(row["towns"])] for row in ordered], "<u2")},
        "lines": _packed(lines, "u1"),
        "lon": _packed([place[0] for place in places], "<u2"),
        "lat": _packed([place[1] for place in places], "<u2"),
        "reach": _packed([place[2] for place in places], "u1"),
        "bounds": [bounds.west, bounds.south, bounds.east, bounds.north],
        "side": side_of(len(rows)),
        "size": ROWS_A_FILE,
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def row_files(rows: Sequence[_Row]) -> list[str]:
    """Return the words of the rows, so many a file in the page's order."""
    words = [
        {**{key: row[key] for key in _WORDS}, "now": {key: row["now"][key] for key in ("word", "short")}}
        for row in rows
    ]
    return [_json(words[start : start + ROWS_A_FILE]) for start in range(0, len(words), ROWS_A_FILE)]


def tile_files(rows: Sequence[_Row]) -> dict[int, str]:
    """Return the drawings by square of the map: by report row, a file each square that has any."""
    side = side_of(len(rows))
    width = (_STEPS + 1) // side
    tiles: dict[int, dict[int, dict[str, Any]]] = {}
    for row in rows:
        lon, lat, _ = _place(row)
        if lon != _NOWHERE:
            drawn = {key: row[key] for key in _DRAWN}
            tiles.setdefault((lat // width) * side + lon // width, {})[int(row["row"])] = drawn
    return {number: _json(tiles[number]) for number in sorted(tiles)}
