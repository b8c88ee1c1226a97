"""Links as chat programs, mail and content systems leave them (``damaged.tsv``) open what was meant."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.mending import mended, mended_query, pairs_of
from geo.view import View, parse, parse_query, to_query

FILE = Path(__file__).parent / "damaged.tsv"


def _rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


ROWS = _rows()


def _said(ignored) -> str:
    return ";".join(f"{part.parameter}:{part.reason.value}" for part in ignored)


def test_each_kind_has_ten_links():
    """A kind is mended, not a case."""
    kinds = Counter(row["kind"] for row in ROWS)
    assert len(ROWS) == len({row["query"] for row in ROWS})
    assert min(kinds.values()) >= 10, kinds


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['kind']} {row['query']}"[:60] for row in ROWS])
def test_damaged_link_opens_what_was_meant(row):
    """And says only what could not be."""
    view, ignored = parse_query(row["query"])
    assert (to_query(view), _said(ignored)) == (row["canonical"], row["left_out"])


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['kind']} {row['query']}"[:60] for row in ROWS])
def test_decoded_parameters_read_the_same(row):
    """What the server sends a browser to (``mended_query``) needs no second mending."""
    again = mended_query(row["query"])
    assert mended_query(again) == again
    view, ignored = parse(parse_qs(again, keep_blank_values=True))
    assert (to_query(view), _said(ignored)) == (row["canonical"], row["left_out"])


@given(st.text(max_size=200))
def test_any_query_is_mended_once_and_for_all(query):
    """Nothing is thrown, and what is mended stays as it is."""
    again = mended(pairs_of(query))
    assert all(isinstance(part, str) for pair in again for part in pair)
    parse_query(query)


@given(st.text(max_size=60))
def test_text_of_a_search_is_left_alone(text):
    """What a person typed is not taken for damage, unless it is an encoded text or holds our parameters."""
    view = View(text=text)
    if "%" in text or "=" in text or "＝" in text or "\ufffd" in text:
        return
    assert parse_query(to_query(view)) == (view, ())


@pytest.mark.parametrize(
    "text", ["a.", "a/", "a,", "a-", "v1.0.", "(x)", "长安。", "x~", "a_", "什么?", "1号线!"]
)
def test_link_ends_in_a_letter_or_a_number(text):
    """What chat programs take for the end of a sentence is encoded, and means the same."""
    link = to_query(View(text=text))
    assert link[-1].isascii()
    assert link[-1].isalnum()
    assert parse_query(link)[0].text == text
    assert dict(parse_qsl(link)) == {"q": text}
