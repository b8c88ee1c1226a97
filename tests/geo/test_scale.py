"""Questions to a thousand made-up projects: the index answers as a plain look at every row does."""

from __future__ import annotations

import pytest
import shapely

from benchmarks.synthetic import write
from geo.crs import METRES, to_metres
from geo.lookup import search
from geo.query import Filters, facets, near, select
from geo.vocabulary import Category, Kept

COUNT = 600


def test_made_up_projects_keep_the_real_mix(many, dataset):
    """Each of our projects stands in them as often as the others, give or take one."""
    for column in ("category", "stage", "kind", "located"):
        real = dataset.projects[column].value_counts() * COUNT / len(dataset.projects)
        off = (many.projects[column].value_counts() - real).abs()
        assert off.max() <= len(dataset.projects)
    assert many.projects["id"].is_unique


def test_the_same_number_gives_the_same_bytes(tmp_path):
    """A measurement can be repeated: nothing in a folder depends on the day or the machine."""
    for name in ("one", "two"):
        write(50, tmp_path / name)
    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / name).rglob("*.*")} for name in ("one", "two")
    )
    assert one == two


@pytest.mark.parametrize("radius_m", [300.0, 3_000.0, 20_000.0])
def test_near_agrees_with_measuring_every_site(many, radius_m):
    """The same projects, groups and metres as without an index."""
    lon, lat = 113.75, 22.95
    point = shapely.Point(to_metres(lon, lat))
    metres = many.sites.geometry.to_crs(METRES).distance(point)
    sites = many.sites.assign(metres=metres, accuracy_m=many.sites["accuracy_m"].fillna(0.0))
    surely = set(sites["project_id"][sites["metres"] + sites["accuracy_m"] <= radius_m])
    may = set(sites["project_id"][sites["metres"] - sites["accuracy_m"] <= radius_m])
    found = near(many, lon=lon, lat=lat, radius_m=radius_m)
    groups = {name: set(found["id"][found["group"] == name]) for name in ("in", "maybe", "town")}
    assert (groups["in"], groups["maybe"]) == (surely, may - surely)
    assert not groups["town"] & set(sites["project_id"])
    nearest = sites.groupby("project_id")["metres"].min()
    sited = found[found["group"] != "town"]
    assert sited["distance_m"].tolist() == nearest[sited["id"]].tolist()
    assert found["distance_m"].dropna().is_monotonic_increasing


def test_facets_agree_with_choosing_each_value(many):
    """Each count is what choosing that value alone would show, whatever else is chosen."""
    asked = Filters(categories=(Category.ROAD, Category.RAIL), kept=(Kept.OPEN,), towns=("changan", "humen"))
    counts = facets(many, asked)
    chosen = {
        town: len(select(many, Filters(asked.towns and (town,), asked.categories, kept=asked.kept)))
        for town in many.towns["id"]
    }
    assert counts["towns"] == chosen


def test_search_finds_every_project_that_holds_a_text(many):
    """All names that hold a syllable are found, and no others that are not around it."""
    expected = {row["id"] for row in many.projects.to_dict("records") if "旧村改造" in row["name_zh"]}
    assert expected
    assert set(search(many, "旧村改造", limit=COUNT)) == expected


def test_search_forgives_an_error_among_many(many):
    """A name with one letter wrong finds its project."""
    row = many.projects.iloc[7]
    assert row["id"] in search(many, row["name_en"].replace("a", "e", 1), limit=20)
