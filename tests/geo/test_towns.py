"""Each town's figures against a recomputation that goes another way: raw files, overlay, ellipsoid."""

from __future__ import annotations

from collections import Counter

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from geo.dataset import load
from geo.folders import DATA_FOLDER
from geo.inside import OUTSIDE, lines_in_towns, split_line
from geo.places import town_names
from geo.query import Filters
from geo.towns import Presence, line_metres, town_counts, town_summary
from geo.vocabulary import Category

REPORT = DATA_FOLDER / "reports" / "2024"
GEOD = Geod(ellps="WGS84")
TOWNS = sorted(town_names())


@pytest.fixture(scope="module")
def raw():
    """The files as GeoPandas and pandas read them, without our schema."""
    projects = pd.read_csv(REPORT / "projects.csv", dtype=str, keep_default_na=False)
    # A place that was learnt after the report is the project's too (docs/decisions/0021).
    later = pd.read_csv(DATA_FOLDER / "placements.csv", dtype=str, keep_default_na=False)
    learnt = later.groupby("project_id")["towns"].last()
    projects["towns"] = projects["id"].map(learnt).fillna(projects["towns"])
    sites = gpd.read_file(REPORT / "sites.geojson").set_crs(4326, allow_override=True)
    towns = gpd.read_file(DATA_FOLDER / "towns.geojson").set_crs(4326, allow_override=True)
    return projects, sites, towns


@pytest.fixture(scope="module")
def overlaid(raw):
    """Metres by (project, town), from one overlay in degrees of all lines with all towns."""
    _, sites, towns = raw
    lines = sites[sites.geom_type.isin(["LineString", "MultiLineString"])]
    pieces = gpd.overlay(
        lines[["project_id", "geometry"]], towns[["id", "geometry"]], how="intersection", keep_geom_type=True
    )
    metres = pieces.geometry.map(GEOD.geometry_length)
    return metres.groupby([pieces["project_id"], pieces["id"]]).sum().to_dict()


@pytest.mark.parametrize("town", TOWNS)
def test_town_counts_equal_the_file_exploded(dataset, raw, town: str):
    """Projects by category and stage of each unit, recounted from the CSV with explode and groupby."""
    projects, _, _ = raw
    exploded = projects.assign(town=projects["towns"].str.split(";")).explode("town")
    own = exploded[exploded["town"] == town]
    summary = town_summary(dataset, town)
    assert list(summary.projects["id"]) == list(own["id"])
    for column in ("category", "stage"):
        counted = {key: n for key, n in summary.counts[column].items() if n}
        assert counted == own[column].value_counts().to_dict()
    for counts in summary.counts.values():
        assert sum(counts.values()) == len(own)


@pytest.mark.parametrize("town", TOWNS)
def test_line_metres_equal_an_overlay_measured_on_the_ellipsoid(dataset, overlaid, town: str):
    """Metres inside each unit against gpd.overlay and geodesic length; the two differ by 30 ppm or 2 m."""
    lines = town_summary(dataset, town).lines.dropna(subset=["metres"])
    ours = dict(zip(lines["project_id"], lines["metres"], strict=True))
    theirs = {project: metres for (project, where), metres in overlaid.items() if where == town}
    assert set(ours) == {project for project, metres in theirs.items() if metres > 1e-3}
    for project, metres in ours.items():
        assert metres == pytest.approx(theirs[project], rel=1e-4, abs=2.0)


def test_metres_of_all_towns_and_the_remainder_are_the_length_of_the_line(dataset, raw):
    """Inside and outside add up to each line's length within 0.1 %, the length measured elsewise."""
    _, sites, _ = raw
    lines = sites[sites.geom_type.isin(["LineString", "MultiLineString"])]
    whole = lines.geometry.map(GEOD.geometry_length).groupby(lines["project_id"]).sum()
    added = line_metres(dataset).groupby("project_id")["metres"].sum()
    assert set(added.index) == set(whole.index)
    assert ((added - whole).abs() / whole).max() < 1e-3


def test_a_line_that_leaves_the_city_has_its_remainder_stated(dataset):
    """More than half of 深江铁路 as it is drawn lies outside of the city."""
    metres = line_metres(dataset)
    own = metres[metres["project_id"] == "shenjiang-railway"].set_index("town")["metres"]
    assert set(own.index) == {"humen", "changan", OUTSIDE}
    assert own[OUTSIDE] > own.drop(OUTSIDE).sum()


def test_counts_by_town_equal_the_summaries_for_every_category(dataset):
    """The choropleth's numbers are the town pages' own."""
    for category in Category:
        counts = town_counts(dataset, Filters(categories=(category,))).set_index("town")
        for town in TOWNS:
            assert counts.loc[town, "projects"] == town_summary(dataset, town).counts["category"][category]


def test_counts_by_town_add_up_over_presence_and_pass_over_the_town_filter(dataset):
    """Sited, line and town-only are the whole; a project of nine towns counts nine times."""
    counts = town_counts(dataset, Filters(towns=("changan",)))
    assert (counts[[how.value for how in Presence]].sum(axis=1) == counts["projects"]).all()
    assert counts["projects"].sum() == sum(len(towns) for towns in dataset.projects["towns"])
    assert list(counts["town"]) == list(dataset.towns["id"])


