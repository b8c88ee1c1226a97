"""Questions, fuller and older names of places, words without a space: what people type into a map."""

from __future__ import annotations

import pytest

from geo.lookup import search, spots


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1号线什么时候开通", "metro-1-phase-1"),
        ("1号线几时通车", "metro-1-phase-1"),
        ("地铁1号线建好了吗", "metro-1-phase-1"),
        ("虎门二号线什么时候开通", "metro-2-phase-3"),
        ("when will line 1 open", "metro-1-phase-1"),
        ("莞深高速扩建进展怎么样", "guanshen-expressway-widening"),
        ("凤岗城际什么时候建成", "shenhui-intercity-fenggang"),
        ("三期什么时候完工", "metro-2-phase-3"),
        ("一号线", "metro-1-phase-1"),
        ("3期", "metro-2-phase-3"),
        ("长安地铁", "shenzhen-11-changan"),
        ("松山湖大学", "great-bay-university-songshanhu"),
        ("高速公路", "guanshen-expressway-widening"),
        ("1号线一期工程", "metro-1-phase-1"),
        ("先进阿秒激光装置", "attosecond-facility"),
        ("松山湖、虎门", "changhu-expressway-widening"),
        ("侯大路", "houda-road-south"),
        ("散列中子源", "csns-phase-2"),
        ("松山湖高新区", "songshanhu-science-city"),
        ("滨海湾新区", "metro-2-phase-3"),
    ],
)
def test_question_or_fuller_name_finds_the_project(dataset, text: str, meant: str):
    """The words of a question say nothing of which project it is."""
    assert meant in search(dataset, text, limit=50)


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("南城区", "nancheng"),
        ("东城区", "dongcheng"),
        ("万江区", "wanjiang"),
        ("莞城区", "guancheng"),
        ("塘厦区", "tangxia"),
        ("松山湖高新区", "songshanhu"),
        ("松山湖高新技术产业开发区", "songshanhu"),
        ("厚街开发区", "houjie"),
        ("虎门高铁站", "humen"),
        ("虎们", "humen"),
        ("松山胡", "songshanhu"),
        ("塘夏", "tangxia"),
        ("石龙", "shilong"),
        ("长安镇", "changan"),
    ],
)
def test_older_or_fuller_name_offers_the_town(dataset, text: str, town: str):
    """What the unit was called, or is called with its general word."""
    assert town in {spot.id for spot in spots(dataset, text)}


@pytest.mark.parametrize("text", ["8号线", "4号线", "五号线", "地铁九号线", "line 7", "7haoxian", "六期"])
def test_another_number_is_no_typing_error(dataset, text: str):
    """A line that the report does not name is not found as one that it does."""
    assert search(dataset, text, limit=50) == []
