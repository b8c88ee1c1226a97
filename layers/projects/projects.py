"""The projects on the map: shapes, marks and names; list and card read the same records."""

from __future__ import annotations

from dataclasses import asdict

from geo.dataset import Dataset
from layers.element import Json, Layer
from layers.geometry import SCALE
from layers.projects.records import Project, Source
from layers.projects.rows import projects

__all__ = ["Projects"]


class Projects(Layer):
    """The projects of a report.

    Parameters
    ----------
    dataset
        A ``geo.Dataset``.
    lang
        ``zh`` or ``en``.

    Attributes
    ----------
    frame
        ``dataset.projects``: one row a project, EPSG:4326.
    projects
        One record a project, in the order of the list: what is drawn, and every word.
    """

    keys = ("surveyed", "approximate", "schematic", "area", "merged")

    def __init__(self, dataset: Dataset, *, lang: str) -> None:
        super().__init__(dataset.projects, lang=lang)
        self.projects: list[Project] = projects(dataset, lang=lang)

    def payload(self) -> Json:
        """Return what map and list are drawn from, with shapes as integer paths."""
        return {"scale": SCALE, "projects": [project.payload() for project in self.projects]}

    def cards(self) -> Json:
        """Return what only the cards need: `projects` by id, and `sources`, to which they refer by number."""
        numbers: dict[Source, int] = {}
        cards = {project.id: project.card(numbers) for project in self.projects}
        return {"projects": cards, "sources": [asdict(source) for source in numbers]}
