"""What nobody can see, or is too long, is refused in every text column, by one message with the cell."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Mapping

import pytest

from geo.city import CityError, read_city
from geo.errors import Problem
from geo.folders import DATA_FOLDER
from geo.reading import Table
from geo.schema import COLUMNS, check_cells, read
from i18n import LANGUAGES
from tests.hostile.constructs import CONSTRUCTS, REFUSED
from tests.hostile.poison import TEXTS

CELLS = [
    (table, column)
    for table, rules in COLUMNS.items()
    for column, rule in rules.items()
    if rule.key in TEXTS and table != "report"
]


@pytest.fixture(scope="module")
def tables() -> Mapping[str, Table]:
    return read(DATA_FOLDER, "2024")


def problems(tables: Mapping[str, Table], name: str, column: str, text: str) -> list[Problem]:
    """Return what is said of one cell that holds a text."""
    frame = tables[name].frame
    if frame.empty:
        frame = frame.reindex([0]).fillna("x")
    changed = frame.assign(**{column: [text, *frame[column].iloc[1:]]})
    table = dataclasses.replace(tables[name], frame=changed)
    return [one for one in check_cells(name, table, columns=(column,)) if one.value == text]


def test_each_column_refuses_each_sign(tables: Mapping[str, Table]):
    """One problem a cell, at its place, with words in both languages that show the sign by its code."""
    refused = 0
    for name, column in CELLS:
        for text in REFUSED.values():
            (found,) = problems(tables, name, column, text)
            assert (found.column, found.key) == (column, COLUMNS[name][column].key)
            for lang in LANGUAGES:
                line = found.line(lang)
                assert line.isprintable()
                assert len(line) < 300
            refused += 1
    assert refused == len(CELLS) * len(REFUSED) > 2_500
    sys.stdout.write(f"{refused} pairs of column and sign refused\n")


def test_each_column_takes_each_construct_that_can_be_seen(tables: Mapping[str, Table]):
    """The rule refuses no more than it must: what the matrix holds passes."""
    assert [
        (name, column, kind)
        for name, column in CELLS
        for kind, text in CONSTRUCTS.items()
        if problems(tables, name, column, text)
    ] == []


@pytest.mark.parametrize("sign", ["\n", "\r", "\x1b", "\u2028", "\u202e", "\u200b"])
def test_problem_is_one_line_whatever_a_column_is_called(sign: str):
    """The header is a file's own words too: shown by code, and not at any length."""
    for lang in LANGUAGES:
        line = Problem("a.csv", 1, f"a{sign}b" * 50, "no_text", f"x{sign}", f"y{sign}z").line(lang)
        assert line.isprintable()
        assert len(line) < 400


@pytest.mark.parametrize("words", ["a\u202eb", "{city}", "<b>", " x", "", "a\u061cb"])
def test_name_of_a_city_is_checked_too(tmp_path, words: str):
    """It stands in messages, whose fields are in braces, and in each page's head."""
    text = (DATA_FOLDER / "city.toml").read_text("utf-8")
    assert 'name_en = "Dongguan"' in text
    (tmp_path / "city.toml").write_text(text.replace('name_en = "Dongguan"', f'name_en = "{words}"'), "utf-8")
    with pytest.raises(CityError, match="name: not as"):
        read_city(tmp_path)
    (tmp_path / "city.toml").write_text(text, "utf-8")
    assert read_city(tmp_path).name_en == "Dongguan"
