"""The offline file: the map with both languages and everything inside, opened by ``file://``."""

from __future__ import annotations

from geo.dataset import Dataset
from layers.map import project_map
from layers.streets.streets import StreetsFiles

__all__ = ["offline"]


def offline(dataset: Dataset, *, streets: StreetsFiles | None = None) -> str:
    """Return one HTML page that asks the network for nothing and holds both languages.

    :func:`layers.opening.opened_at` says at which view it opens.

    Parameters
    ----------
    dataset
        A ``geo.Dataset``.
    streets
        The part of the street map that the file holds (:func:`layers.streets.part.town_part`).
    """
    return project_map(dataset, both_languages=True, streets=streets).get_root().render()
