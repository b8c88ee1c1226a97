"""Tours in the app: the address holds the step, and a link opens it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_link_opens_the_step_and_keys_keep_the_address(visit, size):
    """`tour=rail&step=4` opens step 4; a clicker's key shows step 5 and the address says so."""
    opened = visit(size).open("/?tour=rail&step=4")
    title = opened.map.locator("#tour h2")
    title.wait_for()
    assert title.inner_text() == "深江铁路：从滨海湾下海"
    opened.page.keyboard.press("PageDown")
    opened.expect_query("?tour=rail&step=5")
    assert title.inner_text() == "深惠城际：凤岗设站"


def test_keys_reach_the_tour_from_the_page_around_it(visit):
    """A clicker works wherever the focus is."""
    opened = visit().open("/?tour=rail")
    opened.map.locator("#tour h2").wait_for()
    opened.page.locator(".st-key-languages button").first.focus()
    opened.page.keyboard.press("ArrowRight")
    opened.expect_query("?tour=rail&step=2")


def test_end_of_a_tour_leaves_the_address(visit):
    """Escape takes the tour out of the address, filters stay."""
    opened = visit().open("/?cat=water&tour=songshanhu&step=2")
    opened.map.locator("#tour h2").wait_for()
    opened.page.keyboard.press("Escape")
    opened.until("!location.search.includes('tour')")
    assert opened.query().startswith("?cat=water")
    expect(opened.map.locator("#results .row")).to_have_count(2)


def test_unknown_tour_is_told_and_a_step_too_far_is_the_last(visit):
    """A bad link opens what is nearest and says what it left out."""
    opened = visit().open("/?tour=railway")
    expect(opened.map.locator("#notices")).to_contain_text("railway")
    opened = visit().open("/?tour=rail&step=50")
    opened.map.locator("#tour h2").wait_for()
    expect(opened.map.locator(".tour-place span")).to_have_text("7 / 7")
