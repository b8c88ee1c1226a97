"""Programs that collect data read what the published folder says of itself (see scripts/test-clients)."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from geo.dataset import load
from layers.publish.described import described

GRAPH = """
import sys, rdflib
from rdflib import DCAT, RDF
graph = rdflib.Graph().parse(sys.argv[1], format="json-ld")
files = set(graph.objects(None, DCAT.downloadURL))
assert len(set(graph.subjects(RDF.type, DCAT.Dataset))) == 5
assert len(files) == 11 and all(str(one).startswith("https://example.org/dg/") for one in files), files
"""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_package_and_catalogue_are_valid(tmp_path: Path, lang: str):
    """Frictionless checks every row of every table against its schema; RDFLib reads the catalogue."""
    program = shutil.which("frictionless")
    if program is None:
        pytest.skip("frictionless was not found: scripts/test-clients installs it")
    for name, content in described(load(), lang, site_url="https://example.org/dg/").files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    folder = tmp_path / lang
    done = subprocess.run(
        [program, "validate", "datapackage.json"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert done.stdout.count(" VALID ") == 5
    python = Path(program).with_name("python")
    read = subprocess.run(
        [python, "-c", GRAPH, folder / "catalog.jsonld"], capture_output=True, text=True, check=False
    )
    assert read.returncode == 0, read.stderr
    text = (folder / "datapackage.json").read_text("utf-8")
    (folder / "datapackage.json").write_text(text.replace('"type": "string"', '"type": "number"', 1), "utf-8")
    again = [program, "validate", "datapackage.json"]
    assert subprocess.run(again, cwd=folder, capture_output=True, check=False).returncode != 0
