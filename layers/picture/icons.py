"""Our icons as outlines: the same SVG files that the page draws."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
from fontTools.pens.basePen import BasePen
from fontTools.svgLib.path.parser import parse_path
from matplotlib.path import Path as Outline

from geo.folders import STATIC_FOLDER
from layers.style import CATEGORIES

__all__ = ["VIEW_BOX", "outline", "parsed"]

VIEW_BOX = 256.0
_ICONS = STATIC_FOLDER / "icons"
_PATHS = re.compile(r"<path[^>]*\bd=\"([^\"]+)\"")


class _OutlinePen(BasePen):  # type: ignore[misc]  # fontTools is published without types
    """Collect what is drawn as a matplotlib path."""

    def __init__(self) -> None:
        super().__init__()
        self.points: list[tuple[float, float]] = []
        self.codes: list[int] = []

    def _add(self, code: int, *points: tuple[float, float]) -> None:
        self.points += points
        self.codes += [code] * len(points)

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - the name fontTools calls
        self._add(int(Outline.MOVETO), pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - as above
        self._add(int(Outline.LINETO), pt)

    def _curveToOne(  # noqa: N802 - as above
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        self._add(int(Outline.CURVE4), pt1, pt2, pt3)

    def _closePath(self) -> None:  # noqa: N802 - as above
        self._add(int(Outline.CLOSEPOLY), (0.0, 0.0))

    def _endPath(self) -> None:  # noqa: N802 - as above
        """An open path needs nothing."""


@cache
def parsed(path: str) -> Outline:
    """Return the ``d`` of an SVG path as a matplotlib path."""
    pen = _OutlinePen()
    parse_path(path, pen)
    return Outline(np.array(pen.points), pen.codes)


@cache
def outline(category: str) -> Outline:
    """Return a category's icon in its own box: 256 × 256, the first point at the top left."""
    icon = next(row.icon for row in CATEGORIES if row.category.value == category)
    paths = _PATHS.findall((_ICONS / f"{icon}.svg").read_text(encoding="utf-8"))
    return Outline.make_compound_path(*map(parsed, paths))
