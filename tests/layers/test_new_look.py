"""What another look costs: «schematic» is changed in a copy of one file, and everything draws it anew."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
TABLE = "geo/symbols.py"
OLD = 'CertaintyStyle(Certainty.SCHEMATIC, halo=0.17, halo_selected=0.28, dash="7 6"'
NEW = 'CertaintyStyle(Certainty.SCHEMATIC, halo=0.4, halo_selected=0.5, dash="3 9"'
ASK = Path(__file__).with_name("ask_new_look.py")


@pytest.fixture(scope="module")
def looks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what the changed copy draws, in a process of its own."""
    folder = tmp_path_factory.mktemp("new_look")
    for name in ("geo", "i18n", "layers", "data", "static", "pyproject.toml"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "geo").unlink()
    shutil.copytree(ROOT / "geo", folder / "geo", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "layers").unlink()
    shutil.copytree(ROOT / "layers", folder / "layers", ignore=shutil.ignore_patterns("__pycache__"))
    source = (folder / TABLE).read_text(encoding="utf-8")
    assert source.count(OLD) == 1
    (folder / TABLE).write_text(source.replace(OLD, NEW), encoding="utf-8")
    env = {name: value for name, value in os.environ.items() if not name.startswith("DGMAP_")}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(ASK)],
        cwd=folder,
        env={**env, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_map_and_its_legend_have_the_new_look(looks):
    """The page's strokes, and the sample in its key: whole dashes in the middle, in a stronger band."""
    assert (looks["page"]["dash"], looks["page"]["halo"]) == ("3 9", 0.4)
    band, line = looks["legend"]
    assert band["opacity"] == 0.4
    assert (line["stroke-dasharray"], line["d"]) == ("3 9", "M9.5 10h15")


def test_published_pages_have_the_new_look(looks):
    """The key of a page without scripts is the same drawing."""
    assert 'stroke-dasharray="3 9"' in looks["published"]
    assert 'opacity="0.4"' in looks["published"]


def test_pictures_have_the_new_look(looks):
    """Lines on a slide are dashed anew, and none as before."""
    assert "3 9" in looks["picture"]
    assert "7 6" not in looks["picture"]


def test_qgis_has_the_new_look(looks):
    """Styles in a GeoPackage are made from the table: 3 and 9 pixels in millimetres."""
    assert looks["qgis"] == ["0.794;2.381"]
