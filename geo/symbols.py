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

from geo.vocabulary import Category, Certainty

__all__ = [
    "CATEGORIES",
    "CERTAINTIES",
    "LINE_WIDTHS",
    "NUMBERS",
    "TOKENS",
    "CategoryStyle",
    "CertaintyStyle",
    "Token",
]


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
    "glyph_badge_zoom": 12,
    "point_name_zoom": 12,
    "svg_limit": 500,
}
