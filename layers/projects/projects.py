"""The projects on the map: shapes, marks and names; list and card read the same records."""

from __future__ import annotations

from dataclasses import asdict, fields

from geo.dataset import Dataset
from layers.element import Json, Layer
from layers.geometry import SCALE
from layers.projects.records import Project, Source
from layers.projects.rows import projects
from layers.wording import readable

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
        """Return what only the cards need: `projects` by id, and `sources`, to which they refer by number.

        Sources are columns: like beside like is sent in fewer bytes.
        """
        numbers: dict[Source, int] = {}
        cards = {project.id: project.card(numbers) for project in self.projects}
        rows = [{**asdict(one), "url": one.url and readable(one.url)} for one in numbers]
        columns = {one.name: [row[one.name] for row in rows] for one in fields(Source)}
        return {"projects": cards, "sources": columns}
