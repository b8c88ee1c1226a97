"""Which projects, how many, how near."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from geo.crs import METRES, from_metres, to_metres
from geo.query import Filters, facets, near, select, town_at
from geo.vocabulary import Category, Certainty, Stage

GEOD = Geod(ellps="WGS84")


def test_select_without_filters_is_everything_in_order(dataset):
    """No filter, no change: rows, columns and order of the dataset."""
    assert_geodataframe_equal(select(dataset, Filters()), dataset.projects)


def test_select_of_nothing_keeps_columns_and_crs(dataset):
    """An empty answer is a frame of the same kind."""
    empty = select(dataset, Filters(towns=("shilong",), categories=(Category.SCIENCE,)))
    assert (len(empty), list(empty.columns), empty.crs) == (
        0,
        list(dataset.projects.columns),
        dataset.projects.crs,
    )


@settings(deadline=None, max_examples=40)
@given(
    categories=st.lists(st.sampled_from(Category), unique=True).map(tuple),
    stages=st.lists(st.sampled_from(Stage), unique=True).map(tuple),
    towns=st.lists(st.sampled_from(["changan", "humen", "dalang", "shilong"]), unique=True).map(tuple),
)
def test_select_agrees_with_a_plain_loop(dataset, categories, stages, towns):
    """Fields narrow, values widen: the same as asking each row."""
    expected = [
        row["id"]
        for row in dataset.projects.to_dict("records")
        if (not categories or row["category"] in categories)
        and (not stages or row["stage"] in stages)
        and (not towns or set(towns) & set(row["towns"]))
    ]
    assert list(select(dataset, Filters(categories=categories, stages=stages, towns=towns))["id"]) == expected


def test_facet_count_is_what_choosing_it_would_show(dataset):
    """Each category's count equals the rows after it is chosen alone, other filters kept."""
    filters = Filters(towns=("changan",), categories=(Category.RAIL,))
    counts = facets(dataset, filters)["categories"]
    chosen = {c.value: len(select(dataset, Filters(towns=("changan",), categories=(c,)))) for c in Category}
    assert counts == chosen


def test_near_finds_a_line_two_hundred_metres_off_its_middle(dataset):
    """A metro line is as near as its nearest part, not as its stations or its middle."""
    sites = dataset.sites.to_crs(METRES)
    line = sites[sites["project_id"] == "metro-1-phase-1"].geometry.iloc[0]
    a, b = (line.interpolate(0.35, normalized=True), line.interpolate(0.351, normalized=True))
    length = a.distance(b)
    dx, dy = (b.x - a.x) / length, (b.y - a.y) / length
    off = shapely.Point((a.x + b.x) / 2 - dy * 200, (a.y + b.y) / 2 + dx * 200)
    lon, lat = from_metres(off.x, off.y)
    found = near(dataset, lon=lon, lat=lat, radius_m=1_000).set_index("id")
    assert found.loc["metro-1-phase-1", "distance_m"] == pytest.approx(200, abs=2)


def test_near_a_bend_of_the_track_measures_to_the_track_not_to_the_chord(dataset):
    """Where the straight line between two stations leaves the track by far, the track counts."""
    sites = dataset.sites.to_crs(METRES)
    line = sites[sites["project_id"] == "metro-1-phase-1"].geometry.iloc[0]
    stations = dataset.stations[dataset.stations["project_id"] == "metro-1-phase-1"].sort_values("order")
    chords = shapely.LineString(list(stations.to_crs(METRES).geometry))
    bend = max((shapely.Point(place) for place in line.coords), key=chords.distance)
    assert chords.distance(bend) > 500
    lon, lat = from_metres(bend.x, bend.y)
    found = near(dataset, lon=lon, lat=lat, radius_m=300).set_index("id")
    assert found.loc["metro-1-phase-1", "distance_m"] == pytest.approx(0, abs=2)
    assert found.loc["metro-1-phase-1", "group"] == "in"


def test_near_distances_agree_with_the_ellipsoid(dataset):
    """Distances to single points agree with pyproj.Geod to 0.05 %."""
    points = dataset.projects[dataset.projects.geometry.geom_type == "Point"].set_index("id").geometry
    found = near(dataset, lon=113.80, lat=22.95, radius_m=20_000).set_index("id")["distance_m"]
    pairs = [
        (found[key], GEOD.inv(113.80, 22.95, p.x, p.y)[2]) for key, p in points.items() if key in found.index
    ]
    assert len(pairs) >= 3
    assert [ours for ours, _ in pairs] == pytest.approx([truth for _, truth in pairs], rel=5e-4)


def test_near_the_civic_center_sorts_into_three_groups(dataset):
    """Surely in, perhaps in, town only; nearest first; no metres where only the town is known."""
    found = near(dataset, lon=113.755, lat=23.01441, radius_m=3_000)
    assert found.groupby("group")["id"].count().to_dict() == {"in": 3, "maybe": 2, "town": 2}
    inside = found[found["group"] == "in"]["distance_m"]
    assert inside.is_monotonic_increasing
    assert found[found["group"] == "town"]["distance_m"].isna().all()
    assert set(found[found["group"] == "town"]["certainty"]) == {Certainty.TOWN.value}


