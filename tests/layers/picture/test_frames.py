"""Frames of anybody's own on a picture: lines, areas and points that are in sight, and no others."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import geopandas as gpd
import pytest
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from geo.symbols import QUIET
from geo.view import View
from layers import FrameLayer
from layers.picture.draw import compose
from layers.picture.layout import LAYOUTS
from layers.picture.scene import scene
from layers.picture.sheet import Sheet


def _drawn(dataset, *geometries: BaseGeometry) -> Sheet:
    """Return a picture with a frame for each geometry."""
    told = scene(dataset, View())
    frames = [
        FrameLayer(gpd.GeoDataFrame({"name": ["小学"]}, geometry=[one], crs=4326), name="层", label="name")
        for one in geometries
    ]
    return compose(replace(told, drawn=replace(told.drawn, frames=frames)), LAYOUTS["preview"])


@pytest.mark.parametrize(
    "shape",
    [Point(113.75, 23.02), LineString([(113.7, 22.9), (113.8, 23.0)]), box(113.7, 22.9, 113.8, 23.0)],
    ids=lambda shape: shape.geom_type,
)
def test_frame_in_sight_is_drawn_named_and_told_to_the_legend(dataset, shape):
    """Whatever its kind of geometry."""
    sheet = _drawn(dataset, shape)
    assert "frame-0" in sheet.symbols
    assert "小学" in [text.get_text() for text, _ in sheet.texts]


def test_frame_out_of_sight_is_not(dataset):
    """What the picture does not show has no entry; the frame after it keeps its own."""
    sheet = _drawn(dataset, Point(110, 20), Point(113.75, 23.02))
    assert {key for key in sheet.symbols if key.startswith("frame")} == {"frame-1"}


def test_line_has_the_width_of_the_symbol_table(dataset, monkeypatch):
    """The numbers are those that the page gets."""
    widths: list[float] = []
    drawn = Sheet.lines

    def lines(sheet: Sheet, *given: Any, width: float, **rest: Any) -> None:
        widths.append(width)
        drawn(sheet, *given, width=width, **rest)

    monkeypatch.setattr(Sheet, "lines", lines)
    _drawn(dataset, LineString([(113.7, 22.9), (113.8, 23.0)]))
    scale = LAYOUTS["preview"].scale
    assert {QUIET.line_px * scale, QUIET.casing_px * scale} <= set(widths)
