"""A visitor's shapes as the map takes them."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import shapely

from geo.upload.drawing import drawable


def drawn(*shapes: Any, name: str = "甲") -> tuple[dict[str, Any], ...]:
    return drawable(gpd.GeoDataFrame({"name": [name] * len(shapes)}, geometry=list(shapes), crs=4326))


def test_large_shapes_are_simplified_to_what_one_message_holds():
    """Twenty thousand vertices become at most eight thousand; none is lost altogether."""
    circle = shapely.Point(113.75, 23.0).buffer(0.1, quad_segs=2_500)
    shapes = drawn(circle, circle, shapely.Point(113.7, 23.0))
    sent = sum(str(shape["geometry"]).count(", ") for shape in shapes)
    assert len(shapes) == 3
    assert sent < 16_000
    assert len(json.dumps(shapes)) < 400_000


def test_names_are_cut_and_without_signs_that_cannot_be_seen():
    """A name cannot turn the direction of the page or fill it."""
    (shape,) = drawn(shapely.Point(113.7, 23.0), name="a\u202eb\nc" + "长" * 100)
    assert shape["name"].startswith("a b c长")
    assert len(shape["name"]) == 40
