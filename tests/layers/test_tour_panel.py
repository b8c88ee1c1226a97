"""Tours in the document: words, view, keys, clicker, swipe, the presenter's window, links."""

from __future__ import annotations

import dataclasses

import pytest
from playwright.sync_api import Route

from tests.axe import findings

STEP_4 = {"tour": {"id": "rail", "step": 4}, "theme": "light"}


def _title(shown) -> str:
    """The step's title, once the words of the tours have come and the map has made room for them."""
    title = shown.frame.wait_for_selector("#tour h2:not(:empty)").inner_text()
    shown.settle()
    return title


def _place(shown) -> str:
    return shown.frame.locator(".tour-place span").inner_text()


def _boxes_meet(one, other) -> bool:
    return not (
        one["x"] + one["width"] <= other["x"]
        or other["x"] + other["width"] <= one["x"]
        or one["y"] + one["height"] <= other["y"]
        or other["y"] + other["height"] <= one["y"]
    )


@pytest.fixture
def rail(show, pages):
    """Step 4 of the tour of railways, on a desktop."""
    shown = show(pages["zh"])
    shown.apply(**STEP_4)
    _title(shown)
    yield shown
    assert shown.errors == []


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_link_to_a_step_shows_its_project_beside_the_words(show, pages, phone):
    """Step 4 names the railway on the map where the panel does not cover it."""
    shown = show(pages["zh"], phone=phone)
    shown.apply(**STEP_4)
    shown.settle()
    assert _title(shown) == "深江铁路：从滨海湾下海"
    label = shown.frame.locator(".raised")
    assert label.inner_text() == "深江铁路东莞段"
    panel = shown.frame.locator("#tour").bounding_box()
    assert not _boxes_meet(label.bounding_box(), panel)
    assert shown.frame.locator("#map-box").bounding_box()["y"] <= label.bounding_box()["y"]
    assert not shown.frame.locator("#card").is_visible()


@pytest.mark.parametrize("is_moved", [False, True])
def test_step_is_in_sight_again_once_its_words_have_come(show, pages, is_moved):
    """The panel grows with them; who has moved the map meanwhile is left alone."""
    place = "[map_city.getZoom(), map_city.getCenter().lat].join()"
    shown = show(pages["zh"])
    shown.page.set_viewport_size({"width": 1366, "height": 600})
    shown.settle()
    held: list[Route] = []
    shown.page.route("**/*tours.json", lambda route: held.append(route))  # noqa: PLW0108 - Playwright asks it for its names
    with shown.page.expect_request("**/*tours.json"):
        shown.apply(tour={"id": "rail", "step": 6})
    assert shown.frame.locator("#tour h2").inner_text() == ""
    before = shown.frame.evaluate(place)
    if is_moved:
        shown.frame.locator(".leaflet-container").dispatch_event("pointerdown")
    held[0].fallback()
    shown.frame.wait_for_selector("#tour .tour-text:not(:empty)")
    shown.settle()
    assert (shown.frame.evaluate(place) == before) == is_moved


@pytest.mark.parametrize(
    ("key", "place"),
    [
        ("ArrowRight", "5 / 7"), ("PageDown", "5 / 7"), ("Space", "5 / 7"), ("ArrowLeft", "3 / 7"),
        ("PageUp", "3 / 7"), ("Home", "1 / 7"), ("End", "7 / 7"),
    ],
)  # fmt: skip
def test_keys_move(rail, key, place):
    """Arrows, a clicker's keys, space, home and end go where they should, and it is told."""
    rail.page.keyboard.press(key)
    assert _place(rail) == place
    assert rail.told("view")[-1]["view"]["tour"] == {"id": "rail", "step": int(place[0])}


def test_there_is_nothing_before_the_first_and_after_the_last_step(rail):
    """The ends hold."""
    rail.page.keyboard.press("End")
    rail.page.keyboard.press("ArrowRight")
    assert _place(rail) == "7 / 7"
    rail.page.keyboard.press("Home")
    rail.page.keyboard.press("PageUp")
    assert _place(rail) == "1 / 7"


