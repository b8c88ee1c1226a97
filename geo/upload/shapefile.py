"""A zipped shapefile: .shp, .dbf, .prj and .cpg, read by ESRI's description of 1998."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

import numpy as np
import shapely

from geo.upload.archive import unpack
from geo.upload.dbase import read_rows
from geo.upload.gathering import Record
from geo.upload.layers import Layer
from geo.upload.limits import LIMITS
from geo.upload.refusals import Refusal, RefusedError
from geo.upload.shapes import Fault, FaultError, Shape, read_shape

__all__ = ["layers"]

_NEEDED = re.compile(r".+\.(?:shp|dbf|prj|cpg)", re.IGNORECASE)
# Kinds of shape, the same with heights (+10) and measures (+20).
_POINT, _LINE, _AREA, _POINTS = 1, 3, 5, 8
_WKT_NAME = re.compile(r"\s*\w+\s*\[\s*\"([^\"]{1,100})\"")


def layers(raw: bytes) -> list[Layer]:
    """Return each shapefile of an archive as a layer, in the order of their names.

    Raises
    ------
    RefusedError
        If one cannot be read, or has too many records.
    """
    files = unpack(raw, _NEEDED)
    found = []
    for name in sorted(name for name in files if name.casefold().endswith(".shp")):
        stem = name[:-4]
        beside = {
            path.rpartition(".")[2].casefold(): body
            for path, body in files.items()
            if path.rpartition(".")[0].casefold() == stem.casefold()
        }
        try:
            records = _records(files[name], beside.get("dbf", b""), beside.get("cpg", b""))
        except (struct.error, IndexError, ValueError):
            raise RefusedError(Refusal.BROKEN_LAYER, value=name.rpartition("/")[2][:60]) from None
        found.append(Layer(stem.rpartition("/")[2], records, _crs(beside.get("prj", b""))))
    return found


def _crs(body: bytes) -> str:
    """Return the name of the coordinates in a .prj, its first one: that of the whole system."""
    name = _WKT_NAME.match(body[:2000].decode("utf-8", "replace"))
    return name[1] if name else ""


def _records(shp: bytes, dbf: bytes, cpg: bytes) -> list[Record]:
    if shp[:4] != b"\x00\x00\x27\x0a":
        raise ValueError
    shapes = list(_shapes(shp))
    if len(shapes) > LIMITS.rows:
        raise RefusedError(Refusal.TOO_MANY_ROWS, value=f"{len(shapes):,}", expected=f"{LIMITS.rows:,}")
    rows = list(read_rows(dbf, cpg)) if dbf else []
    return [
        Record(
            number,
            rows[number - 1] if number <= len(rows) else {},
            partial(_shape, body),
        )
        for number, body in enumerate(shapes, start=1)
    ]


def _shapes(shp: bytes) -> Iterator[bytes]:
    """Yield the bytes of each record, up to one more than are read."""
    at, count = 100, 0
    while at + 8 <= len(shp) and count <= LIMITS.rows:
        (words,) = struct.unpack_from(">i", shp, at + 4)
        if words < 2 or at + 8 + 2 * words > len(shp):
            raise ValueError
        yield shp[at + 8 : at + 8 + 2 * words]
        at, count = at + 8 + 2 * words, count + 1


def _shape(body: bytes) -> Shape | None:
    """Return a record's shape; heights and measures stand behind the positions, and are not read."""
    try:
        (kind,) = struct.unpack_from("<i", body)
        if kind == 0:
            return None
        kind %= 10
        if kind == _POINT:
            return read_shape({"type": "Point", "coordinates": list(struct.unpack_from("<2d", body, 4))})
        if kind == _POINTS:
            (count,) = struct.unpack_from("<i", body, 36)
            return read_shape({"type": "MultiPoint", "coordinates": _positions(body, 40, count)})
        if kind in {_LINE, _AREA}:
            return read_shape(_of_parts(kind, _parts(body)))
    except struct.error:
        raise FaultError(Fault.GEOMETRY_FORM, "shp") from None
    raise FaultError(Fault.GEOMETRY_FORM, f"shp {kind}")


def _positions(body: bytes, at: int, count: int) -> list[list[float]]:
    if count < 0 or at + 16 * count > len(body):
        raise struct.error
    if count > LIMITS.vertices:
        raise RefusedError(Refusal.TOO_MANY_VERTICES, expected=f"{LIMITS.vertices:,}")
    pairs: list[list[float]] = np.frombuffer(body, "<f8", 2 * count, at).reshape(-1, 2).tolist()
    return pairs


def _parts(body: bytes) -> list[list[list[float]]]:
    count, total = struct.unpack_from("<2i", body, 36)
    if count < 1 or 44 + 4 * count > len(body):
        raise struct.error
    starts = [*struct.unpack_from(f"<{count}i", body, 44), total]
    positions = _positions(body, 44 + 4 * count, total)
    if starts[0] != 0 or any(after < before for before, after in pairwise(starts)):
        raise struct.error
    return [positions[before:after] for before, after in pairwise(starts)]


def _of_parts(kind: int, parts: list[list[list[float]]]) -> dict[str, object]:
    if kind == _LINE:
        return {"type": "MultiLineString", "coordinates": parts}
    areas = _areas(parts)
    if len(areas) == 1:
        return {"type": "Polygon", "coordinates": areas[0]}
    return {"type": "MultiPolygon", "coordinates": areas}


def _areas(rings: Sequence[list[list[float]]]) -> list[list[list[list[float]]]]:
    """Return rings as areas: clockwise ones bound them, the others are holes of the one around them."""
    if len(rings) == 1:
        return [[rings[0]]]
    holes = [ring for ring in rings if len(ring) > 3 and _is_hole(ring)]
    outer = [ring for ring in rings if ring not in holes] if len(holes) < len(rings) else []
    if not outer:  # wound the wrong way round: each is an area
        return [[ring] for ring in rings]
    areas = [[ring] for ring in outer]
    shells = [shapely.polygons(ring) if len(ring) > 3 else shapely.Polygon() for ring in outer]
    for hole in holes:
        spot = shapely.Point(hole[0])
        around = next((area for area, shell in zip(areas, shells, strict=True) if shell.covers(spot)), None)
        if around is None:
            areas.append([hole])
        else:
            around.append(hole)
    return areas


def _is_hole(ring: list[list[float]]) -> bool:
    x, y = np.asarray(ring).T
    with np.errstate(all="ignore"):
        return float(np.sum((x[1:] - x[:-1]) * (y[1:] + y[:-1]))) < 0
