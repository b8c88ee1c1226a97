"""What a text names beside the projects that a search finds: the report's targets, projects of other reports.

One rule for the app's server and for the pages that stand alone: a name or the report's wording holds the
whole text, both folded (``geo.folding``).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from geo.dataset import Dataset, load
from geo.errors import DataError
from geo.folding import fold
from geo.places import reports

__all__ = ["SHORTEST", "asked_for", "other_reports", "project_forms", "target_forms", "targets"]

# Of one sign nearly every name is full.
SHORTEST = 2


def asked_for(text: str) -> str:
    """Return a text as it is looked for, folded; empty where it is too short to name anything."""
    folded = fold(text)
    return folded if len(folded) >= SHORTEST else ""


def target_forms(row: Mapping[Hashable, Any]) -> list[str]:
    """Return what a target, a row of ``Dataset.targets``, is found by, folded: names, the report's words."""
    return _folded(row[name] for name in ("name_zh", "name_en", "mention"))


def project_forms(row: Mapping[Hashable, Any] | Mapping[str, Any]) -> list[str]:
    """Return what a project of another report is found by, folded: its names."""
    return _folded((row["name_zh"], row["name_en"]))


def _folded(names: Iterable[object]) -> list[str]:
    return list(dict.fromkeys(filter(None, (fold(str(name)) for name in names))))


def targets(dataset: Dataset, text: str) -> list[dict[Hashable, Any]]:
    """Return the targets that a text names, as rows of ``Dataset.targets``, in the report's order."""
    asked = asked_for(text)
    rows = dataset.targets.to_dict("records") if asked else []
    return [row for row in rows if any(asked in form for form in target_forms(row))]


def other_reports(dataset: Dataset) -> dict[str, list[dict[Hashable, Any]]]:
    """Return the projects of every other report that passes the checks, by its year, the oldest first."""
    found = {}
    for year in reports():
        if year == dataset.edition:
            continue
        try:
            found[year] = load(year).projects[["id", "name_zh", "name_en"]].to_dict("records")
        except DataError:
            continue  # a report in the making stops no page
    return found
