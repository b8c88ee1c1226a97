"""Water, woods and the names on them: each stands where its source lets it stand."""

from __future__ import annotations

import geopandas as gpd
import shapely

Rows = list[dict[str, str]]
Basemap = dict[str, gpd.GeoDataFrame]

METRES = "EPSG:4547"
WATER_OFF_M = 70.0  # as good as the water is
#: The expressways of projects: the number by project and part, and where the project says it.
OF_PROJECTS = {
    ("guangshen-expressway-widening", "main"): "G4",
    ("guanshen-expressway-widening", "main-line"): "G94",
    ("guanshen-expressway-widening", "longlin-branch"): "S22",
    ("changhu-expressway-widening", "main-line-east"): "G1523",
    ("changhu-expressway-widening", "main-line-west"): "G9411",
    ("changhu-expressway-widening", "humen-port-branch"): "S9918",
}


def off_water(names: gpd.GeoDataFrame, water: gpd.GeoDataFrame) -> list[str]:
    """The names of rivers and lakes that stand farther from all water than it is sure."""
    all_water = water.to_crs(METRES).union_all()
    own = names[names["kind"].isin(["river", "lake"])].to_crs(METRES)
    return [str(name) for name in own[own.distance(all_water) > WATER_OFF_M]["name_zh"]]


def roads_by_number(basemap: Basemap, sites: gpd.GeoDataFrame) -> dict[str, list[shapely.LineString]]:
    found: dict[str, list[shapely.LineString]] = {}
    for name, line in zip(basemap["roads"]["name_zh"], basemap["roads"].to_crs(METRES).geometry, strict=True):
        found.setdefault(name.split()[0], []).append(line)
    for row in sites.to_crs(METRES).itertuples():
        if number := OF_PROJECTS.get((row.project_id, row.part)):
            found.setdefault(number, []).append(row.geometry)
    return found


def test_names_of_waters_stand_on_water(basemap: Basemap):
    """A river's name stands on its water, as near as the water is sure; 1 km beside it, it would be found."""
    names, water = basemap["names"], basemap["water"]
    assert off_water(names, water) == []
    moved = names.to_crs(METRES)
    moved = moved.assign(geometry=moved.geometry.translate(0, 1_000)).to_crs(4326)
    assert off_water(moved, water) != []


def test_lakes_stand_in_the_town_that_their_source_names(basemap: Basemap, towns: gpd.GeoDataFrame):
    """同沙水库 lies in 东城, 松山湖 in the zone of that name."""
    lakes = basemap["names"][basemap["names"]["kind"] == "lake"]
    inside = gpd.sjoin(lakes, towns[["id", "geometry"]], predicate="within")
    assert dict(zip(inside["name_zh"], inside["id"], strict=True)) == {
        "同沙水库": "dongcheng",
        "松山湖": "songshanhu",
    }


def test_numbers_stand_on_their_expressway(basemap: Basemap, sites: gpd.GeoDataFrame):
    """Each number stands on a line of that number, and each line has one."""
    lines = roads_by_number(basemap, sites)
    numbers = basemap["names"][basemap["names"]["kind"] == "road"].to_crs(METRES)
    assert set(numbers["name_zh"]) == set(lines)
    off = [
        row.name_zh
        for row in numbers.itertuples()
        if min(row.geometry.distance(line) for line in lines[row.name_zh]) > 2
    ]
    assert off == []


def test_names_and_areas_have_their_sources(basemap: Basemap, sources: Rows):
    """Every feature of the ground names a source that the table has."""
    known = {row["id"] for row in sources}
    for name in ("water", "woods", "names", "railways"):
        assert set(basemap[name]["source_id"]) <= known


def test_woods_end_at_the_city_limits(basemap: Basemap, towns: gpd.GeoDataFrame):
    """The neighbours are a quiet frame: no wood is drawn beyond the city."""
    city = towns.to_crs(METRES).union_all().buffer(20)
    assert basemap["woods"].to_crs(METRES).within(city).all()
