"""The place that distances are measured from, and its circle."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd

from geo.crs import DEGREES
from layers.element import Layer, LegendItem

__all__ = ["Near"]


class Near(Layer):
    """A place to measure from; the app says by a message where it is, and the page holds nothing of it."""

    def __init__(self, *, lang: str) -> None:
        super().__init__(gpd.GeoDataFrame(geometry=[], crs=DEGREES))
        self.lang = lang

    def legend(self) -> Sequence[LegendItem]:
        """Return the entry of this symbol."""
        return [LegendItem.of("near", self.lang)]
