"""Areas of one coverage as borders said once: each area names the stretches that go round it.

Two neighbours each hold the border between them. Here it is one *arc*, an integer path
(:mod:`layers.geometry`) from one *node*, where more than two stretches meet, to the next. A ring is a list of
arc numbers in the order in which they go round; ``~n`` (that is ``-n - 1``) is arc ``n`` backwards. The same
idea as TopoJSON's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

__all__ = ["Topology", "topology"]

Spot = tuple[int, int]
Rings = list[list[list[int]]]


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
        """Return the rings round all areas together: of the arcs that one area alone goes along."""
        every = [number for shape in self.shapes for polygon in shape for ring in polygon for number in ring]
        uses = Counter(max(number, ~number) for number in every)
        left: dict[Spot, list[int]] = {}
        for number in every:
            if uses[max(number, ~number)] == 1:
                left.setdefault(self._ends(number)[0], []).append(number)
        rings = []
        while left:
            ring = [_take(left, next(iter(left)))]
            while (here := self._ends(ring[-1])[1]) != self._ends(ring[0])[0]:
                ring.append(_take(left, here))
            rings.append(ring)
        return rings

    def _ends(self, number: int) -> tuple[Spot, Spot]:
        """Return where an arc begins and ends, in the direction of its number."""
        spots = _spots(self.arcs[max(number, ~number)])
        return (spots[0], spots[-1]) if number >= 0 else (spots[-1], spots[0])


def topology(areas: Iterable[Sequence[Sequence[Sequence[int]]]]) -> Topology:
    """Cut the rings of areas into arcs.

    Parameters
    ----------
    areas
        Each area's polygons as closed integer paths (:func:`layers.geometry.rings`), all in the same steps.
        Those of one coverage have the same spots along a common border; others only share less.
    """
    open_rings = [[[_open(ring) for ring in polygon] for polygon in area] for area in areas]
    nodes = _nodes(ring for area in open_rings for polygon in area for ring in polygon)
    found = Topology()
    known: dict[tuple[Spot, ...], int] = {}
    for area in open_rings:
        found.shapes.append(
            [[_numbers(ring, nodes, known, found.arcs) for ring in polygon] for polygon in area]
        )
    return found


def _spots(path: Sequence[int]) -> list[Spot]:
    """Return the places of an integer path."""
    return list(zip(accumulate(path[0::2]), accumulate(path[1::2]), strict=True))


def _open(ring: Sequence[int]) -> list[Spot]:
    """Return a ring's places, the first not said again at its end."""
    spots = _spots(ring)
    return spots[:-1] if len(spots) > 1 and spots[0] == spots[-1] else spots


def _take(left: dict[Spot, list[int]], spot: Spot) -> int:
    """Take an arc that begins at a spot out of those that are left."""
    number = left[spot].pop()
    if not left[spot]:
        del left[spot]
    return number


def _nodes(rings: Iterable[list[Spot]]) -> set[Spot]:
    """Return the spots that have other neighbours than two: there arcs begin and end."""
    beside: dict[Spot, set[Spot]] = {}
    for ring in rings:
        for here, there in zip(ring, (*ring[1:], ring[0]), strict=True):
            beside.setdefault(here, set()).add(there)
            beside.setdefault(there, set()).add(here)
    return {spot for spot, others in beside.items() if len(others) != 2}


def _numbers(
    ring: list[Spot], nodes: set[Spot], known: dict[tuple[Spot, ...], int], arcs: list[list[int]]
) -> list[int]:
    """Return a ring as arc numbers; arcs met for the first time are added."""
    cuts = [at for at, spot in enumerate(ring) if spot in nodes] or [ring.index(min(ring))]
    turned = [*ring[cuts[0] :], *ring[: cuts[0] + 1]]
    ends = [*(at - cuts[0] for at in cuts[1:]), len(ring)]
    return [
        _number(tuple(turned[begin : end + 1]), known, arcs)
        for begin, end in zip((0, *ends), ends, strict=False)
    ]


def _number(arc: tuple[Spot, ...], known: dict[tuple[Spot, ...], int], arcs: list[list[int]]) -> int:
    """Return an arc's number, ``~n`` if it is known backwards."""
    if arc in known:
        return known[arc]
    if arc[::-1] in known:
        return ~known[arc[::-1]]
    known[arc] = len(arcs)
    steps = zip(arc, ((0, 0), *arc), strict=False)
    arcs.append([step for (x, y), (x0, y0) in steps for step in (x - x0, y - y0)])
    return known[arc]
