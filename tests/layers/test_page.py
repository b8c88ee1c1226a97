"""The document in a browser: list and map are one thing, states, key, labels, phone."""

from __future__ import annotations

from itertools import combinations

import pytest

LINE = "metro-1-phase-1"
POINT = "cityu-dongguan"
ROUTE = "huanguan-phase-3"


def _row(shown, project=LINE):
    return shown.frame.locator(f'[data-row="{project}"]')


def _shape(shown, project=LINE):
    return shown.frame.locator(f'[data-shape="{project}"]')


def _has(locator, name: str) -> bool:
    return name in (locator.get_attribute("class") or "").split()


@pytest.fixture
def desktop(show, pages):
    shown = show(pages["zh"])
    yield shown
    assert shown.errors == []


@pytest.fixture
def phone(show, pages):
    shown = show(pages["zh"], phone=True)
    yield shown
    assert shown.errors == []


def test_row_hover_raises_its_shape(desktop):
    """Pointing at a row names its line on the map."""
    _row(desktop).hover()
    desktop.settle()
    assert desktop.frame.locator(".raised.hovered").inner_text() == "地铁1号线一期"


@pytest.mark.parametrize("project", [LINE, POINT])
def test_shape_focus_marks_its_row(desktop, project):
    """Keyboard focus on a shape is the same as pointing at it."""
    desktop.frame.evaluate("dgmap.apply({view: {camera: [12, 22.92, 113.88]}})")
    desktop.settle()
    _shape(desktop, project).focus()
    assert _has(_row(desktop, project), "is-hovered")


def test_row_focus_names_the_shape(desktop):
    """Focus on a row does what pointing does."""
    _row(desktop).focus()
    desktop.settle()
    assert desktop.frame.locator(".raised.hovered").count() == 1


def test_row_click_opens_the_card_and_tells_once(desktop):
    """A click selects at once and says so; the app's echo changes nothing."""
    _row(desktop).click()
    assert desktop.frame.locator("#card h2").inner_text() == "地铁1号线一期"
    desktop.apply(selected=LINE, theme="light")
    assert [event["view"]["selected"] for event in desktop.told("view")] == [LINE]
    assert _row(desktop).get_attribute("aria-pressed") == "true"
    assert _shape(desktop).get_attribute("aria-pressed") == "true"


def test_shape_key_opens_the_same_card(desktop):
    """Enter on a shape opens its card."""
    _shape(desktop).focus()
    desktop.page.keyboard.press("Enter")
    assert desktop.frame.locator("#card h2").inner_text() == "地铁1号线一期"


def test_shape_click_opens_the_same_card(desktop):
    """A click on the drawn line selects its project."""
    place = desktop.frame.evaluate(
        """() => { const path = document.querySelector('[data-shape="guanshen-expressway-widening"]');
        const p = path.getPointAtLength(path.getTotalLength() * 0.3);
        const at = new DOMPoint(p.x, p.y).matrixTransform(path.getScreenCTM()); return [at.x, at.y]; }"""
    )
    desktop.page.mouse.click(*place)
    assert "莞深高速" in desktop.frame.locator("#card h2").inner_text()


def test_escape_closes_the_card_and_gives_the_focus_back(desktop):
    """Esc closes, tells, and the row that opened it has the focus again."""
    _row(desktop).focus()
    desktop.page.keyboard.press("Enter")
    desktop.frame.locator("#card .close").focus()
    desktop.page.keyboard.press("Escape")
    assert desktop.frame.locator("#card").is_hidden()
    assert [event["view"].get("selected") for event in desktop.told("view")] == [LINE, None]
    assert desktop.frame.evaluate("document.activeElement.dataset.row") == LINE


def test_apply_ids_hides_the_others_in_list_and_map(desktop):
    """A filter shows its projects only, everywhere."""
    desktop.apply(ids=[LINE, ROUTE], theme="light")
    rows = desktop.frame.locator("[data-row]").evaluate_all("rows => rows.map(row => row.dataset.row)")
    shapes = desktop.frame.locator("[data-shape]").evaluate_all(
        "shapes => shapes.map(shape => shape.dataset.shape)"
    )
    badges = desktop.frame.locator(".badge").all_inner_texts()
    assert (rows, shapes) == ([LINE, ROUTE], [LINE])
    assert set(badges) == {"1"}


