"""The table in CONTRIBUTING.md says what the changes of this folder cost."""

from __future__ import annotations

import re

import pytest

from tests.costs import test_category, test_field, test_filter, test_format, test_layer, test_look
from tests.costs.changing import ROOT, Edits, code

ROWS = {
    "layer from a GeoJSON": test_layer.EDITS,
    "filter": test_filter.EDITS,
    "field on the card": test_field.EDITS,
    "category": test_category.EDITS,
    "export format": test_format.EDITS,
    "look of a certainty": test_look.EDITS,
}
TABLE = re.compile(r"^\| ([\w ]+) \| \d+ \| (\d)( and the icon)? \| (.*) \|$", re.MULTILINE)
FOUND = {
    name: (int(count), bool(icon), re.findall(r"`([^`]+)`", which))
    for name, count, icon, which in TABLE.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
}


def test_table_has_a_row_for_each_change():
    """Six changes, six rows."""
    assert list(FOUND) == list(ROWS)


@pytest.mark.parametrize(("name", "edits"), ROWS.items())
def test_row_counts_and_names_the_files(name: str, edits: Edits):
    """The number of files of code, and those of them that the tree has."""
    count, has_icon, named = FOUND[name]
    files = code(edits)
    assert count == len(files)
    assert sorted(named) == [file for file in files if (ROOT / file).exists()]
    assert has_icon == any(file.endswith(".svg") for file in edits)
