"""A made-up second city is a data folder: it loads, checks, draws, exports and publishes."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from geo.city import CITY
from geo.dataset import load
from geo.errors import DataError
from layers.served import served

DAY = ("--date", "2027-06-02")
# What only Dongguan has: none of it may be in a page or a file of another city.
OURS = re.compile("东莞|Dongguan|dongguan|镇街|poi86|GSHHG|EPSG:4547|2024年|长安|香港城市大学")


def ours_in(content: bytes) -> set[str]:
    """Return what of Dongguan a file says."""
    return set(OURS.findall(content.decode("utf-8", errors="ignore")))


def test_it_passes_every_check(run_there):
    """No sea, no metro, no tour, codes of six digits, kinds of its own: all as its city.toml says."""
    said = run_there("-m", "geo", "check").stdout
    assert said == (
        "2 placed-or-marked + 1 unsited projects, 12 units, 1 targets, 1 events, 1 sources, 0 tours\n"
    )


def test_its_wrong_cells_are_found_by_its_own_rules(other_folder: Path, run_there, tmp_path: Path):
    """A kind of Dongguan's, a code that is none, a place in Dongguan: each is a problem here."""
    path = other_folder / "towns.geojson"
    whole = path.read_text(encoding="utf-8")
    towns = json.loads(whole)
    first = towns["features"][0]["properties"]
    first |= {"kind": "subdistrict", "code": "441900101000", "label_lon": 113.75}
    try:
        path.write_text(json.dumps(towns), encoding="utf-8")
        done = run_there("-m", "geo", "check", check=False)
    finally:
        path.write_text(whole, encoding="utf-8")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert "yunchuan-data/towns.geojson:1:code: “441900101000” is not a district code. " in done.stdout
    assert any(":1:kind: " in line and "urban-district, county" in line for line in lines)
    assert any(":1:label_lon: " in line and "102–104.5" in line for line in lines)


def test_a_folder_of_another_city_is_refused_by_this_process(other_folder: Path):
    """Its places would be measured in our metres: the variable names it instead."""
    with pytest.raises(DataError) as caught:
        load("2027", folder=other_folder)
    first = next(one for one in caught.value.problems if one.key == "other_city")
    assert (first.file, first.value, first.expected) == ("yunchuan-data/city.toml", "yunchuan", "DGMAP_DATA")


FORMATS = ("gpkg", "xlsx", "geojson", "csv", "oc4ids")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("form", FORMATS)
def test_each_format_is_written_without_a_word_of_ours(form: str, lang: str, run_there, tmp_path: Path):
    """All three projects are in it, and nothing of Dongguan."""
    out = tmp_path / f"file.{form}"
    run_there("-m", "geo", "export", form, str(out), "--lang", lang, *DAY)
    content = out.read_bytes()
    if form == "xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
    assert ours_in(content) == set()
    for project in ("valley-tramway", "hill-hospital", "county-roads"):
        assert project in content.decode("utf-8", errors="ignore")


def test_files_hold_its_own_time_address_system_and_metres(run_there, tmp_path: Path):
    """The day begins at its own midnight, lengths and the QGIS project are in its own grid."""
    run_there("-m", "geo", "export", "oc4ids", str(tmp_path / "a.json"), *DAY)
    package = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert package["publishedDate"] == "2027-06-02T00:00:00+05:45"
    assert package["projects"][0]["identifiers"][0]["scheme"] == "local-yunchuan-project-map"
    run_there("-m", "geo", "export", "gpkg", str(tmp_path / "a.gpkg"), *DAY)
    with sqlite3.connect(tmp_path / "a.gpkg") as database:
        name, content = database.execute("SELECT name, content FROM qgis_projects").fetchone()
        layers = {row[0] for row in database.execute("SELECT table_name FROM gpkg_contents")}
    with zipfile.ZipFile(io.BytesIO(bytes.fromhex(content))) as project:
        drawn = project.read("yunchuan.qgs").decode()
    assert name == "yunchuan"
    assert "<authid>EPSG:4543</authid>" in drawn
    # The units lie from 102.6 to 103.4 E: 600 to 630 km east of the grid's false origin less 500 km.
    west, east = (
        float(found) for found in re.search(r"<xmin>(\d+).*?<xmax>(\d+)", drawn, re.DOTALL).groups()
    )
    assert 540_000 < west < 555_000
    assert 625_000 < east < 640_000
    assert "base_neighbours" in layers
    assert not {"base_water", "base_roads", "base_railways", "base_stations"} & layers


def test_links_read_its_units_report_and_bounds(run_there):
    """An old id leads to today's; Dongguan's towns and places are none here."""
    code = """
import json
from geo.view import parse_query, to_query
from geo.export.formats import Format, file_name
from datetime import date
view, ignored = parse_query("town=old-south,changan&m=12/36/103&near=113.75,23.02")
print(json.dumps([
    to_query(view), view.report, [(one.parameter, str(one.reason)) for one in ignored],
    file_name(view, Format.CSV, written=date(2027, 6, 2)),
]))
"""
    query, report, ignored, name = json.loads(run_there("-c", code).stdout)
    assert query == "town=unit-1&m=12/36/103"
    assert report == "2027"
    assert ignored == [["town", "unknown_value"], ["near", "outside"]]
    assert name == "yunchuan-2027-unit-1-2027-06-02.csv"


