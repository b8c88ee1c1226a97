"""What earlier reports left open, as context: thin grey dots, a group of its own in the list, not counted."""

from __future__ import annotations

from dataclasses import asdict

import geopandas as gpd
import pandas as pd

from geo.crs import DEGREES
from geo.dataset import Dataset
from geo.symbols import LEFT_OPEN, Sample
from geo.view import View, to_query
from i18n import text
from layers.element import Json, Layer
from layers.panels.search import search_index
from layers.projects.records import Project
from layers.projects.rows import projects

__all__ = ["Earlier"]

_SAMPLE = Sample(34, (("path", {"d": "M2 10h30", **LEFT_OPEN}),))


class Earlier(Layer):
    """Projects of earlier reports that a later one does not name again and nothing has settled.

    Parameters
    ----------
    dataset
        The edition that is shown, with some in `left_open`.
    lang
        ``zh`` or ``en``.

    Attributes
    ----------
    frame
        These projects, one row each, EPSG:4326; those without a known site have no geometry.
    """

    def __init__(self, dataset: Dataset, *, lang: str) -> None:
        rows = pd.concat([one.projects for one in dataset.left_open], ignore_index=True)
        super().__init__(gpd.GeoDataFrame(rows, geometry="geometry", crs=DEGREES), lang=lang)
        self.shown, self.left_open = dataset.edition, dataset.left_open

    def payload(self) -> Json:
        """Return the projects with all that their cards need, the words, and how they are drawn."""
        number = "one" if len(self.left_open) == 1 else "several"
        return {
            "projects": [row for edition in self.left_open for row in self._rows(edition)],
            "look": LEFT_OPEN,
            "sample": asdict(_SAMPLE),
            "words": {
                "title": text(f"earlier.title_{number}", self.lang),
                "key": text(f"earlier.key_{number}", self.lang),
                "note": text("earlier.note", self.lang),
            },
        }

    def _rows(self, edition: Dataset) -> list[Json]:
        forms = search_index(edition, lang=self.lang)["projects"]
        years = {"home": edition.edition, "year": self.shown}
        words = {name: text(f"earlier.{name}", self.lang, **years) for name in ("of_report", "said", "see")}
        words["in_row"] = words["of_report"] if len(self.left_open) > 1 else ""
        return [
            {**self._row(one, edition.edition), **words, "forms": forms[one.id]}
            for one in projects(edition, lang=self.lang)
        ]

    def _row(self, project: Project, home: str) -> Json:
        """Return a project; what the shown report would have to say of it, stage and promise, is empty."""
        card = {name: getattr(project, name) for name in ("other_name", "ref", "what")}
        parts = {name: asdict(getattr(project, name)) for name in ("now", "place")}
        link = to_query(View(report=home, project=project.id, lang=self.lang))
        return {
            **project.payload(),
            **card,
            **parts,
            "stage": "",
            "kept": "",
            "looked": project.looked and asdict(project.looked),
            "events": [asdict(event) for event in project.events],
            "label_said": text("earlier.label", self.lang, name=project.name, home=home),
            "href": f"/?{link}",
        }
