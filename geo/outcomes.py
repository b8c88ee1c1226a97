"""What the report promised and what has become of it: one row a promise, with the source of each outcome."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from geo.dataset import Dataset
from geo.query import Filters, select
from geo.vocabulary import Category, Kept, Stage, Status

__all__ = ["promises", "stage_by_category"]

_COLUMNS = (
    "id", "no", "ref", "name_zh", "name_en", "category", "stage", "promised", "due", "certainty", "towns",
    "promise_zh", "promise_en", "status", "status_word_zh", "status_word_en", "status_date",
    "status_fact_zh", "status_fact_en", "status_source_id", "kept", "kept_date", "kept_source_id",
)  # fmt: skip
_ORDER = {value.value: place for place, value in enumerate((
    Kept.KEPT, Kept.LATE, Kept.NOT_YET, Kept.UNKNOWN, Kept.OPEN,
))}  # fmt: skip


def promises(dataset: Dataset, filters: Filters | None = None) -> pd.DataFrame:
    """Return every promise that passes the filters, with what has become of it.

    Returns
    -------
    DataFrame
        Columns of ``Dataset.projects``, and `kept_fact_zh`, `kept_fact_en`: what the source said on the
        day that decided the outcome (None without one). Ordered by outcome (kept, late, not yet, unknown,
        no date promised), then as in the report; those without a date by their latest news, newest first.
    """
    chosen = select(dataset, filters or Filters())
    frame = pd.DataFrame(chosen[list(_COLUMNS)])
    facts = [_deciding(dataset.events, row) for row in frame.to_dict("records")]
    frame["kept_fact_zh"] = [fact[0] for fact in facts]
    frame["kept_fact_en"] = [fact[1] for fact in facts]
    dated = frame[frame["kept"] != Kept.OPEN].sort_values(
        "kept", key=lambda col: col.map(_ORDER), kind="stable"
    )
    undated = frame[frame["kept"] == Kept.OPEN]
    # A search that found nothing is dated too, but it is no news.
    news = undated["status_date"].where(undated["status"] != Status.UNKNOWN).fillna("").astype(str)
    undated = undated.loc[news.sort_values(ascending=False, kind="stable").index]
    return pd.concat([dated, undated], ignore_index=True)


def _deciding(events: pd.DataFrame, row: Mapping[Hashable, Any]) -> tuple[str | None, str | None]:
    """Return the fact, in both languages, of the event that decided a promise."""
    own = events[
        (events["project_id"] == row["id"])
        & (events["date"] == row["kept_date"])
        & (events["source_id"] == row["kept_source_id"])
    ]
    if own.empty:
        return None, None
    return str(own["fact_zh"].iloc[0]), str(own["fact_en"].iloc[0])


def stage_by_category(dataset: Dataset, filters: Filters | None = None) -> pd.DataFrame:
    """Count the projects that pass the filters: one row a category, one column a stage, zeros included.

    Returns
    -------
    DataFrame
        Both axes in the order of their closed lists; the whole adds up to the number of projects.
    """
    chosen = select(dataset, filters or Filters())
    table = pd.crosstab(chosen["category"], chosen["stage"])
    return table.reindex(
        index=[value.value for value in Category], columns=[value.value for value in Stage], fill_value=0
    ).astype(int)
