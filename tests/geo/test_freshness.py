"""When each project was last looked at, and which are to be looked at again."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from geo.__main__ import main
from geo.freshness import STALE_DAYS, due, last_looked, stale_after

ROOT = Path(__file__).resolve().parents[2]


def _rows(name: str):
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_last_looked_is_the_newest_reading_of_a_project(dataset):
    """Of each project it is the newest of its events' sources and searches, recomputed from the files."""
    read = {row["id"]: row["date_read"] for row in _rows("sources")}
    newest: dict[str, str] = {}
    for row in _rows("events"):
        day = row["date"] if row["event"] == "unknown" else read[row["source_id"]]
        newest[row["project_id"]] = max(newest.get(row["project_id"], ""), day)
    assert {key: day.isoformat() for key, day in last_looked(dataset).items()} == newest
    assert set(newest) == set(dataset.projects["id"])


def test_reading_the_report_again_makes_no_project_fresh(dataset):
    """The report and map data can hold no news: only the sources of events count."""
    sources = dataset.sources.copy()
    told = set(dataset.events["source_id"])
    assert "report-2024" not in told
    sources.loc[~sources["id"].isin(told), "date_read"] = "2030-01-01"
    assert last_looked(replace(dataset, sources=sources)) == last_looked(dataset)


@pytest.mark.parametrize(("after", "found"), [(0, False), (1, True)])
def test_project_is_due_the_day_after_the_last_fresh_one(dataset, after, found):
    """On the last fresh day nothing is due; a day later it is, with the number of days."""
    looked = last_looked(dataset)
    oldest = min(looked.values())
    listed = due(dataset, today=stale_after(oldest) + timedelta(days=after))
    assert bool(listed) is found
    assert {one.days for one in listed} == ({STALE_DAYS + 1} if found else set())
    expected = {key for key, day in looked.items() if day == oldest} if found else set()
    assert {one.project_id for one in listed} == expected


def test_due_lists_the_longest_ago_first(dataset):
    """What was never looked at comes before all, then the oldest reading."""
    events = dataset.events[dataset.events["project_id"] != "metro-1-phase-1"]
    listed = due(replace(dataset, events=pd.DataFrame(events)), today=date(2030, 1, 1))
    assert len(listed) == len(dataset.projects)
    assert (listed[0].project_id, listed[0].looked, listed[0].days) == ("metro-1-phase-1", None, None)
    days = [one.looked for one in listed[1:]]
    assert days == sorted(days)


@pytest.mark.parametrize(("day", "status"), [("2026-11-28", 0), ("2030-01-01", 3)])
def test_check_fresh_ends_with_3_where_something_is_due(capsys, day, status):
    """`check --fresh` says the sum in any case, and a line a project that is due."""
    assert main(["check", "--fresh", "--date", day]) == status
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1].startswith(f"{day}: {44 if status else 0} of 44 projects")
    assert len(lines) == 2 + (44 if status else 0)


def test_check_fresh_of_bad_data_ends_with_1(data_copy, capsys):
    """A problem in the data goes before what is due."""
    path = data_copy / "events.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2025-11-28,opened", "soon,opened"), "utf-8")
    assert main(["check", "--fresh", "--date", "2030-01-01", "--data", str(data_copy)]) == 1
    assert "soon" in capsys.readouterr().out


def test_check_without_fresh_says_nothing_of_it(capsys):
    """The plain check stays one line."""
    assert main(["check"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def numbers_of_days(folder: Path):
    """Return where the number of days is written in our code, data and words."""
    files = [
        path
        for name in ("geo", "layers", "ui", "i18n", "data")
        for ending in ("py", "js", "toml", "html")
        for path in (folder / name).rglob(f"*.{ending}")
    ]
    pattern = re.compile(
        rf"(?<![\d.#-]){STALE_DAYS}(?= ?(?:days|天|\* ?(?:86|24)))|= ?{STALE_DAYS}$", re.MULTILINE
    )
    return [path.relative_to(folder).as_posix() for path in files if pattern.search(path.read_text("utf-8"))]


def test_number_of_days_stands_once(tmp_path):
    """180 days are written in geo/freshness.py alone; a second place is found."""
    assert numbers_of_days(ROOT) == ["geo/freshness.py"]
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "more.py").write_text(f"LATE = {STALE_DAYS}\n", encoding="utf-8")
    (tmp_path / "ui" / "more.toml").write_text(f'late = "after {STALE_DAYS} days"\n', encoding="utf-8")
    assert sorted(numbers_of_days(tmp_path)) == ["ui/more.py", "ui/more.toml"]
