"""Which rivers, lakes and expressways a picture names: as ``layers/ground/ground.js`` chooses them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from layers.ground.ground import GroundPart
from layers.picture.ground import Ground
from layers.picture.scene import Scene
from layers.style import drawing

__all__ = ["Named", "ground_names"]

_STYLE = drawing()
# Pixels of the page: as near to each other a name stands once.
_APART = 280


@dataclass(frozen=True, slots=True)
class Named:
    """A name, its kind (``lake``, ``river`` or ``road``), and its place in pixels of the sheet."""

    name: str
    kind: str
    x: float
    y: float

    @property
    def is_road(self) -> bool:
        """Whether it is the number of an expressway, which stands on a plate."""
        return self.kind == "road"


def ground_names(ground: Ground, scene: Scene) -> list[Named]:
    """Return the names in sight that the zoom allows, those of one name well apart."""
    kept: list[Named] = []
    for piece in scene.drawn.ground.of(GroundPart.NAMES):
        if piece.kind == "sea":
            continue
        x, y = ground.spot(piece.at.x, piece.at.y)
        from_zoom = _STYLE["point_name_zoom" if piece.kind == "road" else "ground_zoom"]
        apart = _APART * ground.scale
        is_twice = any(one.name == piece.name and math.hypot(x - one.x, y - one.y) < apart for one in kept)
        if ground.zoom >= from_zoom and ground.holds(x, y) and not is_twice:
            kept.append(Named(piece.name, piece.kind, x, y))
    return kept
