"""The units of the city: areas, borders, and where a name may stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
from shapely.geometry.base import BaseGeometry

from geo.crs import METRES, WEB_MERCATOR
from geo.dataset import Dataset
from layers.element import Json, Layer, records_frame
from layers.geometry import AREA_SCALE, packed, polygons_of, rings
from layers.topology import topology
from layers.wording import known

__all__ = ["Towns", "Unit", "silhouette"]

# Degrees: about 15 m; the published borders are for reference only and not surer than that.
_TOLERANCE = 15 / 111_000
_SILHOUETTE_STEP = 150.0


@dataclass(frozen=True, slots=True)
class Unit:
    """A town, subdistrict or zone.

    Attributes
    ----------
    name, full_name
        In the map's language: short as it is drawn, and whole.
    label
        Where the name stands: lon, lat in degrees.
    area_km2
        Of the published border, before it is simplified.
    geometry
        EPSG:4326, simplified as one coverage so that no gap opens between neighbours.
    """

    id: str
    name: str
    full_name: str
    kind: str
    label: tuple[float, float]
    area_km2: float
    geometry: BaseGeometry


def _units(towns: gpd.GeoDataFrame, *, lang: str) -> Iterator[Unit]:
    simple = towns.geometry.simplify_coverage(_TOLERANCE, simplify_boundary=True)
    areas = towns.geometry.to_crs(METRES).area
    for row, geometry, area in zip(towns.to_dict("records"), simple, areas, strict=True):
        name = row["short_zh"] if lang == "zh" else row["name_en"]
        yield Unit(
            id=str(row["id"]),
            name=known(name) or known(row["name_zh"]) or "",
            full_name=known(row[f"name_{lang}"]) or "",
            kind=str(row["kind"]),
            label=(round(float(row["label_lon"]), 5), round(float(row["label_lat"]), 5)),
            area_km2=round(float(area) / 1e6, 1),
            geometry=geometry,
        )


class Towns(Layer):
    """The units of the city.

    Parameters
    ----------
    dataset
        Its ``towns``: one row a unit, EPSG:4326, with id, name_zh, short_zh, name_en, kind, label_lon and
        label_lat.
    lang
        Which name is drawn.

    Attributes
    ----------
    units
        The rows of ``frame`` as records.
    """

    keys = ("town", "order", "order_open", "border")

    def __init__(self, dataset: Dataset, *, lang: str) -> None:
        self.units = list(_units(dataset.towns, lang=lang))
        super().__init__(records_frame(self.units), lang=lang)

    def payload(self) -> Json:
        """Return each border once, as an arc, and the units as rings of arc numbers."""
        borders = topology(rings(unit.geometry, scale=AREA_SCALE) for unit in self.units)
        plain = ("id", "name", "full_name", "kind", "label", "area_km2")
        return {
            "area_scale": AREA_SCALE,
            "arcs": packed(borders.arcs),
            "outline": borders.outline(),
            "units": [
                {**{name: getattr(unit, name) for name in plain}, "rings": shape}
                for unit, shape in zip(self.units, borders.shapes, strict=True)
            ],
        }


def silhouette(frame: gpd.GeoDataFrame) -> str:
    """Return the city's outline as inline SVG: what is seen where the map will be, until it is drawn."""
    # Ground units of 100 m in a Mercator's proportions; a third of a pixel at the city's zoom.
    # The map's own projection: the outline lies where the map will draw it.
    outline = frame.geometry.to_crs(WEB_MERCATOR).union_all().simplify(_SILHOUETTE_STEP)
    west, south, east, north = outline.bounds
    paths = []
    for polygon in polygons_of(outline):
        steps = [
            f"{round((x - west) / _SILHOUETTE_STEP)} {round((north - y) / _SILHOUETTE_STEP)}"
            for x, y in polygon.exterior.coords
        ]
        paths.append(f"M{'L'.join(steps)}Z")
    width, height = round((east - west) / _SILHOUETTE_STEP), round((north - south) / _SILHOUETTE_STEP)
    return (
        f'<svg id="silhouette" viewBox="0 0 {width} {height}" aria-hidden="true">'
        f'<path d="{"".join(paths)}"/></svg>'
    )