def test_empty_result_says_why_and_offers_a_way_out(desktop):
    """What is missing is said, and each step back shows as many projects as it says."""
    desktop.apply(filters={"towns": ["shilong"], "categories": ["science"]}, theme="light")
    assert desktop.frame.locator(".state-title").inner_text() == "石龙没有科学类项目。"
    way = desktop.frame.locator(".state button").first
    promised = int(way.inner_text().split("（")[1].split(" ")[0])
    assert way.inner_text().startswith("不限镇街")
    way.click()
    assert desktop.frame.locator("[data-row]").count() == promised
    assert desktop.told("view")[-1]["view"]["filters"] == {"categories": ["science"]}


def test_town_chip_and_town_area_filter_by_the_town(desktop):
    """Both a town in the card and the land itself filter by town, and a second press takes it off."""
    _row(desktop, ROUTE).click()
    desktop.frame.get_by_role("button", name="企石", exact=True).click()
    desktop.apply(theme="light", camera=[12.5, 22.76, 114.15])
    desktop.page.mouse.click(380 + 530, 450)
    towns = [event["view"]["filters"].get("towns", []) for event in desktop.told("view")][-2:]
    assert towns == [["qishi"], ["fenggang"]]
    desktop.page.mouse.click(380 + 530, 450)
    assert desktop.told("view")[-1]["view"]["filters"] == {}


def test_route_of_towns_shows_its_order(desktop):
    """A selected town-only corridor numbers its towns, hollow where the order is open; no line is drawn."""
    desktop.apply(selected=ROUTE, theme="light")
    numbers = desktop.frame.locator(".label .badge.order").all_inner_texts()
    assert [str(number) for number in range(1, 10)] == sorted(numbers)
    assert desktop.frame.locator(f'[data-shape="{ROUTE}"]').count() == 0


def test_sources_are_safe_links(desktop):
    """Each link out opens apart and takes nothing along."""
    _row(desktop).click()
    links = desktop.frame.locator("#card a:not(.card-buttons a)").evaluate_all(
        "all => all.filter(a => a.origin !== location.origin).map(a => [a.protocol, a.rel, a.target])"
    )
    assert links
    assert all(
        link[0] in ("https:", "http:") and link[1] == "noopener noreferrer" and link[2] == "_blank"
        for link in links
    )


def test_near_groups_rows_and_offers_radii(desktop):
    """Distances are as sure as the places; town-only rows have none."""
    rows = [
        {"id": LINE, "group": "in", "distance_m": 20},
        {"id": "great-bay-university-songshanhu", "group": "maybe", "distance_m": 2500},
        {"id": ROUTE, "group": "town", "distance_m": None},
    ]
    near = {
        "lon": 113.75,
        "lat": 23.02,
        "radius_m": 3000,
        "label": "市民中心站",
        "rows": rows,
        "outside_m": None,
        "nearest": None,
    }
    desktop.apply(near=near, theme="light")
    text = desktop.frame.locator("#near").inner_text()
    assert "60 米以内" in text
    assert "约 20 米" not in text
    assert "距离不知" in text
    desktop.frame.get_by_role("button", name="5 公里", exact=True).click()
    assert desktop.told("radius")[0]["radius_m"] == 5000


def test_near_outside_the_city_says_so(desktop):
    """Outside of the city there is no list of distances but a way on."""
    near = {
        "lon": 114.3,
        "lat": 22.5,
        "radius_m": 3000,
        "label": "",
        "rows": [],
        "outside_m": 4200,
        "nearest": None,
    }
    desktop.apply(near=near, theme="light")
    assert "4.2 公里" in desktop.frame.locator("#near .state-title").inner_text()
    desktop.frame.get_by_role("button", name="点地图选地点").click()
    desktop.page.mouse.click(900, 450)
    assert len(desktop.told("pick")) == 1


def _visible_keys(shown) -> set[str]:
    return set(
        shown.frame.locator(".key-bar [data-key]").evaluate_all("all => all.map(item => item.dataset.key)")
    )


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        ([LINE], {"approximate"}),
        (["metro-2-phase-3"], {"schematic"}),
        ([ROUTE], {"town"}),
        ([LINE, "metro-2-phase-3", ROUTE], {"approximate", "schematic", "town"}),
        (["houda-road-south"], set()),
    ],
)
def test_key_names_what_is_drawn_and_nothing_else(desktop, ids, expected):
    """The key follows the filter."""
    desktop.apply(ids=ids, theme="light")
    assert expected == _visible_keys(desktop)


