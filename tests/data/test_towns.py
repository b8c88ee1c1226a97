"""The units of the city."""

from __future__ import annotations

import re

import geopandas as gpd
import pytest
import shapely

METRES = "EPSG:4547"


def test_towns_are_a_valid_coverage(towns: gpd.GeoDataFrame):
    """Neighbours share their borders vertex by vertex, without gap or overlap, after rounding."""
    assert shapely.coverage_is_valid(towns.geometry.to_numpy())


def test_towns_are_35_units(towns: gpd.GeoDataFrame):
    """28 towns, 4 subdistricts and 3 zones make the city."""
    assert towns["kind"].value_counts().to_dict() == {"town": 28, "subdistrict": 4, "zone": 3}


def test_towns_area_is_the_published_one(towns: gpd.GeoDataFrame):
    """The units together have the city's published area, 2460.1 km², to 0.1 %."""
    total_km2 = towns.to_crs(METRES).area.sum() / 1e6
    assert total_km2 == pytest.approx(2460.1, rel=0.001)


def test_towns_people_are_the_citys(towns: gpd.GeoDataFrame):
    """The census figures of the units add up to the city's total."""
    assert towns["population_2020"].sum() == 10466625


def test_towns_ids_and_codes_are_unique(towns: gpd.GeoDataFrame):
    """Ids are ASCII slugs and codes have 12 digits of Dongguan, none twice."""
    assert towns["id"].is_unique
    assert towns["code"].is_unique
    assert all(re.fullmatch(r"[a-z]+", town_id) for town_id in towns["id"])
    assert all(re.fullmatch(r"441900\d{6}", code) for code in towns["code"])


def test_towns_labels_lie_inside(towns: gpd.GeoDataFrame):
    """A town's name stands in its own polygon."""
    labels = shapely.points(towns["label_lon"], towns["label_lat"])
    assert shapely.contains(towns.geometry.to_numpy(), labels).all()


def test_towns_coordinates_have_five_decimals(towns: gpd.GeoDataFrame):
    """Coordinates are rounded, so that a rebuild changes nothing by chance."""
    coordinates = shapely.get_coordinates(towns.geometry.to_numpy())
    assert (coordinates == coordinates.round(5)).all()


def test_towns_without_people_have_no_source_for_them(towns: gpd.GeoDataFrame):
    """An unknown population names no source."""
    unknown = towns[towns["population_2020"].isna()]
    assert set(unknown["id"]) == {"dongguangang", "shengtaiyuan"}
    assert unknown["population_source"].isna().all()
