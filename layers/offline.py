"""The offline file: the map with both languages and everything inside, opened by ``file://``."""

from __future__ import annotations

from geo.dataset import Dataset
from layers.map import project_map

__all__ = ["offline"]


def offline(dataset: Dataset) -> str:
    """Return one HTML page that asks the network for nothing and holds both languages.

    :func:`layers.opening.opened_at` says at which view it opens.

    Parameters
    ----------
    dataset
        A ``geo.Dataset``.
    """
    return project_map(dataset, both_languages=True).get_root().render()
