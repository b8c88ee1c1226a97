"""QGIS connects to `/ogc` by its own provider (OAPIF), page after page."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
import shapely

_PYTHON = "/usr/bin/python3"
_PROGRAM = Path(__file__).with_name("read_oapif.py")


def has_qgis() -> bool:
    """Say whether the system's Python has QGIS."""
    if not Path(_PYTHON).exists():
        return False
    return (
        subprocess.run([_PYTHON, "-c", "import qgis.core"], capture_output=True, check=False).returncode == 0
    )


@pytest.mark.skipif(not has_qgis(), reason="QGIS is not installed (apt-get install python3-qgis)")
def test_qgis_reads_every_collection(site, dataset, tmp_path):
    """All features over several pages, and those of a rectangle that have a place."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)}
    done = subprocess.run(
        [_PYTHON, str(_PROGRAM), site], capture_output=True, text=True, check=True, env=environment
    )
    found = json.loads(done.stdout.strip().splitlines()[-1])
    box = shapely.box(113.7, 22.7, 113.9, 22.9)
    for name, told in found.items():
        frame = getattr(dataset, name)
        inside = int(frame.geometry.intersects(box).sum())
        assert told == {"valid": True, "all": len(frame), "box": inside}, name
        assert inside
