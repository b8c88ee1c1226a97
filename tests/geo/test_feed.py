"""What is new of a view: one entry a dated fact, newest first, under an id that never changes."""

from __future__ import annotations

import csv
import re
from dataclasses import fields, replace
from pathlib import Path

import pytest

from geo.dataset import load
from geo.feed import UnknownPlaceError, UnknownProjectError, feed
from geo.followed import Round, feed_query
from geo.lookup import spots
from geo.state import Camera, Place
from geo.view import View, parse_query, to_query

# RFC 4151, section 2.1: authority, date, then anything that a URI's path and query hold.
_TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}:[A-Za-z0-9/?&=,.%_~-]+")


def ids(found) -> list[str]:
    return [one.id for one in found.entries]


def change(path: Path, edit) -> None:
    """Rewrite a table of a copy of the data."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(edit(rows))


def test_every_dated_fact_is_an_entry_newest_first(dataset):
    """As many as events with a day that are no vain search, later places and results."""
    found = feed(dataset, View()).entries
    events = dataset.events[(dataset.events["event"] != "unknown") & (dataset.events["date"] != "")]
    results = dataset.targets[dataset.targets["result_date"] != ""]
    assert len(found) == len(events) + len(dataset.placements) + len(results)
    assert [one.known for one in found] == sorted((one.known for one in found), reverse=True)
    assert len({one.id for one in found}) == len(found)
    assert all(_TAG.fullmatch(one.id) and one.title and one.words and one.ref for one in found)
    assert {one.kind for one in found} == {"event", "place", "result"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_entries_of_both_languages_have_the_same_ids(dataset, lang):
    """A language changes words, never what an entry is."""
    assert ids(feed(dataset, View(lang=lang))) == ids(feed(dataset, View()))


def test_new_event_is_exactly_one_new_entry(data_copy):
    """One more line in the file: one more id, at the top, and all others as they were."""
    before = feed(load(folder=data_copy), View())
    row = {
        "project_id": "shenzhen-11-changan", "date": "2026-11-24", "event": "works_started",
        "status": "building", "word_zh": "在建", "word_en": "Under construction",
        "fact_zh": "开工。", "fact_en": "Begun.", "source_id": "rail-transit-2025",
    }  # fmt: skip
    change(data_copy / "events.csv", lambda rows: [*rows, row])
    after = feed(load(folder=data_copy), View())
    assert set(ids(after)) - set(ids(before)) == {after.entries[0].id}
    assert ids(after)[1:] == ids(before)
    assert after.updated == "2026-11-24"


def test_corrected_words_and_sources_keep_the_id(data_copy):
    """Every fact is written anew and every source is another: not one id changes, all words do."""
    before = feed(load(folder=data_copy), View())

    def edit(rows):
        return [{**row, "fact_zh": "更正。", "fact_en": "Corrected."} for row in rows]

    change(data_copy / "events.csv", edit)
    after = feed(load(folder=data_copy), View())
    assert ids(after) == ids(before)
    events = [one for one in after.entries if one.kind == "event"]
    assert {one.words for one in events} == {"更正。"}


def test_corrected_date_is_another_fact(data_copy):
    """The day is part of what an entry is: the test above could not see a change otherwise."""
    before = feed(load(folder=data_copy), View())
    change(data_copy / "events.csv", lambda rows: [{**rows[0], "date": "2024-06-17"}, *rows[1:]])
    after = feed(load(folder=data_copy), View())
    assert len(set(ids(after)) - set(ids(before))) == 1


@pytest.mark.parametrize("query", ["cat=rail", "town=changan", "kept=late", "q=地铁", "town=humen&cat=road"])
def test_filters_choose_the_entries_that_the_link_shows(dataset, query):
    """Each event entry is of a project that the page lists for the link."""
    view, _ = parse_query(query)
    from geo.query import select

    shown = set(select(dataset, view)["id"])
    found = feed(dataset, view).entries
    assert {one.about for one in found if one.kind != "result"} <= shown
    assert {one.about for one in found} & shown


def test_results_follow_towns_and_no_other_filter(dataset):
    """A target binds towns; it has no category."""

    def results(query):
        return [one.about for one in feed(dataset, parse_query(query)[0]).entries if one.kind == "result"]

    assert results("")
    assert results("cat=rail") == []
    assert set(results("town=changan")) <= set(results(""))


def test_open_project_is_followed_alone(dataset):
    """One project, whatever else is filtered."""
    found = feed(dataset, View(project="metro-1-phase-1")).entries
    assert {one.about for one in found} == {"metro-1-phase-1"}


def test_day_of_the_link_counts(dataset):
    """As known on a day: nothing that came later."""
    found = feed(dataset, View(at="2024-12-31"))
    assert found.entries
    assert max(one.known for one in found.entries) <= "2024-12-31"
    assert len(found.entries) < len(feed(dataset, View()).entries)


def test_circle_round_a_station_narrows(dataset):
    """A station's or town's id and a radius; one that is none is an error."""
    middle = spots(dataset, "虎门站")[0]
    small, large = (feed(dataset, View(), around=Round(middle.id, r)) for r in (1_000, 10_000))
    assert set(ids(small)) < set(ids(large)) < set(ids(feed(dataset, View())))
    assert large.place
    assert f"around={middle.id}&r=10000" in large.id
    with pytest.raises(UnknownPlaceError):
        feed(dataset, View(), around=Round("nowhere", 1_000))


def test_place_of_a_person_is_in_no_feed(dataset):
    """A link with a place, a camera and a tour gives the same feed as without."""
    bare = View(categories=("rail",))
    private = replace(bare, near=Place(113.75, 23.02), camera=Camera(12, 22.93, 113.88), tour="your-town")
    assert feed(dataset, private) == feed(dataset, bare)
    assert "near" in to_query(private)  # the twin: there was a place to drop
    assert feed_query(private) == "cat=rail"
    assert not [one for one in fields(View) if one.name == "near" and feed(dataset, private).view.near]


def test_project_that_is_none_is_an_error(dataset):
    """An empty feed would look as if nothing ever happened to it."""
    with pytest.raises(UnknownProjectError):
        feed(dataset, View(project="no-such-project"))
