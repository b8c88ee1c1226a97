"""«Since your last visit» on the map: silent at first, then what is new; kept in this browser alone."""

from __future__ import annotations

import json
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import Visit

_KEY = "dgmap-news-2024"


def _whole(visit: Visit) -> Visit:
    expect(visit.map.locator("html[data-whole]")).to_be_attached()
    return visit


def _kept(visit: Visit) -> object:
    return json.loads(visit.page.evaluate(f"localStorage.getItem('{_KEY}')") or "null")


def _write(visit: Visit, value: object) -> None:
    visit.page.evaluate("([key, value]) => localStorage.setItem(key, value)", [_KEY, json.dumps(value)])


def test_first_visit_is_silent_and_the_next_names_what_is_new(visit: Callable[..., Visit]):
    """One fact fewer was kept: one project is named, opens when pressed, and is not told again."""
    first = _whole(visit().open())
    expect(first.map.locator("#notices .state")).to_have_count(0)
    counts = _kept(first)
    assert isinstance(counts, dict)
    assert counts["metro-1-phase-1"] > 1
    _write(first, {**counts, "metro-1-phase-1": counts["metro-1-phase-1"] - 1})
    first.page.reload()
    again = _whole(first.wait())
    told = again.map.locator("#notices .state")
    expect(told).to_contain_text("自您上次来以来，1 个项目有新消息")
    sent = again.sent
    told.get_by_role("button", name="地铁1号线一期").click()
    again.until("location.search.startsWith('?p=metro-1-phase-1')")
    assert again.sent == sent
    assert _kept(again) == counts
    told.get_by_role("button", name="知道了").click()
    expect(told).to_have_count(0)


def test_it_can_be_switched_off_for_good(visit: Callable[..., Visit]):
    """After «do not tell me again» nothing is compared and nothing more is kept."""
    first = _whole(visit().open("/?lang=en"))
    _write(first, {})
    first.page.reload()
    _whole(first.wait()).map.get_by_role("button", name="Do not tell me again").click()
    assert _kept(first) == "off"
    first.page.reload()
    again = _whole(first.wait())
    expect(again.map.locator("#notices .state")).to_have_count(0)
    assert _kept(again) == "off"


_HOSTILE = (
    {"metro-1-phase-1": "<img src=x onerror=alert(1)>", "<b>x</b>": 0},
    ["<script>alert(1)</script>"],
    "<b>not ours</b>",
    17,
)


def test_what_is_read_back_is_never_shown(visit: Callable[..., Visit]):
    """Whatever stands in the storage: no word of it reaches the page, and the counts are kept anew."""
    first = _whole(visit().open())
    good = _kept(first)
    for value in _HOSTILE:
        _write(first, value)
        first.page.reload()
        again = _whole(first.wait())
        assert "onerror" not in again.map.locator("#side").inner_html()
        assert again.map.locator("#notices b, #notices img, #notices script").count() == 0
        assert _kept(again) == good
