"""The second city's data folder and its commands; each runs in a process of its own, which knows one city."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _module(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def other_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("second") / "yunchuan-data"
    _module(Path(__file__).with_name("second_city.py")).build(folder)
    return folder


@pytest.fixture(scope="session")
def there(other_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the variables that name the second city."""
    return {"DGMAP_DATA": str(other_folder), "DGMAP_BUILD": str(tmp_path_factory.mktemp("build"))}


@pytest.fixture(scope="session")
def run_there(there: dict[str, str]) -> Run:
    """Return a function that runs Python with the second city's data."""

    def run(*arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        environment = os.environ | there
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert not check or done.returncode == 0, done.stderr
        return done

    return run


@pytest.fixture(scope="module")
def served(there: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the app of the second city and return its address."""
    serving = _module(ROOT / "tests" / "browser" / "conftest.py").serving
    with pytest.MonkeyPatch.context() as patch:
        for name, value in there.items():
            patch.setenv(name, value)
        with serving("app.py", tmp_path_factory.mktemp("server") / "output.txt") as address:
            yield address
