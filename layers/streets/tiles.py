"""Write the streets as one PMTiles file: GDAL cuts each layer into tiles, which are joined to one archive.

GDAL's driver writes one layer a call through pyogrio. A vector tile is a protobuf message whose layers are a
repeated field, so that tiles of one place are joined by joining their bytes.
"""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd

from layers.streets.archive import COLUMNS, LAYERS, ZOOMS, Place, every_tile, packed

__all__ = ["street_tiles"]

# From which zoom the features of a layer are in the tiles, by their kind.
_FROM: Mapping[str, Mapping[str, int]] = {
    "roads": {"motorway": 12, "major": 12, "medium": 12, "minor": 13},
    "places": {"village": 12, "station": 12, "townhall": 13, "hospital": 13, "school": 14},
}


def _cut(frame: gpd.GeoDataFrame, name: str, *, zooms: tuple[int, int], folder: Path) -> dict[Place, bytes]:
    """Return the tiles of one layer, unpacked."""
    path = folder / f"{name}-{zooms[0]}.pmtiles"
    # A column without any value keeps the type of a text.
    texts = {column: frame[column].astype("string") for column in COLUMNS}
    frame.assign(**texts).to_file(
        path,
        engine="pyogrio",
        driver="PMTiles",
        layer=name,
        geometry_type="Unknown",
        MINZOOM=str(zooms[0]),
        MAXZOOM=str(zooms[1]),
    )
    return {place: gzip.decompress(data) for place, data in every_tile(path.read_bytes()).items()}


def _layer_tiles(frame: gpd.GeoDataFrame, name: str, folder: Path) -> dict[Place, bytes]:
    """Return the tiles of a layer, at each zoom with the features that are drawn there."""
    first = frame["kind"].map(dict(_FROM[name])) if name in _FROM else frame["kind"].map(lambda _: ZOOMS[0])
    starts = sorted(set(first))
    ends = [*(zoom - 1 for zoom in starts[1:]), ZOOMS[1]]
    found: dict[Place, bytes] = {}
    for start, end in zip(starts, ends, strict=True):
        found |= _cut(frame[first <= start], name, zooms=(start, end), folder=folder)
    return found


def street_tiles(frames: Mapping[str, gpd.GeoDataFrame], *, date: str = "") -> bytes:
    """Return the PMTiles archive of a city's streets.

    Parameters
    ----------
    frames
        As :func:`layers.streets.reading.read_extract` returns them; at least one has a row.
    date
        The day of the extract, ``2026-11-20``; empty for unknown.

    Returns
    -------
    bytes
        Vector tiles of the zooms :data:`ZOOMS`, gzipped, with the layers :data:`LAYERS`.
    """
    joined: dict[Place, bytes] = {}
    full = {name: frames[name] for name in LAYERS if not frames[name].empty}
    with tempfile.TemporaryDirectory() as folder:
        for name, frame in full.items():
            for place, data in _layer_tiles(frame, name, Path(folder)).items():
                joined[place] = joined.get(place, b"") + data
    bounds = [frame.total_bounds for frame in full.values()]
    west, south = (float(min(box[side] for box in bounds)) for side in (0, 1))
    east, north = (float(max(box[side] for box in bounds)) for side in (2, 3))
    zipped = {place: gzip.compress(data, compresslevel=9, mtime=0) for place, data in joined.items()}
    return packed(zipped, bounds=(west, south, east, north), date=date)
