"""The ground: water, woods, tracks beyond the city, and the names of rivers, lakes and expressways.

The page holds a coarse water, which the first picture needs. The fine ground is drawn from
``style.ground_zoom`` on; in the app it is a file beside the page, which is fetched then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import geopandas as gpd
import shapely
from shapely.geometry import MultiPolygon
from shapely.geometry.base import BaseGeometry

from geo.dataset import Dataset
from layers.element import Json, Layer, records_frame
from layers.geometry import AREA_SCALE, lines_of, lonlat, packed, path, polygons_of, rings
from layers.wording import known

__all__ = ["Ground", "GroundPart", "Piece"]

# Degrees: about 120 m, one pixel at the city's zoom; and what is smaller than 0.6 km² is left out there.
_COARSE = 120 / 111_000
_LEAST_AREA = 0.6 / 111 / 102
# Steps of about 2 m: the bends stay smooth at the deepest zoom.
_FINE_SCALE = 50_000


class GroundPart(StrEnum):
    """The parts of the ground, in the order in which they are drawn."""

    WOODS = "woods"
    WATER = "water"
    TRACKS = "tracks"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class Piece:
    """One area, track or name of the ground.

    Attributes
    ----------
    part, kind
        Which part it belongs to; the kind of a name: ``lake``, ``river``, ``road`` or ``sea``.
    name
        In the map's language; empty for most waters, all woods.
    geometry
        EPSG:4326.
    """

    part: GroundPart
    kind: str
    name: str
    geometry: BaseGeometry

    @property
    def at(self) -> shapely.Point:
        """Where a name stands."""
        return self.geometry.centroid


def _pieces(part: GroundPart, frame: gpd.GeoDataFrame, *, lang: str) -> Iterator[Piece]:
    for row in frame.to_dict("records"):
        name = str(known(row.get(f"name_{lang}")) or known(row.get("name_zh")) or "")
        yield Piece(part=part, kind=str(known(row.get("kind")) or ""), name=name, geometry=row["geometry"])


def _sea(water: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the names of the waters that have one, in the widest place of each."""
    for piece in water:
        if piece.name:
            largest = max(polygons_of(piece.geometry), key=lambda polygon: polygon.area)
            spot = shapely.maximum_inscribed_circle(largest, tolerance=0.005)
            yield Piece(GroundPart.NAMES, "sea", piece.name, shapely.Point(spot.coords[0]))


class Ground(Layer):
    """The quiet ground under the projects.

    Parameters
    ----------
    dataset
        Its ``basemap``: ``water`` and ``woods`` (polygons), ``names`` (points), and of ``railways`` the lines
        that lie wholly beyond the city's ``towns``; all in EPSG:4326.
    lang
        Which name is drawn.

    Attributes
    ----------
    pieces
        The rows of ``frame`` as records.
    """

    def __init__(self, dataset: Dataset, *, lang: str) -> None:
        base = dataset.basemap
        water = list(_pieces(GroundPart.WATER, base["water"], lang=lang))
        self.pieces = [
            *_pieces(GroundPart.WOODS, base["woods"], lang=lang),
            *water,
            *_pieces(GroundPart.TRACKS, beyond(base["railways"], dataset.towns), lang=lang),
            *_sea(water),
            *_pieces(GroundPart.NAMES, base["names"], lang=lang),
        ]
        super().__init__(records_frame(self.pieces), lang=lang)

    def of(self, part: GroundPart) -> list[Piece]:
        """Return the pieces of a part."""
        return [piece for piece in self.pieces if piece.part is part]

    def water(self) -> BaseGeometry:
        """Return all waters as one shape: no shore is drawn where two sources meet."""
        return shapely.union_all([piece.geometry for piece in self.of(GroundPart.WATER)])

    def payload(self) -> Json:
        """Return the coarse water of the first picture and the name of the sea."""
        large = [area for area in polygons_of(self.water()) if area.area >= _LEAST_AREA]
        coarse = MultiPolygon([_solid(area) for area in large])
        return {
            "scale": AREA_SCALE,
            "water": packed(rings(coarse.simplify(_COARSE), scale=AREA_SCALE)),
            "names": self._names(is_sea=True),
        }

    def later(self) -> Json:
        """Return the fine ground, which is not needed before somebody looks closer."""
        woods = shapely.union_all([piece.geometry for piece in self.of(GroundPart.WOODS)])
        return {
            "scale": _FINE_SCALE,
            "woods": packed(rings(woods, scale=_FINE_SCALE)),
            "water": packed(rings(self.water(), scale=_FINE_SCALE)),
            "tracks": packed(
                [
                    path(line.coords, scale=_FINE_SCALE)
                    for track in self.of(GroundPart.TRACKS)
                    for line in lines_of(track.geometry)
                ]
            ),
            "names": self._names(is_sea=False),
        }

    def _names(self, *, is_sea: bool) -> list[Mapping[str, Any]]:
        return [
            {"name": piece.name, "kind": piece.kind, "at": lonlat(piece.at)}
            for piece in self.of(GroundPart.NAMES)
            if (piece.kind == "sea") is is_sea
        ]


def _solid(area: shapely.Polygon) -> shapely.Polygon:
    """Return an area without the islands that are too small to be seen."""
    islands = [hole for hole in area.interiors if shapely.Polygon(hole).area >= _LEAST_AREA]
    return shapely.Polygon(area.exterior, islands)


def beyond(lines: gpd.GeoDataFrame, towns: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the lines that lie wholly beyond the towns (both EPSG:4326)."""
    return lines[~lines.intersects(towns.union_all())]
