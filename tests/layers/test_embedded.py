"""A map in a frame of another page, without its list: what is left never lies over the map."""

from __future__ import annotations

from typing import Any

import pytest

# How much of the map's own box, looked at every ten pixels, is map to the finger.
_FREE = """() => {
  const box = document.querySelector(".folium-map").getBoundingClientRect()
  let free = 0, all = 0
  for (let x = box.left + 5; x < box.right; x += 10) for (let y = box.top + 5; y < box.bottom; y += 10) {
    all += 1
    free += Boolean(document.elementFromPoint(x, y)?.closest(".folium-map"))
  }
  const side = document.querySelector("#side").getBoundingClientRect()
  const over = Math.max(0, Math.min(side.right, box.right) - Math.max(side.left, box.left))
  const covers = side.height * over > 0 && side.bottom > box.top + 1
  return { share: free / all, bottom: box.bottom, height: box.height, covers }
}"""
_PARTS = (
    "[...document.querySelectorAll('#own-head, #search, #choices')].every(part => part.offsetHeight > 20)"
)


@pytest.fixture(scope="module")
def opened(browser: Any, files: Any) -> Any:
    """Return the page of one visit; its window is made as large as each test needs."""
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("size", [(800, 500), (600, 400), (390, 500), (844, 390)])
@pytest.mark.parametrize("hidden", ["list", "list,head"])
def test_map_without_its_list_is_whole_and_free(opened: Any, files: Any, size: tuple[int, int], hidden: str):
    """It ends with the window and at least nine tenths are its own, on a phone all but the chips' row."""
    width, height = size
    opened.set_viewport_size({"width": width, "height": height})
    opened.goto(f"{files['zh'].as_uri()}?embed={hidden}")
    opened.wait_for_selector("html[data-ready=yes]", state="attached")
    found = opened.evaluate(_FREE)
    assert found["bottom"] == pytest.approx(height, abs=1)
    assert found["height"] >= (0.6 if hidden == "list" else 1) * height
    assert not found["covers"]
    assert found["share"] >= (0.75 if width < 721 and hidden == "list" else 0.9)
    assert opened.evaluate(_PARTS) == (hidden == "list")


def test_measure_finds_what_lies_over_the_map(opened: Any, files: Any):
    """With its list beside it the map is free as well; a box over it is found."""
    opened.set_viewport_size({"width": 800, "height": 500})
    opened.goto(f"{files['zh'].as_uri()}?embed=list")
    opened.wait_for_selector("html[data-ready=yes]", state="attached")
    opened.evaluate("Object.assign(document.querySelector('#side').style, {position: 'absolute', bottom: 0})")
    found = opened.evaluate(_FREE)
    assert found["covers"]
    assert found["share"] < 0.75
