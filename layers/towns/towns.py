"""The units of the city: areas, borders, and where a name may stand."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd

from geo.dataset import Dataset
from layers.element import Json, Layer, LegendItem
from layers.geometry import AREA_SCALE, polygons_of, rings
from layers.topology import topology
from layers.wording import known

__all__ = ["Towns", "silhouette"]

# Degrees: about 15 m; the published borders are for reference only and not surer than that.
_TOLERANCE = 15 / 111_000
# The map's own projection: the outline lies where the map will draw it.
_MERCATOR = 3857
_SILHOUETTE_STEP = 150.0
_DIGITS = 5


def _frame(towns: gpd.GeoDataFrame, *, lang: str) -> gpd.GeoDataFrame:
    """Return one row a unit, simplified as one coverage so that no gap opens between neighbours."""
    name = "short_zh" if lang == "zh" else "name_en"
    spoken = [str(known(value) or known(other) or "") for value, other in zip(towns[name], towns["name_zh"], strict=True)]
    full = [str(known(value) or "") for value in towns[f"name_{lang}"]]
    return gpd.GeoDataFrame(
        {
            "id": towns["id"].astype(str),
            "name": spoken,
            "full_name": full,
            "kind": towns["kind"].astype(str),
            "label_lon": towns["label_lon"].astype(float).round(_DIGITS),
            "label_lat": towns["label_lat"].astype(float).round(_DIGITS),
            "area_km2": (towns.geometry.to_crs(4547).area / 1e6).round(1),
        },
        geometry=towns.geometry.simplify_coverage(_TOLERANCE, simplify_boundary=True),
        crs=towns.crs,
    )


class Towns(Layer):
    """The units of the city.

    Parameters
    ----------
    dataset
        Its ``towns``: one row a unit, EPSG:4326, with id, name_zh, short_zh, name_en, kind, label_lon, label_lat.
    lang
        Which name is drawn.

    Attributes
    ----------
    frame
        One row a unit as it is drawn: id, name, full_name, kind, label_lon, label_lat, area_km2; EPSG:4326.
    """

    def __init__(self, dataset: Dataset, *, lang: str) -> None:
        super().__init__(_frame(dataset.towns, lang=lang))
        self.lang = lang

    def payload(self) -> Json:
        """Return each border once, as an arc, and the units as rings of arc numbers."""
        borders = topology(rings(shape, scale=AREA_SCALE) for shape in self.frame.geometry)
        rows = self.frame.drop(columns="geometry").to_dict("records")
        return {
            "area_scale": AREA_SCALE,
            "arcs": borders.arcs,
            "outline": borders.outline(),
            "units": [
                {
                    **{key: row[key] for key in ("id", "name", "full_name", "kind", "area_km2")},
                    "label": [row["label_lon"], row["label_lat"]],
                    "rings": shape,
                }
                for row, shape in zip(rows, borders.shapes, strict=True)
            ],
        }

    def legend(self) -> Sequence[LegendItem]:
        """Return the entries of borders, hatches and the numbers of an order."""
        return [LegendItem.of(key, self.lang) for key in ("town", "order", "order_open", "border")]


def silhouette(frame: gpd.GeoDataFrame) -> str:
    """Return the city's outline as inline SVG: what is seen where the map will be, until it is drawn."""
    # Ground units of 100 m in a Mercator's proportions; a third of a pixel at the city's zoom.
    outline = frame.geometry.to_crs(_MERCATOR).union_all().simplify(_SILHOUETTE_STEP)
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
