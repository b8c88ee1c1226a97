"""Every project, opened at every width, stands on the part of the map that nothing covers."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.layers.conftest import Shown

# The camera is told to 0.001 degrees, three pixels at the deepest zoom of a fit; lines are some pixels wide.
_SLACK_PX = 8
Box = tuple[float, float, float, float]


@pytest.fixture(scope="module")
def bounds(dataset) -> Mapping[str, Box]:
    """Return the bounds in degrees of each project: its sites within the city, else its towns."""
    towns = dataset.towns.set_index("id").geometry
    city = towns.union_all()
    found = {}
    for row in dataset.projects.to_dict("records"):
        if row["geometry"] is not None:
            found[row["id"]] = row["geometry"].intersection(city).bounds
        elif row["towns"]:
            found[row["id"]] = tuple(towns.loc[row["towns"]].total_bounds)
    return found


def _pixels(camera: str, lon: float, lat: float) -> tuple[float, float]:
    """Return how far a place lies from the map's centre in pixels (Web Mercator, tiles of 256)."""
    zoom, centre_lat, centre_lon = (float(part) for part in camera.split("/"))
    world = 256 * 2**zoom

    def north(degrees: float) -> float:
        return math.asinh(math.tan(math.radians(degrees))) / (2 * math.pi)

    return world * (lon - centre_lon) / 360, world * (north(centre_lat) - north(lat))


# Opens one project after another, each from the map without any; the camera is that of the last move.
_OPEN = """async ids => { const seen = []; for (const id of ids) {
  const rect = css => { const r = document.querySelector(css).getBoundingClientRect()
    return r.width ? [r.left, r.top, r.right, r.bottom] : null }
  window.dgmap.apply({})
  window.dgmap.apply({ view: { selected: id } })
  await new Promise(setTimeout) // the map follows once all is drawn
  const move = window.__told.findLast(event => event.type === "move")
  seen.push({ camera: move.m, map: rect("#map-box"), card: rect("#card") })
} return seen }"""


def _fault(box: Box, *, camera: str, map: Box, card: Box | None) -> str:  # noqa: A002 - as the page names it
    """Return what is wrong with where a box in degrees is seen, empty if nothing."""
    west, south, east, north = box
    x, y = (map[0] + map[2]) / 2, (map[1] + map[3]) / 2
    left, top = _pixels(camera, west, north)
    right, bottom = _pixels(camera, east, south)
    left, top, right, bottom = x + left, y + top, x + right, y + bottom
    seen = f"{[round(side) for side in (left, top, right, bottom)]} at {camera}"
    if left < map[0] - _SLACK_PX or right > map[2] + _SLACK_PX or top < map[1] - _SLACK_PX:
        return f"beyond the map: {seen}"
    if card is None:
        return "no card"
    beside = right < card[0] + _SLACK_PX or left > card[2] - _SLACK_PX
    above = bottom < card[1] + _SLACK_PX or top > card[3] - _SLACK_PX
    return "" if beside or above else f"under the card {[round(side) for side in card]}: {seen}"


def _faults(shown: Shown, bounds: Mapping[str, Box]) -> dict[str, str]:
    """Open each project; return what is wrong with it, by id."""
    found = zip(bounds.items(), shown.frame.evaluate(_OPEN, list(bounds)), strict=True)
    faults = {project: _fault(box, **seen) for (project, box), seen in found}
    return {project: fault for project, fault in faults.items() if fault}


_SIZES = [
    (390, 844),
    (721, 1000),
    (768, 1024),
    (820, 1180),
    (912, 1368),
    (1023, 768),
    (1024, 768),
    (1440, 900),
]


@pytest.mark.parametrize("size", [*_SIZES, (844, 390)], ids=lambda size: "x".join(map(str, size)))
def test_project_when_opened_is_seen(
    show: Callable[..., Shown], pages: Any, bounds: Mapping[str, Box], size: tuple[int, int]
):
    """Its whole bounds lie on the map, and not under its own card."""
    shown = show(pages["zh"], phone=size[0] < 721)
    shown.page.set_viewport_size({"width": size[0], "height": size[1]})
    shown.settle()
    assert len(bounds) > 35
    assert _faults(shown, bounds) == {}


def test_project_under_its_card_is_noticed(show: Callable[..., Shown], pages: Any, bounds: Mapping[str, Box]):
    """The test above sees a card that lies over its project, a map that looks away, and no card at all."""
    shown = show(pages["zh"])
    one = {project: bounds[project] for project in ("metro-1-phase-1",)}
    assert _faults(shown, one) == {}
    away = {"metro-1-phase-1": (113.1, 22.9, 113.2, 23.0)}
    assert "beyond the map" in _faults(shown, away)["metro-1-phase-1"]
    shown.frame.add_style_tag(content="#card { width: 1000px !important }")
    assert "under the card" in _faults(shown, one)["metro-1-phase-1"]
    shown.frame.add_style_tag(content="#card { display: none !important }")
    assert _faults(shown, one) == {"metro-1-phase-1": "no card"}
