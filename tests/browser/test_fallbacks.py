"""The app without what only makes it better: our middleware, scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, Visit, serving
from ui import facts

BOTH = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
CAMERA = "(&m=[^&]*)?$"  # a card that is opened on a wide window moves the map to its project


@pytest.fixture(scope="module")
def bare_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the app without our middleware and return its address."""
    with serving("tests/browser/bare_app.py", tmp_path_factory.mktemp("bare") / "output.txt") as address:
        yield address


def _choose_rail(opened: Visit, size: dict[str, int]) -> None:
    if size == DESKTOP:
        opened.map.locator('#choices [data-value="rail"]').click()
        return
    opened.map.locator("#filter-button").click()
    sheet = opened.map.locator("#sheet")
    sheet.locator('[data-value="rail"]').click()
    sheet.get_by_role("button", name=re.compile("^看这 7 个项目")).click()
    expect(sheet).to_be_hidden()


def _follow_to_table(opened: Visit, size: dict[str, int]) -> None:
    if size == PHONE:
        opened.page.locator(".st-key-menu button").first.click()
    tabs = "tabs" if size == DESKTOP else "menu_nav"
    opened.page.locator(f".st-key-{tabs}_projects a").click()


def _use(opened: Visit, size: dict[str, int]) -> None:
    """Do what everybody does: look, filter, open a card, go to another page and come back."""
    opened.expect_query("")
    expect(opened.map.locator(".leaflet-pane path[data-shape]").first).to_be_visible()
    _choose_rail(opened, size)
    opened.expect_query("?cat=rail")
    expect(opened.map.locator(".row")).to_have_count(7)
    opened.map.locator(".row").first.click()
    expect(opened.map.locator("#card")).to_be_visible()
    # In one step: while the map moves, the address is written from both sides.
    project = opened.until("/^\\?cat=rail&p=([a-z0-9-]+)/.exec(location.search)?.[1]")
    opened.map.locator("#card").press("Escape")
    opened.until(f"/^\\?cat=rail{CAMERA}/.test(location.search)")
    _follow_to_table(opened, size)
    expect(opened.page.locator(".dgmap-table tbody tr")).to_have_count(7)
    expect(opened.page.locator("iframe.dgmap-frame")).to_be_hidden()
    opened.page.go_back()
    opened.until(f"/^\\?cat=rail{CAMERA}/.test(location.search)")
    expect(opened.map.locator(".row")).to_have_count(7)
    opened.page.goto(f"{opened.base}/?cat=rail&p={project}")
    expect(opened.map.locator("#card")).to_be_visible()


@BOTH
def test_app_without_the_middleware_works(visit: Callable[..., Visit], bare_url: str, size: dict[str, int]):
    """Where nothing is rewritten the map comes later, and all else is the same."""
    opened = visit(size)
    opened.base = bare_url
    _use(opened.open(), size)
    assert opened.page.locator("#dgmap-first").count() == 0


@BOTH
@pytest.mark.parametrize("path", ["/", "/?lang=en", "/projects"])
def test_page_without_scripts_shows_a_picture_and_every_project(
    visit: Callable[..., Visit], size: dict[str, int], path: str
):
    """Where no script runs one sees the map as a picture and reads every project; nothing overlaps."""
    opened = visit(size, java_script_enabled=False)
    page = opened.page
    with page.expect_response(re.compile(r"/picture/preview\.png")) as waiting:
        page.goto(opened.base + path)
    assert waiting.value.status == 200
    assert waiting.value.body().startswith(b"\x89PNG\r\n")
    expect(page.locator("#dgmap-list li")).to_have_count(len(facts.projects()))
    for hidden in ("#dgmap-early", "iframe.dgmap-frame"):
        expect(page.locator(hidden)).to_be_hidden()
    picture = page.locator("#dgmap-list img")
    assert picture.evaluate("img => img.complete && img.naturalWidth") == 1200
    parts = page.locator("#dgmap-list > :not(ol), #dgmap-list li").all()
    boxes = [box for part in parts if (box := part.bounding_box())]
    assert len(boxes) == len(parts)
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= size["width"] for box in boxes)
    assert all(above["y"] + above["height"] <= below["y"] for above, below in pairwise(boxes))
    words = page.locator("#dgmap-list li").first.evaluate("row => getComputedStyle(row).fontFamily")
    assert words.endswith("sans-serif")
    # The other pages' heads name Streamlit's scripts; each is refused, as it was asked for.
    opened.errors = [error for error in opened.errors if not error.endswith("js: csp")]
