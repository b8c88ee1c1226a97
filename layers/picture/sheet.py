"""A sheet of paper in pixels: the few strokes that a picture is made of, over a matplotlib figure.

The first pixel is at the top left. Nothing here knows pyplot or any global state, so pictures may be drawn in
several threads. Every text that is set is remembered with its box: tests look whether it lies on the sheet.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Circle, FancyBboxPatch, PathPatch, Wedge
from matplotlib.path import Path as Outline
from matplotlib.patheffects import Stroke
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox, TransformedBbox
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from layers.geometry import lines_of, polygons_of
from layers.picture.fonts import Face, face
from layers.picture.icons import VIEW_BOX, outline
from layers.picture.layout import Box, Layout
from layers.style import CATEGORIES, TOKENS

__all__ = ["COLOUR", "MARK", "WORD", "Box", "Points", "Sheet", "ring_outline"]

# Set once, before anything is drawn: TrueType subsets in a PDF (text can be searched and copied), text as
# outlines in an SVG (it looks the same on a machine without Chinese), the same bytes for the same picture.
mpl.rcParams["pdf.fonttype"] = 42
mpl.rcParams["svg.fonttype"] = "path"
mpl.rcParams["svg.hashsalt"] = "dgmap"
mpl.rcParams["text.hinting"] = "no_hinting"
mpl.rcParams["text.parse_math"] = False
mpl.rcParams["path.simplify"] = False

Points = NDArray[np.float64]

COLOUR = {row.name: row.light for row in TOKENS} | {"white": "#FFFFFF"}
MARK = {row.category.value: row.light for row in CATEGORIES}
WORD = {row.category.value: row.word_light for row in CATEGORIES}

_NO_DATE: dict[str, dict[str, Any]] = {
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}


def ring_outline(polygons: Sequence[Polygon]) -> Outline:
    """Return polygons with their holes as one path."""
    pieces = []
    for polygon in polygons:
        for ring in (polygon.exterior, *polygon.interiors):
            points = np.asarray(ring.coords)[:, :2]
            codes = np.full(len(points), Outline.LINETO, dtype=np.uint8)
            codes[0], codes[-1] = Outline.MOVETO, Outline.CLOSEPOLY
            pieces.append(Outline(points, codes))
    return Outline.make_compound_path(*pieces)


class Sheet:
    """One picture while it is drawn.

    Attributes
    ----------
    bounds
        Where strokes show now, pixels.
    texts
        Every text that was set, with the bounds it was set in.
    lost
        Signs that the face has no glyph for; nothing is drawn for them.
    symbols
        What is drawn on the map, by the legend's keys.
    legend
        What the column explains, by the same keys.
    middle
        From the middle of a line of text down to its baseline, in parts of the size.
    """

    middle = 0.36

    def __init__(self, layout: Layout, lang: str) -> None:
        self.layout = layout
        self.lang = lang
        self.figure = Figure(
            figsize=(layout.width / layout.dpi, layout.height / layout.dpi),
            dpi=layout.dpi,
            facecolor=COLOUR["surface"],
        )
        self.axes = self.figure.add_axes((0.0, 0.0, 1.0, 1.0))
        self.axes.set_axis_off()
        self.axes.set_xlim(0, layout.width)
        self.axes.set_ylim(layout.height, 0)
        self.bounds: Box = (0.0, 0.0, float(layout.width), float(layout.height))
        self.texts: list[tuple[Text, Box]] = []
        self.lost: set[str] = set()
        self.symbols: set[str] = set()
        self.legend: list[str] = []
        self._order = 0

    # --- the pen ---------------------------------------------------------------------------------------

    def points(self, pixels: float) -> float:
        """Return pixels as points, the unit of matplotlib's line widths and type."""
        return pixels * 72 / self.layout.dpi

    def within(self, bounds: Box) -> None:
        """Let what follows show inside a box only."""
        self.bounds = bounds

    def _add(self, artist: Artist, *, clip: Outline | None = None) -> None:
        """Put a stroke above all earlier ones."""
        self._order += 1
        artist.set_zorder(self._order)
        self.axes.add_artist(artist)
        left, top, right, bottom = self.bounds
        artist.set_clip_box(TransformedBbox(Bbox.from_extents(left, top, right, bottom), self.axes.transData))
        if clip is not None:
            artist.set_clip_path(clip, self.axes.transData)

    def face(self, weight: int = 400) -> Face:
        """Return the face of this sheet's language."""
        return face(weight, self.lang)

    def width_of(self, text: str, size: float, weight: int = 400) -> float:
        """Return how wide a line is, pixels."""
        return self.face(weight).width(text, size)

    # --- strokes ---------------------------------------------------------------------------------------

    def lines(
        self, lines: Sequence[Points], *, colour: str, width: float, opacity: float = 1.0, dash: str = ""
    ) -> None:
        """Draw lines with one opacity, also where they cross themselves."""
        if not lines:
            return
        path = Outline.make_compound_path(*(Outline(line) for line in lines))
        # matplotlib stretches dashes by the width of the line; ours are pixels of the map.
        steps = tuple(float(step) * self.layout.scale / width for step in dash.split())
        style: Any = (0, steps) if steps else "solid"
        patch = PathPatch(
            path,
            fill=False,
            edgecolor=colour,
            linewidth=self.points(width),
            alpha=opacity,
            linestyle=style,
            capstyle="butt" if steps else "round",
            joinstyle="round",
        )
        self._add(patch)

    def area(
        self,
        shape: BaseGeometry,
        *,
        fill: str | None = None,
        edge: str | None = None,
        width: float = 0.0,
        opacity: float = 1.0,
        inside_only: bool = False,
    ) -> None:
        """Draw the polygons of a geometry (pixels); ``inside_only`` leaves out the outer half of the edge."""
        polygons = polygons_of(shape)
        if not polygons:
            return
        path = ring_outline(polygons)
        patch = PathPatch(
            path,
            facecolor=fill or "none",
            edgecolor=edge or "none",
            linewidth=self.points(width),
            alpha=opacity,
            joinstyle="round",
        )
        self._add(patch, clip=path if inside_only else None)

    def hatch(
        self,
        shape: BaseGeometry,
        colours: Sequence[str],
        *,
        gap: float,
        width: float,
        opacity: float,
    ) -> None:
        """Fill polygons (pixels) with 45° stripes, one colour in turn."""
        polygons = polygons_of(shape)
        if not polygons:
            return
        left, top, right, bottom = shape.bounds
        clip = ring_outline(polygons)
        step = gap * 2**0.5
        first = int((left + top) // step)
        last = int((right + bottom) // step) + 1
        for turn, colour in enumerate(colours):
            sums = [k * step for k in range(first, last + 1) if k % len(colours) == turn]
            stripes = [[(total - bottom, bottom), (total - top, top)] for total in sums]
            self._add(
                LineCollection(stripes, colors=colour, linewidths=self.points(width), alpha=opacity),
                clip=clip,
            )

    def disc(  # noqa: PLR0913 - as many as a circle has properties
        self,
        x: float,
        y: float,
        radius: float,
        *,
        fill: str | None = None,
        edge: str | None = None,
        width: float = 0.0,
        opacity: float = 1.0,
        dash: bool = False,
    ) -> None:
        """Draw a circle."""
        style: Any = (0, (2.0, 2.5)) if dash else "solid"
        self._add(
            Circle(
                (x, y),
                radius,
                facecolor=fill or "none",
                edgecolor=edge or "none",
                linewidth=self.points(width),
                alpha=opacity,
                linestyle=style,
            )
        )

    def sector(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        fill: str,
        start: float,
        end: float,
        width: float | None = None,
    ) -> None:
        """Draw a part of a disc, or of a ring of some width; degrees clockwise from the right."""
        self._add(Wedge((x, y), radius, start, end, width=width, facecolor=fill, edgecolor="none"))

    def box(
        self,
        box: Box,
        *,
        fill: str | None = None,
        edge: str | None = None,
        width: float = 0.0,
        radius: float = 0.0,
        opacity: float = 1.0,
    ) -> None:
        """Draw a rectangle with round corners."""
        left, top, right, bottom = box
        shape = f"round,pad=0,rounding_size={radius}" if radius else "square,pad=0"
        self._add(
            FancyBboxPatch(
                (left, top),
                right - left,
                bottom - top,
                boxstyle=shape,
                mutation_aspect=1,
                facecolor=fill or "none",
                edgecolor=edge or "none",
                linewidth=self.points(width),
                alpha=opacity,
            )
        )

    def outline(
        self,
        path: Outline,
        *,
        fill: str,
        edge: str | None = None,
        width: float = 0.0,
        opacity: float = 1.0,
    ) -> None:
        """Fill a path."""
        patch = PathPatch(
            path,
            facecolor=fill,
            edgecolor=edge or "none",
            linewidth=self.points(width),
            joinstyle="round",
            alpha=opacity,
        )
        self._add(patch)

    def stroke(
        self, path: Outline, *, colour: str, width: float, opacity: float = 1.0, dash: Sequence[float] = ()
    ) -> None:
        """Draw the edge of a path; width and dashes in pixels."""
        # matplotlib stretches dashes by the width of the line.
        style: Any = (0, [step / width for step in dash]) if dash else "solid"
        patch = PathPatch(
            path,
            fill=False,
            edgecolor=colour,
            linewidth=self.points(width),
            linestyle=style,
            capstyle="butt",
            joinstyle="round",
            alpha=opacity,
        )
        self._add(patch)

    def icon(
        self, category: str, x: float, y: float, size: float, *, fill: str, edge: str | None = None
    ) -> None:
        """Draw a category's icon about its middle, in a seam of another colour if it needs one."""
        scale = size / VIEW_BOX
        place = Affine2D().translate(-VIEW_BOX / 2, -VIEW_BOX / 2).scale(scale).translate(x, y)
        path = outline(category).transformed(place)
        if edge is not None:
            self.outline(path, fill=edge, edge=edge, width=46 * scale)
        self.outline(path, fill=fill)

    # --- text ------------------------------------------------------------------------------------------

    def text(  # noqa: PLR0913 - as many as a line of type has properties
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float,
        weight: int = 400,
        colour: str = COLOUR["ink"],
        align: str = "left",
        halo: str | None = None,
    ) -> float:
        """Set one line about the middle height ``y``; return its width in pixels."""
        shown = self.face(weight).clean(text)
        self.lost |= {sign for sign in text if not self.face(weight).holds(sign)}
        width = self.width_of(shown, size, weight)
        start = x - {"left": 0.0, "center": width / 2, "right": width}[align]
        if halo is not None:
            self._set(shown, start, y, size=size, weight=weight, colour=halo, seam=0.28 * size)
        placed = self._set(shown, start, y, size=size, weight=weight, colour=colour)
        self.texts.append((placed, self.bounds))
        return width

    def _set(
        self, text: str, x: float, y: float, *, size: float, weight: int, colour: str, seam: float = 0.0
    ) -> Text:
        artist = Text(
            x,
            y + self.middle * size,
            text,
            fontproperties=FontProperties(fname=str(self.face(weight).path), size=self.points(size)),
            color=colour,
            ha="left",
            va="baseline",
        )
        if seam:
            artist.set_path_effects(
                [Stroke(linewidth=self.points(seam), foreground=colour, joinstyle="round")]
            )
        self._add(artist)
        return artist

    # --- the file --------------------------------------------------------------------------------------

    def save(self, kind: str, *, title: str = "") -> bytes:
        """Return the sheet as the bytes of a ``png``, ``svg`` or ``pdf``."""
        into = io.BytesIO()
        metadata = {**_NO_DATE[kind], **({"Title": title} if title else {})}
        self.figure.savefig(into, format=kind, metadata=metadata, facecolor=COLOUR["surface"])
        return into.getvalue()


def clipped(lines: Sequence[Points], bounds: BaseGeometry) -> list[Points]:
    """Return the pieces of lines (pixels) that lie within a shape."""
    found = []
    for line in lines:
        if len(line) > 1:
            found += [np.asarray(piece.coords) for piece in lines_of(LineString(line).intersection(bounds))]
    return found
