"""The table of public bug reports names tests that are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
_ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.+?) \| (.+) \|$", re.MULTILINE)
_FILE = re.compile(r"tests/[\w/]+\.(?:py|tsv)")


def _lost(text: str) -> Iterator[str]:
    """Yield the files and tests that a table names and that are not there."""
    file = ""
    for number, _, _, told in _ROW.findall(text):
        for part in re.split(r",\s|;\s", told):
            named = _FILE.search(part)
            file = named[0] if named else file
            if named and not (ROOT / file).is_file():
                yield f"{number} {file}"
            for test in re.findall(r"::(\w+)", part):
                if f"def {test}(" not in (ROOT / file).read_text(encoding="utf-8"):
                    yield f"{number} {test}"


def test_every_case_names_a_test_that_is_there_or_says_open():
    """57 rows, each number once; no file or test is made up."""
    text = (ROOT / "docs" / "cases.md").read_text(encoding="utf-8")
    rows = _ROW.findall(text)
    assert [int(row[0]) for row in rows] == [n for n in range(1, 61) if n not in {4, 26, 54}]
    assert list(_lost(text)) == []


def test_a_test_that_is_not_there_is_noticed():
    """The check above finds a planted one."""
    assert list(_lost("| 1 | a | b | tests/test_cases.py::test_nothing_of_it |")) == ["1 test_nothing_of_it"]
