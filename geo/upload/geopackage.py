"""A GeoPackage: its layers, read by Python's own SQLite from a copy in memory; nothing in it is run."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import partial

import shapely

from geo.upload.gathering import Record
from geo.upload.layers import Layer
from geo.upload.limits import LIMITS
from geo.upload.refusals import Refusal, RefusedError
from geo.upload.shapes import Fault, FaultError, Shape, read_shape
from geo.upload.spots import lists

__all__ = ["layers"]

# Steps of SQLite's machine between two looks, and how many looks a file gets: some seconds.
_STEPS, _LOOKS = 100_000, 300
_READS = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ})
_FEATURES = """
SELECT contents.table_name, columns.column_name, columns.srs_id
FROM gpkg_contents AS contents LEFT JOIN gpkg_geometry_columns AS columns
ON columns.table_name = contents.table_name
WHERE contents.data_type IN ('features', 'attributes') ORDER BY contents.data_type DESC, contents.rowid
"""
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'"
_SYSTEMS = "SELECT srs_id, organization, organization_coordsys_id FROM gpkg_spatial_ref_sys"
# Of extents in the header of a geometry, by bits 1 to 3 of its flags: so many numbers.
_EXTENTS = (0, 4, 6, 6, 8)
_MOST_LAYERS = 50


def layers(raw: bytes) -> list[Layer]:
    """Return the layers of a GeoPackage, and its tables without shapes.

    Raises
    ------
    RefusedError
        ``database`` if it is some other database, ``broken_layer`` if it cannot be read.
    """
    try:
        with closing(_opened(raw)) as database:
            return list(_layers(database))
    except (sqlite3.Error, OverflowError, ValueError, TypeError, UnicodeError):
        raise RefusedError(Refusal.BROKEN_LAYER, value="GeoPackage") from None


def _opened(raw: bytes) -> sqlite3.Connection:
    """Return the database in memory: only tables are read, no function, trigger or view of the file runs."""
    database = sqlite3.connect(":memory:")
    database.deserialize(_without_log(raw))
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA cell_size_check = ON")
    database.execute("PRAGMA query_only = ON")
    database.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LIMITS.file_bytes)
    database.text_factory = lambda text: text.decode("utf-8", "replace")
    looks = iter(range(_LOOKS))
    database.set_progress_handler(lambda: int(next(looks, None) is None), _STEPS)
    database.set_authorizer(_authorize)
    return database


def _without_log(raw: bytes) -> bytes:
    """Return the file as one without a write-ahead log, which a copy in memory cannot have."""
    return raw[:18] + b"\x01\x01" + raw[20:] if raw[18:20] == b"\x02\x02" else raw


def _authorize(action: int, *_of_what: str | None) -> int:
    return sqlite3.SQLITE_OK if action in _READS else sqlite3.SQLITE_DENY


def _layers(database: sqlite3.Connection) -> Iterator[Layer]:
    tables = {str(name) for (name,) in database.execute(_TABLES)}
    if "gpkg_contents" not in tables or "gpkg_geometry_columns" not in tables:
        raise RefusedError(Refusal.DATABASE)
    systems = {key: f"{who}:{code}" for key, who, code in database.execute(_SYSTEMS)}
    listed = database.execute(_FEATURES).fetchmany(_MOST_LAYERS)
    for table, column, system in listed:
        if table in tables:
            yield Layer(str(table), _records(database, str(table), column), str(systems.get(system, "")))


def _records(database: sqlite3.Connection, table: str, column: str | None) -> list[Record]:
    quoted = table.replace('"', '""')
    rows = database.execute(f'SELECT * FROM "{quoted}" LIMIT {LIMITS.rows + 1}')  # noqa: S608 - a name of the file, quoted
    names = [str(one[0]) for one in rows.description]
    records = []
    for number, row in enumerate(rows, start=1):
        cells: dict[str, object] = dict(zip(names, row, strict=True))
        blob = cells.pop(column, None) if column else None
        plain = {name: value for name, value in cells.items() if not isinstance(value, bytes)}
        records.append(Record(number, _without_key(plain), partial(_shape, blob)))
    return records


def _without_key(cells: Mapping[str, object]) -> dict[str, object]:
    """Return a row without the number that the format gives it, where it has an id of its own."""
    own = {"id", "project_id"} & set(cells)
    return {name: value for name, value in cells.items() if not (own and name == "fid")}


def _shape(blob: object) -> Shape | None:
    """Return the shape of a GeoPackage's blob (OGC 12-128, 2.1.3): a header, then well-known binary."""
    if blob is None:
        return None
    if not isinstance(blob, bytes) or blob[:2] != b"GP" or len(blob) < 8:
        raise FaultError(Fault.GEOMETRY_FORM, "gpkg")
    flags = blob[3]
    extent = flags >> 1 & 7
    if extent >= len(_EXTENTS):
        raise FaultError(Fault.GEOMETRY_FORM, "gpkg")
    if flags & 0x10:
        return None  # marked as empty
    try:
        found = shapely.from_wkb(blob[8 + 8 * _EXTENTS[extent] :])
        if found.is_empty:
            return None
        return read_shape(lists(shapely.geometry.mapping(shapely.force_2d(found))))
    except (shapely.errors.ShapelyError, struct.error, AttributeError, KeyError, ValueError) as error:
        if isinstance(error, FaultError):
            raise
        raise FaultError(Fault.GEOMETRY_FORM, "gpkg") from None
