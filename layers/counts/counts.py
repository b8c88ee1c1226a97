"""How many projects each town has, as shades of ink with the number at each."""

from __future__ import annotations

import geopandas as gpd

from geo.crs import DEGREES
from layers.element import Layer

__all__ = ["TownCounts"]


class TownCounts(Layer):
    """A count by town; which one, the app says by a message."""

    def __init__(self, *, lang: str) -> None:
        super().__init__(gpd.GeoDataFrame(geometry=[], crs=DEGREES))
        self.lang = lang
