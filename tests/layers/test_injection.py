"""Hostile strings through every element: nothing runs on the server or in the browser, all is text."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import folium
import geopandas as gpd
import html5lib
import pandas as pd
import pytest
from branca.element import Element, Figure
from shapely.geometry import Point, box

from layers import FrameLayer, ProjectMap, project_map
from layers.page import slots

PAYLOAD = (
    "{{ 7*7 }}{% x %}<img src=x onerror=window.__ran=1>${1}`"
    "</script><script>window.__ran=1</script><!-- \u2028 {{ ''.__class__ }}"
)
# Each string alone, so that one that breaks the page does not hide the others.
STRINGS = {
    # What Jinja renders of the first three is what `faults` looks for; as text none holds it.
    "expression": "{{ 7919*7907 }}",
    "statement": "{% for x in [1, 2] %}zqx{% endfor %}",
    "comment": "zqx{# x #}zqx",
    "half a statement": "{% x",
    "end of a script": "</script><script>window.__ran=1</script>",
    "element": "<img src=x onerror=window.__ran=1>",
    "template literal": "${window.__ran=1}`",
    "quotes": '" onload=window.__ran=1 x="\' \\',
    "line separator": "a\u2028b\u2029c",
    "comment of HTML": "<!--<script>",
}
# Columns that hold ids and closed values, which geo.schema checks: text fields are all the others.
CLOSED = frozenset(
    [
        "id",
        "no",
        "category",
        "stage",
        "kind",
        "located",
        "promised",
        "towns",
        "towns_in_order",
        "order_unverified",
        "certainty",
        "status",
        "kept",
        "project_id",
        "part",
        "source_id",
        "town_source_id",
        "status_source_id",
        "kept_source_id",
        "event",
        "due",
        "lines",
        "town",
        "aliases",
        "accuracy_m",
        "displaced_m",
        "label_lon",
        "label_lat",
        "area_km2",
        "population_2020",
        "order",
        "code",
        "bound",
        "per",
    ]
)


def _poison(frame: pd.DataFrame, text: str) -> pd.DataFrame:
    """Return a copy whose text cells all end in a string."""
    out = frame.copy()
    for name in out.columns:
        values = out[name]
        if name in CLOSED or not values.map(lambda value: isinstance(value, str)).any():
            continue
        out[name] = values.astype(object).map(
            lambda value: f"{value} {text}" if isinstance(value, str) else value
        )
    return out


def faults(page: str) -> list[str]:
    """Return what of the hostile strings acts in a page: evaluated, an element, a handler, or a script."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    found = ["evaluated"] if "62615533" in page or "zqxzqx" in page else []
    for node in tree.iter():
        if node.tag == "img" or any(name.startswith("on") for name in node.attrib):
            found.append(f"element {node.tag}")
        if node.tag == "script" and (node.text or "").startswith("window.__ran"):
            found.append("script")
    return found


def hostile(dataset, text: str):
    """Return a dataset whose every text cell ends in a string."""
    frames = ("projects", "sites", "towns", "targets", "events", "sources", "stations")
    changed = {name: _poison(getattr(dataset, name), text) for name in frames}
    basemap = {name: _poison(frame, text) for name, frame in dataset.basemap.items()}
    report = {key: value if key == "date" else f"{value} {text}" for key, value in dataset.report.items()}
    made = dataclasses.replace(dataset, **changed, basemap=basemap, report=report)
    return dataclasses.replace(made, left_open=(made,))


def layer_of(text: str) -> FrameLayer:
    """Return a frame with a string for its name, its columns and its cells."""
    frame = gpd.GeoDataFrame({text: [text], "name": [text]}, geometry=[Point(113.75, 23.02)], crs=4326)
    return FrameLayer(frame, name=text, label="name", popup=[text])


@pytest.mark.parametrize("text", STRINGS.values(), ids=STRINGS)
def test_string_in_any_layer_is_a_value_and_acts_nowhere(dataset, text):
    """Through the dataset and a frame, the string is in the page as data, and nothing of it runs."""
    chart = project_map(hostile(dataset, text), lang="en")
    chart.add_child(layer_of(text))
    page = chart.get_root().render()
    assert faults(page) == []
    for layer in chart.layers():
        if layer.kind not in ("counts", "near", "own"):  # these hold no data
            assert json.dumps(text, ensure_ascii=False)[1:-1] in json.dumps(
                layer.payload(), ensure_ascii=False
            )


