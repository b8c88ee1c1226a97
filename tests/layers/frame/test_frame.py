"""Any frame as a layer: reprojected, what cannot be drawn counted, cells as text."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import GeometryCollection, LineString, MultiPoint, Point, Polygon, box

from layers import FrameLayer
from layers.geometry import packed

BOW_TIE = Polygon([(113.7, 22.9), (113.8, 23.0), (113.8, 22.9), (113.7, 23.0)])


def frame(*geometries: object, crs: object = 4326, **columns: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=list(geometries), crs=crs)


@pytest.mark.parametrize("crs", [4326, 4547, 3857])
def test_frame_of_any_crs_is_drawn_in_degrees(crs):
    """The same point from three systems stands at the same place."""
    layer = FrameLayer(frame(Point(113.75, 23.02)).to_crs(crs), name="点")
    assert layer.frame.crs == "EPSG:4326"
    assert layer.payload()["features"][0]["points"] == [[113.75, 23.02]]


def test_frame_without_crs_is_an_error_that_says_so():
    """Nobody guesses where a frame lies."""
    with pytest.raises(ValueError, match="set_crs"):
        FrameLayer(frame(Point(113.75, 23.02), crs=None), name="点")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [({"label": "name"}, "'name'"), ({"popup": ["a", "b"]}, "'b'"), ({"color": "red;}"}, "`color`")],
    ids=["label", "popup", "color"],
)
def test_argument_that_is_not_there_is_named(arguments, told):
    """A missing column or colour is an error that names it."""
    with pytest.raises(ValueError, match=told):
        FrameLayer(frame(Point(113.75, 23.02), a=[1]), name="点", **arguments)


def test_rows_without_a_valid_geometry_are_left_out_and_counted():
    """None, an empty one and one that crosses itself are not drawn; the others are."""
    rows = frame(Point(113.75, 23.02), None, Point(), BOW_TIE)
    with pytest.warns(UserWarning, match="学校: 3 rows"):
        layer = FrameLayer(rows, name="学校")
    assert (layer.left_out, len(layer.frame), len(layer.payload()["features"])) == (3, 1, 1)


def test_each_kind_of_geometry_is_encoded():
    """Points, lines, areas with holes, and collections of them."""
    area = box(113.7, 22.9, 113.8, 23.0).difference(box(113.74, 22.94, 113.76, 22.96))
    several = GeometryCollection(
        [MultiPoint([(113.6, 22.8), (113.7, 22.8)]), LineString([(113.6, 22.8), (113.7, 22.9)])]
    )
    point, line, polygon, both = FrameLayer(
        frame(Point(113.75, 23.02), LineString([(113.6, 22.8), (113.7, 22.9)]), area, several), name="各种"
    ).payload()["features"]
    assert point["points"] == [[113.75, 23.02]]
    assert line["paths"] == packed([[11360000, 2280000, 10000, 10000]])
    assert [len(rings) for rings in polygon["rings"]] == [2]
    assert (both["points"], both["paths"]) == ([[113.6, 22.8], [113.7, 22.8]], line["paths"])


def test_cells_are_text_and_the_unknown_is_not_shown():
    """Numbers without needless digits; None, NaN, NaT and NA are left out, zero is not."""
    rows = frame(
        *[Point(113.75, 23.02)] * 2,
        name=["一中", None],
        n=[1500.0, np.nan],
        zero=[0, 0],
        day=[pd.Timestamp("2024-01-31"), pd.NaT],
        na=pd.array([True, pd.NA], dtype="boolean"),
    )
    first, second = FrameLayer(rows, name="学校", label="name", popup=["n", "zero", "day", "na"]).payload()[
        "features"
    ]
    assert first["name"] == "一中"
    assert first["fields"] == [["n", "1500"], ["zero", "0"], ["day", "2024-01-31 00:00:00"], ["na", "True"]]
    assert (second["name"], second["fields"]) == ("", [["zero", "0"]])


def test_empty_frame_is_drawn_as_nothing():
    """A frame of no rows makes a layer of no features."""
    layer = FrameLayer(frame(), name="空")
    assert layer.payload()["features"] == []


def test_sample_shows_what_the_frame_holds():
    """An area, a line or a point, in the layer's colour."""
    line = LineString([(113.6, 22.8), (113.7, 22.9)])
    for geometry, tag in (
        (box(113.7, 22.9, 113.8, 23.0), "rect"),
        (line, "path"),
        (Point(113.7, 23), "circle"),
    ):
        layer = FrameLayer(frame(geometry), name="层", color="sea-name")
        ((drawn, attributes),) = layer.payload()["sample"]["shapes"]
        assert drawn == tag
        assert "var(--sea-name)" in attributes.values()
