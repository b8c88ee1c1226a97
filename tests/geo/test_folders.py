"""Where data, static files and rendered pages lie, in a clone and installed (tests/package has the wheel)."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs
import pytest

from geo import folders

CACHE = platformdirs.user_cache_path("dgmap", appauthor=False)


def test_clone_keeps_its_pages_beside_its_data(tmp_path: Path):
    """Whoever cleans up a clone finds them."""
    assert folders.build_folder(tmp_path, is_clone=True) == tmp_path / "build"


def test_clone_that_can_not_be_written_uses_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A clone of another user, or on a read-only disk, works all the same."""
    monkeypatch.setattr(os, "access", lambda path, mode: not (path == tmp_path and mode == os.W_OK))
    assert folders.build_folder(tmp_path, is_clone=True).parent == CACHE


def test_two_installations_keep_their_pages_apart(tmp_path: Path):
    """Else each would render again what the other one has just rendered."""
    one, other = (folders.build_folder(tmp_path / name, is_clone=False) for name in ("one", "other"))
    assert one != other
    assert one.parent == other.parent == CACHE


def test_environment_names_folders_in_full():
    """A process that is started in another folder finds the same ones."""
    own = folders.environment()
    assert own[folders.DATA_VARIABLE] == str(folders.DATA_FOLDER)
    assert all(Path(own[name]).is_absolute() for name in (folders.DATA_VARIABLE, folders.BUILD_VARIABLE))
