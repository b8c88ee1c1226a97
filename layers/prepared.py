"""The prepared pages as the app reads them: plain files, without pandas or Folium.

When a data file, a message or a source of the page has changed, the pages are built again in a process of
their own, so that a visitor's process never imports pandas for it.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = [
    "BUILD_FOLDER",
    "INDEX_NAME",
    "REVIEW_NUMBER_VARIABLE",
    "BuildError",
    "Prepared",
    "fingerprint",
    "index",
]

ROOT = Path(__file__).parent.parent
BUILD_FOLDER = ROOT / "build"
INDEX_NAME = "index.json"
REVIEW_NUMBER_VARIABLE = "DGMAP_REVIEW_NUMBER"
_INPUTS = ("data", "geo", "i18n", "layers", "static/icons", "static/vendor")
_ENDINGS = frozenset({".csv", ".geojson", ".toml", ".py", ".js", ".css", ".html", ".svg"})
_TIMEOUT_S = 300


class BuildError(RuntimeError):
    """The pages could not be built and no earlier ones are there."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """The pages of one edition.

    Attributes
    ----------
    folder
        Where the pages are (each with ``.br`` and ``.gz`` beside it).
    facts
        ``index.json``: edition, newest_fact, projects, towns, documents.
    problem
        Empty, or why the newest data could not be built; the pages are then the last good ones.
    """

    folder: Path
    facts: Mapping[str, Any]
    problem: str = ""

    def page(self, lang: str) -> Path:
        """Return the path of a language's page."""
        return self.folder / str(self.facts["documents"][lang]["file"])


def _input_files(root: Path) -> list[Path]:
    files = [path for name in _INPUTS for path in (root / name).rglob("*") if path.suffix in _ENDINGS]
    return sorted(path for path in files if "__pycache__" not in path.parts)


def fingerprint(root: Path = ROOT) -> str:
    """Return a hash over the names and bytes of everything that a page is made of."""
    total = hashlib.sha256(os.environ.get(REVIEW_NUMBER_VARIABLE, "").encode())
    for path in _input_files(root):
        total.update(path.relative_to(root).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _read(folder: Path) -> Mapping[str, Any] | None:
    """Return the index if it and all pages it names are there, else None."""
    try:
        found: Mapping[str, Any] = json.loads((folder / INDEX_NAME).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    documents = found.get("documents", {})
    complete = documents and all((folder / str(entry["file"])).exists() for entry in documents.values())
    return found if complete else None


def _build(folder: Path) -> str:
    """Build in a process of its own; return its complaint, empty when it went well."""
    command = [sys.executable, "-m", "layers", "build", "--out", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=_TIMEOUT_S, check=False)
    return "" if done.returncode == 0 else (done.stderr or done.stdout or "build failed").strip()


def index(folder: Path = BUILD_FOLDER) -> Prepared:
    """Return the prepared pages, built first if they are missing or stale.

    If the build fails (bad data), the last good pages are returned with ``problem`` set.

    Raises
    ------
    BuildError
        If the build fails and there are no earlier pages.
    """
    found = _read(folder)
    if found is not None and found.get("inputs") == fingerprint():
        return Prepared(folder, found)
    problem = _build(folder)
    found = _read(folder)
    if found is None:
        raise BuildError(problem or f"`{folder}` holds no {INDEX_NAME} after the build")
    return Prepared(folder, found, problem)