def test_key_follows_the_camera(desktop):
    """What lies outside of the window is not in the key."""
    desktop.apply(ids=[LINE, "metro-2-phase-3"], camera=[14, 23.01, 113.75], theme="light")
    assert _visible_keys(desktop) == {"approximate"}


def test_whole_key_has_the_base_map_and_the_statuses(desktop):
    """The opened key also explains context lines and status marks that are in sight."""
    desktop.frame.locator(".key-toggle").click()
    keys = set(
        desktop.frame.locator("#key-more [data-key]").evaluate_all("all => all.map(item => item.dataset.key)")
    )
    assert {"road", "railway", "station", "border", "cat-rail", "status-done"} <= keys


STATES = {
    "city": {},
    "line": {"selected": LINE},
    "route": {"selected": ROUTE},
    "close": {"camera": [13, 22.93, 113.88]},
    "centre": {"camera": [14, 23.02, 113.752]},
    "delta": {"camera": [12, 22.97, 113.66]},
}


def _boxes(shown) -> list[list[float]]:
    # Found and measured in one step: between two, names may be drawn anew, and the old ones have no box.
    return shown.frame.evaluate(
        """() => [...document.querySelectorAll(".label")].map(n => { const r = n.getBoundingClientRect();
        return [r.left, r.top, r.right, r.bottom, n.textContent]; })"""
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("state", list(STATES.values()), ids=list(STATES))
def test_labels_never_cover_each_other(show, pages, lang, size, state):
    """No two names on the map touch, in either language, at either size."""
    shown = show(pages[lang], phone=size == "phone")
    shown.apply(**state, theme="light")
    boxes = _boxes(shown)
    assert len(boxes) >= 2
    assert _crossing(boxes) == []
    left, top, *rest = boxes[0]
    assert (rest[2], rest[2]) in _crossing([*boxes, [left + 1, top + 1, *rest]])


def _crossing(boxes: list[list[float]]) -> list[tuple[float, float]]:
    """Return the pairs of names whose boxes touch."""
    return [
        (a[4], b[4])
        for a, b in combinations(boxes, 2)
        if a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1]
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_labels_are_as_wide_as_their_text(show, pages, lang):
    """The measured box holds the drawn text, so that "no overlap" is true of what is seen."""
    shown = show(pages[lang])
    assert shown.frame.locator(".label").count() > 20
    wide = shown.frame.locator(".label").evaluate_all(
        "all => all.filter(n => n.scrollWidth > n.clientWidth + 1).map(n => n.textContent)"
    )
    assert wide == []


def test_zooming_in_never_moves_a_mark(desktop):
    """An icon is a place on the ground: its coordinates are the same at each zoom."""
    js = """id => { const n = document.querySelector(`[data-shape="${id}"]`).getBoundingClientRect();
      const m = window[JSON.parse(document.getElementById('dgmap-page').textContent).map];
      const box = m.getContainer().getBoundingClientRect();
      const at = m.containerPointToLatLng([n.left + n.width / 2 - box.left, n.top + n.height / 2 - box.top]);
      return [at.lat, at.lng]; }"""
    places = []
    for zoom in (12, 14):
        desktop.apply(camera=[zoom, 22.9, 113.9], theme="light")
        places.append(desktop.frame.evaluate(js, POINT))
    assert places[0] == pytest.approx(places[1], abs=0.0004)


def test_pan_tells_the_camera(desktop):
    """A moved map says where it looks, in the form that the link holds."""
    desktop.apply(camera=[12, 22.93, 113.88], theme="light")
    assert desktop.told("move")[-1]["m"] == "12/22.93/113.88"


def test_camera_is_applied_once(desktop):
    """The same camera again does not pull the map back from where the reader went."""
    desktop.apply(camera=[12, 22.93, 113.88], theme="light")
    desktop.frame.locator(".control").first.click()
    desktop.settle()
    before = desktop.told("move")[-1]["m"]
    desktop.apply(camera=[12, 22.93, 113.88], ids=[LINE], theme="light")
    assert before == desktop.told("move")[-1]["m"]


def test_theme_dark_changes_the_paper(desktop):
    """Dark has its own colours."""
    desktop.apply(theme="dark")
    assert desktop.frame.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 25, 28)"


