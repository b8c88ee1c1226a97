"""The streets' file: a PMTiles archive of ours, checked before anybody is sent to it. No GDAL, no pandas."""

from __future__ import annotations

import gzip
import io
import json
import logging
import math
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from pmtiles.reader import MemorySource, Reader, all_tiles
from pmtiles.tile import Compression, TileType, deserialize_header, zxy_to_tileid
from pmtiles.writer import Writer

from geo.folders import STREETS_FILE
from geo.places import MAP_BOUNDS

__all__ = [
    "COLUMNS",
    "LAYERS",
    "ZOOMS",
    "Archive",
    "ArchiveError",
    "Place",
    "every_tile",
    "found",
    "opened",
    "packed",
    "tiles",
    "usable",
]

# The zooms of the tiles. Nearer, the page draws the last ones larger: their grid is finer than a metre.
ZOOMS = (12, 14)
# In their drawing order.
LAYERS = ("green", "water", "streams", "rails", "roads", "places")
# What a feature has besides its shape: its kind, its names as written and in English, a road's number.
COLUMNS = ("kind", "name", "name_en", "ref")
CREDIT = "© OpenStreetMap contributors, ODbL"
# What makes an archive ours: other PMTiles have other layers and other columns.
_MARK = "dgmap_streets"
_FORMAT = 1
_HEADER_BYTES = 127
_MAX_METADATA_BYTES = 100_000
_E7 = 1e7

_LOG = logging.getLogger(__name__)

Place = tuple[int, int, int]  # zoom, x, y of a tile
Bounds = tuple[float, float, float, float]


class ArchiveError(Exception):
    """The file is there, but is not ours, or is broken. The text says which, in English."""


@dataclass(frozen=True, slots=True)
class Archive:
    """A checked file of streets.

    Attributes
    ----------
    path
        Where it is.
    digest
        The first 12 signs of its sha256: its address holds it, so that a browser may keep what it has.
    bounds
        West, south, east, north in degrees.
    date
        The day of the extract, as the operator gave it; empty for unknown.
    """

    path: Path
    digest: str
    bounds: Bounds
    date: str

    @property
    def name(self) -> str:
        """Return the name under which the file is served."""
        return f"{self.digest}.pmtiles"


def found() -> Archive | None:
    """Return the operator's file, None if there is none.

    Raises
    ------
    ArchiveError
        If there is a file and it is not a whole one of ours.
    """
    try:
        stat = STREETS_FILE.stat()
    except OSError:
        return None
    return opened(STREETS_FILE, (stat.st_mtime_ns, stat.st_size))


def usable() -> Archive | None:
    """Return the operator's file; None if there is none, or none of ours, which is said in the log."""
    try:
        return found()
    except ArchiveError as error:
        _LOG.warning("No streets: %s", error)
        return None


@lru_cache(maxsize=4)
def opened(place: Path, stamp: tuple[int, int] = (0, 0)) -> Archive:
    """Check a file and return what is to be known of it; `stamp` is another once the file is another.

    Raises
    ------
    ArchiveError
        If it is no PMTiles archive, is cut off, or was not made by ``dgmap basemap``.
    """
    del stamp
    try:
        content = place.read_bytes()
    except OSError as error:
        msg = f"`{place}` cannot be read: {error.strerror}"
        raise ArchiveError(msg) from error
    header = _header(content, place)
    metadata = _metadata(content, header, place)
    if metadata.get(_MARK) != _FORMAT or header["tile_type"] != TileType.MVT:
        msg = f"`{place}` is no file of streets: make one by `dgmap basemap`"
        raise ArchiveError(msg)
    bounds = tuple(header[f"{side}_e7"] / _E7 for side in ("min_lon", "min_lat", "max_lon", "max_lat"))
    west, south, east, north = bounds
    here = MAP_BOUNDS
    if east < here.west or west > here.east or north < here.south or south > here.north:
        msg = f"`{place}` holds the streets of another place"
        raise ArchiveError(msg)
    date = str(metadata.get("date", ""))[:10]
    return Archive(place, sha256(content).hexdigest()[:12], (west, south, east, north), date)


