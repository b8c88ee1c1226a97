"""Two reports told apart: each project of a made-up edition under the sort that it was made for."""

from __future__ import annotations

import pytest

import geo
from geo.editions.diff import diff
from geo.vocabulary import Change


@pytest.fixture(scope="module")
def found(older, newer):
    return diff(older, newer)


def test_diff_sorts_the_fifteen_that_changed(found, made_up):
    """3 new, 2 renamed, 1 split, 4 moved, 5 not named again: each by its id, and no other."""
    sorts = {
        change: {row.old_ids or row.new_ids for row in found.of(change)}
        for change in Change
        if change not in {Change.CONTINUED, Change.KEPT}
    }
    assert sorts == {
        Change.NEW: {(key,) for key in made_up.NEW},
        Change.RENAMED: {(made_up.RENAMED_IN_PLACE,), (made_up.RENAMED[0],)},
        Change.SPLIT: {(made_up.SPLIT[0],)},
        Change.MERGED: set(),
        Change.RETIRED: set(),
        Change.NOT_MENTIONED: {(key,) for key in made_up.ABSENT},
        Change.MOVED: {(key,) for key in made_up.MOVED},
    }


def test_diff_leads_old_ids_to_the_written_new_ones(found, made_up):
    """The split leads to both parts, the new name to the new id; the others keep theirs."""
    leads = {row.old_ids[0]: row.new_ids for row in found.rows if row.old_ids}
    assert leads[made_up.SPLIT[0]] == made_up.SPLIT[1]
    assert leads[made_up.RENAMED[0]] == (made_up.RENAMED[1],)
    changed = {made_up.SPLIT[0], made_up.RENAMED[0], *made_up.ABSENT}
    assert {old: news for old, news in leads.items() if old not in changed and news != (old,)} == {}


def test_diff_tells_every_project_of_both_reports_once(found, older, newer):
    """Nothing is lost and nothing counted twice."""
    olds = [key for row in found.rows for key in row.old_ids]
    news = [key for row in found.rows for key in row.new_ids]
    assert sorted(olds) == sorted(older.projects["id"])
    assert sorted(news) == sorted(newer.projects["id"])


def test_not_named_again_is_never_done_or_cancelled(found):
    """Absence alone says nothing: an outcome beside it comes from a dated event with its source."""
    lost = found.of(Change.NOT_MENTIONED)
    kept = {row.old_ids[0] for row in lost if Change.KEPT in row.changes}
    assert kept == {"cityu-dongguan", "oppo-rd-center"}
    for row in lost:
        assert row.stage_after == ""
        assert set(row.changes) <= {Change.NOT_MENTIONED, Change.KEPT}
        assert (Change.KEPT in row.changes) == bool(row.kept_date and row.kept_source_id)


def test_diff_of_a_report_with_itself_changes_nothing(older):
    """The same report twice: all go on."""
    assert {row.change for row in diff(older, older).rows} == {Change.CONTINUED, Change.KEPT}


def test_similar_names_are_suggested_and_not_applied(older, newer, made_up):
    """A new id without a step is new and not named again, with a word that the two may be one."""
    steps = newer.succession[newer.succession["kind"] != "renamed"]
    from dataclasses import replace

    found = diff(older, replace(newer, succession=steps))
    assert (made_up.RENAMED[0],) in {row.old_ids for row in found.of(Change.NOT_MENTIONED)}
    assert (made_up.RENAMED[1],) in {row.new_ids for row in found.of(Change.NEW)}
    assert made_up.RENAMED in {(pair.old_id, pair.new_id) for pair in found.suspects}


def test_diff_is_offered_by_the_package(older):
    """`geo.diff` is this function."""
    assert geo.diff is diff


def test_merged_projects_share_one_row(older, newer):
    """Two ids that went into one are told once, with both."""
    from dataclasses import replace

    import pandas as pd

    step = {"kind": "merged", "date": "2024-11-01", "source_id": "x", "note_zh": "", "note_en": ""}
    rows = [
        {"old_id": old, "new_id": "made-up-bridge", **step} for old in ("cityu-dongguan", "oppo-rd-center")
    ]
    found = diff(older, replace(newer, succession=pd.DataFrame(rows)))
    (row,) = found.of(Change.MERGED)
    assert row.old_ids == ("oppo-rd-center", "cityu-dongguan")
    assert row.new_ids == ("made-up-bridge",)
