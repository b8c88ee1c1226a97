"""A thousand projects in the page: one canvas, every row and count, what lies under the pointer."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

COUNT = 1_000


@pytest.fixture(scope="module")
def page(many, tmp_path_factory) -> Path:
    from layers import project_map

    path = tmp_path_factory.mktemp("crowd-page") / "many.html"
    project_map(many).save(str(path))
    return path


def test_crowd_counts_and_rows_are_those_of_geo(show, page, many):
    """Nothing is left out: each category's count is geo's, and the list is as long as all its rows."""
    from geo.query import Filters, facets

    shown = show(page)
    counts = facets(many, Filters())["categories"]
    told = shown.frame.locator("#choices .legend-chips .chip").evaluate_all(
        "all => Object.fromEntries(all.map(c => [c.dataset.value, +c.lastChild.textContent]))"
    )
    assert told == counts
    rows = shown.frame.locator(".rows .row").evaluate_all("all => all.map(row => row.dataset.row)")
    assert sorted(rows) == sorted(many.projects["id"])
    assert shown.errors == []


def test_crowd_list_is_as_high_as_all_its_rows_and_shows_the_last(show, page, many):
    """Rows out of sight take their place without being laid out; scrolled to, the last one opens its card."""
    shown = show(page)
    placed = int((many.projects["located"] == "placed").sum())
    assert shown.frame.locator("ol.rows").first.evaluate("list => list.offsetHeight") == placed * 59
    last = many.projects[many.projects["located"] == "unsited"].iloc[-1]
    shown.frame.evaluate("document.getElementById('side-body').scrollTop = 1e6")
    shown.settle()
    row = shown.frame.locator(f'[data-row="{last["id"]}"]')
    assert row.evaluate(
        "row => document.elementFromPoint(row.getBoundingClientRect().x + 100, "
        "row.getBoundingClientRect().y + 20).closest('.row') === row"
    )
    row.click()
    assert shown.frame.locator("#card h2").inner_text() == last["name_zh"]
    assert shown.errors == []


def test_crowd_line_under_the_pointer_is_selected(show, page, many):
    """A click on the canvas selects a project whose line is drawn there, above the canvas in SVG."""
    lines = many.sites[many.sites.geom_type == "LineString"]
    middle = lines.geometry.iloc[5].interpolate(0.5, normalized=True)
    shown = show(page)
    assert shown.frame.locator("path[data-shape]").count() == 0
    shown.apply(camera=[15, middle.y, middle.x])
    box = shown.frame.locator(".leaflet-container").bounding_box()
    shown.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    shown.settle()
    chosen = shown.told("view")[-1]["view"]["selected"]
    near = lines[shapely.distance(lines.geometry.to_numpy(), middle) < 0.0006]
    assert chosen in set(near["project_id"])
    assert shown.frame.locator(f'path[data-shape="{chosen}"]').count() == 1
    assert shown.errors == []
