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

from geo.folders import BUILD_FOLDER, CODE_FOLDER, DATA_FOLDER, STATIC_FOLDER, STREETS_FILE, environment
from geo.state import DEFAULT_REPORT

__all__ = [
    "CORRECTIONS_VARIABLE",
    "EDITIONS_NAME",
    "INDEX_NAME",
    "PUBLISHED_URL_VARIABLE",
    "REVIEW_NUMBER_VARIABLE",
    "STREETS_ROUTE",
    "BuildError",
    "Prepared",
    "fingerprint",
    "index",
    "index_name",
    "shared",
]

INDEX_NAME = "index.json"
EDITIONS_NAME = "editions.json"
REVIEW_NUMBER_VARIABLE = "DGMAP_REVIEW_NUMBER"
# Where corrections go to; read by `layers.correction.destination`.
CORRECTIONS_VARIABLE = "DGMAP_CORRECTIONS"
# Where the published folder will be found: for its sitemap and previews, and for the app's way there.
PUBLISHED_URL_VARIABLE = "DGMAP_PUBLISHED_URL"
# The app's own address of the file of streets (ui/streets.py).
STREETS_ROUTE = "/streets/"
_PACKAGES = ("geo", "i18n", "layers")
_STATIC = ("icons", "vendor")
_ENDINGS = frozenset({".csv", ".geojson", ".toml", ".py", ".js", ".css", ".html", ".svg"})
# 44 projects take two seconds, 100,000 several minutes.
_TIMEOUT_S = 1_800


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


def _input_files(root: Path) -> list[tuple[str, Path]]:
    """Return each input by its name; the data's is the same wherever their folder lies."""
    is_ours = root == CODE_FOLDER
    static = STATIC_FOLDER if is_ours else root / "static"
    homes = {name: root / name for name in _PACKAGES}
    homes |= {f"static/{name}": static / name for name in _STATIC}
    homes["data"] = DATA_FOLDER if is_ours else root / "data"
    files = [
        (f"{name}/{path.relative_to(home).as_posix()}", path)
        for name, home in homes.items()
        for path in home.rglob("*")
        if path.suffix in _ENDINGS and "__pycache__" not in path.parts
    ]
    return sorted(files)


def index_name(edition: str = DEFAULT_REPORT) -> str:
    """Return the name of an edition's index: ``index.json``, ``index-2025.json``."""
    return INDEX_NAME if edition == DEFAULT_REPORT else f"index-{edition}.json"


def _streets_stamp() -> bytes:
    """Return what is another once the file of streets is another; empty if there is none."""
    try:
        stat = STREETS_FILE.stat()
    except OSError:
        return b""
    return f"{STREETS_FILE} {stat.st_mtime_ns} {stat.st_size}".encode()


def fingerprint(root: Path = CODE_FOLDER) -> str:
    """Return a hash over the names and bytes of everything that a page is made of."""
    settings = (os.environ.get(name, "") for name in (REVIEW_NUMBER_VARIABLE, CORRECTIONS_VARIABLE))
    total = hashlib.sha256("\0".join(settings).encode())
    total.update(_streets_stamp())
    for name, path in _input_files(root):
        total.update(name.encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _read(folder: Path, edition: str) -> Mapping[str, Any] | None:
    """Return the index if it and all pages it names are there, else None."""
    try:
        found: Mapping[str, Any] = json.loads((folder / index_name(edition)).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    documents = found.get("documents", {})
    complete = documents and all((folder / str(entry["file"])).exists() for entry in documents.values())
    return found if complete else None


def _build(folder: Path) -> str:
    """Build in a process of its own; return its complaint, empty when it went well."""
    command = [sys.executable, "-m", "layers", "build", "--out", str(folder)]
    done = subprocess.run(
        command,
        cwd=CODE_FOLDER,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=_TIMEOUT_S,
        check=False,
    )
    return "" if done.returncode == 0 else (done.stderr or done.stdout or "build failed").strip()


def shared(folder: Path = BUILD_FOLDER) -> Mapping[str, Any]:
    """Return what all editions share, as the last build left it.

    Returns
    -------
    Mapping
        ``editions`` (those that passed the checks, oldest first), ``ids`` (each project's names and
        editions), ``succession`` (the rows of that file). Only the first edition if there was no build.
    """
    try:
        found: Mapping[str, Any] = json.loads((folder / EDITIONS_NAME).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {"editions": [DEFAULT_REPORT], "ids": {}, "succession": []}
    return found


def index(folder: Path = BUILD_FOLDER, edition: str = DEFAULT_REPORT) -> Prepared:
    """Return the prepared pages of an edition, all built first if these are missing or stale.

    If the build fails (bad data), the last good pages are returned with ``problem`` set.

    Raises
    ------
    BuildError
        If the build fails and there are no earlier pages.
    """
    found, inputs = _read(folder, edition), fingerprint()
    if found is not None and found.get("inputs") == inputs:
        return Prepared(folder, found)
    problem = _build(folder)
    found = _read(folder, edition)
    if found is None:
        raise BuildError(problem or f"`{folder}` holds no {index_name(edition)} after the build")
    # The build may have failed for another edition, which is no problem of this one.
    return Prepared(folder, found, "" if found.get("inputs") == inputs else problem)
