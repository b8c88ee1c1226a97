"""GeoJSON keeps to RFC 7946."""

from __future__ import annotations

import json
import re

import pytest
import shapely

QUERIES = ("", "town=changan&cat=industry,rail", "sure=schematic")


def _numbers(value):
    if isinstance(value, list):
        for one in value:
            yield from _numbers(one)
    else:
        yield value


def _geometries(geometry):
    if geometry is not None:
        yield geometry


@pytest.mark.parametrize("query", QUERIES)
def test_collection_follows_the_standard(make, query):
    """Members, order of axes, decimals, ring direction and boxes are those of RFC 7946."""
    found = json.loads(make("geojson", query))
    assert found["type"] == "FeatureCollection"
    assert "crs" not in found
    for feature in found["features"]:
        assert {"type", "id", "geometry", "properties"} <= set(feature)
        assert not {"coordinates", "geometries", "features"} & set(feature)
        for geometry in _geometries(feature["geometry"]):
            numbers = list(_numbers(geometry["coordinates"]))
            assert numbers == [round(number, 5) for number in numbers]
            assert all(113 <= lon <= 115 for lon in numbers[::2])
            assert all(22 <= lat <= 24 for lat in numbers[1::2])


def test_outer_rings_run_against_the_clock(make):
    """RFC 7946, 3.1.6: the area lies to the left of its outer ring."""
    features = json.loads(make("geojson"))["features"]
    rings = [
        ring
        for feature in features
        for geometry in _geometries(feature["geometry"])
        if geometry["type"] in ("Polygon", "MultiPolygon")
        for polygon in (
            [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
        )
        for ring in polygon[:1]
    ]
    assert rings
    assert all(shapely.LinearRing(ring).is_ccw for ring in rings)


def test_boxes_hold_the_geometries(make):
    """The box of the collection is that of all features; each feature has its own."""
    found = json.loads(make("geojson", "cat=road"))
    boxes = [feature["bbox"] for feature in found["features"] if feature["geometry"]]
    assert boxes
    assert found["bbox"] == [
        min(box[0] for box in boxes), min(box[1] for box in boxes),
        max(box[2] for box in boxes), max(box[3] for box in boxes),
    ]  # fmt: skip


def test_projects_without_a_site_are_there_with_a_null_geometry(make, dataset):
    """What has no known place is not lost, and is not given one."""
    features = json.loads(make("geojson"))["features"]
    without = {feature["id"] for feature in features if feature["geometry"] is None}
    assert without == set(dataset.projects.loc[dataset.projects.geometry.isna(), "id"])
    assert without
    assert [feature for feature in features if feature["geometry"] is None and "bbox" in feature] == []


def test_parts_of_one_kind_make_a_multi_geometry(make):
    """RFC 7946, 3.1.8: lines are one multi-line, part by part."""
    features = {feature["id"]: feature for feature in json.loads(make("geojson"))["features"]}
    widening = features["changhu-expressway-widening"]
    assert widening["geometry"]["type"] == "MultiLineString"
    assert len(widening["geometry"]["coordinates"]) == len(widening["properties"]["parts"]) == 3


@pytest.mark.parametrize("query", QUERIES)
def test_no_geometry_is_a_collection(make, query):
    """UMap leaves such a feature out, deck.gl the whole file: each geometry is of one kind."""
    kinds = {
        feature["geometry"]["type"].removeprefix("Multi")
        for feature in json.loads(make("geojson", query))["features"]
        if feature["geometry"]
    }
    assert kinds
    assert kinds <= {"Point", "LineString", "Polygon"}


def test_part_of_another_kind_keeps_its_geometry(make, dataset):
    """Nothing is lost: what the geometry leaves out stands with its part, after those that it holds."""
    features = json.loads(make("geojson"))["features"]
    mixed = {row["id"] for row in dataset.projects.to_dict("records") if _is_mixed(row["geometry"])}
    assert len(mixed) == 2
    for feature in features:
        beside = [part["geometry"] for part in feature["properties"]["parts"] if "geometry" in part]
        assert bool(beside) == (feature["id"] in mixed)
        if beside:
            shapes = [shapely.geometry.shape(one) for one in (feature["geometry"], *beside)]
            whole = dataset.projects.set_index("id").geometry[feature["id"]]
            assert shapely.union_all(shapes).hausdorff_distance(shapely.union_all([whole])) < 2e-5
            assert "geometry" not in feature["properties"]["parts"][0]


def _is_mixed(geometry) -> bool:
    kinds = {part.geom_type for part in shapely.get_parts(shapely.get_parts(geometry))} if geometry else ()
    return len(kinds) > 1


def test_no_value_is_not_a_number(make):
    """JSON knows no NaN: unknown is null."""
    assert re.search(rb"\b(NaN|Infinity)\b", make("geojson")) is None
