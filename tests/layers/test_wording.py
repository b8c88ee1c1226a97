"""Dates, distances and links as people read them."""

from __future__ import annotations

import pytest

from layers.wording import date_short, date_text, distance, known, link


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        ("2025-11-28", "2025年11月28日", "28 Nov 2025"),
        ("2025-03", "2025年3月", "Mar 2025"),
        ("2024", "2024年", "2024"),
        (float("nan"), "", ""),
        ("2024-13", "2024-13", "2024-13"),
        ("{{ 7*7 }}", "{{ 7*7 }}", "{{ 7*7 }}"),
    ],
)
def test_date_text_is_as_precise_as_the_source(value, zh, en):
    """No day or month is invented, and what is no date is shown as it is."""
    assert (zh, en) == (date_text(value, lang="zh"), date_text(value, lang="en"))


def test_date_short_drops_the_day_in_english_only():
    """An English row has no room for the day."""
    assert (date_short("2025-11-28", lang="zh"), date_short("2025-11-28", lang="en")) == (
        "2025年11月28日",
        "Nov 2025",
    )


@pytest.mark.parametrize(
    ("metres", "expected"), [(450, "450 米"), (1000, "1 公里"), (1549, "1.5 公里"), (12000, "12 公里")]
)
def test_distance_has_a_unit_that_fits(metres, expected):
    """Metres below a kilometre, at most one decimal above."""
    assert expected == distance(metres, lang="zh")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org",
        "ftp://example.org/a",
        "http://",
        "",
        float("nan"),
        "http://[x",
    ],
)
def test_link_refuses_what_is_not_web(address):
    """Only http and https with a host become a link."""
    assert link(address) is None


def test_link_keeps_a_web_address():
    """An ordinary source is linked as it is."""
    assert link(" https://example.org/a?b=1 ") == "https://example.org/a?b=1"


def test_known_turns_each_kind_of_unknown_into_none():
    """NaN, None and the empty cell are the same unknown; zero is a value."""
    assert [known(None), known(float("nan")), known(""), known(0)] == [None, None, None, 0]
