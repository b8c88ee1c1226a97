"""The app's icon: the city's own outline on paper, drawn from the towns' borders."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from math import cos, radians

from geo.folders import data_folder

__all__ = ["SIZES", "icon"]

SIZES = (180, 192, 512)
_INK, _PAPER = "#22252A", "#F7F3EA"
_FINER = 4  # drawn larger and made smaller, for smooth edges
_ROOM = 0.6  # of the side: what a system may cut off as a circle stays paper

_Ring = Sequence[Sequence[float]]


def _rings() -> Iterator[_Ring]:
    """Yield the outer rings of all towns, in degrees."""
    features = json.loads((data_folder() / "towns.geojson").read_text(encoding="utf-8"))["features"]
    for feature in features:
        shape = feature["geometry"]
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        yield from (polygon[0] for polygon in polygons)


@lru_cache(maxsize=len(SIZES))
def icon(size: int) -> bytes:
    """Return the icon as PNG, `size` pixels a side."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - only who installs the map needs it

    rings = list(_rings())
    lons, lats = ([point[axis] for ring in rings for point in ring] for axis in (0, 1))
    west, south, east, north = min(lons), min(lats), max(lons), max(lats)
    narrow = cos(radians((south + north) / 2))
    side = size * _FINER
    scale = side * _ROOM / max((east - west) * narrow, north - south)
    middle = ((west + east) / 2, (south + north) / 2)
    image = Image.new("RGB", (side, side), _PAPER)
    pen = ImageDraw.Draw(image)
    for ring in rings:
        points = [
            (side / 2 + (lon - middle[0]) * narrow * scale, side / 2 - (lat - middle[1]) * scale)
            for lon, lat, *_ in ring
        ]
        pen.polygon(points, fill=_INK, outline=_INK)
    file = BytesIO()
    image.resize((size, size), Image.Resampling.LANCZOS).convert("L").save(file, "PNG", optimize=True)
    return file.getvalue()
