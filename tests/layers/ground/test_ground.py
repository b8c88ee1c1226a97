"""The ground: a coarse water in the page, the fine ground beside it, asked for when somebody looks closer."""

from __future__ import annotations

import json

import geopandas as gpd
import pytest
from playwright.sync_api import expect
from shapely.geometry import LineString, box

from layers import project_map
from layers.geometry import packed
from layers.ground.ground import Ground, GroundPart, beyond
from layers.served import GROUND, served

CENTRE = [14, 23.02, 113.752]  # zoom, lat, lon: in 南城
AREAS = ".leaflet-ground-pane path"
FINE, COARSE = 2, 1  # woods and water; the coarse water alone


@pytest.fixture(scope="module")
def ground(dataset) -> Ground:
    return Ground(dataset, lang="zh")


def names_of(shown, kind: str) -> set[str]:
    """Return the names of a kind that the map shows."""
    return set(shown.frame.locator(f'[data-label="{kind}"]').all_inner_texts())


# --- what is sent -----------------------------------------------------------------------------------------


def test_coarse_water_is_a_small_part_of_the_fine_one(ground):
    """The first picture's water has the large waters and few of their corners; no woods, no rivers' names."""
    coarse, fine = ground.payload(), ground.later()
    assert 20 < len(coarse["water"]) < len(fine["water"]) / 2
    assert len(json.dumps(coarse)) < len(json.dumps(fine)) / 4
    assert [name["kind"] for name in coarse["names"]] == ["sea"]
    assert {name["kind"] for name in fine["names"]} == {"lake", "river", "road"}


def test_water_of_two_sources_is_one_shape(ground):
    """Where the old coast meets the new one no shore is drawn: all waters are united."""
    water = ground.of(GroundPart.WATER)
    assert ground.water().area < sum(piece.geometry.area for piece in water)


def test_lines_that_touch_the_city_are_not_beyond():
    """A line that ends at the border is the city's own; one that passes it by is not."""
    towns = gpd.GeoDataFrame(geometry=[box(0, 0, 1, 1)], crs=4326)
    lines = gpd.GeoDataFrame(
        {"name": ["in", "at", "by"]},
        geometry=[
            LineString(line) for line in ([(0.2, 0), (0.5, 2)], [(1, 0.5), (2, 0.5)], [(2, 0), (2, 1)])
        ],
        crs=4326,
    )
    assert list(beyond(lines, towns)["name"]) == ["by"]


@pytest.mark.parametrize(
    ("path", "text"),
    [([0, 0], "00"), ([1, -1], "21"), ([16, -17], "W1X1"), ([11_362_250, 0], None)],
    ids=["nothing", "signs", "two digits", "a longitude"],
)
def test_path_is_packed_five_bits_a_digit(path, text):
    """Small steps are one digit; each further digit holds five bits more."""
    found = packed(path)
    assert found == text if text else len(found) == 6
    assert packed([path, [path]]) == [found, [found]]


def test_fine_ground_is_in_a_file_beside_the_served_page(dataset, ground):
    """The served page has no woods; the file that it names has; a page alone holds them itself."""
    made = served(dataset, "zh")
    (file,) = [text for name, text in made.beside.items() if name.endswith(GROUND)]
    woods = json.loads(file)["woods"]
    assert woods == packed_woods(ground)
    assert woods[0][0] not in made.page
    assert woods[0][0] in project_map(dataset, lang="zh").get_root().render()


def packed_woods(ground: Ground) -> object:
    return ground.later()["woods"]


# --- in the browser ---------------------------------------------------------------------------------------


def test_fine_ground_is_asked_for_when_somebody_looks_closer(show, pages):
    """The city's view asks for no ground; a closer one does, once; further out the water is coarse again."""
    shown = show(pages["zh"])
    shown.frame.wait_for_selector("html[data-whole=yes]", state="attached")
    asked: list[str] = []
    shown.page.on("request", lambda request: asked.append(request.url.rpartition("-")[2]))
    expect(shown.frame.locator(AREAS)).to_have_count(COARSE)
    assert asked == []
    shown.apply(camera=CENTRE)
    expect(shown.frame.locator(AREAS)).to_have_count(FINE)
    shown.apply(camera=[9.8, 23.02, 113.752])
    expect(shown.frame.locator(AREAS)).to_have_count(COARSE)
    shown.apply(camera=[12, 22.9, 113.88])
    expect(shown.frame.locator(AREAS)).to_have_count(FINE)
    assert asked == [GROUND]
    assert shown.errors == []


def test_ground_that_does_not_come_at_first_is_asked_for_again(show, pages):
    """One failed answer leaves the coarse water; the next brings the ground."""
    shown = show(pages["zh"])
    failed: list[str] = []

    def refuse(route) -> None:
        failed.append(route.request.url)
        route.fulfill(status=503)

    shown.page.context.route(f"**/*{GROUND}", refuse, times=1)
    shown.apply(camera=CENTRE)
    expect(shown.frame.locator(AREAS)).to_have_count(FINE)
    assert len(failed) == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_somebody_in_the_centre_finds_names(show, pages, lang):
    """At zoom 14 in 南城: stations of both lines, the town, and within a pan an expressway and a water."""
    shown = show(pages[lang])
    shown.apply(camera=CENTRE)
    expect(shown.frame.locator(AREAS)).to_have_count(FINE)
    stations = {"zh": {"元美", "中心广场", "旗峰公园"}, "en": {"Yuanmei", "Central Square", "Qifeng Park"}}
    assert stations[lang] <= names_of(shown, "station")
    towns = " ".join(names_of(shown, "town"))
    assert {"zh": "南城", "en": "Nancheng"}[lang] in towns
    shown.apply(camera=[14, 22.985, 113.7])
    assert "G4" in names_of(shown, "road")
    assert names_of(shown, "river") == {{"zh": "厚街水道", "en": "Houjie Waterway"}[lang]}


def test_town_is_named_where_its_own_place_is_out_of_sight(show, pages):
    """On a phone at zoom 16 the only town in sight has its name; further out names stand on their places."""
    shown = show(pages["zh"], phone=True)
    shown.apply(camera=[16, 23.02, 113.74])
    assert any(name.startswith("南城") for name in names_of(shown, "town"))


def test_stations_of_an_open_line_are_named_once(show, pages):
    """The selected line names its stations itself: the ground does not do it again."""
    shown = show(pages["zh"])
    shown.apply(camera=CENTRE, selected="metro-1-phase-1")
    texts = shown.frame.locator('[data-label="station"]').all_inner_texts()
    assert texts.count("立新") == 1


def test_stations_of_a_line_that_is_not_shown_are_not_named(show, pages):
    """Without the line there is no dot: no name either."""
    shown = show(pages["zh"])
    shown.apply(camera=CENTRE, filters={"categories": ["road"]})
    assert "元美" not in names_of(shown, "station")
    assert "旗峰公园" in names_of(shown, "station")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_page_alone_draws_the_ground_without_asking(show, files, lang):
    """A saved map has it inside, with names in its language."""
    shown = show(files[lang], framed=False)
    asked: list[str] = []
    shown.page.on("request", lambda request: asked.append(request.url))
    shown.apply(camera=[12, 22.97, 113.79])
    expect(shown.frame.locator(AREAS)).to_have_count(FINE)
    shown.settle()
    assert {"zh": "同沙水库", "en": "Tongsha Reservoir"}[lang] in names_of(shown, "lake")
    assert asked == []
