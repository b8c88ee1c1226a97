"""The places of the projects."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

Rows = list[dict[str, str]]

METRES = "EPSG:4547"
RANKS = ("surveyed", "approximate", "schematic", "town", "none")

#: Sites set by hand that stand in another unit than their project's, with the reason.
BY_HAND = {
    # The station 市民中心 stands on the border in the avenue; the block belongs to 南城.
    ("civic-center-phase-3", "main"): {"dongcheng"},
    # The fork of the rivers is where 莞城, 万江 and 南城 meet.
    ("dongjiang-welcome-bridge", "main"): {"nancheng"},
}

#: Metres that a line may run in a unit that is not in its list: corners of polygons.
CORNER_M = 100.0


def certainty_of(project: dict[str, str], parts: list[str]):
    """The least sure of the parts; without parts `town` if a town is known, else `none`."""
    if parts:
        return max(parts, key=RANKS.index)
    return "town" if project["towns"] else "none"


def test_sites_certainty_counts_are_the_ruling(projects: Rows, sites: gpd.GeoDataFrame):
    """Of the 36 placed projects 8 are approximate, 13 schematic, 14 known by town, 1 has no place."""
    parts = sites.groupby("project_id")["certainty"].apply(list).to_dict()
    placed = [project for project in projects if project["located"] == "placed"]
    counts = Counter(certainty_of(project, parts.get(project["id"], [])) for project in placed)
    assert counts == {"approximate": 8, "schematic": 13, "town": 14, "none": 1}


def test_sites_belong_to_placed_projects(projects: Rows, sites: gpd.GeoDataFrame):
    """No part belongs to an unknown project or to one that the report gives no site."""
    placed = {project["id"] for project in projects if project["located"] == "placed"}
    assert set(sites["project_id"]) <= placed
    assert not sites.duplicated(["project_id", "part"]).any()


def test_sites_lie_in_their_towns(projects: Rows, sites: gpd.GeoDataFrame, towns: gpd.GeoDataFrame):
    """A site touches no unit that its project does not name, but for corners and hand-set ones."""
    named = {project["id"]: set(project["towns"].split(";")) for project in projects}
    metres = towns.to_crs(METRES)
    strange = []
    for site in sites.to_crs(METRES).itertuples():
        allowed = named[site.project_id] | BY_HAND.get((site.project_id, site.part), set())
        for town in metres[metres.intersects(site.geometry)].itertuples():
            shared = site.geometry.intersection(town.geometry)
            corner = shared.length < CORNER_M if site.geometry.length else False
            touching = site.geometry.area and not shared.area
            if town.id not in allowed and not corner and not touching:
                strange.append((site.project_id, site.part, town.id))
    assert strange == []


def test_sites_by_hand_are_still_needed(sites: gpd.GeoDataFrame, towns: gpd.GeoDataFrame):
    """Each hand-set exception is one indeed: the site is in the unit that it names."""
    for (project_id, part), expected in BY_HAND.items():
        site = sites[(sites["project_id"] == project_id) & (sites["part"] == part)].geometry.iloc[0]
        assert set(towns[towns.contains(site)]["id"]) == expected


def test_sites_touch_the_city_or_end_near_it(sites: gpd.GeoDataFrame, towns: gpd.GeoDataFrame):
    """Nothing is drawn farther than 5 km beyond the city limits."""
    city = shapely.union_all(towns.to_crs(METRES).geometry.to_numpy()).buffer(5_100)
    assert sites.to_crs(METRES).within(city).all()


def test_sites_have_an_accuracy_unless_a_whole_town(sites: gpd.GeoDataFrame):
    """Every part says how many metres it may be off; a town's own border has not been measured."""
    without = sites[sites["accuracy_m"].isna()]
    assert list(without["project_id"]) == ["changan-100bn"]
    assert (sites["accuracy_m"].dropna() > 0).all()


def test_sites_displaced_ones_are_schematic_and_within_half(sites: gpd.GeoDataFrame):
    """Only a schematic line is shifted to be seen, by half of its accuracy at most."""
    shifted = sites[sites["displaced_m"] > 0]
    assert list(shifted["project_id"]) == ["gongchang-road-upgrade"]
    assert (shifted["certainty"] == "schematic").all()
    assert (shifted["displaced_m"] <= shifted["accuracy_m"] / 2).all()


@pytest.mark.parametrize("name", ["guangshen", "guanshen", "changhu"])
def test_sites_expressways_are_as_long_as_published(sites: gpd.GeoDataFrame, name: str):
    """Drawn lengths agree with the published ones (or the km posts) to 5 %."""
    published_km = {"guangshen": 47.4, "guanshen": 46.552 + 9.1, "changhu": 14.9 + 23.3 + 10.8}[name]
    own = sites[sites["project_id"] == f"{name}-expressway-widening"].to_crs(METRES)
    assert own.length.sum() / 1000 == pytest.approx(published_km, rel=0.05)


def test_lines_come_from_no_baidu_data(
    data_folder: Path, sites: gpd.GeoDataFrame, basemap: dict[str, gpd.GeoDataFrame]
):
    """Baidu-derived lines are not shipped: their source may stand for single points."""
    lines = [basemap[name] for name in ("railways", "roads", "water", "woods", "neighbours")]
    for frame in lines:
        assert "shenzhen-termini" not in set(frame["source_id"])
        names = frame.get("name_zh", [])
        assert not any(re.search(r"深圳\d+号线", str(name)) for name in names)
    assert "shenzhen-termini" not in set(sites["source_id"])
    chord = sites[sites["project_id"] == "metro-1-shenzhen-6-link"]
    assert [len(line.coords) for line in chord.geometry] == [2]
    assert (data_folder / "basemap" / "stations.geojson").exists()


def test_stations_outside_are_three_termini_and_one_station(basemap: dict[str, gpd.GeoDataFrame]):
    """Outside of the city stand the ends of three Shenzhen lines and 平湖 of the old railway."""
    stations = basemap["stations"]
    outside = stations[stations["kind"] == "outside"]
    assert set(outside["name_zh"]) == {"深理工", "碧头", "双拥街", "平湖"}


def test_stations_lie_in_their_town(basemap: dict[str, gpd.GeoDataFrame], towns: gpd.GeoDataFrame):
    """A station's town is the polygon that it lies in."""
    stations = basemap["stations"]
    inside = stations[stations["town"].notna()]
    joined = gpd.sjoin(inside, towns[["id", "geometry"]].rename(columns={"id": "polygon"}), how="left")
    assert list(joined["polygon"]) == list(joined["town"])
