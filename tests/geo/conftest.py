"""The dataset as it ships, read once, and a copy of its files that a test may break.

Imports of `geo` stand inside the fixtures: typeguard must see the package before anything imports it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def dataset():
    from geo.dataset import load

    return load()


@pytest.fixture
def data_copy(tmp_path: Path) -> Path:
    from geo.folders import DATA_FOLDER

    folder = tmp_path / "data"
    shutil.copytree(DATA_FOLDER, folder)
    return folder
