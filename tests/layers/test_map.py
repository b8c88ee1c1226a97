"""The map: a Folium map, the same bytes each time, nothing from outside, every project in it."""

from __future__ import annotations

import json
import re
import warnings
from dataclasses import asdict, replace
from pathlib import Path

import brotli
import folium
import geopandas as gpd
import pytest
from branca.element import Element
from shapely.geometry import Point, box

from geo.view import Camera, Place, View
from layers import FrameLayer, ProjectMap, Ways, bundle, project_map
from layers.large.large import large_script
from layers.page import assets
from layers.page.assets import leaflet_script
from layers.projector.projector import projector_script
from layers.served import MORE, TOURS, served

ISLAND = re.compile(
    r'<script type="application/json" (?:id="([\w-]+)"|class="dgmap-layer" data-kind="(\w+)")>(.*?)</script>'
)
ADDRESS = re.compile(r"(?:https?:)?//[a-z][\w.-]+\.[a-z]{2,}[^\s\"'<)]*")


@pytest.fixture(scope="module")
def rendered(dataset) -> dict[str, str]:
    return {lang: project_map(dataset, lang=lang).get_root().render() for lang in ("zh", "en")}


def islands(page: str) -> dict[str, object]:
    """Return the data of a page by id, or by the kind of a layer."""
    return {name or kind: json.loads(text) for name, kind, text in ISLAND.findall(page)}


def places() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"name": ["甲", "乙"]}, geometry=[Point(113.75, 23.02), Point(113.9, 22.9)], crs=4326
    )


def with_children(dataset) -> ProjectMap:
    """Return a map with some of everything that people add to a Folium map."""
    chart = project_map(dataset)
    chart.add_child(folium.GeoJson(places(), name="点"))
    folium.Marker([23.0, 113.7], popup="<b>你好</b>", tooltip="提示").add_to(chart)
    folium.Marker(
        [22.8, 113.8], icon=folium.Icon(color="darkpurple"), popup=folium.Popup("圆", show=True)
    ).add_to(chart)
    group = folium.FeatureGroup(name="组").add_to(chart)
    folium.CircleMarker([23.05, 113.6], radius=20).add_to(group)
    chart.add_child(FrameLayer(places(), name="学校", label="name"))
    folium.LayerControl(collapsed=False).add_to(chart)
    return chart


# --- a Folium map ---------------------------------------------------------------------------------------


def test_map_is_a_folium_map_that_saves_and_shows(dataset, tmp_path: Path, rendered):
    """What people know of Folium works: the file is the page, and a cell holds the page in a frame."""
    chart = project_map(dataset)
    assert isinstance(chart, folium.Map)
    chart.save(str(tmp_path / "map.html"))
    assert (tmp_path / "map.html").read_text(encoding="utf-8") == rendered["zh"]
    assert '<iframe srcdoc="&lt;!DOCTYPE html&gt;' in chart._repr_html_()


def test_map_twice_gives_the_same_bytes(dataset, rendered):
    """Folium's random names are fixed, or every start would make a new page."""
    assert project_map(dataset, lang="en").get_root().render() == rendered["en"]


def test_map_with_several_children_gives_the_same_bytes(dataset):
    """The names of children are numbered by their order, two of a kind apart."""
    page = with_children(dataset).get_root().render()
    assert page == with_children(dataset).get_root().render()
    names = set(re.findall(r"var (marker_\w+) =", page))
    assert len(names) == 2
    assert re.findall(r"_[0-9a-f]{32}", page) == []


def test_view_opens_the_map(dataset):
    """The page holds what it opens with, but not the place of a person."""
    view = View(categories=("rail",), camera=Camera(12, 22.93, 113.88), near=Place(113.75, 23.02), lang="en")
    page = project_map(dataset, view).get_root().render()
    assert islands(page)["dgmap-open"] == {"query": "cat=rail&m=12/22.93/113.88", "lang": "en"}
    assert "113.75,23.02" not in page
    assert '<html lang="en"' in page


def test_map_alone_has_no_panels_and_no_script_of_theirs(dataset, rendered):
    """Without panels the page is smaller and its column is gone; key and credits stay."""
    page = project_map(dataset, panels=False).get_root().render()
    assert '<body class="without-head without-list">' in page
    assert len(page) < len(rendered["zh"]) - 10_000


def test_other_figure_is_refused(dataset):
    """A map that was put into a figure of branca's own would lose its page."""
    from branca.element import Figure

    chart = project_map(dataset)
    Figure().add_child(chart)
    with pytest.raises(TypeError, match="get_root"):
        chart.get_root().render()