def test_escape_ends_the_tour_and_shows_what_was_there_before(show, pages):
    """The filters of before come back, and the app hears that no tour is on."""
    shown = show(pages["zh"])
    shown.apply(filters={"categories": ["water"]}, theme="light")
    shown.frame.locator(".tour-button").click()
    shown.frame.locator('[data-tour="rail"]').click()
    assert shown.frame.locator("#results .row").count() == 7
    shown.page.keyboard.press("Escape")
    assert not shown.frame.locator("#tour").is_visible()
    assert shown.frame.locator("#results .row").count() == 2
    last = shown.told("view")[-1]["view"]
    assert (last["filters"], "tour" in last) == ({"categories": ["water"]}, False)


def test_f_fills_the_screen_and_escape_leaves_it_first(rail):
    """F gives the map the whole window, with larger words; the tour goes on after Escape."""
    rail.page.keyboard.press("f")
    assert "full" in rail.frame.locator("body").get_attribute("class")
    size = rail.frame.locator(".tour-text").evaluate("node => getComputedStyle(node).fontSize")
    assert size == "22px"
    rail.page.keyboard.press("Escape")
    assert "full" not in rail.frame.locator("body").get_attribute("class")
    assert _place(rail) == "4 / 7"


def test_n_shows_the_note(rail):
    """The note stands under a key, not in the hall's sight."""
    assert not rail.frame.locator(".tour-note").is_visible()
    rail.page.keyboard.press("n")
    assert "滨海湾站可靠到" in rail.frame.locator(".tour-note").inner_text()


def test_note_window_follows_and_leads(rail):
    """The presenter's window shows the note of each step, and its keys move the tour."""
    with rail.page.expect_popup() as opened:
        rail.frame.locator(".tour-window-button").click()
    notes = opened.value
    assert "滨海湾站可靠到" in notes.locator(".notes-note").inner_text()
    assert notes.locator(".notes-next").inner_text() == "下一步：深惠城际：凤岗设站"
    notes.keyboard.press("PageDown")
    assert _place(rail) == "5 / 7"
    assert notes.locator("h1").inner_text() == _title(rail)


def test_typing_is_not_taken_for_a_key_of_the_tour(rail):
    """Letters and spaces in the search field stay there."""
    rail.frame.locator("#search").focus()
    rail.page.keyboard.type("n f")
    assert rail.frame.locator("#search").input_value() == "n f"
    assert not rail.frame.locator(".tour-note").is_visible()


def test_swipe_moves_on_a_phone(show, pages):
    """A swipe to the left goes on, one down does not."""
    shown = show(pages["zh"], phone=True)
    shown.apply(**STEP_4)
    swipe = """([x, y]) => {
      const panel = document.querySelector("#tour .tour-body");
      const touch = (type, x, y) => {
        const one = new Touch({ identifier: 1, target: panel, clientX: x, clientY: y });
        const touches = type === "touchend" ? [] : [one];
        panel.dispatchEvent(new TouchEvent(type, { bubbles: true, touches, changedTouches: [one] }));
      };
      touch("touchstart", 300, 600);
      touch("touchend", 300 + x, 600 + y);
    }"""
    shown.frame.evaluate(swipe, [-120, 10])
    assert _place(shown) == "5 / 7"
    shown.frame.evaluate(swipe, [-60, 200])
    assert _place(shown) == "5 / 7"


def test_chip_opens_the_card_and_closing_it_returns_to_the_step(rail):
    """The card lies over the words; the address stays that of the step."""
    rail.frame.locator('[data-card="shenjiang-railway"]').click()
    assert rail.frame.locator("#card h2").inner_text() == "深江铁路东莞段"
    rail.page.keyboard.press("Escape")
    assert not rail.frame.locator("#card").is_visible()
    assert rail.frame.locator("#tour").is_visible()
    assert rail.frame.locator(".raised").inner_text() == "深江铁路东莞段"
    assert rail.told("view") == []


def test_another_filter_ends_the_tour(rail):
    """Who chooses a filter leaves the tour with it."""
    rail.frame.locator('.legend-chips [data-value="water"]').click()
    assert not rail.frame.locator("#tour").is_visible()
    assert rail.told("view")[-1]["view"]["filters"] == {"categories": ["rail", "water"]}


def test_a_late_answer_does_not_turn_back(rail):
    """What the app says of a step that has been left is not shown."""
    turn = rail.frame.evaluate("dgmap.apply({view: {tour: {id: 'rail', step: 4}}, turn: 7})")
    rail.page.keyboard.press("ArrowRight")
    rail.page.keyboard.press("ArrowRight")
    rail.apply(turn=8, tour={"id": "rail", "step": 5}, theme="light")
    assert (turn, _place(rail)) == (None, "6 / 7")


