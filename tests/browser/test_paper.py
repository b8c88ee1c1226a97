"""Printed from the browser's own menu: A4, the map on one sheet, and nothing wider than the paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

# What fits between margins of 12 mm, at 96 pixels an inch.
_PAPER_PX = 703
_BOX = re.compile(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]")


def _sheets(page) -> list[tuple[int, int]]:
    """Return the size of each printed page in points; the paper is Letter where our styles say nothing."""
    printed = page.pdf(prefer_css_page_size=True)
    return [(round(float(width)), round(float(height))) for width, height in _BOX.findall(printed)]


@pytest.mark.parametrize("query", ["", "tour=rail&step=2", "p=metro-1-phase-1&lang=en"])
def test_map_prints_on_one_sheet_of_a4(visit, query: str):
    """Lying, whether a tour, a card or the list is open."""
    opened = visit()
    opened.page.goto(f"{opened.base}/?{query}")
    opened.page.frame_locator("iframe.dgmap-frame").locator("html[data-whole=yes]").wait_for(state="attached")
    assert _sheets(opened.page) == [(842, 595)]


@pytest.mark.parametrize(
    "path", ["promises", "towns?town=changan", "projects", "compare?town=changan,humen", "changes", "digest"]
)
def test_page_prints_on_a4_upright_and_fits(visit, path: str):
    """No page of another size, and nothing that the paper's edge cuts."""
    opened = visit()
    opened.page.goto(f"{opened.base}/{path}")
    drawn = ":is(.st-key-foot_links, .st-key-rest, .dg-town):visible"
    expect(opened.page.locator(drawn).first).to_be_visible(timeout=60_000)
    sheets = _sheets(opened.page)
    assert set(sheets) == {(595, 842)}
    assert len(sheets) <= 14
    opened.page.emulate_media(media="print")
    opened.page.set_viewport_size({"width": _PAPER_PX, "height": 1000})
    width = "document.documentElement.scrollWidth"
    assert opened.page.evaluate(width) <= _PAPER_PX
    opened.page.evaluate(
        "document.body.append(Object.assign(document.createElement('pre'), "
        "{ textContent: 'x'.repeat(900), style: 'position: absolute' }))"
    )
    assert opened.page.evaluate(width) > _PAPER_PX


def test_row_of_a_table_stays_on_one_sheet(visit):
    """What stands in a row is on the same sheet; what may be parted is as usual."""
    opened = visit()
    opened.page.goto(f"{opened.base}/projects")
    expect(opened.page.locator("tbody tr").first).to_be_visible(timeout=60_000)
    opened.page.emulate_media(media="print")
    kept = "[...new Set([...document.querySelectorAll('tr')].map(row => getComputedStyle(row).breakInside))]"
    assert opened.page.evaluate(kept) == ["avoid"]
    assert opened.page.evaluate("getComputedStyle(document.body).breakInside") == "auto"
