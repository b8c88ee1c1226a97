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


def test_search_for_a_right_word_brings_no_look_alikes(dataset):
    """Typing errors are forgiven only if nothing holds the text as written."""
    towns = dataset.projects.set_index("id")["towns"]
    assert all("changan" in towns[found] for found in search(dataset, "changan", limit=50))


def test_search_does_not_cut_a_number_in_two(dataset):
    """Line 1 is not line 11 or 10."""
    for text in ("1号线", "line 1"):
        found = search(dataset, text, limit=50)
        assert "metro-1-phase-1" in found
        assert not {"shenzhen-11-changan", "shenzhen-10-fenggang"} & set(found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("荔香公园", "metro-1-phase-1"),
        ("沙田镇", "sisheng-section"),
        ("Shatian", "air-logistics-park"),
        ("绿道", "hongmei-paddy-park"),
        ("rail", "shenzhen-11-changan"),
    ],
    ids=["station", "town", "town in English", "category", "category in English"],
)
def test_search_knows_what_stands_around_a_project(dataset, text, found):
    """A station of its line, its town and its category find a project."""
    assert found in search(dataset, text, limit=50)


def test_search_puts_own_names_before_what_stands_around(dataset):
    """A park in the name comes before a line with a park among its stations."""
    assert search(dataset, "公园")[0] == "hongmei-paddy-park"


@pytest.mark.parametrize("text", ["虎门", "虎门镇", "humen", "Humen town", "hm", "虎門"])
def test_spots_know_a_town_by_each_of_its_names(dataset, text):
    """With and without the general word, in pinyin, by initials, in traditional characters."""
    assert "humen" in [spot.id for spot in spots(dataset, text, limit=20)]


def test_spots_stand_on_the_map_once_a_name(dataset):
    """No station is offered twice, and each has a point in the city's surroundings."""
    found = [spot for spot in spots(dataset, "东莞", limit=50) if spot.kind == "station"]
    assert len({spot.name_zh for spot in found}) == len(found) > 1
    assert all(113 < spot.lon < 115 and 22 < spot.lat < 24 for spot in found)