def _header(content: bytes, place: Path) -> Mapping[str, Any]:
    try:
        header: Mapping[str, Any] = dict(deserialize_header(content[:_HEADER_BYTES]))
    except Exception as error:  # the library raises what its parts raise
        msg = f"`{place}` is no PMTiles archive"
        raise ArchiveError(msg) from error
    end = header["tile_data_offset"] + header["tile_data_length"]
    if len(content) < end or header["metadata_length"] > _MAX_METADATA_BYTES:
        msg = f"`{place}` is cut off: {len(content)} of {end} bytes are there"
        raise ArchiveError(msg)
    return header


def _metadata(content: bytes, header: Mapping[str, Any], place: Path) -> dict[str, Any]:
    start = header["metadata_offset"]
    raw = content[start : start + header["metadata_length"]]
    try:
        if header["internal_compression"] == Compression.GZIP:
            with gzip.open(io.BytesIO(raw)) as file:
                raw = file.read(_MAX_METADATA_BYTES)
        read = json.loads(raw)
    except (OSError, EOFError, ValueError, RecursionError, zlib.error) as error:
        msg = f"`{place}` is broken: its metadata cannot be read"
        raise ArchiveError(msg) from error
    return read if isinstance(read, dict) else {}


def _tile_of(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    """Return the tile (x, y) of a point: the grid of Web Mercator."""
    count = 2**zoom
    slope = math.asinh(math.tan(math.radians(lat)))
    return int((lon + 180) / 360 * count), int((1 - slope / math.pi) / 2 * count)


def _places(bounds: Bounds) -> Iterator[Place]:
    west, south, east, north = bounds
    for zoom in range(ZOOMS[0], ZOOMS[1] + 1):
        (left, top), (right, bottom) = _tile_of(west, north, zoom), _tile_of(east, south, zoom)
        for x in range(left, right + 1):
            for y in range(top, bottom + 1):
                yield zoom, x, y


def tiles(archive: Archive, bounds: Bounds) -> dict[Place, bytes]:
    """Return the tiles of an archive that touch bounds, packed as they are.

    Raises
    ------
    ArchiveError
        If the file's list of tiles is broken: the check of :func:`opened` does not read it.
    """
    try:
        reader = Reader(MemorySource(archive.path.read_bytes()))
        read = [(place, reader.get(*place)) for place in _places(bounds)]
    except Exception as error:  # as of the header: a broken list of tiles
        msg = f"`{archive.path}` is broken: its list of tiles cannot be read"
        raise ArchiveError(msg) from error
    return {place: data for place, data in read if data}


def packed(content: Mapping[Place, bytes], *, bounds: Bounds, date: str) -> bytes:
    """Return an archive of tiles, which are gzipped vector tiles with our layers.

    Parameters
    ----------
    content
        At least one tile.
    bounds
        West, south, east, north in degrees.
    date
        The day of the extract, ``2026-11-20``; empty for unknown.

    Returns
    -------
    bytes
        The same bytes for the same tiles.
    """
    west, south, east, north = (round(value * _E7) for value in bounds)
    file = io.BytesIO()
    writer = Writer(file)
    for place in sorted(content, key=lambda one: int(zxy_to_tileid(*one))):
        writer.write_tile(zxy_to_tileid(*place), content[place])
    header = {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": west,
        "min_lat_e7": south,
        "max_lon_e7": east,
        "max_lat_e7": north,
        "center_zoom": ZOOMS[0],
        "center_lon_e7": (west + east) // 2,
        "center_lat_e7": (south + north) // 2,
    }
    layers = [{"id": name, "fields": dict.fromkeys(COLUMNS, "String")} for name in LAYERS]
    metadata = {"attribution": CREDIT, "date": date, "vector_layers": layers, _MARK: _FORMAT}
    writer.finalize(header, metadata)
    return file.getvalue()


def every_tile(content: bytes) -> dict[Place, bytes]:
    """Return all tiles of an archive, packed as they are."""
    return dict(all_tiles(MemorySource(content)))
