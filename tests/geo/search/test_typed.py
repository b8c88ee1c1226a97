"""What people type finds what they mean: numerals, everyday words, brands, wrong signs, both languages."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

_FILE = Path(__file__).with_name("typed.tsv")


def typed() -> list[tuple[str, str]]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return [(row["typed"], row["meant"]) for row in csv.DictReader(file, delimiter="\t")]


def test_typed_texts_find_the_meant_project_among_the_first_three(dataset):
    """At least 95 of 100, and of the rest each is named."""
    from geo.lookup import search

    rows = typed()
    assert len(rows) == len({text for text, _ in rows}) >= 60
    assert {meant for _, meant in rows} <= set(dataset.projects["id"])
    missed = [(text, meant) for text, meant in rows if meant not in search(dataset, text, limit=3)]
    assert len(missed) <= 0.05 * len(rows), missed


@pytest.mark.parametrize("text", ["地铁", "地鐵", "metro", "subway", "ditie", "轨道交通"])
def test_a_metro_is_every_line(dataset, text):
    """An everyday word finds all that it means, whether or not its sign stands in the name."""
    from geo.lookup import search

    lines = {"metro-1-phase-1", "metro-2-phase-3", "metro-1-shenzhen-6-link"}
    assert lines | {"shenzhen-11-changan", "shenzhen-10-fenggang"} == set(search(dataset, text, limit=50))


@pytest.mark.parametrize("text", ["yihaoxian", "一号线", "1", "line one", "subway line 1"])
def test_line_one_is_not_line_eleven(dataset, text):
    """In no spelling is a number cut in two."""
    from geo.lookup import search

    found = search(dataset, text, limit=50)
    assert "metro-1-phase-1" in found
    assert not {"shenzhen-11-changan", "shenzhen-10-fenggang"} & set(found)


def test_a_railway_is_no_road(dataset):
    """A part of an everyday word means nothing."""
    from geo.lookup import search

    found = dataset.projects.set_index("id").loc[search(dataset, "road", limit=50)]
    assert set(found["category"]) == {"road"}


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("一号线", "1号线"),
        ("十号线", "10号线"),
        ("十一号线", "11号线"),
        ("二十号线", "20号线"),
        ("九十九号线", "99号线"),
        ("yihaoxian", "1haoxian"),
        ("shihaoxian", "10haoxian"),
        ("shiqihaoxian", "17haoxian"),
        ("ershierhaoxian", "22haoxian"),
        ("erqi", "2qi"),
        ("lineone", "line1"),
        ("phasetwelve", "phase12"),
        ("shishi", "shishi"),
        ("linen", "linen"),
        ("someone", "someone"),
    ],
)
def test_numbers_become_digits(text, digits):
    """In Chinese, in pinyin before 号线 and 期, in English after line and phase; elsewhere letters stay."""
    from geo.numerals import to_digits

    assert to_digits(text) == digits


@given(st.text(max_size=120))
def test_any_text_is_folded_once_and_for_all(text):
    """Folding breaks on nothing, and what is folded is not changed by folding it again."""
    from geo.folding import fold, in_pinyin

    assert fold(fold(text)).startswith(fold(text)[:20])
    assert isinstance(in_pinyin(text), str)


def test_terms_say_something_and_reach_a_project(dataset):
    """Each row has words; its signs are written as names hold them; no word is silent."""
    from geo.folding import written
    from geo.lookup import names
    from geo.terms import meant, silent, terms

    assert not written(silent()) & {word for term in terms() for word in written(term.means)}
    rows = dataset.projects.to_dict("records")
    used = {number for row in rows for number in meant(names(row), row["category"])}
    # Nothing in this edition is a hospital; a later one may have some.
    unused = {terms()[number].signs[0] for number in range(len(terms())) if number not in used}
    assert unused <= {"医院"}
