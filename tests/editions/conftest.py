"""The dataset of the made-up edition's older and newer report."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def older(two_editions: Path):
    from geo.dataset import load

    return load("2024", folder=two_editions)


@pytest.fixture(scope="session")
def newer(two_editions: Path):
    from geo.dataset import load

    return load("2025", folder=two_editions)


@pytest.fixture
def editions_copy(two_editions: Path, tmp_path: Path) -> Path:
    """Return a copy of both editions that a test may break."""
    import shutil

    folder = tmp_path / "data"
    shutil.copytree(two_editions, folder)
    return folder


@pytest.fixture
def data_copy(tmp_path: Path) -> Path:
    """Return a copy of the project's own data that a test may break."""
    import shutil

    from geo.folders import DATA_FOLDER

    folder = tmp_path / "data"
    shutil.copytree(DATA_FOLDER, folder)
    return folder