@pytest.mark.parametrize("text", STRINGS.values(), ids=STRINGS)
def test_string_in_the_words_acts_nowhere(dataset, text, monkeypatch):
    """Titles and labels of the page are escaped, too."""
    monkeypatch.setattr(slots, "text", lambda *_keys: text)
    assert faults(project_map(dataset).get_root().render()) == []


@pytest.mark.parametrize("kind", ["expression", "statement", "comment of HTML", "end of a script", "element"])
def test_string_in_a_frame_of_folium_is_printed_and_not_compiled(dataset, kind):
    """What a planner gives to Folium's own GeoJSON is not rendered a second time by our figure."""
    frame = gpd.GeoDataFrame({"name": [STRINGS[kind]]}, geometry=[box(113.7, 22.9, 113.8, 23)], crs=4326)
    chart = project_map(dataset)
    chart.add_child(folium.GeoJson(frame))
    assert faults(chart.get_root().render()) == []


def test_half_a_statement_in_a_frame_of_folium_is_an_error_that_says_what_to_do(dataset):
    """Folium compiles the text itself: our figure cannot take it, and names the layer that can."""
    frame = gpd.GeoDataFrame({"name": ["{% x"]}, geometry=[Point(113.75, 23.02)], crs=4326)
    chart = project_map(dataset)
    chart.add_child(folium.GeoJson(frame))
    with pytest.raises(ValueError, match="FrameLayer"):
        chart.get_root().render()


# --- the checks find what they look for -------------------------------------------------------------------


def test_expression_is_found_in_a_figure_of_brancas_own():
    """The same frame in a plain Folium map runs on the machine that renders it: ours keeps that out."""
    chart = folium.Map()
    frame = gpd.GeoDataFrame({"name": [STRINGS["expression"]]}, geometry=[Point(113.75, 23.02)], crs=4326)
    chart.add_child(folium.GeoJson(frame))
    figure = chart.get_root()
    assert isinstance(figure, Figure)
    assert "evaluated" in faults(figure.render())


@pytest.mark.parametrize("kind", ["element", "end of a script"])
def test_string_that_was_planted_as_it_is_is_found(dataset, kind):
    """One element that prints a string without the escape is seen."""
    chart = project_map(dataset)
    chart.get_root().html.add_child(Element(STRINGS[kind]))
    assert faults(chart.get_root().render()) != []


def test_island_without_its_escape_is_found(dataset, monkeypatch):
    """With the one escape switched off, the strings act: the matrix would fail."""
    monkeypatch.setattr("layers.element.json_safe", json.dumps)
    chart: ProjectMap = project_map(dataset)
    chart.add_child(layer_of(STRINGS["end of a script"]))
    assert "script" in faults(chart.get_root().render())


# --- in the browser ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def poisoned(dataset):
    return hostile(dataset, PAYLOAD)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_text_is_shown_and_never_runs(poisoned, show, tmp_path: Path, lang):
    """The page builds, draws, opens a card with the text as it is, and no script of the data has run."""
    chart = project_map(poisoned, lang=lang)
    chart.add_child(layer_of(PAYLOAD))
    page = chart.get_root().render()
    assert PAYLOAD.split("<", maxsplit=1)[0] in page
    path = tmp_path / "poisoned.html"
    path.write_text(page, encoding="utf-8")
    shown = show(path)
    assert PAYLOAD.split("<", maxsplit=1)[0] in shown.frame.locator("#key").inner_text()
    shown.apply(selected="metro-1-phase-1", theme="light")
    shown.frame.locator(".card-buttons button").nth(1).click()
    shown.frame.locator(".card-sources summary").click()
    card = shown.frame.locator("#card").inner_text()
    row = shown.frame.locator('[data-row="metro-1-phase-1"]').inner_text()
    for piece in (
        "{{ 7*7 }}",
        "{% x %}",
        "<img src=x onerror=",
        "${1}`",
        "</script>",
        "<!--",
        "{{ ''.__class__ }}",
    ):
        assert piece in card
        assert piece in row
    assert shown.frame.locator("path[data-shape]").count() > 3
    assert shown.frame.evaluate("window.__ran") is None
    assert shown.frame.locator("img").count() == 0
    assert shown.errors == []
