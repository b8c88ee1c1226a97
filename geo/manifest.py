"""The checksums of the data files, in the form of ``sha256sum``: whether a copy is the one that was checked.

``python -m geo manifest`` writes them, ``python -m geo check --manifest`` compares.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from geo.errors import Problem

__all__ = ["NAME", "check", "written"]

NAME = "MANIFEST.sha256"


def _sums(folder: Path) -> dict[str, str]:
    """Return the checksum of each file of data by its path."""
    names = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    own = {name: path for name, path in names.items() if _is_data(name)}
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in sorted(own.items())}


def _is_data(name: str) -> bool:
    """Say whether a file holds data: words about them may be corrected, and dots belong to programs."""
    return name != NAME and not name.endswith(".md") and "/." not in f"/{name}"


def written(folder: Path) -> str:
    """Return the manifest of a data folder."""
    return "".join(f"{total}  {name}\n" for name, total in _sums(folder).items())


def check(folder: Path) -> list[Problem]:
    """Return each file that is another than its manifest says, is missing, or is not in it."""
    file = f"{folder.name}/{NAME}"
    try:
        lines = [line.split("  ", 1) for line in (folder / NAME).read_text(encoding="utf-8").splitlines()]
        listed = {name: total for total, name in lines}
    except (OSError, ValueError):
        return [Problem(file, 0, "", "manifest_unread")]
    there = _sums(folder)
    return [
        Problem(f"{folder.name}/{name}", 0, "", _kind(listed.get(name), there.get(name)))
        for name in sorted(listed.keys() | there.keys())
        if listed.get(name) != there.get(name)
    ]


def _kind(listed: str | None, there: str | None) -> str:
    if there is None:
        return "manifest_missing"
    return "manifest_added" if listed is None else "manifest_changed"
