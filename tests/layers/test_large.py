"""Large and simple: large type, targets of 48 px, dark words, few controls, a way back, kept."""

from __future__ import annotations

import pytest

from tests.letters import FAULTS

ON = "body.simple"
SMALL = """() => [...document.querySelectorAll(
    '#side button, #side input, #side a, #card button, #card a.button, #controls button')]
  .filter(node => node.checkVisibility())
  .map(node => [node.getBoundingClientRect(), node])
  .filter(([box]) => box.height < 47.5)
  .map(([box, node]) => `${node.className} ${node.textContent} ${box.height}`)"""
# The contrast of each text with the plain ground behind it, as WCAG counts it.
WEAK = """() => {
  const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const light = colour => {
    pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1)
    const parts = [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3).map(part => part / 255)
      .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }
  const ground = node => {
    for (let up = node; up; up = up.parentElement) {
      const colour = getComputedStyle(up).backgroundColor
      if (!/^rgba\\(.*, 0\\)$/.test(colour)) return colour
    }
    return 'white'
  }
  const faults = []
  for (const node of document.querySelectorAll('#side *, #card *')) {
    const isText = [...node.childNodes].some(one => one.nodeType === 3 && one.data.trim())
    if (!isText || !node.checkVisibility() || node.closest('svg, .sr-only')) continue
    const [a, b] = [light(getComputedStyle(node).color), light(ground(node))].sort((x, y) => y - x)
    const ratio = (a + 0.05) / (b + 0.05)
    if (ratio < 7) faults.push(`${node.textContent} ${ratio.toFixed(1)}`)
  }
  return faults
}"""


@pytest.fixture
def large(show, pages):
    """Open the page of a language at a size in the mode, with a project's card where one is named."""

    def open_page(lang: str, size: tuple[int, int], **view: object):
        shown = show(pages[lang], phone=size[0] < 721)
        shown.page.set_viewport_size({"width": size[0], "height": size[1]})
        shown.apply(show="large", **view)
        shown.frame.wait_for_selector(ON, timeout=8000)
        shown.settle()
        shown.settle()
        return shown

    return open_page


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [(360, 740), (390, 844), (1440, 900)])
def test_what_is_read_and_pressed_is_large_dark_and_whole(large, lang, size):
    """Targets, contrast and letters hold with the list and with a card; nothing scrolls sideways."""
    for view in ({}, {"selected": "metro-1-phase-1"}):
        shown = large(lang, size, **view)
        assert shown.frame.evaluate(SMALL) == []
        assert shown.frame.evaluate(WEAK) == []
        for part in ("#simple-bar", "#seek-row", "#side-body", "#card"):
            assert shown.frame.evaluate(FAULTS, part) == []
        assert shown.frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert shown.errors == []


def test_usual_view_has_what_the_mode_takes_away(show, pages):
    """The three measures find small targets and quiet words, and the controls are there."""
    shown = show(pages["zh"])
    assert shown.frame.evaluate(SMALL) != []
    assert shown.frame.evaluate(WEAK) != []
    assert shown.frame.locator(".legend-chips").is_visible()
    assert shown.frame.locator("#simple-bar").count() == 0


def test_mode_is_kept_until_somebody_goes_back(large):
    """The next visit begins in it, with the link that says so; the way back is for good."""
    shown = large("zh", (390, 844))
    for part in (".legend-chips", "#filter-button", ".print-button", ".full-button", "#key"):
        assert not shown.frame.locator(part).is_visible()
    shown.page.reload()
    again = shown.page.frames[1]
    again.wait_for_selector(ON, timeout=8000)
    assert "show=large" in shown.page.url
    again.locator("#simple-bar button").click()
    assert again.locator(ON).count() == 0
    assert "show=" not in again.evaluate("window.__told.at(-1).query")
    assert again.evaluate("localStorage.getItem('dgmap-large')") is None


def test_mode_works_where_nothing_can_be_kept(show, pages):
    """With storage switched off the link alone holds it."""
    shown = show(pages["zh"])
    shown.frame.evaluate(
        "Object.defineProperty(window, 'localStorage',"
        " { get() { throw new DOMException('no', 'SecurityError') } })"
    )
    shown.apply(show="large")
    shown.frame.wait_for_selector(ON, timeout=8000)
    shown.frame.locator("#simple-bar button").click()
    assert shown.frame.locator(ON).count() == 0
    assert shown.errors == []
