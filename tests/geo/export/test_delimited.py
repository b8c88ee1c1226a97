"""CSV: Excel reads the encoding, and nothing in it runs."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

RUNNING = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "  =1",
    "'=1",
    "''\t",
    "=cmd|' /C calc'!A0",
)


def _first(content: bytes, column: str) -> str:
    return next(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))[column]


def test_csv_has_a_byte_order_mark_and_line_ends_of_rfc_4180(make):
    """Excel opens UTF-8 as such only with the mark; each line ends with CR LF."""
    content = make("csv")
    assert content.startswith(b"\xef\xbb\xbfid,no,ref")
    assert content.count(b"\n") == content.count(b"\r\n") == 45


@pytest.mark.parametrize("text", RUNNING, ids=repr)
def test_no_cell_of_a_hostile_dataset_runs(dataset, make, text):
    """A name that begins like a formula gets an apostrophe, and is found again without it."""
    from dataclasses import replace

    from geo.export.delimited import unguarded

    hostile = replace(dataset, projects=dataset.projects.assign(name_zh=text, what_en=text))
    cell = _first(make("csv", source=hostile), "name_zh")
    assert cell == f"'{text}"
    assert unguarded(cell) == text


@given(st.text(alphabet="'=+-@\t\r\n ＝a1路", max_size=6) | st.text())
def test_guarded_text_never_starts_like_a_formula_and_comes_back(text):
    """Whatever the text, the cell does not run, and the text can be had back from it."""
    from geo.export.delimited import guarded, unguarded

    cell = guarded(text)
    assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert not cell.startswith(("\t", "\r", "\n"))
    assert unguarded(cell) == text


@pytest.mark.parametrize("text", ["1.2 万亩", "OPPO研发中心", "'quoted'", "Line 1–Shenzhen", "a=b", ""])
def test_harmless_text_stays_as_it_is(text):
    """Names are not damaged."""
    from geo.export.delimited import guarded

    assert guarded(text) == text


def test_real_numbers_keep_their_sign(make, dataset):
    """A number is written as one, also below zero."""
    from dataclasses import replace

    below = replace(dataset, projects=dataset.projects.assign(accuracy_m=-5.5))
    assert _first(make("csv", source=below), "accuracy_m") == "-5.5"


def test_a_line_has_no_lon_and_lat(make):
    """Only a site that is one point has a longitude: a line has no one true place."""
    rows = list(csv.DictReader(io.StringIO(make("csv").decode("utf-8-sig"), newline="")))
    points = {row["id"] for row in rows if row["lon"]}
    assert points == {row["id"] for row in rows if row["geometry_wkt"].startswith("POINT")}
    assert points
