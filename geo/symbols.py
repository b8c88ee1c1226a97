"""The one symbol table: every colour, width and distance that a map of ours draws with.

Plain Python. The page's style (:mod:`layers.style`) and the QGIS style inside a GeoPackage
(:mod:`geo.export.symbology`) are both made from these values, and the tests measure contrast and
colour-blind separation on them, so that a picture can not drift away from what was measured. Colours were
found by annealing in CIELAB; ``tests/layers/test_style.py`` computes the minima.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geo.vocabulary import Category, Certainty, Status

__all__ = [
    "CATEGORIES",
    "CERTAINTIES",
    "LEFT_OPEN",
    "LINE_WIDTHS",
    "NUMBERS",
    "QUIET",
    "SAMPLES",
    "SAMPLE_HEIGHT",
    "SOFT_STOPS",
    "STATUS_MARKS",
    "STATUS_SIZE",
    "SWATCHES",
    "SWATCH_SIZE",
    "TOKENS",
    "CategoryStyle",
    "CertaintyStyle",
    "Quiet",
    "Sample",
    "Shape",
    "Token",
]

# One SVG element: tag, attributes, and the text in it if there is one.
Shape = tuple[str, Mapping[str, object]] | tuple[str, Mapping[str, object], str]


@dataclass(frozen=True, slots=True)
class CategoryStyle:
    """How a category looks: mark colours, the darker hues for words, and the icon's file name."""

    category: Category
    light: str
    dark: str
    word_light: str
    word_dark: str
    icon: str


@dataclass(frozen=True, slots=True)
class CertaintyStyle:
    """How sure a place looks: opacities are totals over a whole stack of strokes, widths are CSS pixels."""

    certainty: Certainty
    halo: float
    halo_selected: float
    dash: str


@dataclass(frozen=True, slots=True)
class Token:
    """A colour of paper, page or context, in both themes."""

    name: str
    light: str
    dark: str


@dataclass(frozen=True, slots=True)
class Quiet:
    """How a frame of anybody's own looks: the name of its token, opacities, CSS pixels."""

    color: str
    line_px: float
    line_opacity: float
    casing_px: float
    casing_opacity: float
    edge_px: float
    fill_opacity: float
    dot_px: float
    dot_edge_px: float
    dot_opacity: float


@dataclass(frozen=True, slots=True)
class Sample:
    """The small drawing of a key of the legend.

    Attributes
    ----------
    width
        CSS pixels; every sample is ``SAMPLE_HEIGHT`` high.
    shapes
        SVG elements from the lowest up; colours are tokens (``var(--ink)``).
    """

    width: float
    shapes: tuple[Shape, ...]


CATEGORIES: tuple[CategoryStyle, ...] = (
    CategoryStyle(Category.RAIL, "#B01733", "#F55C6B", "#B01733", "#F55C6B", "train-simple-fill"),
    CategoryStyle(Category.ROAD, "#A46804", "#DD952B", "#945E04", "#DD952B", "road-horizon-fill"),
    CategoryStyle(Category.SCIENCE, "#642790", "#9076E8", "#642790", "#A38DF0", "atom-fill"),
    CategoryStyle(Category.INDUSTRY, "#27344A", "#EAE2CC", "#27344A", "#EAE2CC", "factory-fill"),
    CategoryStyle(Category.LOGISTICS, "#106C6C", "#5DC5B9", "#106C6C", "#5DC5B9", "package-fill"),
    CategoryStyle(Category.CIVIC, "#455DD2", "#9DAEFE", "#455DD2", "#9DAEFE", "bank-fill"),
    CategoryStyle(Category.RENEWAL, "#DA4B90", "#BD6EA6", "#BA3078", "#CF86BA", "paint-roller-fill"),
    CategoryStyle(Category.GREENWAY, "#658D53", "#ABD880", "#4B6F3C", "#ABD880", "leaf-fill"),
    CategoryStyle(Category.WATER, "#338CBD", "#ABE4FF", "#1E6F98", "#ABE4FF", "drop-fill"),
)

