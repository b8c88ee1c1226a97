"""The tracks of the metro: as long as published, and under their stations."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely

Rows = list[dict[str, str]]
Basemap = dict[str, gpd.GeoDataFrame]

METRES = "EPSG:4547"
PUBLISHED_KM = 57.478  # 中新网, 28 November 2025; events.csv cites it as 57.5
NEAR_M = 20.0


def off_track(stations: gpd.GeoDataFrame, line: shapely.LineString) -> list[str]:
    """The stations that stand farther from a line than 20 m."""
    return [str(name) for name in stations[stations.to_crs(METRES).distance(line) > NEAR_M]["name_zh"]]


@pytest.fixture(scope="module")
def line_1(sites: gpd.GeoDataFrame) -> shapely.LineString:
    own = sites[sites["project_id"] == "metro-1-phase-1"].to_crs(METRES)
    (line,) = own.geometry
    return line


@pytest.fixture(scope="module")
def line_2(basemap: Basemap) -> shapely.LineString:
    railways = basemap["railways"].to_crs(METRES)
    (line,) = railways[railways["name_zh"] == "地铁2号线"].geometry
    return line


def own_stations(basemap: Basemap, name: str) -> gpd.GeoDataFrame:
    stations = basemap["stations"]
    return stations[[name in lines for lines in stations["lines"]]]


def test_line_1_is_as_long_as_published(line_1: shapely.LineString, events: Rows):
    """The track from station to station is up to 1.5 % shorter than what was published, and never longer."""
    opened = next(
        row for row in events if row["project_id"] == "metro-1-phase-1" and row["event"] == "opened"
    )
    assert "57.5 公里" in opened["fact_zh"]
    assert opened["source_id"] == "yunfu-line-1"
    assert PUBLISHED_KM * 0.985 < line_1.length / 1000 < PUBLISHED_KM


def test_line_1_runs_under_its_stations_in_their_order(basemap: Basemap, line_1: shapely.LineString):
    """All 25 stand within 20 m of the track, each farther along it than the one before."""
    own = own_stations(basemap, "1号线一期").sort_values("order")
    assert len(own) == 25
    assert off_track(own, line_1) == []
    along = [line_1.project(point) for point in own.to_crs(METRES).geometry]
    assert along == sorted(along)
    assert along[0] < NEAR_M
    assert along[-1] > line_1.length - NEAR_M


def test_line_2_runs_under_its_stations(basemap: Basemap, line_2: shapely.LineString):
    """All 15 stations in service stand within 20 m of the track."""
    own = own_stations(basemap, "2号线")
    assert len(own) == 15
    assert off_track(own, line_2) == []


def test_straight_line_through_the_stations_is_not_the_track(basemap: Basemap, line_1: shapely.LineString):
    """Planted: a station moved by 30 m is found, and the chords of the first version miss the track."""
    own = own_stations(basemap, "1号线一期").sort_values("order").to_crs(METRES)
    moved = own.assign(geometry=own.geometry.translate(0, 30))
    assert len(off_track(moved, line_1)) > 10
    assert line_1.hausdorff_distance(shapely.LineString(list(own.geometry))) > 100


def test_line_1_says_how_sure_it_is(sites: gpd.GeoDataFrame):
    """It is approximate to some tens of metres, not surveyed: no authority has published coordinates."""
    (row,) = sites[sites["project_id"] == "metro-1-phase-1"].to_dict("records")
    assert (row["certainty"], row["accuracy_m"], row["source_id"]) == (
        "approximate",
        60.0,
        "metro-tracks-osm",
    )
    assert row["displaced_m"] == 0


def test_lines_of_shenzhen_are_context_beyond_the_city(basemap: Basemap, towns: gpd.GeoDataFrame):
    """No line of Shenzhen's metro runs into the city; all are from the open tracks."""
    railways = basemap["railways"]
    other = railways[railways["name_zh"].str.startswith("深圳地铁")]
    assert len(other) == 13
    assert set(other["source_id"]) == {"metro-tracks-osm"}
    assert not other.intersects(towns.union_all()).any()
