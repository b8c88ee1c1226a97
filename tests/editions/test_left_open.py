"""What earlier reports left open: not named again, not replaced, not finished; in two and three editions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.dataset import Dataset, load
from geo.editions.left_open import left_open, with_left_open
from geo.status import is_settled
from geo.vocabulary import Event, Status, Succession

IDS = ("metro-2-phase-3", "guanshen-expressway-widening", "nancheng-shigu", "hanxi-river", "contiguous-land")
HEIR = "made-up-heir"


def _edition(dataset: Dataset, year: str, ids: Collection[str], done: Collection[str] = ()) -> Dataset:
    """Return an edition that names some projects; those that are done have an event that says so."""
    projects = dataset.projects[dataset.projects["id"].isin(list(ids))].reset_index(drop=True)
    finished = dataset.events[dataset.events["event"] == Event.COMPLETED].iloc[:1]
    events = [finished.assign(project_id=one) for one in ids if one in done]
    return replace(
        dataset,
        edition=year,
        projects=projects,
        sites=dataset.sites[dataset.sites["project_id"].isin(list(ids))],
        events=pd.concat(events, ignore_index=True) if events else dataset.events.iloc[:0],
        succession=dataset.succession.iloc[:0],
    )


def _ids(found: Collection[Dataset]) -> Mapping[str, set[str]]:
    return {one.edition: set(one.projects["id"]) for one in found}


# --- what settles -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["", *Status])
@pytest.mark.parametrize("event", Event)
def test_an_event_settles_by_its_status_or_by_what_it_is(event, status):
    """Done settles; completed and opened do where nothing is said of the state; nothing else does."""
    rows = [{"event": event, "status": status, "date": "2024-05", "source_id": "x"} | dict.fromkeys(
        ("word_zh", "word_en", "fact_zh", "fact_en"), ""
    )]  # fmt: skip
    is_end = event in {Event.COMPLETED, Event.OPENED} and status == ""
    assert is_settled(rows) == (status == Status.DONE or is_end)


def test_nothing_is_settled_by_silence(older):
    """No event at all leaves a project open, whatever its report promised."""
    assert not is_settled([])
    assert left_open(_edition(older, "2025", ()), [_edition(older, "2024", IDS)])


# --- two editions -------------------------------------------------------------------------------------------


def test_a_project_that_was_finished_is_not_context(older, newer, made_up):
    """Of the five that the made-up report leaves out two are done; a promise kept alone would not do."""
    absent = set(made_up.ABSENT)
    found = _ids(left_open(newer, [older]))
    assert found == {"2024": absent - {"cityu-dongguan", "oppo-rd-center"}}


def test_a_kept_promise_to_begin_leaves_a_project_open(older):
    """Begun as promised and still building: it runs on, and stays in sight."""
    rows = older.projects.set_index("id")
    running = {
        str(one)
        for one in rows.index
        if rows.loc[one, "kept"] == "kept" and rows.loc[one, "status"] != "done"
    }
    assert running
    everything = set(older.projects["id"])
    later = _edition(older, "2025", everything - running)
    assert _ids(left_open(later, [older])) == {"2024": running}


def test_cut_holds_the_sites_and_events_of_its_projects_alone(older):
    """Columns and CRS stay; no row of another project comes along."""
    (found,) = left_open(_edition(older, "2025", ()), [older])
    ids = set(found.projects["id"])
    assert set(found.sites["project_id"]) <= ids
    assert set(found.events["project_id"]) <= ids
    assert found.projects.crs == older.projects.crs
    assert list(found.projects.columns) == list(older.projects.columns)
    assert set(older.projects.loc[older.projects["status"] == "done", "id"]).isdisjoint(ids)


STEPS = {
    Succession.RENAMED: [(IDS[0], HEIR)],
    Succession.SPLIT: [(IDS[0], HEIR), (IDS[0], "made-up-part")],
    Succession.MERGED: [(IDS[0], HEIR), (IDS[1], HEIR)],
    Succession.RETIRED: [(IDS[0], "")],
}


def _with_steps(dataset: Dataset, kind: Succession, pairs: Collection[tuple[str, str]]) -> Dataset:
    told = {"kind": kind.value, "date": "2024-11-01", "source_id": "x", "note_zh": "", "note_en": ""}
    return replace(dataset, succession=pd.DataFrame([{"old_id": a, "new_id": b, **told} for a, b in pairs]))


def _named_again(dataset: Dataset, year: str, new_id: str) -> Dataset:
    """Return an edition that names one project, under an id of its own."""
    found = _edition(dataset, year, [IDS[4]])
    return replace(found, projects=found.projects.assign(id=new_id))


@pytest.mark.parametrize("kind", Succession)
def test_each_kind_of_step_replaces(older, kind):
    """What a person wrote to go on under another id, or to be given up, is not said to be left out."""
    before = _edition(older, "2024", IDS[:3])
    later = _named_again(older, "2025", HEIR)
    assert _ids(left_open(later, [before])) == {"2024": set(IDS[:3])}  # the twin: without the step it is open
    gone = {old for old, _ in STEPS[kind]}
    assert _ids(left_open(_with_steps(later, kind, STEPS[kind]), [before])) == {"2024": set(IDS[:3]) - gone}


# --- three editions -----------------------------------------------------------------------------------------


def test_heir_that_is_not_named_again_is_the_one_that_stays(older):
    """A became B in 2025, 2026 names neither: B is open, of 2025; A was replaced."""
    first, second = _edition(older, "2024", IDS[:1]), _named_again(older, "2025", HEIR)
    third = _with_steps(_edition(older, "2026", ()), Succession.RENAMED, [(IDS[0], HEIR)])
    assert _ids(left_open(third, [first, second])) == {"2025": {HEIR}}


def test_part_that_was_split_off_does_not_replace_what_goes_on(older):
    """The project went on under its own id beside its part; not named later, both are open."""
    first = _edition(older, "2024", IDS[:1])
    rows = _edition(older, "2025", [IDS[0], IDS[4]])
    second = replace(rows, projects=rows.projects.replace({"id": {IDS[4]: HEIR}}))
    third = _with_steps(_edition(older, "2026", ()), Succession.SPLIT, [(IDS[0], HEIR)])
    assert _ids(left_open(third, [first, second])) == {"2025": {IDS[0], HEIR}}


NAMED = st.frozensets(st.sampled_from(IDS))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=NAMED, second=NAMED, third=NAMED, done=NAMED, is_turned=st.booleans())
def test_each_open_project_is_of_the_last_report_that_names_it(older, first, second, third, done, is_turned):
    """Named before, not now, not done: once each, whatever the order in which the editions are given."""
    earlier = [_edition(older, "2024", first, done), _edition(older, "2025", second, done)]
    found = left_open(_edition(older, "2026", third, done), earlier[::-1] if is_turned else earlier)
    expected = {"2025": second - third - done, "2024": first - second - third - done}
    assert _ids(found) == {year: set(ids) for year, ids in expected.items() if ids}
    assert [one.edition for one in found] == sorted(_ids(found), reverse=True)


# --- from the files -----------------------------------------------------------------------------------------


def test_editions_are_read_from_the_data_folder(two_editions, editions_copy, older, newer):
    """Those before it, and none that does not pass the checks; the first has nothing before it."""
    assert with_left_open(older, folder=two_editions).left_open == ()
    (found,) = with_left_open(newer, folder=two_editions).left_open
    assert found.edition == "2024"
    (editions_copy / "reports" / "2024" / "projects.csv").write_text("id\n", "utf-8")
    assert with_left_open(newer, folder=editions_copy).left_open == ()


def test_own_data_leave_nothing_open():
    """With the report of 2024 alone there is no earlier one, and nothing is drawn."""
    assert with_left_open(load("2024")).left_open == ()
