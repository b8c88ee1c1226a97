"""Feeds and calendars as other people's readers read them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import feedparser
import icalendar
import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.feed import MOST_ENTRIES, Feed, feed
from geo.followed import Round
from geo.state import Place
from geo.view import View
from layers.feeds import Addresses, app_addresses, atom, calendar, title

_ATOM = "{http://www.w3.org/2005/Atom}"
_BASE = "https://map.example"


def written(found: Feed) -> bytes:
    return atom(found, app_addresses(found, base=_BASE, path="/feed.atom"))


def kept(found: Feed) -> bytes:
    return calendar(found, app_addresses(found, base=_BASE, path="/events.ics"))


@pytest.fixture(scope="module")
def dataset():
    from geo.dataset import load

    return load()


@pytest.fixture(scope="module", params=["zh", "en"])
def whole(request, dataset) -> Feed:
    return feed(dataset, View(lang=request.param))


def test_feed_reader_finds_nothing_to_forgive(whole):
    """`feedparser` reads it without a fault: ids, days, links, sources, categories."""
    read = feedparser.parse(written(whole), response_headers={"content-type": "application/atom+xml"})
    assert (read.bozo, read.version) == (False, "atom10")
    assert [one.id for one in read.entries] == [one.id for one in whole.entries]
    first, entry = read.entries[0], whole.entries[0]
    assert (first.title, first.updated[:10]) == (entry.title, entry.known)
    assert entry.words in first.content[0].value
    assert all(one.link.startswith(f"{_BASE}/") for one in read.entries)
    assert {"rail", "changan"} <= {tag.term for one in read.entries for tag in one.tags}
    assert read.feed.title == title(whole)


def test_paragraph_is_a_link_in_the_app_alone(whole):
    """Each entry leads to what the report says; a published folder has no such page: there it is text."""
    lang, entry = whole.view.lang, whole.entries[0]
    linked = f'<a href="{_BASE}/report?y=2024&amp;lang={lang}#{entry.ref}">'
    assert linked in written(whole).decode()
    assert written(whole).decode().count("/report?") == len(whole.entries)
    alone = Addresses("feed.atom", "index.html", lambda _one: "index.html")
    assert "/report?" not in atom(whole, alone).decode()


def test_feed_reader_can_find_a_fault(whole):
    """The twin: what is no XML is told."""
    assert feedparser.parse(written(whole).replace(b"</title>", b"<", 1)).bozo


def _count(element: Any, *names: str) -> list[int]:
    return [len(element.findall(f"{_ATOM}{name}")) for name in names]


def test_document_has_what_rfc_4287_asks_for(whole):
    """Section 4.1: one id, title and updated each, an author, one link to self, unique ids and alternates."""
    root = ElementTree.fromstring(written(whole))
    assert root.tag == f"{_ATOM}feed"
    assert _count(root, "id", "title", "updated", "author") == [1, 1, 1, 1]
    assert [one.get("rel") for one in root.findall(f"{_ATOM}link")] == ["self", "alternate"]
    for entry in root.findall(f"{_ATOM}entry"):
        assert _count(entry, "id", "title", "updated", "published", "content") == [1, 1, 1, 1, 1]
        rels = [one.get("rel") for one in entry.findall(f"{_ATOM}link")]
        assert rels in (["alternate"], ["alternate", "via"])


def test_feed_reader_that_remembers_sees_one_new_entry(dataset, whole, tmp_path):
    """`reader` fetches the file twice; with one fact more there is one more entry, and none is changed."""
    import reader

    file = tmp_path / "feed.atom"
    keeps = reader.make_reader(":memory:", feed_root=str(tmp_path))
    keeps.add_feed(file.name)
    counts = []
    for found in (replace(whole, entries=whole.entries[1:]), whole):
        file.write_bytes(written(found))
        told = keeps.update_feed(file.name)
        counts.append((told.new, told.modified))
    assert counts == [(len(whole.entries) - 1, 0), (1, 0)]
    keeps.close()


def test_calendar_is_read_back_whole(whole):
    """Every entry is a transparent event of whole days; a month or year is its span and says so."""
    read = icalendar.Calendar.from_ical(kept(whole))
    events = read.walk("VEVENT")
    assert [str(one["UID"]) for one in events] == [one.id for one in whole.entries]
    for event, entry in zip(events, whole.entries, strict=True):
        first, after = event["DTSTART"].dt, event["DTEND"].dt
        assert type(first) is date
        assert first.isoformat()[: len(entry.date)] == entry.date
        assert (after - timedelta(days=1)).isoformat()[: len(entry.date)] == entry.date
        assert ((after - first).days == 1) == (len(entry.date) == 10)
        assert (str(event["SUMMARY"]) == entry.title) == (len(entry.date) == 10)
        assert (event["TRANSP"], entry.words in event["DESCRIPTION"]) == ("TRANSPARENT", True)
        assert event["DTSTAMP"].dt.date().isoformat() == entry.known
    assert {len(one.date) for one in whole.entries} == {4, 7, 10}


def test_same_feed_is_the_same_bytes(dataset):
    """No clock in it: a reader that asks again hears 304."""
    view = View(categories=("rail",))
    assert written(feed(dataset, view)) == written(feed(dataset, view))
    assert kept(feed(dataset, view)) == kept(feed(dataset, view))


def test_place_of_a_person_is_in_no_file(dataset):
    """Nothing of a place that somebody stands at; a station's id, which is nobody's, is there."""
    private = feed(dataset, View(near=Place(113.7512, 23.0234), radius_m=2_000))
    for content in (written(private), kept(private)):
        assert b"113.75" not in content
        assert b"near" not in content
    circle = feed(dataset, View(), around=Round("guanhui-10", 2_000))
    assert b"around=guanhui-10&amp;r=2000" in written(circle)  # the twin: what is followed is written


def test_what_is_left_out_is_said(dataset):
    """Beyond the most that a feed holds, the rest is counted."""
    found = feed(dataset, View(lang="en"))
    assert (found.left_out, len(found.entries) <= MOST_ENTRIES) == (0, True)
    assert b"7 older entries are left out" in written(replace(found, left_out=7))
    assert b"One older entry is left out" in written(replace(found, left_out=1))


@settings(max_examples=60, deadline=None)
@given(words=st.text(max_size=60), name=st.text(max_size=30))
def test_any_words_stay_words(words, name):
    """Whatever a cell or a search holds, the documents hold it as text and stay well formed."""
    from geo.entries import Entry, EntryKind, EntrySource, tag

    source = EntrySource("x", name, words, "javascript:alert(1)", "2026-11-24")
    entry = Entry(
        tag("event", "x", "opened", "2025"), EntryKind.EVENT, "done", "2025", "2025-12-31", "x", name, words,
        words, "1.1", "rail", (), source, "", "p=x",
    )  # fmt: skip
    found = Feed("tag:x", View(text=words), None, "", "", (entry,), 0, "2025-12-31")
    addresses = Addresses("/feed.atom", "/", lambda _one: "/?p=x")
    root = ElementTree.parse(BytesIO(atom(found, addresses))).getroot()
    said = root.findall(f"{_ATOM}entry")[0]
    assert {one.tag.rpartition("}")[2] for one in said.iter()} <= {
        "entry", "title", "id", "published", "updated", "link", "category", "content", "div", "p",
    }  # fmt: skip
    assert [one.get("rel") for one in said.findall(f"{_ATOM}link")] == ["alternate"]
    read = icalendar.Calendar.from_ical(calendar(found, addresses))
    assert [one.name for one in read.walk()] == ["VCALENDAR", "VEVENT"]
