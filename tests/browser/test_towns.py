"""The towns' pages and the promises in the browser: map, list, table, both sizes, and axe."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.axe import findings

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
BOTH = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])


@BOTH
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_town_page_shows_its_projects_on_the_map_and_in_the_list(
    visit: Callable[..., Any], size: Any, lang: str
):
    """长安: eight rows, the facts beside, no search of its own; nothing runs over the side; axe is clean."""
    opened = visit(size, color_scheme="dark" if lang == "en" else "light").open(
        f"/towns?lang={lang}&town=changan"
    )
    expect(opened.map.locator("#results .row")).to_have_count(8)
    expect(opened.map.locator("#seek")).to_be_hidden()
    expect(opened.page.locator(".st-key-beside .dg-lines").first).to_be_visible()
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert findings(opened.page) == []
    assert findings(opened.map_frame()) == []


def test_town_page_on_phone_gives_the_list_its_height(visit: Callable[..., Any]):
    """The page scrolls as one: head, map, whole list, facts, in this order from above."""
    opened = visit(PHONE, has_touch=True).open("/towns?town=changan")
    expect(opened.map.locator("#results .row")).to_have_count(8)
    expect(opened.page.locator(".st-key-beside .dg-lines").first).to_be_attached()
    opened.until("document.querySelector('.dgmap-frame').offsetHeight > 440 + 8 * 59")
    tops = opened.page.evaluate(
        "['.st-key-title_row', '.dg-town', '.dgmap-frame', '.st-key-beside']"
        ".map((one) => document.querySelector(one).getBoundingClientRect().top)"
    )
    assert tops == sorted(tops)
    inside = opened.map_frame().evaluate("document.documentElement.scrollHeight - innerHeight")
    assert inside <= 1


def test_project_of_a_town_when_chosen_opens_its_card_and_is_in_the_link(visit: Callable[..., Any]):
    """The card lies over the list; the link holds town and project; Back takes the card away."""
    opened = visit().open("/towns?town=changan")
    opened.map.locator("#results .row").nth(1).click()
    expect(opened.map.locator("#card")).to_be_visible()
    opened.until("location.search.includes('p=shenjiang-railway')")
    assert opened.page.evaluate("location.search.includes('town=changan')")
    box = opened.map.locator("#card").bounding_box()
    assert box["x"] + box["width"] <= 380
    opened.map.locator("#card .close").click()
    expect(opened.map.locator("#card")).to_be_hidden()


@BOTH
def test_overview_shades_all_towns_with_their_numbers(visit: Callable[..., Any], size: Any):
    """Every town has its number on the map and in the table; the key has words for each class."""
    opened = visit(size).open("/towns?cat=road")
    expect(opened.page.locator(".dg-towns:not(.dg-sums) tbody tr")).to_have_count(35)
    opened.map.locator(".shade-key li").first.wait_for()
    numbers = [int(n) for n in opened.map.locator(".badge.count").all_inner_texts()]
    assert len(numbers) >= 25  # the smallest have no room for it at this scale: the table has it
    assert max(numbers) == int(opened.page.locator(".dg-towns tbody td").first.inner_text())
    assert findings(opened.page) == []
    assert findings(opened.map_frame()) == []


def _steady_box(name: Any) -> dict[str, float]:
    """Return where a name on the map stands once it is where it was two frames before."""
    before: dict[str, float] | None = None
    while True:
        now = name.bounding_box()
        if now is not None and now == before:
            return dict(now)
        before = now
        name.evaluate("new Promise(go => requestAnimationFrame(() => requestAnimationFrame(go)))")


def test_town_when_pressed_on_the_overview_opens_its_page(visit: Callable[..., Any]):
    """A press on the map opens the town under it, and Back leads to the overview again."""
    opened = visit().open("/towns")
    expect(
        opened.page.locator(".st-key-beside table").first
    ).to_be_visible()  # the app has said what is counted
    opened.map.locator(".shade-key").wait_for()
    opened.map_frame().evaluate("document.fonts.ready")
    box = _steady_box(opened.map.locator('[data-town="fenggang"]'))
    opened.page.mouse.click(box["x"] + box["width"] / 2, box["y"] - 6)
    opened.until("location.search.includes('town=fenggang')")
    expect(opened.page.locator(".dg-town h2")).to_contain_text("凤岗镇")
    expect(opened.map.locator("#results .row")).to_have_count(2)


def test_overview_when_a_category_is_chosen_counts_it(visit: Callable[..., Any]):
    """The chip writes the link; map, title and table follow."""
    opened = visit().open("/towns")
    opened.map.locator(".shade-key").wait_for()
    opened.page.locator(".st-key-f_categories button").first.click()
    expect(opened.page.locator(".dg-town h2")).to_have_text("各镇街的项目数：轨道")
    expect(opened.map.locator(".shade-key p")).to_have_text("各镇街的项目数：轨道")
    opened.until("location.search.includes('cat=rail')")


@pytest.mark.parametrize(("size", "lang"), [(DESKTOP, "zh"), (PHONE, "en")])
def test_promises_are_drawn_and_clean(visit: Callable[..., Any], size: Any, lang: str):
    """Each dated promise has a drawing with words; nothing runs over the side; axe is clean."""
    opened = visit(size, color_scheme="dark" if lang == "en" else "light").open(f"/promises?lang={lang}")
    rows = opened.page.locator(".dg-promises tbody tr:not(.dg-group)")
    expect(rows.first).to_be_visible()
    assert opened.page.locator(".dg-promises [role=img][aria-label]").count() == rows.count()
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert findings(opened.page) == []


def test_tabs_lead_from_the_town_to_the_map_with_the_town_kept(visit: Callable[..., Any]):
    """The link's town is the map's filter, and the map has its search again."""
    opened = visit().open("/towns?town=changan")
    expect(opened.map.locator("#results .row")).to_have_count(8)
    opened.page.locator(".st-key-tabs_map a").click()
    opened.until("location.pathname === '/' && location.search.includes('town=changan')")
    expect(opened.map.locator("#seek")).to_be_visible()
    expect(opened.map.locator("#results .row")).to_have_count(8)


@BOTH
def test_comparison_is_drawn_from_its_link_and_clean(visit: Callable[..., Any], size: Any):
    """Two towns in the link are two columns; nothing runs over the side; the file comes; axe is clean."""
    opened = visit(size).open("/compare?town=changan,humen")
    expect(opened.page.locator(".dg-compare thead th")).to_have_text(["长安", "虎门"])
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with opened.page.expect_download() as waiting:
        opened.page.locator(".st-key-compare_download button").click()
    assert waiting.value.suggested_filename.endswith(".csv")
    assert findings(opened.page) == []


@pytest.mark.parametrize("path", ["/promises", "/projects", "/about", "/compare?town=changan,humen"])
def test_page_longer_than_the_window_can_be_scrolled(visit: Callable[..., Any], path: str):
    """The wheel reaches the foot of each paper page."""
    opened = visit().open(path)
    opened.page.locator(".st-key-foot_links").wait_for()
    opened.until("document.documentElement.scrollHeight > innerHeight")
    opened.page.mouse.move(900, 500)
    opened.page.mouse.wheel(0, 500)
    opened.until("scrollY > 0")


@pytest.mark.parametrize("width", [721, 820, 1024, 1140])
@pytest.mark.parametrize("path", ["/towns", "/towns?town=changan"])
def test_map_is_wide_and_free_on_a_tablet(visit: Callable[..., Any], path: str, width: int):
    """Where map and table do not fit beside the column they stand below one another, none over another."""
    opened = visit({"width": width, "height": 1180}).open(path)
    beside = opened.page.locator(".st-key-beside")
    expect(beside.locator("table, section").first).to_be_visible()
    opened.until(
        """() => {
          const box = css => document.querySelector(css)?.getBoundingClientRect()
          const [head, map, beside] = [box(".st-key-head"), box(".dgmap-frame"), box(".st-key-beside")]
          if (!head || !map || !beside) return false
          const isStacked = head.bottom <= map.top + 1 && map.bottom <= beside.top + 1
          return map.width >= 640 && map.height >= 400 && isStacked
        }"""
    )
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_panel_opens_whole_on_a_page_that_is_scrolled(visit: Callable[..., Any]):
    """Streamlit gives it the height that is left as if nobody had scrolled: on a long page none."""
    opened = visit(PHONE).open("/promises?lang=en")
    button = opened.page.locator(".st-key-follow button").first
    expect(opened.page.locator(".dg-promises tbody tr").first).to_be_visible()
    # Again and again: parts of the page that come later move it.
    centre = "node.scrollIntoView({ block: 'center' })"
    below = "node.getBoundingClientRect().bottom < 600"
    opened.until(f"node => {{ {centre}; return {below}; }}", arg=button.element_handle())
    button.click()
    box = opened.page.locator('[data-testid="stPopoverBody"]').bounding_box()
    for way in ("Feed (Atom)", "Calendar"):
        inside = opened.page.get_by_role("link", name=way).bounding_box()
        assert box["y"] <= inside["y"] <= box["y"] + box["height"] - inside["height"], way


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("width", "least_px"), [(1440, 18), (1280, 15), (390, 17)])
def test_large_mode_is_large_on_the_towns_pages_too(visit, lang: str, width: int, least_px: float):
    """Larger words, 48 px for what one presses, nothing beside the map cut off; the list grows along."""
    opened = visit({"width": width, "height": 900})
    for query in ("", "&town=changan"):
        opened.page.goto(f"{opened.base}/towns?show=large&lang={lang}{query}")
        beside = opened.page.locator(".st-key-beside")
        beside.locator("table, section").first.wait_for()
        frame = opened.page.frame_locator("iframe.dgmap-frame")
        frame.locator("body.simple").wait_for()
        expect(frame.locator("#simple-bar")).to_be_hidden()
        low = """node => [...node.querySelectorAll('button')].filter(one => one.checkVisibility())
            .map(one => one.getBoundingClientRect().height).filter(height => height < 47.5)"""
        assert beside.evaluate(low) == []
        assert beside.evaluate("node => node.scrollWidth - node.clientWidth") <= 1
        row = beside.locator(".dg-towns tbody th, .dg-lines li").first
        size = row.evaluate(
            "node => parseFloat(getComputedStyle(node).fontSize) * (node.currentCSSZoom || 1)"
        )
        assert size >= least_px
    head = opened.page.locator(".st-key-head").bounding_box()
    list_width = frame.locator("#side").evaluate("node => node.getBoundingClientRect().width")
    assert width != 1440 or abs(head["width"] - list_width) <= 2
