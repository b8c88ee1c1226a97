"""What changed between two days, held against the files and against the days themselves."""

from __future__ import annotations

import pytest

from geo.between import digest, in_force
from geo.dataset import load
from geo.digest_command import run
from geo.digest_words import markdown, sections
from geo.past import as_of
from geo.view import View, parse_query
from tests.known_on_a_day import EVENTS, counts_from


def _ids(rows) -> set[str]:
    return {one.project.id for one in rows}


@pytest.mark.parametrize(
    ("since", "until"),
    [("2024-01-31", "2024-12-31"), ("2024-12-31", "2025-12-31"), ("2025-06-30", "2026-11-24")],
)
def test_projects_are_in_the_list_that_the_files_put_them_in(dataset, since, until):
    """Status from the two days, news from the table of events: each project in one list at most."""
    found = digest(dataset, since, until)
    before, after = (
        dict(zip(frame["id"], zip(frame["status"], frame["kept"], strict=True), strict=True))
        for frame in (as_of(dataset, day).projects for day in (since, until))
    )
    moved = {one for one in after if before[one] != after[one]}
    told = {
        row["project_id"]
        for row in EVENTS
        if row["event"] != "unknown" and since < counts_from(row).isoformat() <= until
    }
    assert _ids(found.status_changed) == moved
    assert _ids(found.updated) - {"guantai-industrial-park"} == told - moved - {"guantai-industrial-park"}
    assert all(since < entry.known <= until for one in found.updated for entry in one.entries)
    assert found.added == found.not_named == ()


def test_report_that_came_between_the_days_adds_its_projects(dataset):
    """Before the report there was none of them; on its day all are there."""
    found = digest(dataset, "2024-01-30", "2024-02-28")
    assert [one.id for one in found.added] == list(dataset.projects["id"])
    assert found.status_changed == found.updated == ()


def test_two_reports_are_compared_by_ids(two_editions):
    """New and no longer named as `geo.diff` has them; silence is told as silence."""
    older, newer = (load(year, folder=two_editions) for year in ("2024", "2025"))
    from geo.editions.diff import diff
    from geo.vocabulary import Change

    way = diff(older, newer)
    found = digest(newer, "2024-12-31", "2025-12-31", view=View(report="2025"), older=older)
    assert {one.id for one in found.added} == {one for row in way.of(Change.NEW) for one in row.new_ids}
    lost = [*way.of(Change.NOT_MENTIONED), *way.of(Change.RETIRED)]
    assert {one.id for one in found.not_named} == {one for row in lost for one in row.old_ids}
    assert found.added
    assert found.not_named
    assert not _ids([*found.status_changed, *found.updated]) & {one.id for one in found.added}
    assert in_force("2024-06-01", ("2024", "2025"), two_editions) == "2024"


def test_filters_keep_who_passed_on_either_day(dataset):
    """A project that left the filtered status is what the reader wants to hear of."""
    found = digest(dataset, "2024-12-31", "2025-12-31", view=parse_query("status=building")[0])
    assert {one.after for one in found.status_changed} - {"building"}
    assert {one.before for one in found.status_changed} - {"building"}
    rail = digest(dataset, "2024-12-31", "2025-12-31", view=parse_query("cat=rail")[0])
    assert {one.project.category for one in (*rail.status_changed, *rail.updated)} == {"rail"}
    assert rail.results == rail.elsewhere == ()


@pytest.mark.parametrize(
    ("since", "until"), [("2025-01-01", "2025-01-01"), ("2025-02-01", "2025-01-01"), ("2025", "2026-01-01")]
)
def test_days_that_can_not_be_raise(dataset, since, until):
    """Out of order, or none."""
    with pytest.raises(ValueError, match="expected"):
        digest(dataset, since, until)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_markdown_holds_every_item_and_no_markup_of_the_data(dataset, lang):
    """Names and sources are text; a made-up name with signs of Markdown stays a name."""
    found = digest(dataset, "2024-12-31", "2025-12-31", view=View(lang=lang))
    told = markdown(found, base="https://map.example")
    assert "](<https://map.example/report?y=2024&lang=" in told
    assert "/report?" not in markdown(found)
    assert told.count("\n- **") == sum(len(part.items) for part in sections(found))
    assert "https://map.example/?" in told
    hostile = dataset.projects.assign(name_zh="<b>[x](javascript:1)", name_en="<b>[x](javascript:1)")
    from dataclasses import replace

    told = markdown(digest(replace(dataset, projects=hostile), "2024-12-31", "2025-12-31"))
    assert r"\<b\>\[x\]\(javascript:1\)" in told
    assert "<b>" not in told


def test_command_prints_the_digest(capfdbinary):
    """`python -m geo digest FROM TO`; days in a wrong order are told."""
    from geo.__main__ import main

    assert main(["digest", "2024-12-31", "2025-12-31", "--query", "cat=rail", "--lang", "en"]) == 0
    assert "Metro Line 1, phase 1" in capfdbinary.readouterr().out.decode()
    assert main(["digest", "2025-12-31", "2024-12-31"]) == 2
    assert b"is not before" in capfdbinary.readouterr().err
    assert callable(run)
