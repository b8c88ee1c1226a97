"""A made-up report of 2025 that leaves projects of 2024 out, with what it leaves open, and its pages."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def later(left_out: Path):
    from geo.dataset import load
    from geo.editions.left_open import with_left_open

    return with_left_open(load("2025", folder=left_out), folder=left_out)


@pytest.fixture(scope="session")
def open_ids(made_up) -> set[str]:
    """Return the ids of what is left open: not those that are done."""
    return {*made_up.LEFT_OPEN, "wanjiang-longwan", "sisheng-section", "contiguous-land"}


@pytest.fixture(scope="session")
def later_file(later, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the offline file of the later report, with both languages."""
    from layers.offline import offline

    path = tmp_path_factory.mktemp("later") / "map.html"
    path.write_text(offline(later), encoding="utf-8")
    return path
