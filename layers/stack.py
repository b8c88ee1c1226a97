"""The layers of the map in their drawing order: one list for the page, the notebook and the pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from geo.dataset import Dataset
from layers.basemap.basemap import Basemap
from layers.counts.counts import TownCounts
from layers.earlier.earlier import Earlier
from layers.element import Layer
from layers.ground.ground import Ground
from layers.near.near import Near
from layers.own.own import OwnShapes
from layers.projects.projects import Projects
from layers.towns.towns import Towns

__all__ = ["of_class", "stack"]

_Layer = TypeVar("_Layer", bound=Layer)


def stack(dataset: Dataset, *, lang: str) -> tuple[Layer, ...]:
    """Return our layers of a dataset, from the lowest up.

    A new one is a line here. What is a :class:`layers.FrameLayer` is drawn on pictures as it is.

    Parameters
    ----------
    dataset
        Its frames are in EPSG:4326.
    lang
        ``zh`` or ``en``.
    """
    return (
        Basemap(dataset, lang=lang),
        Towns(dataset, lang=lang),
        Ground(dataset, lang=lang),
        TownCounts(lang=lang),
        *([Earlier(dataset, lang=lang)] if dataset.left_open else []),
        Projects(dataset, lang=lang),
        Near(lang=lang),
        OwnShapes(lang=lang),
    )


def of_class(layers: Sequence[Layer], kind: type[_Layer]) -> list[_Layer]:
    """Return the layers of a class, in their order."""
    return [layer for layer in layers if isinstance(layer, kind)]
