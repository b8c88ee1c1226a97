"""What a new layer from a GeoJSON costs: the data, its columns, and a line in the list of layers.

The layer are schools, made up: three points where the first three towns have their names.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.costs.changing import ROOT, ask, build, touched, words

DATA = "data/basemap/schools.geojson"
NAMES = ("第一小学", "第二小学", "<b>第三小学</b>")


def _schools() -> str:
    towns = json.loads((ROOT / "data/towns.geojson").read_text(encoding="utf-8"))["features"]
    places = [(town["properties"]["label_lon"], town["properties"]["label_lat"]) for town in towns[:3]]
    features = [
        {
            "type": "Feature",
            "properties": {
                "id": f"school-{number}",
                "name_zh": name,
                "name_en": f"School {number}",
                "pupils": None if number == 3 else 900 * number,
                "source_id": "made-up",
            },
            "geometry": {"type": "Point", "coordinates": place},
        }
        for number, (name, place) in enumerate(zip(NAMES, places, strict=True), start=1)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


_COLUMNS = "COLUMNS: Mapping[str, Mapping[str, Cell]] = {\n"
_SCHOOLS = """    "schools": {
        "id": SLUG,
        "name_zh": ZH,
        "name_en": EN,
        "pupils": _optional(_between(0, 100_000)),
        "source_id": SLUG,
    },
"""
_PROJECTS = "        Projects(dataset, lang=lang),\n"
_LAYER = """        FrameLayer(
            dataset.basemap["schools"],
            name=text("export.layer.base_schools", lang),
            label=f"name_{lang}",
            popup={"pupils": text("map.pupils", lang)},
        ),
"""
_IMPORT = "from layers.near.near import Near\n"
EDITS = {
    DATA: _schools(),
    "data/sources.csv": (("\ntowns-poi86,", "\nmade-up,示例,示例,,示例,CC0,2026-11-24,data\ntowns-poi86,"),),
    "geo/schema.py": (
        (_COLUMNS, f"{_COLUMNS}{_SCHOOLS}"),
        ("_SHAPES = {\n", '_SHAPES = {\n    "schools": frozenset({"Point"}),\n'),
    ),
    "layers/stack.py": (
        (_IMPORT, f"from i18n import text\nfrom layers.frame.frame import FrameLayer\n{_IMPORT}"),
        (_PROJECTS, f"{_PROJECTS}{_LAYER}"),
    ),
    **words(
        {"export.layer": 'base_schools = "学校"', "map": 'pupils = "学生"'},
        {"export.layer": 'base_schools = "Schools"', "map": 'pupils = "Pupils"'},
    ),
}


@pytest.fixture(scope="session")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("layer"), EDITS)


@pytest.fixture(scope="session")
def said(changed: Path) -> dict[str, Any]:
    """Return what the changed copy answers; it has saved its page in both languages."""
    return ask(changed, "ask_layer.py", str(changed / "map.html"))


@pytest.fixture(scope="session")
def page_url(changed: Path, said: dict[str, Any]) -> str:
    """Return the address of the page that the copy has saved."""
    del said
    return (changed / "map.html").as_uri()


def test_layer_costs_the_data_and_two_files_of_code(changed):
    """Columns and shapes, and which layer draws them; files, dataset, pictures and QGIS follow."""
    assert touched(changed) == {
        "code": ["geo/schema.py", "layers/stack.py"],
        "data": [DATA, "data/sources.csv"],
        "static": [],
        "words": ["i18n/en.toml", "i18n/zh.toml"],
    }


def test_its_rows_are_read_and_checked(said):
    """Numbers are numbers, an unknown one is unknown; a bad cell is named by file, row and column."""
    assert said["pupils"] == [900.0, 1800.0, None]
    assert said["problem"] == ["data/basemap/schools.geojson", 2, "name_en"]


def test_served_page_has_it_among_its_layers(said):
    """Above the projects, in the languages of the page."""
    assert said["kinds"] == ["basemap", "towns", "ground", "counts", "projects", "frame", "near", "own"]
    assert said["served"]["zh"] == ["学校", *NAMES]
    assert said["served"]["en"] == ["Schools", "School 1", "School 2", "School 3"]
    assert said["second"] == said["served"]["en"]


def test_pictures_draw_and_explain_it(said):
    """Its points and names on the map, its entry in the legend."""
    assert said["picture"]["discs"] == 3
    assert "学校" in said["picture"]["texts"]
    assert len(set(NAMES) & set(said["picture"]["texts"])) >= 2  # one has no room
    assert "frame-0" in said["picture"]["legend"]


def test_geopackage_holds_it_and_qgis_draws_it_above_the_towns(said):
    """A layer with its numbers, a style of the same colour, and its place in the project."""
    assert said["geopackage"] == {"第一小学": 900.0, "第二小学": 1800.0, NAMES[2]: None}
    assert "SimpleMarker" in said["style"]
    assert said["colour"] in said["style"]
    assert said["order"].index("base_schools") < said["order"].index("towns")


@pytest.mark.parametrize(
    ("query", "name", "names"),
    [("", "学校", NAMES), ("?lang=en", "Schools", ("School 1", "School 2", "School 3"))],
    ids=["zh", "en"],
)
def test_page_draws_names_and_explains_it(
    page_url: str, new_context: Callable[..., BrowserContext], query: str, name: str, names: tuple[str, ...]
):
    """In the browser, in both languages of one file: points, names as text, and the entry of the key."""
    page = new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"{page_url}{query}")
    expect(page.locator('#key [data-key="frame"]')).to_have_text(name)
    shown = page.locator(".frame-name").all_inner_texts()
    assert shown
    assert set(shown) <= set(names)
    dots = page.locator(".leaflet-station-pane path.leaflet-interactive")
    assert dots.count() == 3
    dots.first.hover(force=True)
    expect(page.locator(".frame-tip")).to_contain_text("900")