# --- the page -------------------------------------------------------------------------------------------


def _more(made):
    """The name and the content of the file that holds what cards need."""
    return next((name, text) for name, text in made.beside.items() if name.endswith(MORE))


def test_served_page_differs_from_the_file_by_what_lies_beside_it(dataset, rendered):
    """The app's page and a notebook's: the same template, styles, scripts and layers, to the byte.

    But for the panel that writes a correction, for which the app has a page of its own, the scripts that
    find targets and mend a damaged link, which the app's server does, and that of the projector, which lies
    beside the page.
    """
    made = served(dataset, "zh")
    name, more = _more(made)
    (ground,) = [text for other, text in made.beside.items() if other.endswith("ground.json")]
    own, others = islands(made.page), islands(rendered["zh"])
    inside = others.pop("dgmap-more")
    assert set(inside.pop("correct")) == {"to", "words"}
    assert len(inside.pop("elsewhere")["targets"]) == len(dataset.targets)
    (tours,) = [text for other, text in made.beside.items() if other.endswith(TOURS)]
    assert json.loads(tours) == inside.pop("tours")
    assert json.loads(more) == inside
    assert json.loads(ground) == others.pop("dgmap-ground")
    assert others.pop("dgmap-open") == {"query": "", "lang": "zh"}
    assert own["dgmap-page"].pop("beside") == f"/map/{name.removesuffix(MORE)}"
    assert (own["dgmap-page"].pop("standalone"), others["dgmap-page"].pop("beside")) == (None, None)
    assert others["dgmap-page"].pop("standalone") == {"other": "", "home": "", "elsewhere": ""}
    assert own == others

    def frame(page: str) -> str:
        plain = ISLAND.sub("", re.sub(r"@font-face\{[^}]*\}", "", page))
        plain = re.sub(r"(?:font|connect|script)-src [^;]*;", "", plain)
        return re.sub(r"\n+", "\n", plain)

    without = project_map(dataset, lang="zh")
    for key, child in list(without._children.items()):
        if getattr(child, "script", Path()).stem in ("correct", "elsewhere"):
            del without._children[key]
    mending = f"<script>{bundle.script([assets.TIDY])}</script>\n"
    projector = f"<script>{projector_script()};{large_script()}</script>\n"
    whole = frame(without.get_root().render())
    assert mending in whole
    assert projector in whole
    assert frame(made.page) == whole.replace(mending, "").replace(projector, "")
    assert frame(made.page) != frame(rendered["zh"])


def test_cards_are_in_a_file_beside_the_served_page(dataset, rendered):
    """The served page holds every row and no card; the file that it names holds every card."""
    made = served(dataset, "zh")
    _, more = _more(made)
    cards = json.loads(more)["projects"]
    rows = islands(made.page)["projects"]["projects"]
    assert list(cards) == [row["id"] for row in rows]
    for project_id in dataset.projects["id"]:
        what = cards[project_id]["what"]
        assert what
        assert json.dumps(what, ensure_ascii=False) not in made.page
    assert [row["id"] for row in rows if not row["name"]] == []
    assert "connect-src 'self'" in made.page
    assert "connect-src 'none'" in rendered["zh"]


