"""Whatever is opened, at every size of window, stands on the part of the map that nothing covers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from tests.layers.conftest import Shown

Box = tuple[float, float, float, float]
Target = dict[str, Any]

_SIZES = [
    (320, 568),
    (360, 740),
    (390, 844),
    (600, 960),
    (768, 1024),
    (820, 1180),
    (912, 1368),
    (1024, 768),
    (1180, 820),
    (1366, 600),
    (844, 390),
    (1920, 1080),
]

# Opens one after another, and asks at 25 places of its bounds what lies there. Lines are some pixels wide:
# that much may be cut at the edges. No frame is waited for: what one draws keeps its size at the foot.
_OPEN = """async targets => {
  const map = window[JSON.parse(document.getElementById("dgmap-page").textContent).map]
  const shares = [0, 0.25, 0.5, 0.75, 1], slack = 8, faults = {}
  for (const { name, state, box: [west, south, east, north] } of targets) {
    window.dgmap.apply(state)
    await new Promise(setTimeout) // the map follows once all is drawn
    const frame = map.getContainer().getBoundingClientRect()
    const from = map.latLngToContainerPoint([north, west]), to = map.latLngToContainerPoint([south, east])
    const between = (a, b, share) => {
      const inset = Math.min(slack, (b - a) / 2)
      return a + inset + (b - a - 2 * inset) * share
    }
    for (const across of shares) for (const down of shares) {
      const x = frame.left + between(from.x, to.x, across), y = frame.top + between(from.y, to.y, down)
      const isOnMap = x >= frame.left && x <= frame.right && y >= frame.top && y <= frame.bottom
      const over = document.elementFromPoint(x, y)
      if (isOnMap && over?.closest(".folium-map")) continue
      faults[name] = `${Math.round(x)}, ${Math.round(y)}: ` +
        (isOnMap && over ? over.closest("[id]").id || over.tagName : "beyond the map")
    }
  }
  return faults
}"""


def _union(boxes: list[Box]) -> Box:
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def _steps(page: Any, projects: Mapping[str, Box], towns: Mapping[str, Box]) -> Iterator[Target]:
    """Give the steps of all tours; those with a camera of their own look where they say."""
    for tour in page["tours"]:
        town = "changan" if tour["any_town"] else None
        for number, step in enumerate(tour["steps"], start=1):
            if step.get("camera"):
                continue
            view: Target = {"tour": {"id": tour["id"], "step": number}}
            if town:
                view["filters"] = {"towns": [town]}
            ids = [step["selected"]] if step["selected"] else (step["ids"] or [])
            boxes = [towns[town]] if town else [projects[one] for one in ids if one in projects]
            yield {
                "name": f"{tour['id']} {number}",
                "state": {"view": view},
                "box": _union(boxes or [*towns.values()]),
            }


@pytest.fixture(scope="module")
def targets(dataset, pages) -> list[Target]:
    """Return all projects, steps and towns: how each is opened, and its bounds in degrees within the city."""
    shapes = dataset.towns.set_index("id").geometry
    city = shapes.union_all()
    towns = {str(name): shape.bounds for name, shape in shapes.items()}
    projects: dict[str, Box] = {}
    for row in dataset.projects.to_dict("records"):
        if row["geometry"] is not None:
            projects[row["id"]] = row["geometry"].intersection(city).bounds
        elif row["towns"]:
            projects[row["id"]] = _union([towns[one] for one in row["towns"]])
    text = pages["zh"].read_text(encoding="utf-8")
    page = json.loads(text.split('id="dgmap-page">')[1].split("</script>")[0])
    opened = [
        {"name": one, "state": {"view": {"selected": one}}, "box": box} for one, box in projects.items()
    ]
    seen = [{"name": one, "state": {"town": one}, "box": box} for one, box in towns.items()]
    return [*opened, *_steps(page, projects, towns), *seen]


def _faults(shown: Shown, targets: list[Target]) -> dict[str, str]:
    faults: dict[str, str] = shown.frame.evaluate(_OPEN, targets)
    return faults


def _show(show: Callable[..., Shown], path: Any, size: tuple[int, int]) -> Shown:
    shown = show(path, phone=size[0] < 721)
    shown.page.set_viewport_size({"width": size[0], "height": size[1]})
    shown.apply(tour={"id": "five-minutes", "step": 1})
    shown.frame.wait_for_selector("#tour .tour-text:not(:empty)")  # words of tours come with the first one
    # What is drawn costs more than all else, and the map's box is hit without it.
    shown.frame.add_style_tag(content=".leaflet-map-pane { display: none !important }")
    shown.settle()
    shown.frame.evaluate("window.requestAnimationFrame = () => 0")  # names and key are not drawn again
    return shown


@pytest.mark.parametrize("size", _SIZES, ids=lambda size: "x".join(map(str, size)))
def test_what_is_opened_is_seen(
    show: Callable[..., Shown], pages: Any, targets: list[Target], size: tuple[int, int]
):
    """The whole bounds of each project, step of a tour and town lie on the map, under no card or bar."""
    assert len(targets) > 90
    assert _faults(_show(show, pages["zh"], size), targets) == {}


def test_what_lies_over_the_target_is_noticed(show: Callable[..., Shown], pages: Any, targets: list[Target]):
    """The test above sees a map that looks away, and a bar that the fit does not know of."""
    shown = _show(show, pages["zh"], (1440, 900))
    one = [target for target in targets if target["name"] == "metro-1-phase-1"]
    assert _faults(shown, one) == {}
    (away,) = _faults(shown, [{**one[0], "box": (113.1, 22.9, 113.2, 23.0)}]).values()
    assert "beyond the map" in away
    over = "position: fixed; inset: 0; z-index: 9; display: block"
    shown.frame.evaluate("css => { document.getElementById('print-head').style = css }", over)
    assert "print-head" in _faults(shown, one)["metro-1-phase-1"]
