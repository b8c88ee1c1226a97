"""The app end to end: the address, the notices, «附近», the keyboard, both sizes, both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
LYING = {"width": 844, "height": 390}
CENTRE = {"longitude": 113.751, "latitude": 23.021}
PLACE = "市民中心"
# Whether the title's letters, which may stand out of their box, lie over what stands beside them.
TITLE_COVERS = """() => {
  const letters = document.createRange()
  letters.selectNodeContents(document.querySelector('.st-key-title_row h1'))
  const a = letters.getBoundingClientRect()
  return [...document.querySelectorAll('.st-key-title_row :is(button, a)')]
    .map(node => [node.getBoundingClientRect(), node.textContent])
    .filter(([b]) => b.width && b.left < a.right && a.left < b.right && b.top < a.bottom && a.top < b.bottom)
    .map(([, said]) => said)
}"""


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/promises",
        "/projects",
        "/about",
        "/?lang=en",
        "/promises?lang=en",
        "/projects?lang=en",
        "/about?lang=en",
        "/promises?lang=en&show=large",
    ],
)
@pytest.mark.parametrize(
    ("size", "colours"),
    [(DESKTOP, "light"), (PHONE, "dark"), (LYING, "light")],
    ids=["desktop", "phone-dark", "lying"],
)
def test_page_when_opened_draws_without_error(visit: Callable[..., Any], path: str, size: Any, colours: str):
    """Each page draws in both languages, sizes and colours, says its language, and never scrolls sideways."""
    opened = visit(size, color_scheme=colours).open(path)
    language = "en" if "lang=en" in path else "zh-CN"
    assert opened.page.evaluate("document.documentElement.lang") == language
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # The system's fonts first, then our own Chinese one: without it a machine that has none shows boxes.
    opened.until(
        "[...document.querySelectorAll('h1, p, td, button, a')]"
        ".every(e => getComputedStyle(e).fontFamily.includes('DGMap Sans'))"
    )
    title = "Dongguan Project Map" if language == "en" else "东莞项目地图"
    expect(opened.page.get_by_role("heading", level=1, name=title)).to_be_visible()
    assert opened.page.evaluate(TITLE_COVERS) == []
    expect(opened.page).to_have_title(title if "/?" in path or path == "/" else opened.page.title())


def test_filter_when_chosen_is_in_address_and_restored(visit: Callable[..., Any]):
    """A filter goes into the address; reload, Back and Forward restore the view."""
    opened = visit().open()
    page = opened.page
    opened.expect_query("")
    chips = opened.map.locator("#choices")
    chips.get_by_role("button", name="轨道").click()
    opened.expect_query("?cat=rail")
    chips.get_by_role("button", name="道路").click()
    opened.expect_query("?cat=rail,road")
    page.go_back()
    opened.expect_query("?cat=rail")
    expect(chips.get_by_role("button", name="道路")).to_have_attribute("aria-pressed", "false")
    expect(chips.get_by_role("button", name="轨道")).to_have_attribute("aria-pressed", "true")
    page.go_forward()
    opened.expect_query("?cat=rail,road")
    expect(chips.get_by_role("button", name="道路")).to_have_attribute("aria-pressed", "true")
    page.reload()
    opened.wait()
    expect(chips.get_by_role("button", name="道路")).to_have_attribute("aria-pressed", "true")
    opened.expect_query("?cat=rail,road")


def test_list_when_filtered_agrees_with_the_chip(visit: Callable[..., Any]):
    """The list holds as many rows as the chip said it would."""
    opened = visit().open()
    chip = opened.map.locator("#choices").get_by_role("button", name="水质")
    promised = int(chip.inner_text().split()[-1])
    chip.click()
    opened.expect_query("?cat=water")
    expect(opened.map.locator(".row")).to_have_count(promised)


def test_link_with_a_text_counts_only_what_it_finds(visit: Callable[..., Any]):
    """The first picture comes before the names can be searched; the chips do not keep the counts of all."""
    opened = visit().open("/?q=sslkxc")
    expect(opened.map.locator("[data-row]")).to_have_count(1)
    expect(opened.map.locator("#choices .chip-count").filter(has_text=re.compile("^1$"))).to_have_count(1)
    expect(opened.map.locator("#choices .chip-count").filter(has_text=re.compile("^0$"))).to_have_count(8)


def test_link_when_wrong_shows_nearest_view_and_says_so(visit: Callable[..., Any]):
    """A misspelt town is left out, said, and offered; the rest of the link holds."""
    opened = visit().open("/?cat=rail&town=chagnan")
    expect(opened.map.get_by_text("town=chagnan")).to_be_visible()
    expect(opened.map.locator("#choices").get_by_role("button", name="轨道")).to_have_attribute(
        "aria-pressed", "true"
    )
    opened.map.get_by_role("button", name="看长安").click()
    opened.expect_query("?town=changan&cat=rail")
    expect(opened.map.get_by_text("town=chagnan")).to_have_count(0)


def test_links_that_streamlit_draws_late_are_marked_and_take_the_view_along(visit: Callable[..., Any]):
    """On a slow machine the tabs may come after the message: they are not left as Streamlit drew them."""
    opened = visit().open("/?cat=rail")
    tab = opened.page.locator(".st-key-tabs .stPageLink a[aria-current=page]")
    expect(tab).to_have_attribute("href", re.compile(r"cat=rail"))
    tab.evaluate(
        """tab => {
          const drawn = tab.cloneNode(true);
          drawn.removeAttribute("aria-current");
          drawn.href = "/?lang=en";
          tab.replaceWith(drawn);
        }"""
    )
    expect(tab).to_have_attribute("href", re.compile(r"cat=rail"))


@pytest.mark.parametrize("query", ["from=%E5", "%E5=%", "q=%E0%A4%A"])
@pytest.mark.parametrize("path", ["/", "/promises", "/towns"])
def test_address_with_bytes_that_are_no_text_stops_nothing(visit: Callable[..., Any], path: str, query: str):
    """The bridge still writes the link, marks the tab and hears the map, whatever the address holds."""
    opened = visit()
    opened.page.goto(f"{opened.base}{path}?{query}")
    here = opened.page.locator(".st-key-tabs .stPageLink a[aria-current=page]")
    expect(here).to_have_count(1)
    opened.until("query => !location.search.includes(query)", arg=query)
    if path == "/":
        opened.map.locator("#choices").get_by_role("button", name="轨道").click()
        opened.until("location.search.includes('cat=rail')")


def test_empty_result_says_why_and_offers_a_way_out(visit: Callable[..., Any]):
    """A town without a category says which is missing, and one press brings projects back."""
    opened = visit().open("/?town=shilong&cat=science")
    expect(opened.map.locator("#results").get_by_text("石龙没有科学类项目。")).to_be_visible()
    opened.map.get_by_role("button", name="不限镇街").click()
    opened.expect_query("?cat=science")
    expect(opened.map.locator(".row").first).to_be_visible()


def test_search_when_typed_filters_and_offers_stations(visit: Callable[..., Any]):
    """Typing filters the list; a station found is measured from, and its place stays out of the address."""
    opened = visit().open()
    opened.map.get_by_placeholder("项目、镇街或车站").press_sequentially(PLACE, delay=20)
    opened.expect_query(f"?q={PLACE}")
    opened.map.get_by_role("button", name=f"车站：{PLACE}").click()
    expect(opened.map.locator("#near")).to_be_visible()
    opened.expect_query("")


def test_search_when_typed_steadily_loses_no_letter(visit: Callable[..., Any]):
    """Answers that come while one types do not overwrite the field, spaces between words included."""
    opened = visit().open("/?lang=en")
    words = "line 1 south to shenzhen"
    field = opened.map.get_by_placeholder("Project, town, station")
    field.press_sequentially(words, delay=120)
    opened.expect_query(f"?lang=en&q={words}")
    expect(field).to_have_value(words)


def test_position_when_allowed_stays_out_of_address(visit: Callable[..., Any]):
    """The browser's position shows what is near; neither place nor camera enter the address."""
    opened = visit(
        geolocation=CENTRE, permissions=["geolocation", "clipboard-read", "clipboard-write"]
    ).open()
    opened.map.get_by_role("button", name="附近", exact=True).click()
    expect(opened.map.locator("#near")).to_be_visible()
    opened.map.get_by_role("button", name="5 公里", exact=True).click()
    expect(opened.map.get_by_role("button", name="5 公里", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    opened.map.get_by_role("button", name="放大", exact=True).click()
    opened.expect_query("")
    opened.map.locator(".share-button").click()
    expect(opened.page.get_by_role("dialog")).to_be_visible()
    opened.page.get_by_role("button", name="复制链接").click()
    expect(opened.page.get_by_role("status").filter(has_text="链接已复制")).to_be_visible()
    copied = opened.page.evaluate("navigator.clipboard.readText()")
    assert "near=" not in copied
    assert "m=" not in copied


def test_place_when_ticked_is_in_the_link_and_nowhere_else(visit: Callable[..., Any]):
    """Only the tick puts the place into the copied link; the address stays without it."""
    opened = visit(
        geolocation=CENTRE, permissions=["geolocation", "clipboard-read", "clipboard-write"]
    ).open()
    opened.map.get_by_role("button", name="附近", exact=True).click()
    expect(opened.map.locator("#near")).to_be_visible()
    opened.map.locator(".share-button").click()
    opened.page.get_by_text("把地点也放进链接").click()
    expect(opened.page.get_by_text("拿到链接的人会看到这个地点")).to_be_visible()
    opened.page.get_by_role("button", name="复制链接").click()
    opened.until("async () => (await navigator.clipboard.readText()).includes('near=113.751,23.021')")
    opened.expect_query("")


def test_position_when_refused_says_so_and_offers_the_search(visit: Callable[..., Any]):
    """A refusal is said plainly, and one press leads to the search field."""
    opened = visit(permissions=[]).open()
    opened.map.get_by_role("button", name="附近", exact=True).click()
    expect(opened.map.get_by_text("没有取得您的位置。")).to_be_visible()
    opened.map.get_by_role("button", name="输入车站或镇街").click()
    expect(opened.map.get_by_placeholder("项目、镇街或车站")).to_be_focused()


def test_position_when_outside_the_city_says_how_far(visit: Callable[..., Any]):
    """Someone in Guangzhou is told that the city ends before."""
    opened = visit(geolocation={"longitude": 113.264, "latitude": 23.129}, permissions=["geolocation"]).open()
    opened.map.get_by_role("button", name="附近", exact=True).click()
    expect(opened.map.get_by_text("您在东莞市外")).to_be_visible()


def test_camera_when_moved_enters_address_without_a_rerun(visit: Callable[..., Any]):
    """Zooming writes where the map looks into the address; the server hears nothing of it."""
    opened = visit().open()
    before = opened.sent
    opened.map.get_by_role("button", name="放大", exact=True).click()
    opened.until("location.search.startsWith('?m=')")
    assert opened.sent == before
    query = opened.query()
    opened.page.reload()
    opened.wait()
    opened.expect_query(query)


def test_keyboard_when_used_alone_searches_filters_opens_a_card_and_copies(visit: Callable[..., Any]):
    """Search, filter, card and link can all be reached and worked by keys."""
    opened = visit(permissions=["clipboard-read", "clipboard-write"]).open()
    page = opened.page
    field = opened.map.get_by_placeholder("项目、镇街或车站")
    for _ in range(12):
        page.keyboard.press("Tab")
        if field.evaluate("field => field === document.activeElement"):
            break
    expect(field).to_be_focused()
    page.keyboard.type("地铁")
    opened.expect_query("?q=地铁")
    # The address changes before the run has drawn its chips anew; a person reads the answer first.
    expect(opened.map.locator(".row")).not_to_have_count(44)
    opened.map.locator("#choices").get_by_role("button", name="轨道").focus()
    page.keyboard.press("Enter")
    opened.expect_query("?cat=rail&q=地铁")
    row = opened.map.locator(".row").first
    row.focus()
    page.keyboard.press("Enter")
    expect(opened.map.locator("#card")).to_be_visible()
    opened.map.locator("#card").get_by_role("button", name="分享").press("Enter")
    expect(page.get_by_role("status").filter(has_text="链接已复制")).to_be_visible()
    assert "p=" in page.evaluate("navigator.clipboard.readText()")


def test_language_when_changed_keeps_the_view(visit: Callable[..., Any]):
    """EN turns page, map and `lang` to English and keeps the filter."""
    opened = visit().open("/?cat=rail")
    opened.page.get_by_role("button", name="EN").click()
    opened.expect_query("?lang=en&cat=rail")
    expect(opened.map.locator("#choices").get_by_role("button", name="Rail")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(opened.map.locator("html")).to_have_attribute("lang", "en")
    opened.until("document.documentElement.lang === 'en'")


def test_theme_when_turned_holds_after_reload(visit: Callable[..., Any]):
    """The moon makes page and map dark, and they stay so."""
    opened = visit().open()
    opened.page.get_by_role("button", name="浅色或深色").click()
    expect(opened.page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(opened.map.locator("html")).to_have_attribute("data-theme", "dark")
    opened.page.reload()
    opened.wait()
    expect(opened.page.locator("html")).to_have_attribute("data-theme", "dark")


def _held_back(page: Any, address: re.Pattern[str]) -> list[Any]:
    """Hold requests back; return the list that they gather in, to be let go from."""
    late: list[Any] = []

    def hold(route: Any) -> None:  # not `late.append` itself: Playwright counts what a handler takes
        late.append(route)

    page.route(address, hold)
    return late


def test_theme_when_turned_before_the_map_is_taken_over_is_turned(visit: Callable[..., Any]):
    """The moon acts as soon as it is seen, also while what mounts the map's bridge is still on its way."""
    opened = visit()
    late = _held_back(opened.page, re.compile(r"/static/js/BidiComponent\."))
    opened.page.goto(opened.base, wait_until="commit")
    opened.page.get_by_role("button", name="浅色或深色").click()
    expect(opened.page.locator("html")).to_have_attribute("data-theme", "dark")
    for route in late:
        route.continue_()
    expect(opened.map.locator("html")).to_have_attribute("data-theme", "dark")


def test_tabs_when_followed_keep_filters_and_language(visit: Callable[..., Any]):
    """The table shows the same filters as the map, and a name in it opens its card."""
    opened = visit().open("/?cat=water")
    opened.page.get_by_role("link", name="数据", exact=True).click()
    expect(opened.page.locator(".dgmap-table tbody tr")).to_have_count(2)
    opened.page.locator(".dgmap-table tbody a").first.click()
    opened.page.wait_for_url("**/?p=*")
    opened.wait()
    expect(opened.map.locator("#card")).to_be_visible()


def test_sheet_when_open_on_phone_filters_live_and_closes(visit: Callable[..., Any]):
    """On the phone the filters open as a sheet, its button counts live, and closes it."""
    opened = visit(PHONE, has_touch=True).open()
    opened.map.locator("#filter-button").click()
    sheet = opened.map.locator("#sheet")
    expect(sheet).to_be_visible()
    building = sheet.get_by_role("button", name="在建")
    promised = int(building.inner_text().split()[-1])
    building.click()
    opened.expect_query("?status=building")
    show = sheet.get_by_role("button", name=f"看这 {promised} 个项目")
    show.click()
    expect(sheet).to_be_hidden()
    expect(opened.map.locator(".row")).to_have_count(promised)


def test_widgets_when_page_is_drawn_are_not_covered(visit: Callable[..., Any]):
    """Nothing of Streamlit's lies over our first widgets: what is under the pointer is the widget itself."""
    opened = visit().open()
    for selector in (
        ".st-key-lang_en button",
        ".st-key-theme button",
        ".st-key-tabs_projects a",
    ):
        box = opened.page.locator(selector).bounding_box()
        middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
        hit = "([x, y, selector]) => !!document.elementFromPoint(x, y)?.closest(selector)"
        assert opened.page.evaluate(hit, [*middle, selector]), selector


def test_tabs_when_followed_after_filtering_keep_the_newest_view(visit: Callable[..., Any]):
    """The map reruns alone, yet the tabs' links lead to the view as it is now, and so does a press on one."""
    opened = visit().open("/?cat=water")
    opened.map.locator('#choices [data-value="rail"]').click()
    opened.expect_query("?cat=rail,water")
    tab = opened.page.locator(".st-key-tabs_projects a")
    expect(tab).to_have_attribute("href", re.compile(r"cat=rail(,|%2C)water"))
    tab.click()
    opened.page.wait_for_url("**/projects?*")
    opened.expect_query("?cat=rail,water")
    expect(opened.page.locator(".dgmap-table tbody tr")).to_have_count(9)


def test_map_when_used_before_the_app_is_there_loses_nothing(visit: Callable[..., Any]):
    """A filter and a zoom made while Streamlit is still on its way are in the address afterwards."""
    opened = visit()
    late = _held_back(opened.page, re.compile(r"/static/js/index\."))
    opened.page.goto(opened.base, wait_until="commit")
    opened.map.locator('#choices [data-value="rail"]').click()
    opened.map.get_by_role("button", name="放大", exact=True).click()
    opened.until("window.dgmapEarly?.camera")
    for route in late:
        route.continue_()
    opened.until("/^\\?cat=rail&m=/.test(location.search)")
    expect(opened.map.locator("[data-row]")).to_have_count(7)


def test_card_when_its_words_failed_to_come_is_shown_once_they_do(visit: Callable[..., Any]):
    """What cards and search need comes after the map; a line that breaks then is tried again."""
    opened = visit()
    asked: list[str] = []

    def fail_twice(route: Any) -> None:
        asked.append(route.request.url)
        route.abort() if len(asked) < 3 else route.continue_()

    opened.page.route(re.compile(r"/map/.*-more\.json$"), fail_twice)
    opened.page.goto(f"{opened.base}/?p=metro-1-shenzhen-6-link")
    expect(opened.map.locator("#card h2")).to_contain_text("1号线南连", timeout=20_000)
    assert len(asked) == 3
    assert [error.split(": ")[1] for error in opened.errors] == ["net::ERR_FAILED"] * 2
    opened.errors.clear()


@pytest.mark.parametrize("path", ["/", "/promises"])
def test_phones_head_does_not_hang_on_the_import(visit: Callable[..., Any], path: str):
    """Our rules hold over Streamlit's by their place alone: Firefox leaves the app's own import empty."""
    opened = visit(PHONE).open(path)
    imports = (
        "[...document.querySelectorAll('.stHtml style')].filter(one => one.textContent.includes('@import'))"
    )
    opened.until(f"{imports}.length > 0")
    opened.page.evaluate(f"{imports}.forEach(one => one.remove())")
    expect(opened.page.locator(".st-key-tab_row")).to_be_hidden()
    expect(opened.page.locator(".st-key-title_links")).to_be_hidden()
    expect(opened.page.locator(".st-key-menu")).to_be_visible()


def test_page_when_come_back_to_is_not_sent_again(visit: Callable[..., Any]):
    """While some others are read the browser keeps what it was sent, and the server only names it.

    Streamlit's own page stops with a dialog where the server names what was thrown away meanwhile.
    """
    opened = visit()
    received: list[int] = []
    opened.page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda data: received.append(len(data))),
    )

    def at_rest(path: str) -> int:
        opened.until("path => location.pathname === path", path)
        opened.until("() => document.querySelector('.stApp').dataset.testScriptState === 'notRunning'")
        return sum(received)

    opened.open("/promises").page.locator(".dg-event").last.wait_for()
    first = at_rest("/promises")
    for name in ("towns", "projects", "towns", "projects"):
        opened.page.locator(f".st-key-tabs_{name} a").click()
        before = at_rest(f"/{name}")
    opened.page.locator(".st-key-tabs_promises a").click()
    opened.page.locator(".dg-event").last.wait_for()
    assert 0 < at_rest("/promises") - before < first / 3


@pytest.mark.parametrize(("width", "height"), [(768, 1024), (912, 1368)])
def test_project_when_opened_on_a_tablet_covers_the_list_and_not_the_map(
    visit: Callable[..., Any], width: int, height: int
):
    """Card and map do not fit side by side: the card lies over the list, which is back after it."""
    opened = visit({"width": width, "height": height}, reduced_motion="reduce").open("/")
    opened.map.locator('[data-row="metro-1-phase-1"]').click()
    expect(opened.map.locator("#card h2")).to_be_visible()
    card, name = (opened.map.locator(css).bounding_box() for css in ("#card", ".raised"))
    assert card["x"] + card["width"] <= name["x"] or name["y"] + name["height"] <= card["y"]
    opened.map.locator("#card .close").click()
    opened.map.locator("#seek input").click()  # a click on what is covered would fail
    expect(opened.map.locator("#seek input")).to_be_focused()


_CAMERA = "[frames[0].map_city.getZoom(), frames[0].map_city.getCenter().lat]"
# In one script: between two of them a busy machine has ended the zoom.
_ZOOM_AND_PRESS = """([first, last]) => new Promise(done => {
  const row = id => document.querySelector(`[data-row='${id}']`);
  map_city.once("zoomanim", () => setTimeout(() => {
    const isZooming = map_city._animatingZoom;
    row(last).click();
    done(isZooming);
  }));
  row(first).click();
})"""


def test_project_opened_while_the_map_zooms_to_another_is_brought_into_sight(visit: Callable[..., Any]):
    """Leaflet drops what is asked for while it zooms; the project opened last is in sight all the same."""
    first, last = "metro-2-phase-3", "guanshen-expressway-widening"
    slow = visit(reduced_motion="reduce").open("/")
    slow.map.locator(f"[data-row='{last}']").click()
    slow.until(f"location.search.startsWith('?p={last}&m=')")
    seen = slow.page.evaluate(_CAMERA)
    opened = visit().open("/")
    expect(opened.map.locator(f"[data-row='{last}']")).to_be_attached()
    assert opened.map_frame().evaluate(_ZOOM_AND_PRESS, [first, last])  # the instant that is meant
    # The same fit but for what a pixel of the card's height makes.
    opened.until(f"wanted => {_CAMERA}.every((one, axis) => Math.abs(one - wanted[axis]) < 0.03)", arg=seen)


def test_back_when_pressed_twice_at_once_leads_two_steps_back(visit: Callable[..., Any]):
    """An answer of the server for the step in between changes neither address nor map."""
    opened = visit().open()
    every = opened.map.locator("[data-row]").count()
    opened.map.locator('#choices [data-value="rail"]').click()
    opened.map.locator("[data-row]").first.click()
    opened.until("location.search.startsWith('?cat=rail&p=')")
    opened.page.evaluate("history.back()")
    opened.until("!location.search.includes('p=')")
    opened.page.evaluate("history.back()")
    # The map moves back as well, and where it looks is then written into the link.
    opened.until("/^([?]m=[^&]*)?$/.test(location.search)")
    expect(opened.map.locator("[data-row]")).to_have_count(every)
    opened.page.evaluate("history.forward()")
    opened.until("location.search.startsWith('?cat=rail')")
    expect(opened.map.locator("[data-row]")).to_have_count(7)