def outside_addresses(page: str) -> set[str]:
    """Return every address of another machine in a page, but for the data and Leaflet's own credits."""
    frame = (
        ISLAND.sub("", page).replace(leaflet_script(whole=False), "").replace(leaflet_script(whole=True), "")
    )
    return set(ADDRESS.findall(frame)) - {"http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_page_asks_for_nothing_outside(rendered, lang):
    """No element, rule or script names an address of another machine; sources are links that people click."""
    page = rendered[lang]
    assert outside_addresses(page) == set()
    assert re.findall(r"<(?:link|img|iframe|object|embed)\b", page) == []
    assert re.findall(r"<script[^>]*\bsrc=", page) == []
    assert re.findall(r"url\((?!['\"]?(?:data:|#))[^)]*\)", ISLAND.sub("", page)) == []


def test_addresses_outside_are_found(rendered):
    """The check above finds what it looks for, in a script and in a style."""
    planted = rendered["zh"].replace("</style>", "@import url(//cdn.example.com/a.css);</style>")
    assert outside_addresses(planted) == {"//cdn.example.com/a.css"}
    planted = rendered["zh"].replace("dgmap.start();", 'fetch("https://tiles.example.org/1.png");')
    assert outside_addresses(planted) == {"https://tiles.example.org/1.png"}


def test_served_page_fetches_no_file_but_the_font(dataset):
    """Every address in a rule of the app's page is that of our own face."""
    found = re.findall(r"url\((?!['\"]?(?:data:|#))([^)]*)\)", ISLAND.sub("", served(dataset, "zh").page))
    assert len(found) == 2
    assert all("static/fonts/noto-sans-sc-" in url for url in found)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_page_is_light(rendered, lang):
    """The whole map with its data stays under 800 kB, 200 kB as it travels."""
    page = rendered[lang].encode()
    assert len(page) < 800_000
    assert len(brotli.compress(page, quality=9)) < 200_000


def test_page_holds_both_languages_when_asked(dataset, rendered):
    """The second language is an island with what differs, and makes the other page."""
    page = project_map(dataset, both_languages=True).get_root().render()
    first, english = islands(page), islands(rendered["en"])
    second = first["dgmap-second"]
    assert {**first["dgmap-page"], **second["page"]} == english["dgmap-page"]
    kinds = [layer.kind for layer in project_map(dataset).layers()]
    differing = dict(zip(kinds, second["layers"], strict=True))
    assert {kind for kind in kinds if differing[kind]} == {"basemap", "towns", "ground", "projects"}
    for kind in kinds:
        assert {**first[kind], **differing[kind]} == english[kind]
    assert second["more"] == english["dgmap-more"]
    assert {**first["dgmap-ground"], **second["ground"]} == english["dgmap-ground"]
    assert list(second["ground"]) == ["names"]


def test_ways_of_a_published_page_are_in_it(dataset):
    """A page of a site knows the other language's page and the site's first one, and may ask for the font.

    Where it knows a file of targets it may ask for that script, and does not hold it.
    """
    ways = Ways(other="../en/map.html", home="index.html")
    for elsewhere, more in (("", ""), ("a.js", " 'self'")):
        given = replace(ways, elsewhere=elsewhere)
        page = project_map(dataset, ways=given).get_root().render()
        held = islands(page)
        assert held["dgmap-page"]["standalone"] == asdict(given)
        assert ("elsewhere" in held["dgmap-more"]) is not bool(elsewhere)
        assert f"script-src 'unsafe-inline'{more};" in page
        assert "font-src 'self'" in page


# --- children -------------------------------------------------------------------------------------------


def test_leaflet_is_whole_with_folium_children_and_cut_without(dataset, rendered):
    """A layer of ours needs no more than the page has; a marker of Folium's does."""
    whole, cut = leaflet_script(whole=True), leaflet_script(whole=False)
    assert len(cut) < 0.8 * len(whole)
    assert cut in rendered["zh"]
    assert whole in with_children(dataset).get_root().render()
    ours = project_map(dataset)
    ours.add_child(FrameLayer(places(), name="学校"))
    assert cut in ours.get_root().render()


def test_policy_admits_the_hosts_of_added_tiles_only(dataset, rendered):
    """Without a tile layer no picture comes from outside; with one, from its host and no other."""
    assert "img-src data: blob:;" in rendered["zh"]
    chart = project_map(dataset)
    folium.TileLayer("https://{s}.tiles.example.org/{z}/{x}/{y}.png", attr="example").add_to(chart)
    page = chart.get_root().render()
    assert "img-src data: blob: https://*.tiles.example.org;" in page
    assert "script-src 'unsafe-inline';" in page
    assert '<body class="with-tiles">' in page


def test_policy_admits_a_script_of_the_site_beside_a_served_page_only(dataset):
    """The past comes as a script beside the app's page; a file has everything inside."""
    assert "script-src 'unsafe-inline' 'self';" in served(dataset, "zh").page


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)//{z}",
        "https://a.org; script-src *//{z}/{x}/{y}.png",
        "https://'self'/{z}/{x}/{y}",
    ],
    ids=["no http", "another rule", "a word of the policy"],
)
def test_tiles_of_no_plain_address_are_refused(dataset, address):
    """An address cannot write rules of its own into the policy."""
    chart = project_map(dataset)
    folium.TileLayer(address, attr="example").add_to(chart)
    with pytest.raises(ValueError, match="http or https"):
        chart.get_root().render()


def test_child_that_loads_scripts_from_elsewhere_is_refused(dataset):
    """A plugin of Folium's that needs a CDN says so at once, instead of failing where there is no network."""
    from folium.plugins import MarkerCluster

    chart = project_map(dataset)
    MarkerCluster([[23.0, 113.7]]).add_to(chart)
    with pytest.raises(ValueError, match="asks no other machine"):
        chart.get_root().render()


