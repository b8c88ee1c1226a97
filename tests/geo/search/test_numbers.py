"""A number belongs to what it counts, and general words at a name's end find the place."""

from __future__ import annotations

import pytest

from tests.geo.search.test_typed import typed

NO_LINE = (
    "3号线", "三号线", "地铁3号线", "地铁三号线", "東莞三號線", "sanhaoxian", "3haoxian",
    "line 3", "Line 3", "line3", "metro line 3", "subway line 3", "4号线", "1号线二期",
)  # fmt: skip


@pytest.mark.parametrize("text", NO_LINE)
def test_a_line_that_is_not_there_is_no_phase_of_another(dataset, text):
    """Line 3 is not phase 3 of line 2: nothing is found, and the page says so."""
    from geo.lookup import search

    assert search(dataset, text) == []


@pytest.mark.parametrize(
    "text", ["三期", "phase 3", "2号线三期", "line 2 phase 3", "metro line 2 phase 3", "二号線三期"]
)
def test_a_phase_is_found_by_its_number(dataset, text):
    """The rule above hides none that is there."""
    from geo.lookup import search

    assert "metro-2-phase-3" in search(dataset, text, limit=3)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("动车站", "shenjiang-railway"),
        ("高铁站", "shenjiang-railway"),
        ("动车", "shenjiang-railway"),
        ("城轨站", "shenhui-intercity-fenggang"),
        ("城际站", "shenhui-intercity-fenggang"),
        ("地铁站", "metro-1-phase-1"),
    ],
)
def test_a_kind_of_station_finds_the_lines_of_its_kind(dataset, text, meant):
    """People ask for the station, and mean the line that stops there."""
    from geo.lookup import search

    assert meant in search(dataset, text)


@pytest.mark.parametrize(
    "text", ["虎门动车站", "虎门高铁站", "虎门火车站", "虎门城轨站", "虎门城际站", "虎门地铁站", "虎门站"]
)
def test_any_word_for_a_station_finds_the_station(dataset, text):
    """The general word may be any of those that people use."""
    from geo.lookup import spots

    assert "虎门火车站" in [spot.name_zh for spot in spots(dataset, text)]


@pytest.mark.parametrize("text", ["石龙", "石龙镇", "石排", "shilong", "石龍", "石龙区", "石排镇"])
def test_a_town_without_projects_is_found(dataset, text):
    """No project is there, yet the town is offered."""
    from geo.lookup import search, spots

    assert search(dataset, text) == []
    assert spots(dataset, text)[0].kind == "town"


def test_typed_texts_hold_no_text_that_must_find_nothing():
    """The two tables do not contradict each other."""
    assert not {text for text, _ in typed()} & set(NO_LINE)
