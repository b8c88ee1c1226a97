"""Turn the dataset into the map, its symbols and its pictures.

Names are imported when they are asked for: ``layers.prepared``, ``layers.style`` and ``layers.title`` are
plain Python, which the first page reads before pandas and Folium are needed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from layers.basemap.basemap import Basemap
    from layers.counts.counts import TownCounts
    from layers.element import Layer, Panel
    from layers.frame.frame import FrameLayer
    from layers.ground.ground import Ground
    from layers.map import ProjectMap, Ways, project_map
    from layers.near.near import Near
    from layers.own.own import OwnShapes
    from layers.projects.projects import Projects
    from layers.towns.towns import Towns

__all__ = [
    "Basemap",
    "FrameLayer",
    "Ground",
    "Layer",
    "Near",
    "OwnShapes",
    "Panel",
    "ProjectMap",
    "Projects",
    "TownCounts",
    "Towns",
    "Ways",
    "project_map",
]

_HOMES = {
    "Basemap": "basemap.basemap",
    "FrameLayer": "frame.frame",
    "Ground": "ground.ground",
    "Layer": "element",
    "Near": "near.near",
    "OwnShapes": "own.own",
    "Panel": "element",
    "ProjectMap": "map",
    "Projects": "projects.projects",
    "TownCounts": "counts.counts",
    "Towns": "towns.towns",
    "Ways": "map",
    "project_map": "map",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for."""
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """Return the public names."""
    return list(__all__)
