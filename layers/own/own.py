"""The visitor's own shapes."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd

from geo.crs import DEGREES
from layers.element import Layer, LegendItem

__all__ = ["OwnShapes"]


class OwnShapes(Layer):
    """The visitor's own shapes, for this session; the app gives them by a message."""

    def __init__(self, *, lang: str) -> None:
        super().__init__(gpd.GeoDataFrame(geometry=[], crs=DEGREES))
        self.lang = lang

    def legend(self) -> Sequence[LegendItem]:
        """Return the entry of this symbol."""
        return [LegendItem.of("own", self.lang)]
