"""GeoPackage: the layers are there, and other programs read them."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess

import pyogrio
import pytest


@pytest.fixture
def package(make, tmp_path):
    path = tmp_path / "out.gpkg"
    path.write_bytes(make("gpkg", name=path.name))
    return path


def test_ogrinfo_reads_every_layer_without_a_warning(package):
    """The GDAL that other programs use lists and counts the layers."""
    if shutil.which("ogrinfo") is None:
        pytest.skip("ogrinfo is not installed (apt-get install gdal-bin)")
    told = subprocess.run(["ogrinfo", "-so", "-al", package], capture_output=True, text=True, check=True)
    assert told.stderr == ""
    for name in (
        "sites_point",
        "sites_line",
        "sites_area",
        "town_only",
        "towns",
        "projects",
        "unsited",
        "events",
        "targets",
        "sources",
        "codebook",
        "about",
    ):
        assert f"Layer name: {name}\n" in told.stdout


def test_shapes_add_up_to_the_sites(dataset, package):
    """Each part of each site lies in exactly one layer, with the words of its project."""
    found = []
    for layer in ("sites_point", "sites_line", "sites_area"):
        frame = pyogrio.read_dataframe(package, layer=layer)
        assert frame.crs == "EPSG:4326"
        found += list(
            zip(frame["project_id"], frame["part"], frame["name_zh"], frame["certainty"], strict=True)
        )
    names = dict(zip(dataset.projects["id"], dataset.projects["name_zh"], strict=True))
    sites = dataset.sites
    expected = [
        (owner, part, names[owner], sure)
        for owner, part, sure in zip(sites["project_id"], sites["part"], sites["certainty"], strict=True)
    ]
    assert sorted(found) == sorted(expected)


def test_town_only_projects_have_the_outlines_of_their_towns(dataset, package):
    """One row for each project and town, the town's own outline, and never a point or line."""
    found = pyogrio.read_dataframe(package, layer="town_only")
    rows = dataset.projects[dataset.projects["certainty"] == "town"]
    expected = [(row["id"], town) for row in rows.to_dict("records") for town in row["towns"]]
    assert list(zip(found["project_id"], found["town"], strict=True)) == expected
    outlines = dict(zip(dataset.towns["id"], dataset.towns.geometry, strict=True))
    assert all(
        shape.equals(outlines[town]) for shape, town in zip(found.geometry, found["town"], strict=True)
    )


def test_towns_count_the_filtered_town_only_projects(make, read_layer):
    """The counts at the towns are of what is filtered, and add up."""
    content = make("gpkg", "cat=rail")
    towns = read_layer(content, "towns")
    marks = read_layer(content, "town_only")
    assert len(towns) == 35
    assert int(towns["town_only"].sum()) == len(marks) > 0


def test_unsited_projects_are_a_table(dataset, package):
    """What has no place at all is listed apart, without a geometry."""
    found = pyogrio.read_dataframe(package, layer="unsited", read_geometry=False)
    assert list(found["id"]) == list(dataset.projects.loc[dataset.projects["certainty"] == "none", "id"])


def test_types_of_columns_do_not_hang_on_the_filter(make, read_layer):
    """A script that reads one export reads another."""

    def types(query):
        found = read_layer(make("gpkg", query), "sites_line").select_dtypes("number")
        return dict(found.dtypes.astype(str))

    assert set(types("")) == {"accuracy_m", "displaced_m"}

    assert types("") == types("town=wangniudun&cat=water") == types("cat=rail")


def test_contents_state_the_day_and_nothing_later(package):
    """No moment of making is left in the file."""
    with sqlite3.connect(package) as database:
        found = database.execute("SELECT DISTINCT last_change FROM gpkg_contents").fetchall()
    assert found == [("2026-11-24T00:00:00.000Z",)]