def test_presence_says_how_a_project_is_in_its_towns(dataset):
    """长安: the line as drawn, the line whose course here is not known, and the two that only name it."""
    lines = town_summary(dataset, "changan").lines.set_index("project_id")
    assert lines.loc["guangshen-expressway-widening", "certainty"] == "approximate"
    assert lines.loc["shenjiang-railway", "certainty"] == "schematic"
    assert pd.isna(lines.loc["metro-2-phase-3", "metres"])
    assert lines.loc["huanguan-phase-3", "certainty"] == "town"
    assert pd.isna(lines.loc["huanguan-phase-3", "accuracy_m"])


def test_a_line_that_crosses_a_town_nobody_names_is_listed_as_such(dataset):
    """莞深高速 as drawn crosses a corner of 清溪: metres, but no project of the town."""
    summary = town_summary(dataset, "qingxi")
    crossing = summary.lines[~summary.lines["named"]]
    assert list(crossing["project_id"]) == ["guanshen-expressway-widening"]
    assert "guanshen-expressway-widening" not in set(summary.projects["id"])


def test_targets_bind_the_units_that_the_report_names(dataset):
    """7.3 binds the 28 towns alone, 8.5 and the duty of 9.5 the subdistricts too; a zone has its own."""
    kinds = dict(zip(dataset.towns["id"], dataset.towns["kind"], strict=True))
    for town, kind in kinds.items():
        summary = town_summary(dataset, str(town))
        refs = {"town": ["7.3", "8.5"], "subdistrict": ["8.5"], "zone": []}[kind]
        places = {"songshanhu": ["5.1", "5.1"], "shatian": ["6.1"]}.get(str(town), [])
        assert list(summary.targets["ref"]) == sorted(refs + places), town
        assert list(summary.duties["ref"]) == ([] if kind == "zone" else ["9.5"]), town
    bound = [town for town in kinds if "7.3" in set(town_summary(dataset, str(town)).targets["ref"])]
    assert len(bound) == 28


def test_targets_of_a_file_from_before_binds_hold_in_every_unit(data_copy):
    """An edition whose targets.csv has no `binds` and that has no duties.csv is read as it was."""
    home = data_copy / "reports" / "2024"
    (home / "duties.csv").unlink()
    frame = pd.read_csv(home / "targets.csv", dtype=str, keep_default_na=False)
    frame["per"] = frame["per"].replace("place", "city")
    frame.drop(columns=["binds", "scope_zh", "scope_en"]).to_csv(home / "targets.csv", index=False)
    mentions = home / "mentions.csv"
    mentions.write_text(mentions.read_text(encoding="utf-8").replace("9.5,重点项目推进清单\n", ""), "utf-8")
    summary = town_summary(load("2024", folder=data_copy), "songshanhu")
    assert list(summary.targets["ref"]) == ["7.3", "8.5"]
    assert summary.duties.empty


def test_unknown_town_is_refused(dataset):
    """A town that does not exist is an error of the caller."""
    with pytest.raises(KeyError, match="nowhere"):
        town_summary(dataset, "nowhere")


def test_context_lines_are_measured_like_the_projects(dataset):
    """穗深城际 in 长安, against shapely alone."""
    rails = dataset.basemap["railways"].to_crs(4547)
    town = dataset.towns.set_index("id").geometry.to_crs(4547)["changan"]
    alone = sum(line.intersection(town).length for line in rails[rails["name_zh"] == "穗深城际"].geometry)
    context = town_summary(dataset, "changan").context.set_index("name_zh")["metres"]
    assert context["穗深城际"] == pytest.approx(alone, abs=1.0)


# --- shared borders ---

LEFT, RIGHT = shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)


def test_stretch_along_a_shared_border_is_counted_once():
    """The first of the two has it; a plain intersection would give it to both."""
    line = shapely.LineString([(10, 2), (10, 8), (30, 8)])
    assert split_line(line, {"left": LEFT, "right": RIGHT}) == pytest.approx(
        {"left": 6.0, "right": 10.0, OUTSIDE: 10.0}
    )


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(*[st.integers(-2, 22), st.integers(-2, 12)]), min_size=2, max_size=8, unique=True))
def test_split_always_adds_up(points):
    """Whatever the line does with the borders: what is split is the whole."""
    line = shapely.LineString(points)
    shares = split_line(line, {"left": LEFT, "right": RIGHT})
    # A line that runs over itself is measured once by intersection: compare with its merged shape.
    whole = shapely.unary_union(line).length
    assert sum(shares.values()) == pytest.approx(whole, abs=1e-6) or sum(shares.values()) == pytest.approx(
        line.length, abs=1e-6
    )


def test_points_and_areas_have_no_metres():
    """Only lines are measured, and parts of one name are added up."""
    shapes = [shapely.Point(5, 5), shapely.box(1, 1, 9, 9), shapely.LineString([(1, 1), (4, 1)])]
    shapes.append(shapely.LineString([(1, 2), (3, 2)]))
    frame = gpd.GeoDataFrame({"name": ["a", "b", "c", "c"]}, geometry=shapes, crs=4547)
    towns = gpd.GeoDataFrame({"id": ["left"]}, geometry=[LEFT], crs=4547)
    found = lines_in_towns(frame, towns, by=("name",))
    assert Counter(found["name"]) == {"c": 1}
    assert found["metres"].iloc[0] == pytest.approx(5.0, abs=1e-6)
