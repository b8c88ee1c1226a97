"""The prepared pages as the app reads them: plain files, without pandas or Folium.

When a data file, a message or a source of the page has changed, the pages are built again in a process of
their own, so that a visitor's process never imports pandas for it.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.folders import BUILD_FOLDER, CODE_FOLDER, DATA_FOLDER, STATIC_FOLDER, STREETS_FILE, environment
from geo.state import DEFAULT_REPORT
from layers import swap

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
_FAILED_NAME = "failed.json"
_LOCK_NAME = ".building"
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

    @property
    def data(self) -> Path:
        """The data folder that the pages were made from, as it was then; the data's own if that has gone."""
        kept = self.folder / str(self.facts["data"])
        return kept if kept.exists() else DATA_FOLDER

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


def fingerprint(root: Path = CODE_FOLDER, *, of: Callable[[str], bool] = bool) -> str:
    """Return a hash over the names and bytes of all that a page is made of, or of some files."""
    settings = (os.environ.get(name, "") for name in (REVIEW_NUMBER_VARIABLE, CORRECTIONS_VARIABLE))
    total = hashlib.sha256("\0".join(settings).encode())
    total.update(_streets_stamp())
    for name, path in _input_files(root):
        if not of(name):
            continue
        total.update(name.encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _read(folder: Path, edition: str) -> Mapping[str, Any] | None:
    """Return the index if it, its data and all pages it names are there, else None."""
    found = swap.read_signed(folder / index_name(edition))
    if found is None:
        return None
    names = [str(entry["file"]) for entry in found["documents"].values()]
    return found if all((folder / name).exists() for name in (found["data"], *names)) else None


def _problem(folder: Path, inputs: str) -> str:
    """Return why the pages can not be built from these inputs; empty once they have been built.

    What was wrong is noted in the folder: neither another process nor the next start tries the same again.
    """
    note = swap.read_signed(folder / _FAILED_NAME)
    if note is not None and note["inputs"] == inputs:
        return str(note["problem"])
    problem, is_data = _build(folder)
    if is_data:
        with suppress(OSError):
            swap.replace(folder / _FAILED_NAME, swap.signed({"inputs": inputs, "problem": problem}))
    return problem


def _build(folder: Path) -> tuple[str, bool]:
    """Build in a process of its own; return its complaint, empty when it went well, and whether of data."""
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
    problem = "" if done.returncode == 0 else (done.stderr or done.stdout or "build failed").strip()
    return problem, done.returncode == 1 and "Traceback" not in problem


def shared(folder: Path = BUILD_FOLDER) -> Mapping[str, Any]:
    """Return what all editions share, as the last build left it.

    Returns
    -------
    Mapping
        ``editions`` (those that passed the checks, oldest first), ``ids`` (each project's names and
        editions), ``succession`` (the rows of that file). Only the first edition if there was no build.
    """
    found = swap.read_signed(folder / EDITIONS_NAME)
    return {"editions": [DEFAULT_REPORT], "ids": {}, "succession": []} if found is None else found


def index(folder: Path = BUILD_FOLDER, edition: str = DEFAULT_REPORT) -> Prepared:
    """Return the prepared pages of an edition, all built first if these are missing or stale.

    If the build fails (bad data), the last good pages are returned with ``problem`` set.

    Raises
    ------
    BuildError
        If the build fails and there are no earlier pages.
    """
    inputs = fingerprint()
    if (found := _fresh(folder, edition, inputs)) is not None:
        return Prepared(folder, found)
    with swap.alone(folder / _LOCK_NAME):
        if (found := _fresh(folder, edition, inputs)) is not None:  # another process has built them meanwhile
            return Prepared(folder, found)
        problem = _problem(folder, inputs)
        found = _read(folder, edition)
    if found is None:
        raise BuildError(problem or f"`{folder}` holds no {index_name(edition)} after the build")
    # The build may have failed for another edition, which is no problem of this one.
    return Prepared(folder, found, "" if found["inputs"] == inputs else problem)


def _fresh(folder: Path, edition: str, inputs: str) -> Mapping[str, Any] | None:
    """Return an edition's index if all is there and made from these inputs, else None."""
    found = _read(folder, edition)
    is_whole = found is not None and swap.read_signed(folder / EDITIONS_NAME) is not None
    return found if is_whole and found is not None and found["inputs"] == inputs else None
