"""What a new filter costs: it is built in a copy of the code, and everything knows it.

The filter asks for the column `kind` (line, point, area), which the data has. The copy is the tree as it is,
with one row in the table and two words a language.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("geo", "i18n", "layers", "ui")
CODE = frozenset({".py", ".js", ".css", ".html"})
ROW = '    kinds: Annotated[tuple[Kind, ...], Facet("kind", "kind", Kind, words="export.kind")] = ()\n'
CHANGES = {
    "geo/filters.py": (
        ("Certainty, Kept, Stage", "Certainty, Kept, Kind, Stage"),
        ('    text: str = ""\n', f'{ROW}    text: str = ""\n'),
    ),
    "i18n/zh.toml": (
        ("[facet]\n", '[facet]\nkinds = "形状"\n'),
        ("[slide]\n", '[slide]\nof_kinds = "形状：{words}"\n'),
    ),
    "i18n/en.toml": (
        ("[facet]\n", '[facet]\nkinds = "Shape"\n'),
        ("[slide]\n", '[slide]\nof_kinds = "Shape: {words}"\n'),
    ),
}
ASK = Path(__file__).with_name("ask_new_filter.py")


def _copy(folder: Path) -> None:
    """Copy the code; what is only read is linked to."""
    for name in PACKAGES:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("data", "static", "pyproject.toml"):
        (folder / name).symlink_to(ROOT / name)


def _change(folder: Path) -> None:
    for name, pairs in CHANGES.items():
        source = (folder / name).read_text(encoding="utf-8")
        for old, new in pairs:
            assert source.count(old) == 1, (name, old)
            source = source.replace(old, new)
        (folder / name).write_text(source, encoding="utf-8")


def _code(root: Path) -> dict[str, bytes]:
    paths = [path for name in PACKAGES for path in (root / name).rglob("*") if path.suffix in CODE]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def _touched(folder: Path) -> list[str]:
    """Return the files of code that differ from the tree's, are new, or are gone."""
    here, there = _code(ROOT), _code(folder)
    return sorted(name for name in here.keys() | there.keys() if here.get(name) != there.get(name))


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new_filter")
    _copy(folder)
    _change(folder)
    return folder


@pytest.fixture(scope="module")
def said(changed: Path) -> dict[str, Any]:
    """Return what the changed copy answers, in a process of its own."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("DGMAP_")}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(ASK)],
        cwd=changed,
        env={**env, "PYTHONPATH": str(changed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with (ROOT / "data/reports/2024/projects.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _counts(rows: list[dict[str, str]]) -> dict[str, int]:
    return {kind: sum(row["kind"] == kind for row in rows) for kind in ("line", "point", "area")}


def test_new_filter_touches_one_file_of_code(changed):
    """The row in the table is all the code that a filter by a column costs."""
    assert _touched(changed) == ["geo/filters.py"]


@pytest.mark.parametrize("name", ["ui/filters.py", "layers/page/facets.js", "geo/one_more.py"])
def test_further_file_would_be_counted(tmp_path, name):
    """The comparison finds a changed and a new file."""
    _copy(tmp_path)
    _change(tmp_path)
    with (tmp_path / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert _touched(tmp_path) == sorted(["geo/filters.py", name])


def test_link_is_read_and_written(said):
    """Values in the order of their list, the parameter after the first filters; a typing error is seen."""
    assert said["read"] == [["line", "point"], []]
    assert said["written"] == "cat=rail&kind=line,point&q=x"
    assert said["suggestion"] == [["kind", "unknown_value", "line"]]


def test_projects_are_selected_and_counted(said, rows):
    """The same as asking each row of the file; before pandas is there too."""
    asked = [row["id"] for row in rows if row["kind"] in ("line", "point") and row["category"] == "rail"]
    assert said["ids"] == asked
    assert said["counts"] == _counts(rows)
    assert said["plain_counts"] == _counts(rows)


def test_titles_and_files_name_it(said):
    """The title of a link and picture, the words in a file and the file's name, in both languages."""
    assert said["title"] == {"zh": "形状：线", "en": "Shape: line"}
    assert said["file"] == {"zh": "形状：线", "en": "Shape: line"}
    assert said["file_name"] == "dongguan-2024-rail-line-point-2026-11-24.gpkg"


def test_page_gets_its_row_its_words_and_what_it_asks(said, rows):
    """All that the page needs to draw its chips, read and write its parameter, and filter by itself."""
    assert said["row"] == {
        "field": "kinds",
        "parameter": "kind",
        "column": "kind",
        "members": ["line", "point", "area"],
        "many": False,
        "words": "export.kind",
        "panel": 2,
        "heading": "ui_facet_kinds",
    }
    assert said["drawn"] == {row["id"]: row["kind"] for row in rows}
    assert said["words"] == ["Shape", {"line": "line", "point": "point", "area": "area"}]


def test_panel_shows_its_chips(said, rows):
    """Under its heading, before the towns, with counts."""
    assert said["problems"] == []
    assert said["headings"][-2:] == ["### 形状", "### 镇街"]
    counts, words = _counts(rows), {"line": "线", "point": "点", "area": "面"}
    assert said["chips"] == [f"{words[kind]} :gray[{counts[kind]}]" for kind in words]