def test_town_tour_asks_for_the_town(show, pages):
    """A link without a town opens the list with a choice; the words then name the town."""
    shown = show(pages["zh"])
    shown.apply(tour={"id": "your-town", "step": 1}, theme="light")
    shown.frame.locator("#tour-town").select_option("changan")
    shown.frame.locator(".tour-town .button").click()
    assert _title(shown) == "长安：报告写到的项目"
    assert "有 8 个" in shown.frame.locator(".tour-text").inner_text()
    last = shown.told("view")[-1]["view"]
    assert (last["filters"], last["tour"]) == ({"towns": ["changan"]}, {"id": "your-town", "step": 1})


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_step_in_every_town_has_whole_words(show, pages, lang, dataset):
    """No field is left open, and a town without projects is told so."""
    shown = show(pages[lang])
    towns = [str(town) for town in dataset.towns["id"]]
    shown.apply(view={"tour": {"id": "your-town", "step": 1}, "filters": {"towns": towns[:1]}})
    shown.frame.wait_for_selector("#tour .tour-text:not(:empty)")  # the words come with the first tour
    said = shown.frame.evaluate(
        """towns => towns.flatMap(town => [1, 2, 3, 4, 5, 6].map(step => {
          dgmap.apply({view: {tour: {id: "your-town", step}, filters: {towns: [town]}}});
          return document.querySelector("#tour .tour-body").innerText;
        }))""",
        towns,
    )
    assert len(said) == 6 * len(towns)
    assert [words for words in said if "{" in words or "undefined" in words] == []
    bare = said[6 * towns.index("qingxi")]
    assert ("没有写到涉及清溪" if lang == "zh" else "no project that concerns Qingxi") in bare


def test_a_project_that_is_gone_is_told_and_the_tour_goes_on(show, dataset, tmp_path):
    """An edition without the railway keeps the step, says so, and the next step works."""
    from layers import project_map

    rest = dataset.projects[dataset.projects["id"] != "shenjiang-railway"]
    path = tmp_path / "gone.html"
    project_map(dataclasses.replace(dataset, projects=rest)).save(str(path))
    shown = show(path)
    shown.apply(**STEP_4)
    assert shown.frame.locator(".tour-gone").inner_text().startswith("这一步说到的 1 个项目")
    shown.page.keyboard.press("ArrowRight")
    assert _title(shown) == "深惠城际：凤岗设站"
    assert shown.errors == []


def test_unknown_tour_and_step_do_no_harm(rail):
    """A step beyond the end is the last one; a tour that is not there is none."""
    rail.apply(tour={"id": "rail", "step": 99}, theme="light")
    assert _place(rail) == "7 / 7"
    rail.apply(tour={"id": "nonsense", "step": "x"}, theme="light")
    assert not rail.frame.locator("#tour").is_visible()


def test_page_that_stands_alone_keeps_the_step_in_its_address(new_context, files):
    """`?tour=rail&step=4` opens step 4 of a file, and the address follows the keys."""
    page = new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce").new_page()
    page.goto(f"{files['zh'].as_uri()}?tour=rail&step=4")
    page.wait_for_selector("html[data-ready=yes]", state="attached")
    assert page.locator(".tour-place span").inner_text() == "4 / 7"
    page.keyboard.press("PageDown")
    assert page.url.endswith("?tour=rail&step=5")
    page.keyboard.press("Escape")
    assert "tour" not in page.url


@pytest.mark.parametrize("query", ["tour=%00&step=-1", "town=x&cat=y&q=%F0&p=../..&m=1/2", "m=a/b/c&step=9"])
def test_nonsense_in_the_address_of_a_file_does_no_harm(new_context, files, query):
    """What is not known is left out."""
    page = new_context().new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{files['zh'].as_uri()}?{query}")
    page.wait_for_selector("html[data-ready=yes]", state="attached")
    assert errors == []


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize("state", [STEP_4, {"tour": {"id": "your-town", "step": 1}, "theme": "dark"}])
def test_tour_has_no_axe_finding(show, pages, phone, state):
    """Neither a step nor the list of tours has a serious or critical finding."""
    shown = show(pages["zh"], phone=phone)
    shown.apply(**state)
    assert findings(shown.frame) == []