CERTAINTIES: tuple[CertaintyStyle, ...] = (
    CertaintyStyle(Certainty.SURVEYED, halo=0.0, halo_selected=0.0, dash=""),
    CertaintyStyle(Certainty.APPROXIMATE, halo=0.25, halo_selected=0.39, dash=""),
    CertaintyStyle(Certainty.SCHEMATIC, halo=0.17, halo_selected=0.28, dash="7 6"),
    CertaintyStyle(Certainty.TOWN, halo=0.0, halo_selected=0.0, dash=""),
    CertaintyStyle(Certainty.NONE, halo=0.0, halo_selected=0.0, dash=""),
)

TOKENS: tuple[Token, ...] = (
    Token("land", "#F7F3EA", "#262B30"),
    Token("neighbour", "#E8ECEC", "#1A1E22"),
    Token("water", "#D3E2E8", "#15222B"),
    Token("coast", "#B7CCD5", "#27404D"),
    Token("woods", "#E7ECD8", "#26322D"),
    Token("border", "#CDC5B5", "#3C4349"),
    Token("outline", "#A59C8A", "#5A636A"),
    Token("town-name", "#6A655C", "#A3AAB0"),
    Token("neighbour-name", "#616B70", "#8B959C"),
    Token("sea-name", "#456878", "#7396A8"),
    Token("context-road", "#DCD3C2", "#353C42"),
    Token("context-case", "#C9BFAC", "#434B52"),
    Token("railway", "#B4AEA4", "#59626A"),
    Token("station", "#8F897E", "#7B858D"),
    Token("surface", "#FFFEFB", "#17191C"),
    Token("ink", "#22252A", "#EFECE5"),
    Token("ink-2", "#5B6066", "#A6ABB0"),
    Token("hairline", "#E6E1D6", "#2C3035"),
    Token("field", "#8F887A", "#727A82"),
    Token("chip", "#F6F3EC", "#202428"),
    Token("hover", "#F5F1E8", "#202428"),
    Token("selected", "#EFE9DC", "#2A2F34"),
    Token("shadow", "#5A4A2A", "#000000"),
    # A filled mark carries a white glyph by day and a dark one at night, and an edge of the same.
    Token("glyph", "#FFFFFF", "#17191C"),
    Token("casing", "#FFFFFF", "#14171A"),
)

# (lowest zoom, pixels): the widest row whose zoom is reached holds.
LINE_WIDTHS: tuple[tuple[float, float], ...] = ((0.0, 3.2), (11.4, 4.0), (12.9, 5.0))

NUMBERS: Mapping[str, Any] = {
    "selected_extra_px": 1.6,
    "casing_px": 1.0,
    "casing_selected_px": 2.5,
    "casing_opacity": 0.75,
    "spine_px": 2.2,
    "outside_factor": 0.42,
    "halo_steps": [3, 9],
    "halo_step_px": 5,
    "halo_extra_px": 3,
    "rest_line": 0.32,
    "rest_halo": 0.32,
    "area_tint": 0.05,
    "area_edge_px": 2.6,
    "area_edge_opacity": 0.55,
    "merge_px": 25,
    "merge_crowd_px": 56,
    "hatch_gap_px": 9,
    "hatch_gap_near_px": 14,
    "hatch_opacity": 0.34,
    "hatch_opacity_near": 0.26,
    "hatch_selected_gap_px": 7,
    "hatch_selected_px": 1.5,
    "hatch_selected_opacity": 0.75,
    "near_zoom": 13,
    "ground_zoom": 11,
    "glyph_badge_zoom": 12,
    "point_name_zoom": 12,
    "svg_limit": 500,
}

