"""The page: the same bytes each time, nothing from outside, every project in it."""

from __future__ import annotations

import json
import re
import sys

import brotli
import pytest

from layers.document import build
from layers.document.assets import SCRIPTS, STYLES, leaflet_script
from layers.document.build import payload


def _data(page: str) -> dict:
    return json.loads(re.search(r'id="dgmap-data">(.*?)</script>', page, re.DOTALL).group(1))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_build_twice_gives_the_same_bytes(dataset, pages, lang):
    """Folium's random names are fixed, or every start would make a new page."""
    assert pages[lang].read_text(encoding="utf-8") == build(dataset, lang)


_ADDRESS = re.compile(r"(?:https?:)?//[a-z][\w.-]+\.[a-z]{2,}[^\s\"'<)]*")
_ASKING = re.compile(r"<(?:link|img|iframe|object|embed)\b|<script[^>]*\bsrc=")
_NAMESPACE = "http://www.w3.org/2000/svg"


def _asked_outside(page: str) -> list[str]:
    """Return what a page asks other files for, its data and Leaflet left out."""
    frame = re.sub(r'id="dgmap-(?:data|more)">.*?</script>', "></script>", page, flags=re.DOTALL)
    assert leaflet_script() in frame
    frame = frame.replace(leaflet_script(), "")
    addresses = [found for found in _ADDRESS.findall(frame) if found != _NAMESPACE]
    files = [
        url for url in re.findall(r"url\(([^)]*)\)", frame) if not url.startswith(("../static/fonts/", "#"))
    ]
    return [*addresses, *_ASKING.findall(frame), *files]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_page_asks_for_nothing_outside(pages, lang):
    """No element, rule or script names an address of another machine; sources are links that people click."""
    assert _asked_outside(pages[lang].read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "fault",
    [
        '<img alt="">',
        '<link rel="icon">',
        "<iframe>",
        '<script defer src="x.js">',
        "fetch('https://tiles.example/1')",
        "import '//cdn.example/x'",
        "a{background:url(x.png)}",
    ],
)
def test_page_that_asks_outside_is_noticed(pages, fault):
    """The test above finds each of these in a page that is good otherwise."""
    page = pages["zh"].read_text(encoding="utf-8")
    for place in ("</style>", "</body>"):
        assert page.count(place) >= 1
        assert len(_asked_outside(page.replace(place, f"{fault}{place}", 1))) == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_page_is_light(pages, lang):
    """The whole map with its data stays under 800 kB, 200 kB as it travels."""
    page = pages[lang].read_bytes()
    assert len(page) < 800_000
    assert len(brotli.compress(page, quality=9)) < 200_000


def test_page_holds_every_project_in_report_order(dataset, pages):
    """All 44 are there, those without a place last."""
    projects = _data(pages["zh"].read_text(encoding="utf-8"))["projects"]
    placed = [row["id"] for row in projects if row["located"] != "unsited"]
    unsited = [row["id"] for row in projects if row["located"] == "unsited"]
    assert sorted(dataset.projects["id"]) == sorted(placed + unsited)
    assert [row["id"] for row in projects] == placed + unsited
    assert (len(placed), len(unsited)) == (36, 8)


def test_no_icon_stands_in_the_middle_of_a_soft_place(dataset):
    """A glyph in the middle of a soft disc reads as a pin: it stands on the rim, inside the accuracy."""
    metric = dataset.sites.to_crs(4547)
    for project in payload(dataset, lang="zh")["projects"]:
        soft = [part for part in project["parts"] if part["sure"] == "schematic" and part.get("points")]
        if project["glyph"] is None or not soft:
            continue
        site = metric[(metric["project_id"] == project["id"]) & (metric.geom_type == "Point")].iloc[0]
        glyph = _metric(project["glyph"])
        share = glyph.distance(site.geometry) / float(site["accuracy_m"])
        assert 0.8 < share < 0.92, project["id"]


def _metric(place):
    import geopandas as gpd
    from shapely.geometry import Point

    return gpd.GeoSeries([Point(place)], crs=4326).to_crs(4547).iloc[0]


def test_town_only_projects_have_no_geometry(dataset):
    """What has no known site is never given a place on the map."""
    for project in payload(dataset, lang="zh")["projects"]:
        if project["sure"] in ("town", "none"):
            assert (project["parts"], project["glyph"]) == ([], None), project["id"]


def test_every_script_and_style_is_used_once():
    """No file of the document is left out of the page, and none stands in it twice."""
    from layers.document import assets

    folder = assets._HERE
    assert sorted(SCRIPTS) == sorted(path.name for path in folder.glob("*.js"))
    assert sorted(STYLES) == sorted(path.name for path in folder.glob("*.css"))


@pytest.mark.parametrize(
    ("lang", "title", "since"),
    [
        ("zh", "报告没有写地点；2024年6月24日起知道在洪梅。", "（2024年6月起）"),
        ("en", "The report gives no place; known to be in Hongmei since 24 Jun 2024.", " (since Jun 2024)"),
    ],
)
def test_place_learnt_after_the_report_is_shown_as_such(dataset, lang, title, since):
    """The park without a site in the report is marked by its town from a later fact's day, and says so."""
    rows = payload(dataset, lang=lang)["projects"]
    (park,) = (row for row in rows if row["id"] == "guantai-industrial-park")
    assert (park["place"]["title"], park["since"]) == (title, since)
    assert (park["located"], park["sure"], park["towns"], park["parts"]) == (
        "unsited",
        "town",
        ["hongmei"],
        [],
    )
    assert any("zhonghongwang" in (source["url"] or "") for source in park["sources"])


def test_cards_of_many_projects_are_files_beside_the_page(dataset, monkeypatch):
    """Beyond the limit the page holds every row and no card; the files hold every card, under named paths."""
    from layers.document import build as whole
    from layers.document import build_served
    from layers.document.build import payload as everything

    module = sys.modules["layers.document.build"]  # the package gives the function of the same name
    monkeypatch.setattr(module, "CARDS_IN_PAGE", 10)
    monkeypatch.setattr(module, "CARDS_A_FILE", 20)
    served = build_served(dataset, "zh")
    projects = everything(dataset, lang="zh")["projects"]
    beside = {name.rsplit("-", 1)[1]: name for name in served.beside}
    assert list(beside) == ["0.json", "1.json", "2.json", "more.json"]
    *files, more = (json.loads(text) for text in served.beside.values())
    cards = {name: card for file in files for name, card in file.items()}
    assert list(cards) == [project["id"] for project in projects]
    assert [len(file) for file in files] == [20, 20, 4]
    assert (more["projects"], more["cards"]) == ({}, 20)
    assert all(
        card["what"] == project["what"] for card, project in zip(cards.values(), projects, strict=True)
    )
    assert projects[0]["what"] not in served.page
    assert all(project["name"] in served.page for project in projects)
    assert f'"/map/{beside["more.json"].removesuffix("more.json")}"' in served.page
    assert "connect-src 'self'" in served.page
    assert "connect-src 'none'" in whole(dataset, "zh")
