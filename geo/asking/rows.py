"""A project's row by its id, and where its place is from."""

from __future__ import annotations

from collections.abc import Mapping
from weakref import WeakKeyDictionary

from geo.asking.asked import Asked, AskError
from geo.asking.facts import Row, known
from geo.dataset import Dataset
from geo.state import is_slug
from geo.succession import heirs, steps_of

__all__ = ["place_source", "row_of"]


def row_of(question: Asked, project_id: str) -> Row:
    """Return the row of a project; an id of earlier leads to what replaced it."""
    rows = _rows_of(question.dataset)
    if project_id not in rows and is_slug(project_id):
        steps = steps_of(question.dataset.succession.to_dict("records"))
        project_id = next(iter(heirs(project_id, steps, known=rows)), project_id)
    if project_id not in rows:
        raise AskError(question.lang, "project", id=project_id[:40])
    return rows[project_id]


_rows: WeakKeyDictionary[Dataset, Mapping[str, Row]] = WeakKeyDictionary()


def _rows_of(dataset: Dataset) -> Mapping[str, Row]:
    """Return the rows of `projects` by id, taken out of the frame once."""
    found = _rows.get(dataset)
    if found is None:
        found = _rows[dataset] = {str(row["id"]): row for row in dataset.projects.to_dict("records")}
    return found


def place_source(question: Asked, row: Row) -> object:
    """Return the id of the source that a project's place is from: of its site, else of its town."""
    sites = question.dataset.sites
    own = sites[sites["project_id"] == row["id"]]
    return own["source_id"].iloc[0] if len(own) else known(row["placed_source_id"]) or row["town_source_id"]
