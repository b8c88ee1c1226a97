"""What has become of each promise: every outcome leads to a dated event and its source."""

from __future__ import annotations

import pytest

from geo.outcomes import promises, stage_by_category
from geo.query import Filters
from geo.vocabulary import Category, Event, Kept, Stage

# What fulfils each kind of promise, written down again here.
FULFILS = {
    "works_started": {"works_started", "delivered", "completed", "opened"},
    "delivered": {"delivered", "completed", "opened"},
    "completed": {"completed", "opened"},
    "opened": {"opened"},
}


def test_promises_hold_every_project_once(dataset):
    """None is left out, none is there twice."""
    assert sorted(promises(dataset)["id"]) == sorted(dataset.projects["id"])


def test_every_kept_leads_to_its_event_and_its_source(dataset):
    """From each "kept" or "late" to a dated event of the promised kind, and to a source in the list."""
    sources = set(dataset.sources["id"])
    decided = promises(dataset)
    decided = decided[decided["kept"].isin([Kept.KEPT, Kept.LATE, Kept.NOT_YET])]
    assert len(decided) >= 6
    for row in decided.itertuples():
        events = dataset.events[
            (dataset.events["project_id"] == row.id)
            & (dataset.events["date"] == row.kept_date)
            & (dataset.events["source_id"] == row.kept_source_id)
        ]
        kinds = set(events["event"])
        wanted = {Event.NOT_YET.value} if row.kept == Kept.NOT_YET else FULFILS[row.promised]
        assert kinds & wanted, row.id
        assert row.kept_source_id in sources
        assert row.kept_fact_zh in set(events["fact_zh"])
        assert row.kept_fact_en in set(events["fact_en"])


def test_no_outcome_is_named_without_a_date_and_a_source(dataset):
    """Those that are unknown or without a date have neither date nor source nor fact."""
    rest = promises(dataset)
    rest = rest[rest["kept"].isin([Kept.OPEN, Kept.UNKNOWN])]
    for column in ("kept_date", "kept_source_id", "kept_fact_zh", "kept_fact_en"):
        assert rest[column].isna().all(), column


def test_order_is_by_outcome_then_news(dataset):
    """Kept first, undated last; among these the newest news first, and what was never found at the end."""
    frame = promises(dataset)
    order = [Kept.KEPT, Kept.LATE, Kept.NOT_YET, Kept.UNKNOWN, Kept.OPEN]
    ranks = [order.index(Kept(value)) for value in frame["kept"]]
    assert ranks == sorted(ranks)
    undated = frame[frame["kept"] == Kept.OPEN]
    news = [row.status_date if row.status != "unknown" else "" for row in undated.itertuples()]
    assert news == sorted(news, reverse=True)


def test_promises_follow_the_filters(dataset):
    """What is filtered is what is listed."""
    frame = promises(dataset, Filters(towns=("changan",)))
    assert len(frame) == 8
    assert all("changan" in towns for towns in frame["towns"])


@pytest.mark.parametrize(
    "filters", [Filters(), Filters(towns=("changan",)), Filters(categories=(Category.ROAD,))]
)
def test_stage_by_category_adds_up(dataset, filters: Filters):
    """All rows and columns are there, and the cells are the projects."""
    table = stage_by_category(dataset, filters)
    assert list(table.index) == [value.value for value in Category]
    assert list(table.columns) == [value.value for value in Stage]
    chosen = promises(dataset, filters)
    assert int(table.to_numpy().sum()) == len(chosen)
    for row in chosen.itertuples():
        assert table.loc[row.category, row.stage] >= 1