def test_html_added_to_the_figure_stands_in_the_page(dataset):
    """The usual way to add a heading or a style to a Folium map works."""
    chart = project_map(dataset)
    chart.get_root().html.add_child(Element("<p>标题</p>"))
    chart.get_root().header.add_child(Element("<style>p { color: red }</style>"))
    page = chart.get_root().render()
    assert "<p>标题</p>" in page.split("</main>")[1]
    assert "<style>p { color: red }</style>" in page.split("</head>")[0]


@pytest.fixture
def opened(new_context, tmp_path: Path):
    """Return a function that opens a map (as a file, or as a notebook shows it) and fails on any error."""
    errors: list[str] = []

    def open_map(chart: ProjectMap, *, notebook: bool = False):
        path = tmp_path / "map.html"
        path.write_text(
            f"<!DOCTYPE html><body>{chart._repr_html_()}" if notebook else chart.get_root().render(),
            encoding="utf-8",
        )
        page = new_context(
            viewport={"width": 1200, "height": 800}, offline=True, reduced_motion="reduce"
        ).new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.goto(path.as_uri())
        frame = page.frames[1] if notebook else page.main_frame
        frame.wait_for_selector("html[data-ready=yes]", state="attached")
        return frame

    yield open_map
    assert errors == []


@pytest.mark.parametrize("notebook", [False, True], ids=["file", "notebook"])
def test_children_are_drawn_without_a_request(opened, dataset, notebook):
    """Markers, shapes, a popup, a frame of ours and the control are on our map, offline, without an error."""
    frame = opened(with_children(dataset), notebook=notebook)
    assert frame.locator(".leaflet-marker-icon[src^='data:image/svg']").count() == 4
    assert frame.locator(".leaflet-overlay-pane path").count() == 1
    assert frame.locator(".leaflet-popup").inner_text().startswith("圆")
    names = frame.locator(".leaflet-control-layers label").all_inner_texts()
    assert [name.strip() for name in names] == ["点", "组"]
    assert sorted(frame.locator(".frame-name").all_inner_texts()) == ["乙", "甲"]
    assert frame.locator("#results .row").count() > 40
    assert frame.locator(".own-title").is_visible()
    assert frame.locator(".share-button").count() == 0


def test_popup_opens_and_leaves_the_filters_alone(opened, dataset):
    """A press on a marker opens its popup, with its markup, and chooses no town."""
    chart = project_map(dataset)
    folium.Marker([22.95, 113.7], popup="<b class='mine'>你好</b>").add_to(chart)
    frame = opened(chart)
    frame.locator("img.leaflet-marker-icon").click()
    assert frame.locator(".leaflet-popup .mine").inner_text() == "你好"
    assert frame.locator("#choices [aria-pressed=true]").count() == 0


def test_fit_bounds_of_the_planner_holds(opened, dataset):
    """Where the planner's map looks is where it opens, not where ours would."""
    chart = project_map(dataset)
    chart.fit_bounds([[22.90, 113.85], [22.95, 113.90]])
    frame = opened(chart)
    seen = frame.evaluate("[map_city.getZoom(), map_city.getCenter().lat, map_city.getCenter().lng]")
    assert seen[0] > 12
    assert seen[1:] == pytest.approx([22.925, 113.875], abs=0.01)


def test_view_is_shown_when_the_file_opens(opened, dataset):
    """A map of a view opens with its list."""
    frame = opened(project_map(dataset, View(categories=("water",))))
    assert frame.locator("#results .row").count() == 2


def test_map_alone_fills_the_frame(opened, dataset):
    """Without panels the map is as wide as its frame, with key and credits on it."""
    frame = opened(project_map(dataset, panels=False))
    frame.locator("#key li").nth(2).wait_for()  # key and credits are drawn after the map
    assert frame.locator("#map-box").bounding_box()["width"] == 1200
    assert "OpenStreetMap" in frame.locator("#print").inner_text()
    assert frame.locator("#key li").count() > 2
    assert not frame.locator("#side").is_visible()


def test_frame_of_areas_and_lines_is_drawn_and_named_in_the_key(opened, dataset):
    """Each geometry has its drawing, the legend its entry; a popup's columns are text."""
    frame = gpd.GeoDataFrame(
        {"name": ["<b>区</b>"], "n": [3.0]}, geometry=[box(114.05, 22.86, 114.12, 22.92)], crs=4326
    ).to_crs(4547)
    chart = project_map(dataset)
    chart.add_child(FrameLayer(frame, name="规划区", label="name", popup=["n"]))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        page = opened(chart)
    assert page.locator(".frame-name").inner_text() == "<b>区</b>"
    assert "规划区" in page.locator("#key").inner_text()