def test_questions_are_measured_in_its_metres(run_there):
    """A circle finds what lies within it, a line is as long as it is, a name is found with its 县."""
    code = """
import json, geo
from geo.view import View
data = geo.load()
near = geo.near(data, lon=103.1, lat=35.9, radius_m=2000)
metres = geo.line_metres(data)["metres"].sum()
found = [(spot.kind, spot.id) for spot in geo.spots(data, "石门县")]
print(json.dumps([list(near["id"]), float(near["distance_m"].iloc[0]), float(metres), found]))
"""
    ids, distance, metres, found = json.loads(run_there("-c", code).stdout)
    assert ids == ["hill-hospital"]
    assert distance < 10
    # The same line on the ellipsoid (pyproj.Geod), to the grid's scale at 1 degree from its meridian.
    from pyproj import Geod

    course = [(102.64, 35.68), (102.9, 35.72), (103.14, 35.66)]
    assert metres == pytest.approx(Geod(ellps="GRS80").line_length(*zip(*course, strict=True)), rel=2e-4)
    assert found[0] == ["town", "unit-8"]


def test_an_upload_is_tried_in_its_grids(run_there):
    """Metres of its own system are known as such; those of Dongguan's are nowhere."""
    code = """
import json, shapely
from pyproj import Transformer
from geo.upload.coordinates import suspect
from geo.city import CITY
def keys(code, place):
    point = Transformer.from_crs(4326, code, always_xy=True).transform(*place)
    return [one.key for one in suspect([shapely.Point(point)]).readings]
print(json.dumps([keys(4543, (103.0, 36.0)), keys(4547, (113.75, 23.02))]))
"""
    own, other = json.loads(run_there("-c", code).stdout)
    assert own == ["epsg4543"]
    assert other == ["wgs84", "gcj02", "bd09"]


def test_a_picture_is_drawn_and_its_gaps_are_named(run_there, tmp_path: Path):
    """Our font is cut to Dongguan's words: what it lacks is said, never left out in silence."""
    done = run_there("-m", "layers", "export", "svg", str(tmp_path / "a.svg"))
    assert "no glyph for" in done.stderr
    assert "川" in done.stderr
    run_there("-m", "layers", "export", "png", str(tmp_path / "a.png"), "--lang", "en")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


def test_the_published_folder_is_its_own(run_there, tmp_path: Path):
    """A page a project and a unit in both languages, its kinds by their names, no word of ours."""
    run_there("-m", "layers", "publish", str(tmp_path / "site"), "--no-pictures")
    pages = sorted((tmp_path / "site").rglob("*.html"))
    assert len(pages) == 2 * (3 + 12 + 3) + 2
    for page in pages:
        assert (page.name, ours_in(page.read_bytes())) == (page.name, set())
    county = (tmp_path / "site" / "zh" / "towns" / "unit-12.html").read_text(encoding="utf-8")
    assert '<p class="kicker">县</p>' in county
    assert "云川项目地图" in county
    tables = list((tmp_path / "site" / "en" / "data").glob("yunchuan-2027-all-*.csv"))
    assert len(tables) == 1
    rows = list(csv.reader(io.StringIO(tables[0].read_text(encoding="utf-8-sig"))))
    assert len(rows) == 1 + 3


def test_the_map_is_drawn_in_a_browser(run_there, tmp_path: Path, new_context: Callable[..., BrowserContext]):
    """The offline page shows its twelve units and projects, at its own place, with its own words."""
    run_there("-m", "layers", "export", "html", str(tmp_path / "map.html"))
    assert ours_in((tmp_path / "map.html").read_bytes()) == set()
    page = new_context(viewport={"width": 1440, "height": 900}).new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((tmp_path / "map.html").as_uri() + "?lang=en")
    page.wait_for_selector("html[data-ready=yes]", state="attached")
    assert page.title().startswith("Yunchuan Project Map")
    expect(page.locator("[data-label=town]")).to_have_count(12)  # names come with the frame after "ready"
    assert page.locator("#list").or_(page.locator("body")).first.inner_text().count("Valley tramway") >= 1
    middle = page.evaluate("(() => { const { lat, lng } = map_city.getCenter(); return [lng, lat]; })()")
    box = (102.6, 35.6, 103.4, 36.2)
    assert box[0] < middle[0] < box[2]
    assert box[1] < middle[1] < box[3]
    assert errors == []


def test_our_own_city_is_found_where_it_is():
    """The search for our words finds them in our own page: it can find what it looks for."""
    found = ours_in(served(load(), "zh").page.encode())
    assert {"东莞", "镇街", "poi86", "长安"} <= found
    assert CITY.id == "dongguan"


PAGES = {
    "": "Xiachuan",
    "promises": "Hill hospital",
    "towns": "Xiachuan",
    "projects": "Xiachuan",
    "compare": "Xiachuan",
    "changes": "Since the report of",
    "digest": "Between two days",
    "upload": "Try your data",
    "about": "What it shows",
}


@pytest.mark.parametrize(("path", "words"), PAGES.items(), ids=lambda one: one or "map")
def test_each_page_of_the_app_opens_without_a_word_of_ours(
    path: str, words: str, served: str, new_context: Callable[..., BrowserContext]
):
    """Its title, its units' names and its report, in the words of its own levels."""
    page = new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"{served}/{path}?lang=en&town=unit-7")
    where = page if path else page.frame_locator("iframe").first
    where.get_by_text(words).first.wait_for(state="attached", timeout=30_000)
    assert page.title().find("Yunchuan") >= 0
    said = page.inner_text("body")
    assert set(OURS.findall(said)) == set()
    assert page.locator("[data-testid=stException]").count() == 0
