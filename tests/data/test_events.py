"""What has happened since, and where it was read."""

from __future__ import annotations

import re

import geopandas as gpd

Rows = list[dict[str, str]]

PLACEHOLDERS = ("example.com", "localhost", "127.0.0.1")


def test_events_belong_to_projects(events: Rows, projects: Rows):
    """Every event names a project, and every placed project has one."""
    ids = {event["project_id"] for event in events}
    assert ids <= {project["id"] for project in projects}
    assert {p["id"] for p in projects} <= ids


def test_events_dates_are_as_precise_as_known(events: Rows):
    """A date is a year, a month or a day, and not after the day of reading."""
    for event in events:
        assert re.fullmatch(r"20\d\d(-(0[1-9]|1[0-2])(-[0-3]\d)?)?", event["date"]), event
        assert event["date"] <= "2026-11-28"


def test_events_of_looking_are_dated_on_the_day_of_looking(events: Rows):
    """An `unknown` row says when we looked."""
    days = {event["date"] for event in events if event["event"] == "unknown"}
    assert days == {"2026-11-24"}


def test_events_water_campaigns_are_never_building(events: Rows, projects: Rows):
    """A campaign for clean water is no building site."""
    water = {project["id"] for project in projects if project["category"] == "water"}
    assert all(event["status"] != "building" for event in events if event["project_id"] in water)


def test_events_say_the_same_in_both_languages(events: Rows):
    """A fact and a word have a Chinese and an English side."""
    for event in events:
        assert event["fact_zh"]
        assert event["fact_en"]
        assert bool(event["word_zh"]) == bool(event["word_en"])
        assert bool(event["word_zh"]) == bool(event["status"])


def test_sources_used_exist_and_all_are_used(
    projects: Rows,
    targets: Rows,
    towns: gpd.GeoDataFrame,
    sites: gpd.GeoDataFrame,
    basemap: dict[str, gpd.GeoDataFrame],
    sources: Rows,
    later: Rows,
):
    """Every source id that is used is in the table, and the table holds no other."""
    used = {row["source_id"] for row in (*projects, *targets, *later)}
    used |= {target["result_source_id"] for target in targets if target["result_source_id"]}
    used |= {project["town_source_id"] for project in projects if project["town_source_id"]}
    used |= set(towns["area_source"]) | set(towns["population_source"].dropna()) | set(towns["source_id"])
    used |= set(sites["source_id"])
    for frame in basemap.values():
        used |= set(frame["source_id"])
    assert used == {source["id"] for source in sources}


def test_sources_can_be_followed(sources: Rows):
    """A source has an address or a citation, a publisher, a licence and the day of reading."""
    for source in sources:
        assert source["url"] or source["citation"], source["id"]
        assert not source["url"] or source["url"].startswith(("http://", "https://"))
        assert not any(word in source["url"] for word in PLACEHOLDERS)
        assert source["title"]
        assert source["publisher"]
        assert source["licence"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", source["date_read"])
        assert source["kind"] in {"official", "news", "repost", "forum", "data"}


def test_promises_kept_are_supported_by_events(events: Rows):
    """The events that the reading of the eleven promises stands on are there."""
    found = {(e["project_id"], e["event"], e["date"]) for e in events}
    assert ("guancheng-granary", "works_started", "2024-12-12") in found
    assert ("oppo-rd-center", "completed", "2024") in found
    assert ("csns-phase-2", "works_started", "2024-07") in found
    assert ("cityu-dongguan", "opened", "2024-09-02") in found
    assert ("great-bay-university-songshanhu", "delivered", "2024-01-30") in found
    assert ("attosecond-facility", "works_started", "2025-01-10") in found
