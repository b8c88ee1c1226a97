"""What a new filter costs: one file of code, two words a language.

The filter asks for the column `kind` (line, point, area), which the data has.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from tests.costs.changing import ROOT, ask, build, touched, words

ROW = '    kinds: Annotated[tuple[Kind, ...], Facet("kind", "kind", Kind, words="export.kind")] = ()\n'
EDITS = {
    "geo/filters.py": (
        ("Certainty, Kept, Stage", "Certainty, Kept, Kind, Stage"),
        ('    text: str = ""\n', f'{ROW}    text: str = ""\n'),
    ),
    **words(
        {"facet": 'kinds = "形状"', "slide": 'of_kinds = "形状：{words}"'},
        {"facet": 'kinds = "Shape"', "slide": 'of_kinds = "Shape: {words}"'},
    ),
}


@pytest.fixture(scope="session")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("filter"), EDITS)


@pytest.fixture(scope="session")
def said(changed: Path) -> dict[str, Any]:
    """Return what the changed copy answers."""
    return ask(changed, "ask_filter.py")


@pytest.fixture(scope="session")
def rows() -> list[dict[str, str]]:
    with (ROOT / "data/reports/2024/projects.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _counts(rows: list[dict[str, str]]) -> dict[str, int]:
    return {kind: sum(row["kind"] == kind for row in rows) for kind in ("line", "point", "area")}


def test_filter_costs_one_file_of_code(changed):
    """The row in the table is all the code that a filter by a column costs."""
    assert touched(changed) == {
        "code": ["geo/filters.py"],
        "data": [],
        "static": [],
        "words": ["i18n/en.toml", "i18n/zh.toml"],
    }


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