def test_rows_are_59_high_and_unsited_ones_apart(desktop):
    """The list keeps its rhythm; what has no place is a marked group at its end."""
    heights = set(
        desktop.frame.locator(".row").evaluate_all(
            "rows => rows.map(row => row.getBoundingClientRect().height)"
        )
    )
    assert heights == {59}
    assert desktop.frame.locator(".rows.unsited .row").count() == 8


def test_phone_shows_map_then_list_and_no_side_scroll(phone):
    """The map is 440 px high, the list begins below it, nothing is wider than the screen."""
    sizes = phone.frame.evaluate(
        """() => ({ map: document.getElementById('map-box').getBoundingClientRect().height,
        list: document.querySelector('.row').getBoundingClientRect().top,
        wide: document.documentElement.scrollWidth, screen: innerWidth,
        high: document.documentElement.scrollHeight })"""
    )
    assert sizes["map"] == 440
    assert 440 < sizes["list"] < 560
    assert sizes["wide"] == sizes["screen"] == 390
    assert sizes["high"] > 2000


def test_phone_leaves_one_finger_to_the_page(phone):
    """One finger scrolls; dragging belongs to two."""
    phone.frame.locator(".folium-map").tap(position={"x": 300, "y": 300})
    phone.settle()
    name = phone.frame.evaluate("JSON.parse(document.getElementById('dgmap-page').textContent).map")
    assert phone.frame.evaluate("name => window[name].dragging.enabled()", name) is False
    assert phone.frame.evaluate("name => window[name].touchZoom.enabled()", name) is True
    assert (
        phone.frame.evaluate("getComputedStyle(document.querySelector('.folium-map')).touchAction")
        == "pan-x pan-y"
    )


def test_phone_card_is_a_sheet_with_big_targets(phone):
    """The card lies at the bottom over the list, and what can be tapped is 44 px high."""
    phone.apply(selected=LINE, theme="light")
    box = phone.frame.locator("#card").evaluate(
        "card => { const r = card.getBoundingClientRect(); return [r.top, r.bottom, r.width]; }"
    )
    assert box[0] > 250
    assert box[1] == pytest.approx(796, abs=1)
    assert box[2] == 390
    assert phone.frame.locator("#card button").count() > 3
    small = phone.frame.locator("#card button").evaluate_all(
        "all => all.map(n => n.getBoundingClientRect().height).filter(h => h < 44)"
    )
    assert small == []


def test_page_alone_has_its_own_title(show, files):
    """Opened by itself, without the app, the page names itself and works the same."""
    shown = show(files["en"], framed=False)
    assert shown.frame.locator(".own-title").inner_text() == "Dongguan Project Map"
    _row(shown).click()
    assert shown.frame.locator("#card h2").inner_text() == "Metro Line 1, phase 1"
    assert shown.errors == []


def test_many_features_are_drawn_on_canvas(show, pages):
    """Above the limit the same page draws on canvas: rows, card and theme work as before."""
    path = pages["zh"].with_name("many.html")  # beside the file with its words
    path.write_text(
        pages["zh"].read_text(encoding="utf-8").replace('"svg_limit":500', '"svg_limit":10'), "utf-8"
    )
    shown = show(path)
    assert shown.frame.locator("canvas.leaflet-zoom-animated").count() > 0
    assert shown.frame.locator("path[data-shape]").count() == 0
    _row(shown).click()
    shown.apply(selected=LINE, theme="dark")
    assert shown.frame.locator("#card h2").inner_text() == "地铁1号线一期"
    assert shown.errors == []


def test_names_keep_clear_of_the_scale_from_the_first_picture(show, pages):
    """On a phone the sea's name and the scale want the same place; nothing is drawn over the scale."""
    shown = show(pages["zh"], phone=True)
    left, top, right, bottom = shown.frame.locator("#scale div").evaluate(
        "node => { const r = node.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; }"
    )
    assert right > left
    assert len(_boxes(shown)) > 5
    over = [b[4] for b in _boxes(shown) if b[0] < right and b[2] > left and b[1] < bottom and b[3] > top]
    assert over == []
