"""When each exported row was read: new columns behind all others, with the days of the data."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from geo.export.tables import column_names

ROOT = Path(__file__).resolve().parents[3]

#: The columns that came last in November 2026, in their order: others may only follow.
LAST = {
    "projects": ("placed_source_id", "last_looked"),
    "sites": ("geometry_wkt", "date_read"),
    "events": ("source_id", "date_read"),
    "targets": ("scope_en", "date_read", "result_date_read"),
}


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def taken():
    from datetime import date

    from geo.dataset import load
    from geo.export.extract import extract
    from geo.view import View

    return extract(load(), View(), written=date(2026, 11, 28))


@pytest.mark.parametrize("table", LAST)
def test_new_columns_stand_behind_the_earlier_ones(table):
    """Whoever reads a file by the place of its columns finds the earlier ones where they were."""
    names = column_names(table)
    at = names.index(LAST[table][0])
    assert tuple(names[at : at + len(LAST[table])]) == LAST[table]
    assert not {"last_looked", "date_read", "result_date_read"} & set(names[:at])


def test_days_are_those_of_the_sources(taken):
    """Each event, site and figure has the day on which its source was read; a search its date alone."""
    from geo.export.tables import rows as exported

    read = {row["id"]: row["date_read"] for row in rows("sources.csv")}
    events = exported(taken, "events")
    assert [row["date_read"] for row in events] == [read.get(row["source_id"]) for row in rows("events.csv")]
    assert {row["event"] for row in events if row["date_read"] is None} == {"unknown"}
    for row in exported(taken, "targets"):
        assert row["date_read"] == read[row["source_id"]]
        assert row["result_date_read"] == read.get(row["result_source_id"] or "")
    assert all(row["date_read"] for row in exported(taken, "sites"))


def test_last_looked_of_a_project_is_its_newest_event(taken):
    """It is the newest of its events' days of reading, and of the days of its searches."""
    from geo.export.tables import rows as exported

    events = exported(taken, "events")
    for row in exported(taken, "projects"):
        own = [one for one in events if one["project_id"] == row["id"]]
        days = [one["date_read"] or one["date"] for one in own]
        assert row["last_looked"] == max(days)
