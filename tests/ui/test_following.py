"""Feeds and calendars over HTTP."""

from __future__ import annotations

import json

import feedparser
import icalendar
import pytest

from tests.ui.asking import ask, whole_app
from ui.hosts import HOSTS_VARIABLE


@pytest.fixture(scope="module")
def app():
    return whole_app()


@pytest.fixture(autouse=True)
def named(monkeypatch):
    """The site's name is one that its operator has told."""
    monkeypatch.setenv(HOSTS_VARIABLE, "map.example")


def test_atom_feed_of_a_link_is_sent_and_known_again(app):
    """The filters of the link choose; what has not changed is 304; other sites may read it."""
    status, headers, body = ask(app, "/feed.atom", query="cat=rail&lang=en", host="map.example")
    assert (status, headers["content-type"]) == (200, "application/atom+xml; charset=utf-8")
    read = feedparser.parse(body)
    assert (read.bozo, bool(read.entries)) == (False, True)
    assert read.feed.links[0].href == "http://map.example/feed.atom?lang=en&cat=rail"
    assert headers["access-control-allow-origin"] == "*"
    again = {"host": "map.example", "if_none_match": headers["etag"]}
    assert ask(app, "/feed.atom", query="cat=rail&lang=en", **again)[0] == 304


def test_calendar_of_a_link_is_sent(app):
    """A town's events as a calendar."""
    status, headers, body = ask(app, "/events.ics", query="town=changan")
    assert (status, headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert icalendar.Calendar.from_ical(body).walk("VEVENT")


def test_place_of_a_person_changes_nothing(app):
    """A link with a place is answered as the same link without one: the same bytes, by the same tag."""
    found = [
        ask(app, "/feed.atom", query=query)[1]["etag"]
        for query in ("cat=road", "cat=road&near=113.75,23.02&m=12/22.9/113.9", "cat=rail")
    ]
    assert found[0] == found[1] != found[2]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("around=nowhere&lang=en", "station has the id “nowhere”"),
        ("around=113.75,23.02&lang=en", "station has the id “”"),
        ("p=nothing-of-the-kind", "没有 id 为“nothing-of-the-kind”的项目"),
    ],
)
def test_unknown_id_is_a_problem_in_the_readers_language(app, query, said):
    """404 with words, never an empty feed that looks as if nothing ever happens."""
    status, headers, body = ask(app, "/feed.atom", query=query)
    assert (status, headers["content-type"]) == (404, "application/problem+json")
    assert said in json.loads(body)["detail"]


def test_circle_round_a_station(app):
    """A station's id and the link's own radius."""
    small, large = (
        feedparser.parse(ask(app, "/feed.atom", query=f"around=guanhui-10&r={r}")[2]).entries
        for r in (1_000, 10_000)
    )
    assert len(small) < len(large)


@pytest.mark.parametrize("path", ["/", "/promises"])
def test_every_page_names_its_feed(app, path):
    """A feed reader that is given the page's address finds the feed of what it shows, without a place."""
    html = ask(app, path, query="town=changan&near=113.75,23.02", host="map.example")[2].decode()
    wanted = '<link rel="alternate" type="application/atom+xml" title="东莞项目地图" href='
    assert f'{wanted}"http://map.example/feed.atom?town=changan">' in html
