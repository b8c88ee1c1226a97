"""What lies under the projects: neighbours, expressways, railways, stations."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import geopandas as gpd
import shapely
from shapely.algorithms.polylabel import polylabel
from shapely.geometry import MultiLineString
from shapely.geometry.base import BaseGeometry

from geo.dataset import Dataset
from layers.element import Json, Layer, records_frame
from layers.geometry import AREA_SCALE, SCALE, lines_of, packed, path, paths, polygons_of
from layers.ground.ground import beyond
from layers.wording import known

__all__ = ["Basemap", "Feature", "Part"]

# Degrees. The neighbours' borders are a frame for the eye: about 500 m, three pixels at the city's zoom.
_TOLERANCE = 500 / 111_000
# So near to the city's outline a neighbour's border is the same one, drawn from another source.
_ALONG = 700 / 111_000
_DIGITS = 5


class Part(StrEnum):
    """The parts of the base map, in the order in which they are drawn."""

    NEIGHBOURS = "neighbours"
    ROADS = "roads"
    RAILWAYS = "railways"
    STATIONS = "stations"


@dataclass(frozen=True, slots=True)
class Feature:
    """One area, line or station of the base map.

    Attributes
    ----------
    part, id, kind
        Which part it belongs to; its id (stations only) and kind as the data file says.
    name
        In the map's language.
    at
        Where a station, or the name of an area, stands: lon, lat in degrees; of a line some point of it.
    project, order
        The project whose line a station is on, and its place along it; None for all others.
    geometry
        EPSG:4326.
    """

    part: Part
    id: str
    name: str
    kind: str
    at: tuple[float, float]
    project: str | None
    order: int | None
    geometry: BaseGeometry


def _at(row: Mapping[Hashable, Any]) -> tuple[float, float]:
    """Return where a name stands: as the file says, else in the widest place of the largest polygon."""
    lon, lat = known(row.get("label_lon")), known(row.get("label_lat"))
    if lon is None or lat is None:
        areas = polygons_of(row["geometry"])
        largest = max(areas, key=lambda polygon: polygon.area, default=None)
        spot = row["geometry"].representative_point() if largest is None else polylabel(largest, 0.005)
        lon, lat = spot.x, spot.y
    return round(float(lon), _DIGITS), round(float(lat), _DIGITS)


def _features(part: Part, frame: gpd.GeoDataFrame, *, lang: str) -> Iterator[Feature]:
    for row in frame.to_dict("records"):
        order = known(row.get("order"))
        yield Feature(
            part=part,
            id=str(known(row.get("id")) or ""),
            name=str(known(row[f"name_{lang}"]) or known(row["name_zh"]) or ""),
            kind=str(known(row.get("kind")) or ""),
            at=_at(row),
            project=known(row.get("project_id")),
            order=None if order is None else int(order),
            geometry=row["geometry"],
        )


class Basemap(Layer):
    """The quiet part of the map.

    Parameters
    ----------
    dataset
        Its ``basemap`` (``neighbours``: polygons; ``roads``, ``railways``: lines) and ``stations`` (points),
        all in EPSG:4326. Railways wholly beyond the city are a part of the ground (:mod:`layers.ground`).
    lang
        Which name is drawn.

    Attributes
    ----------
    features
        The rows of ``frame`` as records, stations of a project's line in their order along it.
    """

    keys = ("road", "railway", "station")

    def __init__(self, dataset: Dataset, *, lang: str) -> None:
        railways = dataset.basemap["railways"]
        inside = railways.drop(index=beyond(railways, dataset.towns).index)
        frames = {**dataset.basemap, Part.RAILWAYS: inside, Part.STATIONS: dataset.stations}
        self._city = dataset.towns.union_all()
        found = [feature for part in Part for feature in _features(part, frames[part], lang=lang)]
        self.features = sorted(found, key=lambda one: (one.project or "", one.order or 0, one.id))
        super().__init__(records_frame(self.features), lang=lang)

    def of(self, part: Part) -> list[Feature]:
        """Return the features of a part."""
        return [feature for feature in self.features if feature.part is part]

    def borders(self) -> BaseGeometry:
        """Return the neighbours' borders, each once; not those along the city, whose outline is drawn."""
        frame = gpd.GeoSeries([area.geometry for area in self.of(Part.NEIGHBOURS)])
        if frame.empty:
            return MultiLineString()
        lines = frame.simplify_coverage(_TOLERANCE).boundary.union_all()
        # Where the file cuts them off, at a box, there is no border.
        cut = shapely.box(*frame.total_bounds).boundary.buffer(_TOLERANCE / 5)
        return shapely.line_merge(lines.difference(self._city.buffer(_ALONG)).difference(cut))

    def payload(self) -> Json:
        """Return borders and lines as packed paths, stations as [lon, lat]."""
        neighbours = self.of(Part.NEIGHBOURS)
        return {
            "scale": SCALE,
            "area_scale": AREA_SCALE,
            # Of the neighbours nothing but their borders and names is drawn.
            "neighbours": {
                "paths": packed([path(line.coords, scale=AREA_SCALE) for line in lines_of(self.borders())]),
                "areas": [_named(area) for area in neighbours],
            },
            "roads": [packed(paths(one.geometry)) for one in self.of(Part.ROADS)],
            "railways": [
                {"kind": one.kind, "paths": packed(paths(one.geometry))} for one in self.of(Part.RAILWAYS)
            ],
            "stations": [_station(one) for one in self.of(Part.STATIONS)],
        }


def _named(area: Feature) -> Json:
    return {"name": area.name, "kind": area.kind, "label": area.at}


def _station(station: Feature) -> Json:
    return {
        "id": station.id,
        "name": station.name,
        "kind": station.kind,
        "project": station.project,
        "order": station.order,
        "at": station.at,
    }
