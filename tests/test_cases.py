"""The table of public bug reports names tests that are there."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
_ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.+?) \| (.+) \|$", re.MULTILINE)
_KIND = re.compile(r"^\| ([^|]+) \| ([\d, –]+) \| (\d+) \| (tests/[^|]+) \|$", re.MULTILINE)
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


def _collected(tests: list[str]) -> Counter[str]:
    """Return how many cases pytest finds of some tests; none is run."""
    asked = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *tests]
    found = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return Counter(line.partition("[")[0] for line in found.splitlines() if "::" in line)


def test_each_kind_has_as_many_cases_as_the_table_says():
    """At least ten more than the one that was reported."""
    rows = _KIND.findall((ROOT / "docs" / "cases.md").read_text(encoding="utf-8"))
    assert len(rows) > 20
    counts = _collected([test for *_, tests in rows for test in tests.split(", ")])
    told = {kind: int(count) for kind, _, count, _ in rows}
    assert told == {kind: sum(counts[test] for test in tests.split(", ")) for kind, _, _, tests in rows}
    assert min(told.values()) > 10


def test_every_test_that_the_page_of_real_files_names_is_there():
    """Its files are in no test: what stands for them must be."""
    text = (ROOT / "docs" / "real-files.md").read_text(encoding="utf-8")
    named = set(re.findall(r"::(test_\w+)", text))
    there = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8"))
    }
    assert len(named) > 10
    assert named - there == set()
    assert {"test_nothing_of_it"} - there