def _spot(dataset, index):
    """Return a point of a small grid over the city: a list of them without chance."""
    west, south, east, north = dataset.towns.total_bounds
    return west + (east - west) * (index % 5 + 0.5) / 5, south + (north - south) * (index // 5 + 0.5) / 5


@pytest.mark.parametrize("index", range(25))
def test_near_line_distances_agree_with_the_ellipsoid(dataset, index):
    """The nearest point of each project, lines included, is as far as pyproj.Geod says, to 0.05 %."""
    lon, lat = _spot(dataset, index)
    centre = shapely.Point(to_metres(lon, lat))
    metres = dataset.projects.set_index("id").geometry.to_crs(METRES)
    found = near(dataset, lon=lon, lat=lat, radius_m=30_000)
    sited = found[(found["group"] != "town") & (found["distance_m"] > 0)]
    assert len(sited)
    for row in sited.itertuples():
        touch = shapely.shortest_line(metres[row.id], centre).coords[0]
        truth = GEOD.inv(lon, lat, *from_metres(*touch))[2]
        assert row.distance_m == pytest.approx(truth, rel=5e-4)


def test_near_is_nearest_first_and_towns_last(dataset):
    """Whatever the group, a shorter distance comes first; no distance comes last."""
    found = near(dataset, lon=113.80, lat=22.95, radius_m=8_000)
    distances = found["distance_m"]
    assert distances.dropna().is_monotonic_increasing
    assert distances.isna().tolist() == sorted(distances.isna())


def test_near_groups_follow_the_accuracy_of_each_part(dataset):
    """Surely in: distance and accuracy of one part within the circle; else perhaps, if it reaches in."""
    lon, lat, radius_m = 113.755, 23.01441, 3_000.0
    point = shapely.Point(to_metres(lon, lat))
    sites = dataset.sites.to_crs(METRES)
    expected = {}
    for owner, parts in sites.groupby("project_id"):
        doubt = parts["accuracy_m"].fillna(0.0)
        distance = parts.geometry.distance(point)
        if (distance + doubt <= radius_m).any():
            expected[owner] = "in"
        elif (distance - doubt <= radius_m).any():
            expected[owner] = "maybe"
    found = near(dataset, lon=lon, lat=lat, radius_m=radius_m).set_index("id")["group"]
    assert set(expected.values()) == {"in", "maybe"}
    assert found[found != "town"].to_dict() == expected


@pytest.mark.parametrize(
    ("distance_m", "accuracy_m", "expected"),
    [
        (1_000.0, 1_500.0, "in"),
        (3_000.0, 2_000.0, "maybe"),
        (2_999.0, math.nan, "in"),
        (0.0, 5_000.0, "maybe"),
    ],
    ids=[
        "surely within",
        "accuracy crosses the circle",
        "accuracy unknown",
        "less sure than the circle is wide",
    ],
)
def test_near_group_weighs_distance_against_accuracy(dataset, distance_m, accuracy_m, expected):
    """A project is in only if its whole doubt lies in the circle."""
    lon, lat = 113.75, 23.0
    x, y = to_metres(lon, lat)
    site = shapely.Point(*from_metres(x + distance_m, y))
    sites = dataset.sites.iloc[[0]].assign(accuracy_m=accuracy_m).set_geometry([site], crs=dataset.sites.crs)
    found = near(replace(dataset, sites=sites), lon=lon, lat=lat, radius_m=3_000)
    assert found.set_index("id").loc[sites["project_id"].iloc[0], "group"] == expected


def test_near_keeps_columns_and_crs_even_when_nothing_is_there(dataset):
    """Off the coast of Hong Kong there is nothing: an empty frame of the same kind."""
    empty = near(dataset, lon=114.5, lat=22.3, radius_m=1_000)
    assert (len(empty), empty.crs) == (0, dataset.projects.crs)
    assert list(empty.columns) == [*dataset.projects.columns, "distance_m", "group"]


@pytest.mark.parametrize(
    ("lon", "lat", "radius_m"),
    [
        (0, 0, 3_000),
        (float("nan"), 23, 3_000),
        (113.75, 23.0, 0),
        (113.75, 23.0, 60_000),
        (113.75, 23.0, float("inf")),
    ],
)
def test_near_out_of_bounds_raises(dataset, lon, lat, radius_m):
    """A point off the map or an impossible radius is a mistake of the caller."""
    with pytest.raises(ValueError, match="expected"):
        near(dataset, lon=lon, lat=lat, radius_m=radius_m)


def test_town_at_knows_each_town_by_its_own_inside(dataset):
    """A point well inside each of the 35 units is in that unit; Shenzhen is in none."""
    for row in dataset.towns.to_dict("records"):
        inside = row["geometry"].representative_point()
        assert town_at(dataset, lon=inside.x, lat=inside.y) == row["id"]
    assert town_at(dataset, lon=113.94, lat=22.53) is None
