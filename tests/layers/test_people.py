"""What people do by hand on the map: tap the land, choose a town, open the news of a card, draw its sheet."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

EMPTY = ("shilong", "shipai")


def _press_town(shown, town: str) -> None:
    """Press the land beside a town's name."""
    box = shown.frame.locator(".leaflet-container").bounding_box()
    point = shown.frame.evaluate(
        """id => {
            const payload = JSON.parse(document.querySelector('.dgmap-layer[data-kind=towns]').textContent);
            const [lon, lat] = payload.units.find((unit) => unit.id === id).label;
            const chart = window[JSON.parse(document.getElementById('dgmap-page').textContent).map];
            const { x, y } = chart.latLngToContainerPoint([lat, lon]);
            return [x, y];
        }""",
        town,
    )
    shown.page.mouse.click(box["x"] + point[0], box["y"] + point[1])


@pytest.mark.parametrize("town", EMPTY)
def test_tap_on_a_town_without_projects_leaves_the_map_as_it_is(town, pages, show):
    """It says that nothing is there; one with projects filters and is named in the column."""
    shown = show(pages["zh"])
    rows = shown.frame.locator("#results .row")
    expect(rows).to_have_count(44)
    _press_town(shown, town)
    expect(shown.frame.locator("#hint")).to_contain_text("报告没有写到这里的项目")
    expect(rows).to_have_count(44)
    shown.frame.locator("#hint button").click()
    assert shown.told("go")[-1]["page"] == "towns"
    assert shown.told("go")[-1]["view"]["filters"] == {"towns": [town]}
    shown.apply()
    _press_town(shown, "qishi")
    named = shown.frame.locator(".chosen-towns button")
    expect(named).to_have_text(["企石"])
    named.click()
    expect(named).to_have_count(0)
    expect(rows).to_have_count(44)
    assert shown.errors == []


def test_sheet_follows_its_grip_and_its_news_open_where_one_looks(pages, show):
    """Up makes the card high, down closes it; the list of news is in sight once it is opened."""
    shown = show(pages["zh"], phone=True)
    shown.apply(selected="metro-1-phase-1")
    card = shown.frame.locator("#card")
    shown.frame.locator("#card .card-buttons [aria-expanded]").click()
    expect(shown.frame.locator("#card .card-events li").first).to_be_in_viewport()
    shown.frame.evaluate("document.getElementById('card').scrollTop = 0")

    def draw(distance: int) -> None:
        box = shown.frame.locator("#card .grip").bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + 2
        shown.page.mouse.move(x, y)
        shown.page.mouse.down()
        shown.page.mouse.move(x, y + distance / 2)
        shown.page.mouse.move(x, y + distance)
        shown.page.mouse.up()

    low = card.bounding_box()["height"]
    draw(-120)
    assert card.bounding_box()["height"] > low
    draw(200)
    expect(card).to_be_hidden()
    assert shown.errors == []


def test_page_measures_as_geo_does(dataset, pages, show):
    """From places all over the city the page finds the groups and metres of `geo.near`."""
    from geo.query import near

    shown = show(pages["zh"])
    places = [
        (113.7518, 23.0207),
        (113.88, 22.92),
        (113.66, 22.80),
        (114.17, 22.74),
        (113.56, 23.03),
        (114.10, 23.0),
    ]
    for lon, lat in places:
        shown.apply(
            near={"lon": lon, "lat": lat, "radius_m": 5000, "label": "", "rows": [], "outside_m": None}
        )
        shown.frame.wait_for_function("Boolean(window.dgmap.locate)")
        shown.frame.evaluate(
            "detail => window.dispatchEvent(new CustomEvent('dgmap', { detail }))",
            {"type": "stand", "lon": lon, "lat": lat, "radius_m": 5000},
        )
        rows = shown.frame.evaluate("window.dgmap.near.nearPlace.value.rows")
        found = {row["id"]: row for row in rows if row["group"] != "far"}
        wanted = near(dataset, lon=lon, lat=lat, radius_m=5000).set_index("id")
        edge = set(found) ^ set(wanted.index)
        assert len(edge) <= 1, edge  # where the circle meets a border that is simplified
        for name in set(found) & set(wanted.index):
            if found[name]["distance_m"] is not None:
                assert abs(found[name]["distance_m"] - wanted.loc[name, "distance_m"]) < 40, name
    assert shown.errors == []


def test_card_is_read_by_a_voice_of_the_device_alone(pages, show):
    """No button without a voice of the language and of the device; a second press stops."""
    shown = show(pages["zh"])
    aloud = shown.frame.get_by_role("button", name="朗读")

    def with_voice(**voice: object) -> None:
        shown.apply()
        shown.frame.evaluate(
            """voice => {
                const said = { speaking: false, texts: [], getVoices: () => [voice] };
                said.cancel = () => { said.speaking = false; };
                said.speak = ({ text }) => { said.texts.push(text); said.speaking = true; };
                Object.defineProperty(window, 'speechSynthesis', { value: said, configurable: true });
                window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
            }""",
            voice,
        )
        shown.apply(selected="metro-1-phase-1")

    with_voice(lang="en-GB", localService=True)
    expect(aloud).to_have_count(0)
    with_voice(lang="zh-CN", localService=False)
    expect(aloud).to_have_count(0)
    with_voice(lang="zh-CN", localService=True)
    aloud.click()
    (text,) = shown.frame.evaluate("speechSynthesis.texts")
    assert text.startswith("地铁1号线一期\n从望牛墩到黄江的地铁")
    assert shown.frame.evaluate("speechSynthesis.speaking")
    aloud.click()
    assert not shown.frame.evaluate("speechSynthesis.speaking")
    assert shown.errors == []


def test_phone_shares_from_the_map_by_its_own_ways(pages, show):
    """The phone is given the address and the title of the app."""
    shown = show(pages["zh"], phone=True)
    shown.frame.evaluate(
        """() => {
            navigator.share = (told) => { window.__shared = told; return Promise.reject(new Error()); };
        }"""
    )
    shown.frame.locator(".share-button").tap()
    told = shown.frame.evaluate("window.__shared")
    assert told == shown.page.evaluate("({ title: document.title, url: location.href })")
    assert len(shown.told("share")) == 1
    assert shown.errors == []
