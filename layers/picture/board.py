"""Which boxes of the sheet are taken: names are placed one after the other and never touch."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from itertools import pairwise

from layers.picture.sheet import Box, Points

__all__ = ["Board", "Candidate"]

Candidate = tuple[float, float, float]
_CELL = 10
_COST_OF_LINE = 6.0


def _overlap(one: Box, other: Box, pad: float) -> bool:
    return (
        one[0] < other[2] + pad
        and one[2] > other[0] - pad
        and one[1] < other[3] + pad
        and one[3] > other[1] - pad
    )


class Board:
    """The map's box with what stands in it (the same rules as ``layers/labels/board.js``)."""

    def __init__(self, bounds: Box, *, edge: float) -> None:
        left, top, right, bottom = bounds
        self.bounds = (left + edge, top + edge, right - edge, bottom - edge)
        self.boxes: list[Box] = []
        self.marks: list[Box] = []
        self._cells: dict[tuple[int, int], float] = {}

    def take(self, box: Box) -> None:
        """Keep a box free of names."""
        self.boxes.append(box)

    def mark(self, x: float, y: float, radius: float) -> None:
        """Keep a mark free of names, with less room about it."""
        self.marks.append((x - radius, y - radius, x + radius, y + radius))

    def trace(self, line: Points, weight: float) -> None:
        """Remember that a line passes here: a name over it costs more."""
        for (x1, y1), (x2, y2) in pairwise(line):
            steps = max(1, min(2_000, math.ceil(math.hypot(x2 - x1, y2 - y1) / _CELL)))
            for step in range(steps + 1):
                x, y = x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps
                cell = (int(x // _CELL), int(y // _CELL))
                self._cells[cell] = max(weight, self._cells.get(cell, 0.0))

    def is_free(self, box: Box, pad: float) -> bool:
        """Say whether a box lies on the map and touches nothing."""
        left, top, right, bottom = self.bounds
        inside = box[0] >= left and box[1] >= top and box[2] <= right and box[3] <= bottom
        return (
            inside
            and not any(_overlap(box, other, pad) for other in self.boxes)
            and not any(_overlap(box, other, 1) for other in self.marks)
        )

    def _covered(self, box: Box) -> float:
        columns = range(int(box[0] // _CELL), int(box[2] // _CELL) + 1)
        rows = range(int(box[1] // _CELL), int(box[3] // _CELL) + 1)
        return sum(self._cells.get((column, row), 0.0) for column in columns for row in rows)

    def place(
        self,
        candidates: Iterable[Candidate],
        *,
        width: float,
        height: float,
        pad: float,
        accept: Callable[[Box], bool] | None = None,
    ) -> Box | None:
        """Take the cheapest free candidate (x, y of the middle, cost); None if there is none."""
        best: Box | None = None
        best_cost = math.inf
        for x, y, cost in candidates:
            box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
            if cost >= best_cost or not self.is_free(box, pad) or (accept is not None and not accept(box)):
                continue
            total = cost + _COST_OF_LINE * self._covered(box)
            if total < best_cost:
                best, best_cost = box, total
        if best is not None:
            self.take(best)
        return best
