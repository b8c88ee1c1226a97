"""A copy of the data that a build was made from, beside its pages: what both say is the same edition.

While the data's own files change or are broken, everything that is served is read from the copy.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Collection
from pathlib import Path

__all__ = ["keep", "sweep"]

_COPIES = "good"


def keep(data: Path, folder: Path) -> str:
    """Copy a data folder under a build folder, unless this very content is there; return its path in there.

    The copy's last part is ``data``, so that problems name files as the original does.

    Raises
    ------
    OSError
        If the data can not be read or the copy not be written; nothing half-made is found then.
    """
    contents = {
        path.relative_to(data).as_posix(): path.read_bytes()
        for path in sorted(data.rglob("*"))
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(data).parts)
    }
    home = folder / _COPIES / _name(contents)
    if not home.is_dir():
        aside = home.with_name(f".{home.name}.{os.getpid()}")
        try:
            for name, content in contents.items():
                target = aside / "data" / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
            _move(aside, home)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    return f"{_COPIES}/{home.name}/data"


def _move(aside: Path, home: Path) -> None:
    try:
        aside.rename(home)
    except OSError:
        if not home.is_dir():  # else another process was quicker
            raise


def _name(contents: dict[str, bytes]) -> str:
    total = hashlib.sha256()
    for name, content in contents.items():
        total.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\n".encode())
    return total.hexdigest()[:16]


def sweep(folder: Path, used: Collection[str]) -> None:
    """Remove the copies that no index names, but for the newest two: a process may be reading them still."""
    names = {Path(path).parent.name for path in used}
    copies = sorted((folder / _COPIES).glob("[0-9a-f]*"), key=lambda path: path.stat().st_mtime)
    for copy in copies[:-2]:
        if copy.name not in names:
            shutil.rmtree(copy, ignore_errors=True)
