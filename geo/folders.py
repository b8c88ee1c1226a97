"""Where our files are: code, data, icons and fonts, and what is rendered from them.

In a clone they lie where git has them. A wheel holds data, static files and ``app.py`` under ``dgmap/files``,
so that no package of a common name is installed (pyproject.toml). This module alone knows; the others ask it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = [
    "APP_FILE",
    "BUILD_FOLDER",
    "BUILD_VARIABLE",
    "CODE_FOLDER",
    "DATA_FOLDER",
    "DATA_VARIABLE",
    "STATIC_FOLDER",
    "STREETS_FILE",
    "STREETS_VARIABLE",
    "build_folder",
    "data_folder",
    "environment",
    "read_data_from",
    "reading_from",
]

# Another data folder (another city, the next report, a test) is named in the environment, for all commands.
DATA_VARIABLE = "DGMAP_DATA"
# Another build folder goes with another data folder.
BUILD_VARIABLE = "DGMAP_BUILD"
# The file of streets that `dgmap basemap` makes, where it lies elsewhere.
STREETS_VARIABLE = "DGMAP_STREETS"

# The packages lie here: `python -m layers` is started from it.
CODE_FOLDER = Path(__file__).resolve().parents[1]
_INSTALLED = CODE_FOLDER / "dgmap" / "files"
_FILES = _INSTALLED if _INSTALLED.is_dir() else CODE_FOLDER


def build_folder(files: Path, *, is_clone: bool) -> Path:
    """Return where rendered pages are kept: beside the data in a clone, else in the user's cache.

    Parameters
    ----------
    files
        The folder with data and static files.
    is_clone
        Whether that is a clone, where ``build/`` may be made if its user may write there.
    """
    if is_clone and os.access(files, os.W_OK):
        return files / "build"
    import platformdirs  # noqa: PLC0415 - a clone does not need it

    # Two installations keep their pages apart.
    key = hashlib.sha256(str(files).encode()).hexdigest()[:8]
    return Path(platformdirs.user_cache_path("dgmap", appauthor=False)) / key


APP_FILE = _FILES / "app.py"
STATIC_FOLDER = _FILES / "static"
DATA_FOLDER = Path(os.environ.get(DATA_VARIABLE) or _FILES / "data").absolute()
BUILD_FOLDER = Path(
    os.environ.get(BUILD_VARIABLE) or build_folder(_FILES, is_clone=_FILES == CODE_FOLDER)
).absolute()
STREETS_FILE = Path(
    os.environ.get(STREETS_VARIABLE) or BUILD_FOLDER / "streets" / "streets.pmtiles"
).absolute()

_read_from = {"data": DATA_FOLDER}


def data_folder() -> Path:
    """Return the folder that this process reads data from: their own, in a server the last good copy."""
    return _read_from["data"]


@contextmanager
def reading_from(folder: Path) -> Iterator[None]:
    """Read data from a copy within the block."""
    was = data_folder()
    read_data_from(folder)
    try:
        yield
    finally:
        read_data_from(was)


def read_data_from(folder: Path) -> None:
    """Read data from a copy that has passed the checks (``layers.keeping``) from now on."""
    _read_from["data"] = folder


def environment() -> dict[str, str]:
    """Return the environment for a process of ours that is started in `CODE_FOLDER`: folders in full."""
    own = {DATA_VARIABLE: DATA_FOLDER, BUILD_VARIABLE: BUILD_FOLDER, STREETS_VARIABLE: STREETS_FILE}
    return {**os.environ, **{name: str(path) for name, path in own.items()}}
