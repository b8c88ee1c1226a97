"""Any GeoDataFrame as a layer of ours: quiet drawing, an entry in the legend, text as text."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import asdict

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry

from geo.crs import DEGREES
from geo.symbols import QUIET, TOKENS, Sample, Shape
from layers.element import Json, Layer
from layers.geometry import SCALE, lines_of, lonlat, packed, paths, points_of, polygons_of, rings
from layers.wording import known

__all__ = ["FrameLayer"]

_COLOURS = frozenset(row.name for row in TOKENS)
_SAMPLE_WIDTH = 34


class FrameLayer(Layer):
    """Any GeoDataFrame on the map: points, lines and areas in one quiet colour.

    Rows without a geometry, with an empty one or with one that is not valid are left out; ``left_out`` counts
    them, and a warning says so. What is missing in a cell (None, NaN, NaT) is not shown.

    Parameters
    ----------
    frame
        One row a feature, in any coordinate reference system.
    name
        What the legend calls the layer, plain text.
    label
        The column with each feature's name, drawn beside it; None for no names.
    popup
        Columns that are shown as plain text when a feature is pointed at; with a word for each, or by their
        own names.
    color
        The name of a colour of ``geo.symbols.TOKENS``.

    Attributes
    ----------
    frame
        The rows that are drawn, in EPSG:4326.
    names
        What each row is called, empty where nothing is known; all empty without a column for it.
    left_out
        How many rows are not.

    Raises
    ------
    ValueError
        If the frame has no coordinate reference system, or a column or colour is not there.
    """

    def __init__(
        self,
        frame: gpd.GeoDataFrame,
        *,
        name: str,
        label: str | None = None,
        popup: Sequence[str] | Mapping[str, str] = (),
        color: str = QUIET.color,
    ) -> None:
        if frame.crs is None:
            msg = "`frame` has no coordinate reference system; say which by `frame.set_crs(...)`"
            raise ValueError(msg)
        missing = [column for column in (*popup, *([label] if label else [])) if column not in frame.columns]
        if missing:
            msg = f"`frame` has no column {missing[0]!r}; it has {', '.join(map(str, frame.columns))}"
            raise ValueError(msg)
        if color not in _COLOURS:
            msg = f"`color` was {color!r} but is expected to be one of {', '.join(sorted(_COLOURS))}"
            raise ValueError(msg)
        drawn = frame[~frame.geometry.isna() & ~frame.geometry.is_empty & frame.geometry.is_valid]
        super().__init__(drawn.to_crs(DEGREES), name=name)
        self.name, self.label, self.color = name, label, color
        self.popup = dict(popup) if isinstance(popup, Mapping) else {column: column for column in popup}
        self.names = [_shown(cell) for cell in self.frame[label]] if label else [""] * len(drawn)
        self.left_out = len(frame) - len(drawn)
        if self.left_out:
            warnings.warn(
                f"{name}: {self.left_out} rows without a valid geometry are not drawn", stacklevel=2
            )

    def payload(self) -> Json:
        """Return the features as packed paths and rings, points as [lon, lat], and their text."""
        return {
            "name": self.name,
            "look": {**asdict(QUIET), "color": f"var(--{self.color})"},
            "scale": SCALE,
            "has_labels": self.label is not None,
            "sample": asdict(self.sample()),
            "features": [
                {
                    "name": name,
                    "fields": [
                        [word, text] for column, word in self.popup.items() if (text := _shown(row[column]))
                    ],
                    **_geometry(geometry),
                }
                for name, row, geometry in zip(
                    self.names,
                    self.frame.drop(columns=self.frame.geometry.name).to_dict("records"),
                    self.frame.geometry,
                    strict=True,
                )
            ],
        }

    def sample(self) -> Sample:
        """Return the drawing of the legend: an area, a line or a point, whichever there is first."""
        return Sample(_SAMPLE_WIDTH, (self._shape(),))

    def _shape(self) -> Shape:
        color, shapes = f"var(--{self.color})", list(self.frame.geometry)
        if any(polygons_of(shape) for shape in shapes):
            box = {"x": 2, "y": 3, "width": 30, "height": 14, "rx": 2, "fill": color, "stroke": color}
            return "rect", {**box, "fill-opacity": QUIET.fill_opacity, "stroke-width": QUIET.edge_px}
        if any(lines_of(shape) for shape in shapes):
            return "path", {"d": "M2 10h30", "fill": "none", "stroke": color, "stroke-width": QUIET.line_px}
        dot = {"cx": 17, "cy": 10, "r": QUIET.dot_px, "fill": color, "stroke": "var(--casing)"}
        return "circle", {**dot, "stroke-width": QUIET.dot_edge_px}


def _shown(value: object) -> str:
    """Return a cell as plain text, empty where nothing is known."""
    if value is pd.NA or known(value) is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _geometry(geometry: BaseGeometry) -> dict[str, object]:
    found: dict[str, object] = {}
    if points := points_of(geometry):
        found["points"] = [lonlat(point) for point in points]
    if lines := paths(geometry):
        found["paths"] = packed(lines)
    if areas := rings(geometry):
        found["rings"] = packed(areas)
    return found
