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
    """An `unknown` row says when we looked, what for and where; it is no source's word."""
    looked = [event for event in events if event["event"] == "unknown"]
    assert len(looked) >= 10
    for event in looked:
        assert event["date"] == "2026-11-24"
        assert event["source_id"] == ""
        assert "没有查到" in event["fact_zh"]
        assert "查了" in event["fact_zh"]
        assert "Looked in" in event["fact_en"]


def search_logs(sources: Rows):
    """The sources that are no publication but our own search: by publisher, or by what they are called."""
    own = {"东莞项目地图", "Dongguan Project Map"}
    return [
        source["id"]
        for source in sources
        if source["publisher"] in own or re.search(r"查找记录|search log", source["title"], re.IGNORECASE)
    ]


def test_sources_hold_no_search_log(sources: Rows):
    """What we looked for and did not find is an event, never a publisher."""
    assert search_logs(sources) == []


def test_search_log_among_sources_is_found(sources: Rows):
    """The check above finds one by its publisher or its title."""
    planted = sources[0] | {"id": "ours", "publisher": "东莞项目地图"}
    assert search_logs([*sources, planted]) == ["ours"]
    assert search_logs([sources[0] | {"id": "ours", "title": "本项目查找记录"}]) == ["ours"]


PLAN = re.compile(r"(?:计划|预计|推迟到|推动|至)(\d{4})年(?:(\d{1,2})月)?")
ENDS = {"completed", "opened"}


def plans_gone_by(events: Rows, *, today: str):
    """The facts with a plan whose day has passed, of projects that no later event settles."""
    found = []
    for event in events:
        days = [f"{year}-{int(month or 12):02d}" for year, month in PLAN.findall(event["fact_zh"])]
        passed = [day for day in days if day < today[:7]]
        later = [
            one for one in events if one["project_id"] == event["project_id"] and one["date"] > event["date"]
        ]
        said = [event["fact_zh"], *(one["fact_zh"] for one in later)]
        settled = any(one["event"] in ENDS for one in later)
        if passed and not settled and not any("是否如期，没有查到" in fact for fact in said):
            found.append((event["project_id"], event["date"]))
    return found


def test_plans_whose_day_has_passed_say_so(events: Rows, sources: Rows):
    """Of each such plan the data says «是否如期，没有查到», or a later event says how it ended."""
    # Roads closed for works until a day are no plans of the project.
    closed = {("changhu-expressway-widening", "2025-12-16"), ("gongchang-road-upgrade", "2026-01-14")}
    today = max(source["date_read"] for source in sources)
    assert set(plans_gone_by(events, today=today)) - closed == set()


def test_plan_whose_day_has_passed_is_found(events: Rows):
    """The check finds a plan of last year, and not one of next year."""
    told = {"event": "planned", "date": "2024-02-01", "project_id": "made-up"}
    assert plans_gone_by([told | {"fact_zh": "计划2025年3月完工。"}], today="2026-11-28") == [
        ("made-up", "2024-02-01")
    ]
    assert plans_gone_by([told | {"fact_zh": "计划2027年3月完工。"}], today="2026-11-28") == []


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
    used = {row["source_id"] for row in (*projects, *targets, *later)} - {""}
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