QUIET = Quiet(
    color="ink-2",
    line_px=2.4,
    line_opacity=0.9,
    casing_px=5,
    casing_opacity=0.7,
    edge_px=1.6,
    fill_opacity=0.12,
    dot_px=5,
    dot_edge_px=1.4,
    dot_opacity=0.95,
)

# How a disc fades whose place is only roughly known: share of the radius, opacity.
SOFT_STOPS: tuple[tuple[float, float], ...] = ((0.0, 0.34), (0.45, 0.27), (0.75, 0.13), (1.0, 0.0))

# --- Small drawings beside words -------------------------------------------------------------------

_GREY = "var(--ink-2)"


def _certainty(certainty: Certainty) -> CertaintyStyle:
    return next(row for row in CERTAINTIES if row.certainty is certainty)


def _line(width: float, stroke: str = _GREY, *, dash: str = "", path: str = "M2 10h30") -> Shape:
    dashed = {"stroke-dasharray": dash} if dash else {}
    return "path", {"d": path, "fill": "none", "stroke": stroke, "stroke-width": width, **dashed}


def _dashes(width: float, dash: str) -> Shape:
    """Return as many whole dashes as fit into a sample of 34 pixels, in its middle."""
    drawn, gap = (float(step) for step in dash.split())
    length = max(1, (26 + gap) // (drawn + gap)) * (drawn + gap) - gap
    return _line(width, dash=dash, path=f"M{17 - length / 2:g} 10h{length:g}")


def _band(radius: float, certainty: Certainty) -> Shape:
    """Return what is drawn round a line of this certainty, as strong as round a line of the map."""
    box = {"x": 0, "y": 3, "width": 34, "height": 14, "rx": radius}
    return "rect", {**box, "fill": _GREY, "opacity": _certainty(certainty).halo}


def _count(x: float, y: float, text: str) -> Shape:
    font = {"font-size": 11, "font-weight": 700, "fill": "var(--ink)"}
    return "text", {"x": x, "y": y, "text-anchor": "middle", "class": "key-count", **font}, text


_PLATE = {"x": 1, "y": 2, "width": 20, "height": 16, "rx": 4}
_PAPER = {"fill": "var(--surface)", "stroke": _GREY}
_RING = {"cx": 10, "cy": 10, "r": 8}

SAMPLE_HEIGHT = 20
# The order is that of a printed legend.
SAMPLES: Mapping[str, Sample] = {
    "own": Sample(34, (_line(2.2, "var(--ink)", dash="6 5"),)),
    "surveyed": Sample(34, (_line(4),)),
    "approximate": Sample(34, (_band(4, Certainty.APPROXIMATE), _line(3.2))),
    "schematic": Sample(
        34,
        (
            _band(7, Certainty.SCHEMATIC),
            _dashes(NUMBERS["spine_px"], _certainty(Certainty.SCHEMATIC).dash),
        ),
    ),
    "town": Sample(
        50,
        (
            _line(1, path="M2 18 18 2M11 18 27 2M0 11 9 2M20 18 27 11"),
            ("rect", {"x": 31, "y": 1, "width": 18, "height": 17, "rx": 4, **_PAPER, "stroke-width": 0.8}),
            _count(40, 12.5, "2"),
            _line(2, path="M34 15.5h12"),
        ),
    ),
    "merged": Sample(
        20,
        (
            ("circle", {**_RING, **_PAPER, "stroke-width": 2.4, "stroke-dasharray": "10 2.6"}),
            _count(10, 13.6, "3"),
        ),
    ),
    "area": Sample(
        34,
        (
            (
                "rect",
                {
                    "x": 2, "y": 3, "width": 30, "height": 14, "rx": 4, "fill": _GREY, "fill-opacity": 0.1,
                    "stroke": _GREY, "stroke-opacity": 0.55, "stroke-width": 2.6,
                },
            ),
        ),
    ),
    "order": Sample(22, (("rect", {**_PLATE, "fill": _GREY}),)),
    "order_open": Sample(22, (("rect", {**_PLATE, "fill": "none", "stroke": _GREY, "stroke-width": 1.4}),)),
    "near": Sample(
        20,
        (
            (
                "circle",
                {
                    **_RING, "fill": "none", "stroke": "var(--ink)", "stroke-dasharray": "2 3",
                    "stroke-width": 1.4,
                },
            ),
        ),
    ),
    "road": Sample(34, (_line(4, "var(--context-case)"),)),
    "railway": Sample(
        34,
        (_line(1.2, "var(--railway)"), _line(5, "var(--railway)", dash="1 6", path="M5 10h26")),
    ),
    "station": Sample(
        20,
        (
            (
                "circle",
                {
                    "cx": 10, "cy": 10, "r": 3.4, "fill": "var(--land)", "stroke": "var(--station)",
                    "stroke-width": 1.4,
                },
            ),
        ),
    ),
    "border": Sample(34, (_line(1, "var(--outline)"),)),
}  # fmt: skip

# What an earlier report left open: thin grey dots, in no category's colour. Not in SAMPLES: few maps have it.
LEFT_OPEN: Mapping[str, object] = {
    "fill": "none", "stroke": _GREY, "stroke-width": 1.8, "stroke-dasharray": "0.1 5",
    "stroke-linecap": "round",
}  # fmt: skip

_OWN = "var(--cat)"


def _disc(radius: float, **look: object) -> Shape:
    return "circle", {"cx": 16, "cy": 16, "r": radius, "fill": _OWN, **look}


def _glyph(size: float, fill: str = _OWN, **look: object) -> Shape:
    return "glyph", {"size": size, "fill": fill, **look}


SWATCH_SIZE = 32
# A project in a square beside its name: its category's colour (`--cat`) and icon, drawn as surely as its
# place is known. Besides SVG, the tag `glyph` is the icon in the middle; the fill `soft` fades as SOFT_STOPS
# say, and `hatch` has stripes every `gap` pixels.
SWATCHES: Mapping[Certainty, tuple[Shape, ...]] = {
    Certainty.SURVEYED: (_disc(11.5), _glyph(14, "var(--glyph)")),
    Certainty.APPROXIMATE: (
        _disc(16, opacity=_certainty(Certainty.APPROXIMATE).halo),
        _disc(12, **{"stroke": "var(--casing)", "stroke-width": 1}),
        _glyph(14, "var(--glyph)"),
    ),
    Certainty.SCHEMATIC: (_disc(16, fill="soft"), _glyph(16)),
    Certainty.TOWN: (
        ("rect", {"width": 32, "height": 32, "rx": 6, "fill": "hatch", "gap": 6, "opacity": 0.8}),
        _glyph(16, "var(--surface)", stroke="var(--surface)"),
        _glyph(16),
    ),
    Certainty.NONE: (_glyph(18),),
}

_PEN: Mapping[str, object] = {"fill": "none", "stroke": "currentColor", "stroke-width": 1.4}
STATUS_SIZE = 10
# A status by shape, in the colour of its word: full, half, hollow, triangle, dashes.
STATUS_MARKS: Mapping[Status, tuple[Shape, ...]] = {
    Status.DONE: (("circle", {"cx": 5, "cy": 5, "r": 5, "fill": "currentColor"}),),
    Status.BUILDING: (
        ("circle", {"cx": 5, "cy": 5, "r": 4.3, **_PEN}),
        ("path", {"d": "M5 .7a4.3 4.3 0 0 1 0 8.6z", "fill": "currentColor"}),
    ),
    Status.PLANNED: (("circle", {"cx": 5, "cy": 5, "r": 4.2, **_PEN}),),
    Status.DELAYED: (("path", {"d": "M5 1.2 9.2 9H.8z", **_PEN, "stroke-linejoin": "round"}),),
    Status.UNKNOWN: (("path", {"d": "M0 5h2M4 5h2M8 5h2", **_PEN}),),
}
