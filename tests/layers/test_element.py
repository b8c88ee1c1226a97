"""Elements of a map: a value stays a value, a layer is its folder, records make a frame."""

from __future__ import annotations

import json
import re
from pathlib import Path

import folium
import geopandas as gpd
import pytest

import layers
from geo.symbols import SAMPLES
from layers import Basemap, FrameLayer, Near, OwnShapes, Projects, TownCounts, Towns, project_map
from layers.element import Island, Layer, LegendItem

ROOT = Path(layers.__file__).parent
HOSTILE = [
    "{{ 7*7 }}", "{% x %}", "{# note #}", "</script><script>alert(1)</script>", "<!--", "${1}", "`", "\"'\\",
    "\u2028",
]  # fmt: skip


def test_public_names_are_those_that_are_there():
    """`__all__` is sorted, and each name of it can be imported."""
    assert layers.__all__ == sorted(layers.__all__, key=lambda name: (not name[0].isupper(), name))
    assert [name for name in layers.__all__ if not callable(getattr(layers, name))] == []
    assert set(dir(layers)) == set(layers.__all__)
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = layers.Nothing


@pytest.mark.parametrize("text", HOSTILE)
def test_island_prints_its_value_and_compiles_nothing(text):
    """What goes in comes out of JSON.parse unchanged, and nothing in it ends the element."""
    page = Island({"name": text}, element_id="data").render()
    (inner,) = re.findall(r'<script type="application/json" id="data">(.*)</script>$', page, re.DOTALL)
    assert json.loads(inner) == {"name": text}
    assert not set(inner) & set("<>&\u2028\u2029")


def test_island_of_a_hostile_kind_cannot_leave_its_attribute():
    """Names of islands are escaped, too."""
    assert Island({}, kind='a" onload="alert(1)').render().count('"') == 6


@pytest.mark.parametrize("layer", [Basemap, FrameLayer, Near, OwnShapes, Projects, TownCounts, Towns])
def test_layer_has_its_script_beside_it(layer):
    """A layer's kind is its folder, where Python, script and styles lie."""
    assert layer.script == ROOT / layer.kind / f"{layer.kind}.js"
    assert layer.script.exists()
    assert issubclass(layer, folium.map.Layer)


def test_each_kind_of_layer_in_the_page_is_made_by_one_script(dataset):
    """The script of each layer of a map names the kind that its island has."""
    for layer in project_map(dataset).layers():
        assert f'layer("{layer.kind}"' in layer.script.read_text(encoding="utf-8")


def test_layers_keep_their_frames_in_degrees(dataset):
    """Whoever reads a layer finds its rows, none of them decoded from the page."""
    for layer in project_map(dataset).layers():
        assert layer.frame.crs == "EPSG:4326"
    assert len(Towns(dataset, lang="zh").frame) == len(dataset.towns)
    assert list(Projects(dataset, lang="zh").frame["id"]) == list(dataset.projects["id"])


def test_layer_of_a_planner_draws_with_its_own_script(dataset, tmp_path: Path, monkeypatch):
    """A class in a folder elsewhere brings its script, its styles and its symbol; no file of ours changes."""
    folder = tmp_path / "trees"
    folder.mkdir()
    (folder / "trees.py").write_text(
        "import geopandas as gpd\n"
        "from layers.element import Layer, LegendItem\n"
        "class Trees(Layer):\n"
        "    def __init__(self):\n"
        "        super().__init__(gpd.GeoDataFrame(geometry=[], crs=4326))\n"
        "    def payload(self):\n"
        "        return {'names': ['榕树 {{ 7*7 }}']}\n"
        "    def legend(self):\n"
        "        return [LegendItem('tree', '树', 20, [['circle', {'cx': 10, 'cy': 10, 'r': 4}]])]\n"
    )
    (folder / "trees.js").write_text('dgmap.layer("trees", (data) => { window.__trees = data.names; });')
    (folder / "trees.css").write_text(".tree { opacity: 0.5 }")
    monkeypatch.syspath_prepend(str(folder))
    from trees import Trees

    chart = project_map(dataset)
    chart.add_child(Trees())
    page = chart.get_root().render()
    assert (
        '<script type="application/json" class="dgmap-layer" data-kind="trees">{"names":["榕树 {{ 7*7 }}"]}'
        in page
    )
    assert "window.__trees" in page
    assert ".tree{opacity:.5}" in page
    assert chart.data()["style"]["samples"]["tree"]["width"] == 20


def test_layer_takes_no_children(dataset):
    """A popup on a layer of ours would hang on a variable that is not there: it is said at once."""
    with pytest.raises(TypeError, match="add it to the map"):
        Towns(dataset, lang="zh").add_child(folium.Popup("x"))


def test_every_sample_of_the_table_is_some_layers(dataset):
    """The page has a drawing and a word for each symbol, and the table none that no layer draws."""
    items = [item for layer in project_map(dataset).layers() for item in layer.legend()]
    assert sorted(item.key for item in items) == sorted(SAMPLES)
    assert [item for item in items if not item.words] == []
    assert LegendItem.of("near", "en").shapes == SAMPLES["near"].shapes


def test_base_class_is_no_layer_of_its_own():
    """Only what has a folder has a kind."""
    assert Layer.kind == ""
    assert Layer(gpd.GeoDataFrame(geometry=[], crs=4326)).payload() == {}
