"""What the page compares with the visitor's last visit: how many dated facts each project has."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd

from geo.dataset import Dataset
from geo.entries import of_projects
from geo.state import View
from i18n import table

__all__ = ["news"]


def news(dataset: Dataset, *, lang: str) -> dict[str, Any]:
    """Return the number of entries of each project, in the report's order, and the words of the notice."""
    entries = of_projects(dataset, pd.DataFrame(dataset.projects), View(report=dataset.edition, lang=lang))
    found = Counter(one.about for one in entries)
    counts = [found[str(project_id)] for project_id in dataset.projects["id"]]
    return {"counts": counts, "words": dict(table(lang)["last_visit"])}
