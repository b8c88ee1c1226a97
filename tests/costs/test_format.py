"""What a new export format costs: a row in the table and the module that writes it.

The format is GeoJSON a line (`.geojsonl`), which GDAL and QGIS read.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest

from tests.costs.changing import ROOT, ask, build, touched, words

WRITER = '''"""GeoJSON a line: a feature a project, so that a file can be read in pieces."""

from __future__ import annotations

import json

from geo.export import tables
from geo.export.extract import Extract
from geo.export.geojson import geometry_member

__all__ = ["write"]


def write(taken: Extract) -> bytes:
    """Return the projects as features, a line each; a project without a site has a null geometry."""
    shapes = taken.projects.geometry
    features = (
        {"type": "Feature", "id": row["id"], "properties": row, "geometry": geometry_member(shape)}
        for row, shape in zip(tables.rows(taken, "projects"), shapes, strict=True)
    )
    return "".join(f"{json.dumps(one, ensure_ascii=False)}\\n" for one in features).encode()
'''
LAST = '    OC4IDS = "oc4ids", "application/json", "oc4ids", ".oc4ids.json"\n'
EDITS = {
    "geo/export/formats.py": (
        (LAST, f'{LAST}    LINES = "geojsonl", "application/geo+json-seq", "feature_lines"\n'),
    ),
    "geo/export/feature_lines.py": WRITER,
    **words(
        {"export.format": 'geojsonl = "GeoJSON 行"', "export.explain": 'geojsonl = "一行一个项目"'},
        {"export.format": 'geojsonl = "GeoJSON lines"', "export.explain": 'geojsonl = "A line a project"'},
    ),
}


@pytest.fixture(scope="session")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("format"), EDITS)


@pytest.fixture(scope="session")
def said(changed: Path) -> dict[str, Any]:
    """Return what the changed copy answers."""
    return ask(changed, "ask_format.py", str(changed / "out.geojsonl"))


def test_format_costs_two_files_of_code(changed):
    """The row and the writer; command, page and published folder are made from the table."""
    assert touched(changed) == {
        "code": ["geo/export/feature_lines.py", "geo/export/formats.py"],
        "data": [],
        "static": [],
        "words": ["i18n/en.toml", "i18n/zh.toml"],
    }


def test_command_writes_a_file_that_gdal_reads(changed, said):
    """`geo export geojsonl` writes the filtered projects, with their geometry."""
    assert said["command"] == 0
    with (ROOT / "data/reports/2024/projects.csv").open(encoding="utf-8", newline="") as file:
        rail = [row["id"] for row in csv.DictReader(file) if row["category"] == "rail"]
    frame = gpd.read_file(changed / "out.geojsonl")
    assert list(frame["id"]) == rail
    assert frame.geometry.notna().any()


def test_page_of_the_app_offers_it(said):
    """A choice with its word and explanation; the file has name and type."""
    assert said["problems"] == []
    assert said["offered"][-1] == "GeoJSON 行"
    assert said["explained"] == "一行一个项目"
    assert said["file_name"].endswith(".geojsonl")
    assert said["media_type"] == "application/geo+json-seq"


def test_published_folder_has_it_in_its_list(said):
    """The file itself, and a link to it on the front page."""
    (path,) = [path for path in said["published"] if path.endswith(".geojsonl")]
    assert path.startswith("zh/data/")
    assert f'href="../{path}"' in said["front"]
