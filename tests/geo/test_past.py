"""As known on a day: every day from the first event to the last, worked out a second time from the files."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date

import pytest

from geo.days import is_day, known_from, last_day
from geo.export import export
from geo.export.formats import Format, file_name
from geo.past import as_of, known_days
from geo.query import Filters, facets
from geo.view import View, parse_query
from tests.known_on_a_day import DAYS, FROM, TARGETS, counts_from, end_of, recomputed

WRITTEN = date(2026, 11, 28)


def _shown(dataset):
    rows = dataset.projects.to_dict("records")
    return {row["id"]: (row["status"], row["kept"], tuple(row["towns"])) for row in rows}


@pytest.mark.slow
def test_every_day_is_as_worked_out_from_the_files(dataset):
    """From the first event to the last: status, kept, towns, the counts, and the rows of a file."""
    assert len(DAYS) > 3_000
    last, worked, changes = None, {}, 0
    for day in DAYS:
        past = as_of(dataset, day.isoformat())
        wanted = recomputed(day)
        if past is last:
            assert wanted == worked, day
            continue
        last, worked, changes = past, wanted, changes + 1
        assert _shown(past) == wanted, day
        assert _counted(past) == _counts(wanted), day
        assert _exported(dataset, day) == wanted, day
        events = sorted((row["project_id"], row["date"]) for since, row in FROM if since <= day)
        assert sorted(zip(past.events["project_id"], past.events["date"], strict=True)) == events, day
    assert changes > 60


def _counted(past):
    found = facets(past, Filters())
    return {
        name: {value: n for value, n in found[name].items() if n} for name in ("statuses", "kept", "towns")
    }


def _counts(wanted):
    status, kept, towns = zip(*wanted.values(), strict=True)
    return {
        "statuses": dict(Counter(status)),
        "kept": dict(Counter(kept)),
        "towns": dict(Counter(town for some in towns for town in some)),
    }


def _exported(dataset, day):
    """The rows of the CSV file of a day, read back."""
    content = export(dataset, View(at=day.isoformat()), Format.CSV, written=WRITTEN)
    rows = csv.DictReader(content.decode("utf-8-sig").splitlines())
    return {
        row["id"]: (row["status"], row["kept"], tuple(row["towns"].split(";")) if row["towns"] else ())
        for row in rows
    }


@pytest.mark.parametrize("day", ["2024-12-31", "2025-02-26", "2025-02-27", "2026-11-24"])
def test_results_of_targets_are_there_from_their_day(dataset, day):
    """A figure has a result on the day on which a source told it, and not before."""
    told = {row["id"] for row in TARGETS if row["result_date"]}
    wanted = {
        one for one in told if counts_from(_target(one), "result_date", "result_source_id") <= end_of(day)
    }
    frame = as_of(dataset, day).targets
    assert set(frame.loc[frame["result_zh"] != "", "id"]) == wanted
    assert list(frame.columns) == list(dataset.targets.columns)


def _target(one):
    return next(row for row in TARGETS if row["id"] == one)


def test_today_is_the_dataset_itself(dataset):
    """From the last day on nothing is left out, and nothing is made anew."""
    assert as_of(dataset, max(known_days(dataset))) is dataset
    assert as_of(dataset, "2999-12-31") is dataset


def test_day_before_every_fact_has_the_reports_words_only(dataset):
    """Nothing has happened: no status, no outcome, and the towns that the report names."""
    past = as_of(dataset, "1999-01-01")
    assert (len(past.events), set(past.projects["status"])) == (0, {"unknown"})
    assert set(past.projects["kept"]) == {"open", "unknown"}
    assert list(past.projects["id"]) == list(dataset.projects["id"])
    assert list(past.projects.columns) == list(dataset.projects.columns)
    assert past.projects.crs == dataset.projects.crs


def test_known_days_begin_with_the_report(dataset):
    """Then each day on which something became known, in order, each once."""
    found = known_days(dataset)
    assert found[0] == "2024-01-31"
    assert list(found) == sorted(set(found))
    assert {day.isoformat() for day, _ in FROM if day > date(2024, 1, 31)} <= set(found)


@pytest.mark.parametrize("day", ["", "2024", "2024-12", "2024-02-30", "2024-12-31 "])
def test_what_is_no_day_raises(dataset, day):
    """A part of a date is not taken for a day."""
    assert not is_day(day)
    with pytest.raises(ValueError, match="`day` was"):
        as_of(dataset, day)


@pytest.mark.parametrize(
    ("when", "read", "known"),
    [
        ("2024-03-05", "2026-11-24", "2024-03-05"),
        ("2024", "2026-11-24", "2024-12-31"),
        ("2024-02", "2026-11-24", "2024-02-29"),
        ("2026", "2026-11-24", "2026-11-24"),
        ("2026-11", "2026-11", "2026-11-30"),
        ("2025-06", "", "2025-06-30"),
    ],
)
def test_coarse_date_counts_when_its_period_has_ended(when, read, known):
    """Or on the day on which its source was read, if that is earlier."""
    assert known_from(when, read) == known
    assert last_day(when) == end_of(when).isoformat()


def test_file_says_its_day(dataset):
    """In its name, its query, its words and its sheet about itself."""
    view = View(at="2024-12-31", lang="en")
    name = file_name(view, Format.XLSX, written=WRITTEN)
    assert name == "dongguan-2024-all-as-of-2024-12-31-2026-11-28.xlsx"
    text = export(dataset, view, Format.GEOJSON, written=WRITTEN).decode()
    assert '"as_of": "2024-12-31"' in text or '"as_of":"2024-12-31"' in text
    assert "As known on 31 Dec 2024" in text
    assert "as_of" not in export(dataset, View(), Format.GEOJSON, written=WRITTEN).decode()


def test_day_to_come_is_today_and_one_before_the_report_is_the_reports():
    """Both are said; the day that it is can be given."""
    from geo.view import parse

    view, ignored = parse({"at": ["2025-03-02"]}, today=date(2025, 3, 1))
    assert (view.at, [(one.reason, one.suggestion) for one in ignored]) == (None, [("clamped", "2025-03-01")])
    view, ignored = parse({"at": ["2025-03-01"]}, today=date(2025, 3, 1))
    assert (view.at, ignored) == ("2025-03-01", ())
    view, ignored = parse_query("at=2018-01-18")
    assert (view.at, ignored[0].suggestion) == ("2024-01-31", "2024-01-31")
