"""The poisoned data folder and all that is made of it, once for all tests here."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Made:
    """The data folder, which constructs each column holds, and the folder of outputs."""

    data: Path
    met: Mapping[str, set[str]]
    out: Path

    def texts(self, pattern: str) -> dict[str, str]:
        """Return the outputs that a pattern names, by their paths."""
        found = sorted(path for path in self.out.glob(pattern) if path.is_file())
        return {path.relative_to(self.out).as_posix(): path.read_text("utf-8") for path in found}


@pytest.fixture(scope="session")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, set[str]]]:
    from tests.hostile.poison import build

    folder = tmp_path_factory.mktemp("poisoned") / "data"
    return folder, build(folder)


@pytest.fixture(scope="session")
def made(poisoned: tuple[Path, Mapping[str, set[str]]], tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Make every output in a process that knows the poisoned folder alone."""
    from geo.address import URL_VARIABLE
    from geo.folders import BUILD_VARIABLE, DATA_VARIABLE

    data, met = poisoned
    top = tmp_path_factory.mktemp("outputs")
    own = {DATA_VARIABLE: str(data), BUILD_VARIABLE: str(top / "build"), URL_VARIABLE: "https://example.org"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.outputs", str(top / "out")],
        cwd=ROOT,
        env=os.environ | own,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    return Made(data, met, top / "out")
