"""Shared borders as arcs, by topojson: each area names the arcs that go round it.

An *arc* is an integer path (:mod:`layers.geometry`) from one *node*, where more than two borders meet, to the
next. A ring is a list of arc numbers in the order in which they go round; ``~n`` (that is ``-n - 1``) is arc
``n`` backwards, as in TopoJSON.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from shapely.geometry import MultiPolygon
from topojson.core.topology import Topology as Arcs

from layers.geometry import path

__all__ = ["Topology", "topology"]

Position = tuple[int, int]
Rings = list[list[list[int]]]
# A closed ring has four positions, of two numbers each.
_RING = 8


@dataclass(frozen=True, slots=True)
class Topology:
    """Arcs, and the areas that are made of them.

    Attributes
    ----------
    arcs
        Integer paths.
    shapes
        One an area, in the order given: polygons, each a list of rings (outer first), each a list of arc
        numbers.
    """

    arcs: list[list[int]] = field(default_factory=list)
    shapes: list[Rings] = field(default_factory=list)

    def outline(self) -> list[list[int]]:
        """Return the rings round all areas together: of the arcs that one area alone goes along.

        A ring stays open where areas overlap after they were put in steps.
        """
        every = [number for shape in self.shapes for polygon in shape for ring in polygon for number in ring]
        uses = Counter(max(number, ~number) for number in every)
        left: dict[Position, list[int]] = {}
        for number in every:
            if uses[max(number, ~number)] == 1:
                left.setdefault(self._ends(number)[0], []).append(number)
        rings = []
        while left:
            ring = [_take(left, next(iter(left)))]
            start = self._ends(ring[0])[0]
            while (here := self._ends(ring[-1])[1]) != start and here in left:
                ring.append(_take(left, here))
            rings.append(ring)
        return rings

    def _ends(self, number: int) -> tuple[Position, Position]:
        """Return where an arc begins and ends, in the direction of its number."""
        positions = _positions(self.arcs[max(number, ~number)])
        return (positions[0], positions[-1]) if number >= 0 else (positions[-1], positions[0])


def topology(areas: Iterable[Sequence[Sequence[Sequence[int]]]]) -> Topology:
    """Cut the rings of areas into arcs, each shared border once.

    Parameters
    ----------
    areas
        Each area's polygons as closed integer paths (:func:`layers.geometry.rings`), all in the same steps.
        Those of one coverage have the same positions along a common border; others only share less.
    """
    shapes = [_shape(area) for area in areas]
    drawn = [shape for shape in shapes if not shape.is_empty]  # topojson refuses an empty one
    if not drawn:
        return Topology(shapes=[[] for _ in shapes])
    found = Arcs(drawn, prequantize=False).to_dict()
    named = (
        [one["arcs"]] if one["type"] == "Polygon" else one["arcs"]
        for one in found["objects"]["data"]["geometries"]
    )
    return Topology(
        arcs=[path(arc, scale=1) for arc in found["arcs"]],
        shapes=[[] if shape.is_empty else next(named) for shape in shapes],
    )


def _shape(area: Sequence[Sequence[Sequence[int]]]) -> MultiPolygon:
    """Return an area in steps, without rings that the steps have left fewer than three corners."""
    return MultiPolygon(
        [
            (_positions(outer), [_positions(hole) for hole in holes if len(hole) >= _RING])
            for outer, *holes in area
            if len(outer) >= _RING
        ]
    )


def _positions(path: Sequence[int]) -> list[Position]:
    """Return the positions of an integer path."""
    return list(zip(accumulate(path[0::2]), accumulate(path[1::2]), strict=True))


def _take(left: dict[Position, list[int]], position: Position) -> int:
    """Take an arc that begins at a position out of those that are left."""
    number = left[position].pop()
    if not left[position]:
        del left[position]
    return number
