"""The styles and the project inside the GeoPackage: as QGIS writes them, and as QGIS itself opens them."""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import subprocess
import zipfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

RENDER = Path(__file__).with_name("render_qgis.py")
SPATIAL = ("sites_point", "sites_line", "sites_area", "town_only", "towns")
# The Python that the system's QGIS was built for; never the project's own.
PYTHON = os.environ.get("QGIS_PYTHON", "/usr/bin/python3")


@pytest.fixture(scope="module")
def package(dataset, tmp_path_factory):
    from datetime import date

    from geo.export import Format, export
    from geo.view import View

    path = tmp_path_factory.mktemp("qgis") / "dongguan.gpkg"
    path.write_bytes(export(dataset, View(), Format.GPKG, written=date(2026, 11, 24), name=path.name))
    return path


def _query(package: Path, statement: str) -> list[tuple]:
    database = sqlite3.connect(package)
    found = database.execute(statement).fetchall()
    database.close()
    return found


def test_every_spatial_layer_has_a_default_style(package):
    """Each layer with a geometry has one style, well formed, that QGIS takes by default."""
    layers = {name for (name,) in _query(package, "SELECT table_name FROM gpkg_geometry_columns")}
    styles = _query(
        package, "SELECT f_table_name, styleQML, useAsDefault, f_geometry_column FROM layer_styles"
    )
    assert {name for name, *_ in styles} == layers >= set(SPATIAL)
    for _, qml, default, column in styles:
        assert (default, column) == (1, "geom")
        assert ET.fromstring(qml).find("renderer-v2") is not None  # noqa: S314 - our own text


def test_rules_leave_no_site_undrawn(package):
    """The rules of each site layer are exactly the categories and certainties of its rows."""
    for layer in ("sites_point", "sites_line", "sites_area"):
        [(qml,)] = _query(package, f"SELECT styleQML FROM layer_styles WHERE f_table_name = '{layer}'")  # noqa: S608 - our own name
        rules = ET.fromstring(qml).iter("rule")  # noqa: S314 - our own text
        filters = [rule.get("filter") for rule in rules if rule.get("symbol")]
        rows = Counter(_query(package, f"SELECT category, certainty FROM {layer}"))  # noqa: S608 - our own name
        drawn = {
            pair for pair in rows if f"\"category\" = '{pair[0]}' AND \"certainty\" = '{pair[1]}'" in filters
        }
        assert drawn == set(rows)
        assert len(filters) == len(rows)


def test_colours_are_those_of_the_symbol_table(package):
    """A line of rail is drawn in the map's own red, in a halo as wide as it is unsure."""
    from geo.symbols import CATEGORIES

    [(qml,)] = _query(package, "SELECT styleQML FROM layer_styles WHERE f_table_name = 'sites_line'")
    rail = next(row.light for row in CATEGORIES if row.category == "rail")
    red, green, blue = (int(rail[place : place + 2], 16) for place in (1, 3, 5))
    assert f"{red},{green},{blue},255" in qml
    assert "accuracy_m" in qml
    assert "RenderMetersInMapUnits" in qml


def _project(package: Path) -> ET.Element:
    [(content,)] = _query(package, "SELECT content FROM qgis_projects WHERE name = 'dongguan'")
    with zipfile.ZipFile(io.BytesIO(bytes.fromhex(content))) as archive:
        return ET.fromstring(archive.read("dongguan.qgs"))  # noqa: S314 - our own text


def test_project_names_layers_of_its_own_file_only(package):
    """The project is stored in the file, finds all layers beside it, and asks nobody else."""
    sources = [one.text for one in _project(package).iter("datasource")]
    assert len(sources) == len(set(sources)) >= 16
    tables = {name for (name,) in _query(package, "SELECT table_name FROM gpkg_contents")}
    for source in sources:
        file, _, layer = source.partition("|layername=")
        assert file == "./dongguan.gpkg"
        assert layer in tables


def test_layer_ids_are_long_enough_for_qgis(package):
    """QGIS silently drops a layer whose id has ten characters or fewer."""
    ids = [one.findtext("id") for one in _project(package).iter("maplayer")]
    assert min(map(len, ids)) > 10
    assert ids == [one.get("id") for one in _project(package).iter("layer-tree-layer")]


def test_style_text_of_hostile_data_stays_text(dataset):
    """A word that looks like markup can not leave its attribute."""
    from geo.export.qgis import Drawn, style

    word = "\"/><script>&'<"
    row = {"category": "rail", "certainty": "approximate", "category_label": word, "certainty_label": word}
    root = ET.fromstring(style(Drawn("sites_line", word, "line", [row]), "zh"))  # noqa: S314 - our own text
    [rule] = [one for one in root.iter("rule") if one.get("symbol")]
    assert rule.get("label") == f"{word} · {word}"


@pytest.fixture(scope="module")
def rendered(package, tmp_path_factory):
    """Return what QGIS says of the project, and the picture that it makes of it."""
    found = shutil.which(PYTHON) and subprocess.run(
        [PYTHON, "-c", "import qgis.core"], capture_output=True, check=False
    )
    if not found or found.returncode:
        pytest.skip("PyQGIS is not installed (apt-get install --no-install-recommends qgis python3-qgis)")
    picture = tmp_path_factory.mktemp("picture") / "qgis.png"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [PYTHON, RENDER, package, picture], capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), picture


def test_qgis_opens_the_project_with_every_layer(package, rendered):
    """QGIS reads the project from inside the file: all layers valid, in metres, without a warning."""
    report, _ = rendered
    assert report["opened"]
    assert (report["crs"], report["missing"]) == ("EPSG:4547", 0)
    assert report["errors"] == report["warnings"] == []
    counts = {one["name"].removeprefix("dongguan_"): one["features"] for one in report["layers"]}
    assert len(counts) >= 16
    assert all(one["valid"] for one in report["layers"])
    for name, count in counts.items():
        assert _query(package, f"SELECT count(*) FROM {name}") == [(count,)]  # noqa: S608 - our own name


def test_qgis_styles_a_layer_that_is_added_by_hand(rendered):
    """Without the project, too, a layer comes with our symbols."""
    report, _ = rendered
    by_name = {one["name"].removeprefix("dongguan_"): one for one in report["layers"]}
    for name, rules in report["styles"].items():
        assert rules == by_name[name]["rules"]
        assert rules


def test_qgis_draws_the_categories(rendered):
    """The picture that QGIS renders holds the colours of the map: paper, and lines of rail and road."""
    from PIL import Image

    from geo.symbols import CATEGORIES, TOKENS

    _, picture = rendered
    with Image.open(picture) as image:
        colours = {colour: count for count, colour in image.convert("RGB").getcolors(maxcolors=2**24)}
    wanted = {
        row.category.value: row.light for row in CATEGORIES if row.category in ("rail", "road", "civic")
    }
    wanted |= {row.name: row.light for row in TOKENS if row.name in ("land", "neighbour", "water")}
    seen = {
        name: colours.get(tuple(int(hexed[place : place + 2], 16) for place in (1, 3, 5)), 0)
        for name, hexed in wanted.items()
    }
    assert min(seen.values()) > 100, seen
