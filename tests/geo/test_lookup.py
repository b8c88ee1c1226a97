"""Search in the ways people write."""

from __future__ import annotations

import pytest

from geo.lookup import search, spots


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("松山湖科学城", "songshanhu-science-city"),
        ("松山湖科學城", "songshanhu-science-city"),
        ("sslkxc", "songshanhu-science-city"),
        ("songshanhukexuecheng", "songshanhu-science-city"),
        ("Songshan Lake sciense city", "songshanhu-science-city"),
        ("散裂", "csns-phase-2"),
        ("CSNS", "csns-phase-2"),
        ("OPPO", "oppo-rd-center"),
        ("metro line 1", "metro-1-phase-1"),
        ("Line 2 phase 3", "metro-2-phase-3"),
        ("港城大", "cityu-dongguan"),
    ],
)
def test_search_puts_the_meant_project_first(dataset, text, first):
    """Chinese, traditional, pinyin, initials, English, aliases and typos all find it."""
    assert search(dataset, text)[0] == first


@pytest.mark.parametrize("text", ["", "   ", "zzzzqqq", "🙂", "\u200b", "{{ 7*7 }}"])
def test_search_of_nothing_meant_finds_nothing(dataset, text):
    """Noise finds nothing and breaks nothing."""
    assert search(dataset, text) == []


def test_search_limit_is_kept(dataset):
    """No more ids than asked for."""
    assert len(search(dataset, "路", limit=3)) == 3


def test_spots_offer_a_station_and_a_town(dataset):
    """A place to start from: the station by its name, the town by pinyin."""
    assert [spot.name_zh for spot in spots(dataset, "市民中心站")][:1] == ["市民中心"]
    assert next(spot.id for spot in spots(dataset, "changan") if spot.kind == "town") == "changan"
