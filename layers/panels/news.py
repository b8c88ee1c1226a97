"""What the page compares with the visitor's last visit: how many dated facts each project has."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from geo.dataset import Dataset
from geo.entries import of_projects
from geo.state import View

__all__ = ["news"]


def news(dataset: Dataset) -> list[int]:
    """Return the number of entries of each project, in the report's order."""
    entries = of_projects(dataset, pd.DataFrame(dataset.projects), View(report=dataset.edition))
    found = Counter(one.about for one in entries)
    return [found[str(project_id)] for project_id in dataset.projects["id"]]
