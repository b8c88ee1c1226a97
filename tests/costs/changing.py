"""A change made in a copy of the tree: which files it touches, and what the changed copy answers.

Each test of this folder makes one change of the table «What a change costs» (CONTRIBUTING.md), asks the copy
in one process of its own (``ask_<change>.py`` beside the test), and counts the files that differ. Fixtures
are made once a session, as tests with a browser run last.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
_FOLDERS = ("dgmap", "geo", "i18n", "layers", "ui", "data", "static")
_FILES = ("app.py", "pyproject.toml")
# What is not code: facts, icons with the list of their licences, and words in both languages.
_KINDS = {"data": "data", "static": "static", "i18n": "words"}

# By file: what stands there and what takes its place, or the text of a new file.
Edits = Mapping[str, tuple[tuple[str, str], ...] | str]


def build(folder: Path, edits: Edits) -> Path:
    """Copy the tree into a folder, change it there, and return the folder."""
    for name in _FOLDERS:
        shutil.copytree(ROOT / name, folder / name)
    for name in _FILES:
        shutil.copy2(ROOT / name, folder / name)
    for name, edit in edits.items():
        _edit(folder / name, edit)
    return folder


def _edit(path: Path, edit: tuple[tuple[str, str], ...] | str) -> None:
    if isinstance(edit, str):
        assert not path.exists(), path
        path.write_text(edit, encoding="utf-8")
        return
    source = path.read_text(encoding="utf-8")
    for old, new in edit:
        assert source.count(old) == 1, (path.name, old)
        source = source.replace(old, new)
    path.write_text(source, encoding="utf-8")


def words(zh: Mapping[str, str], en: Mapping[str, str]) -> Edits:
    """Return the edits that add messages in both languages: a line of TOML by the table that it goes into."""
    return {
        f"i18n/{lang}.toml": tuple(
            (f"\n[{table}]\n", f"\n[{table}]\n{line}\n") for table, line in own.items()
        )
        for lang, own in (("zh", zh), ("en", en))
    }


def _all(root: Path) -> dict[str, bytes]:
    paths = [path for name in _FOLDERS for path in (root / name).rglob("*") if path.is_file()]
    paths += [root / name for name in _FILES]
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in paths
        if "__pycache__" not in path.parts
    }


def code(edits: Edits) -> list[str]:
    """Return the files of code that a change means to touch."""
    return sorted(name for name in edits if name.partition("/")[0] not in _KINDS)


@cache
def _tree() -> dict[str, bytes]:
    return _all(ROOT)


def touched(folder: Path) -> dict[str, list[str]]:
    """Return the files that differ from the tree's, are new, or are gone: code, data, static and words."""
    here, there = _tree(), _all(folder)
    found: dict[str, list[str]] = {"code": [], "data": [], "static": [], "words": []}
    for name in sorted(here.keys() | there.keys()):
        if here.get(name) != there.get(name):
            found[_KINDS.get(name.partition("/")[0], "code")].append(name)
    return found


def ask(folder: Path, script: str, *arguments: str) -> dict[str, Any]:
    """Run a script of this folder on a copy of the tree, and return what it has printed last, as JSON."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("DGMAP_")}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(Path(__file__).with_name(script)), *arguments],
        cwd=folder,
        env={**env, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
