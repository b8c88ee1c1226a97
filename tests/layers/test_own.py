"""A visitor's own shapes in the document: drawn, named as text, in the key, and taken off again."""

from __future__ import annotations

import pytest

PAYLOAD = "<img src=x onerror=window.__ran=1>{{7*7}}"
POINT = {"name": PAYLOAD, "geometry": {"type": "Point", "coordinates": [113.75, 23.02]}}
LINE = {
    "name": "我的线路",
    "geometry": {"type": "LineString", "coordinates": [[113.6, 22.9], [113.8, 22.95], [114.0, 22.9]]},
}
SEVERAL = {
    "name": "两处",
    "geometry": {
        "type": "GeometryCollection",
        "geometries": [
            {"type": "Point", "coordinates": [113.9, 22.95]},
            {
                "type": "Polygon",
                "coordinates": [
                    [[113.85, 22.98], [113.92, 22.98], [113.92, 23.03], [113.85, 23.03], [113.85, 22.98]]
                ],
            },
        ],
    },
}


@pytest.fixture
def desktop(show, pages):
    shown = show(pages["zh"])
    yield shown
    assert shown.errors == []


def _count(shown, selector: str) -> int:
    return int(shown.frame.locator(selector).count())


def test_own_shapes_are_drawn_with_names_and_key(desktop):
    """Four shapes of three rows; each name is text, whatever is in it; the key says whose they are."""
    desktop.apply(own={"shapes": [POINT, LINE, SEVERAL]}, theme="light")
    desktop.settle()
    assert _count(desktop, "path.own-shape") == 4
    names = desktop.frame.locator(".own-name").all_inner_texts()
    assert sorted(names) == sorted([PAYLOAD, "我的线路", "两处"])
    assert desktop.frame.evaluate("window.__ran") is None
    assert desktop.frame.locator('[data-key="own"]').inner_text() == "您的数据，只在这次打开的页面里"


def test_own_name_in_a_tip_is_text(desktop):
    """Leaflet puts a string in as HTML; ours is a node."""
    desktop.apply(own={"shapes": [POINT]}, theme="light")
    desktop.settle()
    desktop.frame.locator("path.own-shape").hover(force=True)
    assert desktop.frame.locator(".own-tip").inner_text() == PAYLOAD
    assert desktop.frame.evaluate("window.__ran") is None


def test_own_shapes_move_the_map_once(desktop):
    """The map goes to them when they are new, and not again with each state."""
    desktop.apply(own={"shapes": [POINT]}, theme="light")
    desktop.settle()
    assert desktop.told("move")[-1]["m"].startswith("14/23.0")
    moves = len(desktop.told("move"))
    desktop.apply(own={"shapes": [POINT]}, theme="light")
    assert len(desktop.told("move")) == moves


def test_own_shapes_when_taken_away_are_gone(desktop):
    """Nothing stays: shapes, names, key."""
    desktop.apply(own={"shapes": [POINT, LINE]}, theme="light")
    desktop.apply(theme="light")
    desktop.settle()
    assert [_count(desktop, one) for one in ("path.own-shape", ".own-name", '[data-key="own"]')] == [0, 0, 0]


def test_map_alone_fills_the_frame(desktop):
    """Beside a page that has the words there is no list, and ours are drawn all the same."""
    desktop.apply(own={"shapes": [], "alone": True}, theme="light")
    desktop.settle()
    box = desktop.frame.locator("#map-box").bounding_box()
    assert (box["x"], box["width"]) == (0, 1440)
    assert not desktop.frame.locator("#side").is_visible()
    assert _count(desktop, "[data-shape]") > 10
    desktop.apply(theme="light")
    assert desktop.frame.locator("#side").is_visible()
