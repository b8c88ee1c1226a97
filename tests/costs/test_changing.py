"""The count itself: a further file is found wherever it lies, and an untouched copy has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.costs.changing import build, touched

NOTHING: dict[str, list[str]] = {"code": [], "data": [], "static": [], "words": []}
PLANTED = {
    "geo/filters.py": "code",
    "geo/one_more.py": "code",
    "layers/page/facets.js": "code",
    "layers/publish/templates/one_more.html": "code",
    "ui/styles/signs.css": "code",
    "pyproject.toml": "code",
    "data/basemap/one_more.geojson": "data",
    "static/icons/leaf-fill.svg": "static",
    "i18n/zh.toml": "words",
}


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("copied"), {})


def test_untouched_copy_has_no_touched_file(copied):
    """A copy is the tree."""
    assert touched(copied) == NOTHING


@pytest.mark.parametrize(("name", "kind"), PLANTED.items())
def test_further_file_is_counted(copied, name, kind):
    """A changed or new file is named, and nothing else."""
    path = copied / name
    before = path.read_bytes() if path.exists() else None
    path.write_bytes((before or b"") + b"\n")
    try:
        assert touched(copied) == {**NOTHING, kind: [name]}
    finally:
        path.unlink() if before is None else path.write_bytes(before)


def test_file_that_is_gone_is_counted(copied):
    """To take a file away touches it."""
    path = copied / "layers" / "svg.py"
    before = path.read_bytes()
    path.unlink()
    try:
        assert touched(copied) == {**NOTHING, "code": ["layers/svg.py"]}
    finally:
        path.write_bytes(before)
