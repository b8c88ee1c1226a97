"""QGIS symbols of our drawing: one symbol for each category and certainty, made from :mod:`geo.symbols`.

Halos and bands are as wide as the place is unsure, in metres on the ground, so that they grow with the
scale as on our map; lines, discs and icons keep their size on paper. Written for QGIS 3.22 and later.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from xml.etree.ElementTree import Element, SubElement

from geo.folders import STATIC_FOLDER
from geo.symbols import CATEGORIES, CERTAINTIES, LINE_WIDTHS, NUMBERS, QUIET, TOKENS
from geo.vocabulary import Category, Certainty

__all__ = [
    "Rule",
    "SymbolLayer",
    "add_formulas",
    "area_symbol",
    "category_colours",
    "colour",
    "hatch_symbol",
    "line_symbol",
    "mm",
    "options",
    "plain_fill",
    "plain_line",
    "plain_point",
    "point_symbol",
    "quiet_symbol",
    "renderer",
    "token",
]

_ICONS = STATIC_FOLDER / "icons"
_SHAPES = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_STYLES = {row.category: row for row in CATEGORIES}
_HALOS = {row.certainty: row.halo for row in CERTAINTIES}
_DASHES = {row.certainty: row.dash for row in CERTAINTIES}
_TOKENS = {row.name: row.light for row in TOKENS}

# Strokes of a halo or band, one on another, so that its edge fades.
_STEPS = 6
_METRES = "RenderMetersInMapUnits"
# Pixels of the drawing notes: discs, icons, and the edge around a bare icon.
_DISC_PX, _CASING_PX, _GLYPH_PX = 21.0, 1.6, 14.0
_RIM = 0.86
_HALO, _CASING, _MARK, _GLYPH = range(4)  # what is drawn first, over all features of a layer


@dataclass(frozen=True, slots=True)
class SymbolLayer:
    """One stroke or mark of a symbol; ``formulas`` are QGIS expressions by property."""

    kind: str
    values: Mapping[str, str]
    formulas: Mapping[str, str] = field(default_factory=dict)
    level: int = 0
    inner: tuple[str, Sequence[SymbolLayer]] | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of the legend: a word, the rows it is for, and their symbol.

    ``largest_scale`` is the denominator above which it is not drawn; 0: always drawn.
    """

    label: str
    filter: str
    layers: Sequence[SymbolLayer]
    largest_scale: int = 0


def token(name: str) -> str:
    """Return a colour of paper or context, by day."""
    return _TOKENS[name]


def category_colours(category: Category) -> tuple[str, str]:
    """Return the colour of a category's marks and of its words, by day."""
    return _STYLES[category].light, _STYLES[category].word_light


def colour(hexed: str, opacity: float = 1.0) -> str:
    """Return ``#RRGGBB`` as QGIS writes it: ``r,g,b,a``, each up to 255."""
    red, green, blue = (int(hexed[start : start + 2], 16) for start in (1, 3, 5))
    return f"{red},{green},{blue},{round(255 * opacity)}"


def mm(pixels: float) -> str:
    """Return CSS pixels (96 an inch) as millimetres on paper."""
    return f"{pixels * 25.4 / 96:.3f}"


def _at_least(millimetres: str) -> str:
    """Return a map unit scale that never draws narrower than this on paper."""
    return f"3x:0,0,1,0,{millimetres},0"


def _step_opacity(total: float) -> float:
    """Return the opacity of each of the strokes that together make the total where all lie."""
    return float(1 - (1 - total) ** (1 / _STEPS))


# --- Lines -----------------------------------------------------------------------------------------


def line_symbol(category: Category, certainty: Certainty) -> list[SymbolLayer]:
    """Return a line: solid in a halo if it is real, a dashed spine in a band if it is schematic.

    A certainty whose row has a dash is drawn as the second.
    """
    hexed, _ = category_colours(category)
    width = LINE_WIDTHS[0][1]
    spine = NUMBERS["spine_px"]
    if dash := _DASHES[certainty]:
        return [*_band(hexed, _HALOS[certainty], spine), _dashed(hexed, spine, dash)]
    halo = _band(hexed, _HALOS[certainty], width) if _HALOS[certainty] else []
    casing = _stroke("#FFFFFF", width + 2 * NUMBERS["casing_px"], NUMBERS["casing_opacity"], level=_CASING)
    return [*halo, casing, _stroke(hexed, width, level=_MARK)]


def _stroke(hexed: str, pixels: float, opacity: float = 1.0, *, level: int = 0) -> SymbolLayer:
    values = {
        "line_color": colour(hexed, opacity),
        "line_width": mm(pixels),
        "line_width_unit": "MM",
        "capstyle": "round",
        "joinstyle": "round",
    }
    return SymbolLayer("SimpleLine", values, level=level)


def _dashed(hexed: str, pixels: float, dash: str) -> SymbolLayer:
    pattern = ";".join(mm(float(part)) for part in dash.split())
    stroke = _stroke(hexed, pixels, level=_MARK)
    values = {**stroke.values, "capstyle": "flat", "use_custom_dash": "1", "customdash": pattern}
    return SymbolLayer("SimpleLine", {**values, "customdash_unit": "MM"}, level=_MARK)


def _band(hexed: str, opacity: float, pixels: float) -> list[SymbolLayer]:
    """Return strokes that reach as far as the line may be wrong, never narrower than its mark."""
    least = mm(pixels + 2 * NUMBERS["halo_extra_px"])
    return [
        SymbolLayer(
            "SimpleLine",
            {
                **_stroke(hexed, pixels, _step_opacity(opacity)).values,
                "line_width_unit": _METRES,
                "width_map_unit_scale": _at_least(least),
            },
            {"outlineWidth": f'2 * coalesce("accuracy_m", 0) * {step / _STEPS:.3f}'},
            level=_HALO,
        )
        for step in range(_STEPS, 0, -1)
    ]


# --- Points ----------------------------------------------------------------------------------------


def point_symbol(category: Category, certainty: Certainty) -> list[SymbolLayer]:
    """Return a point: a disc with its icon if it is real; a soft disc, icon on the rim, if schematic."""
    hexed, _ = category_colours(category)
    if certainty is Certainty.SCHEMATIC:
        return [*_soft_disc(hexed, _HALOS[Certainty.APPROXIMATE]), _glyph(category, rim=True)]
    halo = _soft_disc(hexed, _HALOS[certainty]) if _HALOS[certainty] else []
    return [*halo, _disc(hexed), _glyph(category, rim=False)]


def _disc(hexed: str) -> SymbolLayer:
    values = {
        "name": "circle",
        "color": colour(hexed),
        "size": mm(_DISC_PX),
        "size_unit": "MM",
        "outline_color": colour("#FFFFFF"),
        "outline_width": mm(_CASING_PX),
        "outline_width_unit": "MM",
    }
    return SymbolLayer("SimpleMarker", values, level=_MARK)


def _soft_disc(hexed: str, opacity: float) -> list[SymbolLayer]:
    """Return circles as wide as the place is unsure, one in another."""
    return [
        SymbolLayer(
            "SimpleMarker",
            {
                "name": "circle",
                "color": colour(hexed, _step_opacity(opacity)),
                "outline_style": "no",
                "size_unit": _METRES,
                "size_map_unit_scale": _at_least(mm(_DISC_PX + 2 * NUMBERS["halo_extra_px"])),
            },
            {"size": f'2 * coalesce("accuracy_m", 0) * {step / _STEPS:.3f}'},
            level=_HALO,
        )
        for step in range(_STEPS, 0, -1)
    ]


def _glyph(category: Category, *, rim: bool) -> SymbolLayer:
    """Return a category's icon: white for a disc, or bare on the rim, in its colour with a paper edge."""
    hexed, _ = category_colours(category)
    values = {
        "name": _icon(_STYLES[category].icon, hexed if rim else "#FFFFFF", edge=rim),
        "size": mm(_GLYPH_PX * (1.25 if rim else 1)),  # the edge takes a fifth of the picture
        "size_unit": "MM",
        "offset_unit": _METRES,
    }
    # North-east: a place in metres, so that zooming does not move it.
    out = f'coalesce("accuracy_m", 0) * {_RIM * 0.5**0.5:.4f}'
    formulas = {"offset": f"to_string({out}) || ',' || to_string(-1 * {out})"} if rim else {}
    return SymbolLayer("SvgMarker", values, formulas, level=_GLYPH)


@cache
def _icon(name: str, hexed: str, *, edge: bool) -> str:
    """Return an icon as QGIS keeps it inside a style: base64 of an SVG in its final colours."""
    found = _SHAPES.search((_ICONS / f"{name}.svg").read_text(encoding="utf-8"))
    if found is None:
        msg = f"`{name}.svg` holds no <svg> element"
        raise ValueError(msg)
    shapes, land = found.group(1), token("land")
    drawn = f'<g fill="{hexed}">{shapes}</g>'
    if edge:
        around = f'<g fill="{land}" stroke="{land}" stroke-width="56" stroke-linejoin="round">{shapes}</g>'
        drawn = around + drawn
    box = "-32 -32 320 320" if edge else "0 0 256 256"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{drawn}</svg>'
    return f"base64:{base64.b64encode(svg.encode()).decode()}"


# --- Areas -----------------------------------------------------------------------------------------


def area_symbol(category: Category, _certainty: Certainty) -> list[SymbolLayer]:
    """Return an area: a faint tint whose edge fades inwards, and the icon in its middle."""
    hexed, _ = category_colours(category)
    edge = colour(hexed, NUMBERS["area_edge_opacity"])
    fading = {
        "color": edge,
        "gradient_color2": colour(hexed, 0),
        "color_type": "0",
        "use_whole_shape": "0",
        "max_distance": mm(NUMBERS["area_edge_px"] * 2),
        "distance_unit": "MM",
    }
    return [
        SymbolLayer("SimpleFill", {"color": colour(hexed, NUMBERS["area_tint"]), "outline_style": "no"}),
        SymbolLayer("ShapeburstFill", fading),
        SymbolLayer(
            "CentroidFill",
            {"point_on_surface": "1", "point_on_all_parts": "0"},
            level=_GLYPH,
            inner=("marker", [_bare_glyph(category)]),
        ),
    ]


def _bare_glyph(category: Category) -> SymbolLayer:
    rim = _glyph(category, rim=True)
    return SymbolLayer(rim.kind, rim.values)


def hatch_symbol(category: Category, *, turn: int, turns: int) -> list[SymbolLayer]:
    """Return the hatch of a town of which no more is known; categories take turns, stripe by stripe."""
    hexed, _ = category_colours(category)
    gap = NUMBERS["hatch_gap_px"]
    stripes = {
        "angle": "45",
        "distance": mm(gap * turns),
        "distance_unit": "MM",
        "offset": mm(gap * turn),
        "offset_unit": "MM",
    }
    stroke = _stroke(hexed, 1, NUMBERS["hatch_opacity"])
    return [SymbolLayer("LinePatternFill", stripes, inner=("line", [stroke]))]


def plain_fill(hexed: str, edge: str, pixels: float, opacity: float = 1.0) -> list[SymbolLayer]:
    """Return a filled area with an edge, as the base map has."""
    values = {
        "color": colour(hexed, opacity),
        "outline_color": colour(edge),
        "outline_width": mm(pixels),
        "outline_width_unit": "MM",
        "joinstyle": "round",
    }
    return [SymbolLayer("SimpleFill", values)]


def plain_line(*strokes: tuple[str, float]) -> list[SymbolLayer]:
    """Return a line of strokes (colour, pixels), the first below."""
    return [_stroke(hexed, pixels, level=level) for level, (hexed, pixels) in enumerate(strokes)]


def plain_point(hexed: str, edge: str, pixels: float) -> list[SymbolLayer]:
    """Return a small disc, as the stations of the base map have."""
    values = {
        "name": "circle",
        "color": colour(hexed),
        "size": mm(pixels),
        "size_unit": "MM",
        "outline_color": colour(edge),
        "outline_width": mm(1),
        "outline_width_unit": "MM",
    }
    return [SymbolLayer("SimpleMarker", values)]


def quiet_symbol(kind: str) -> list[SymbolLayer]:
    """Return how a frame of anybody's own is drawn (:class:`layers.FrameLayer`), by its kind of symbol."""
    ink, white = token(QUIET.color), token("casing")
    if kind == "marker":
        return plain_point(ink, white, 2 * QUIET.dot_px)
    if kind == "line":
        return plain_line((white, QUIET.casing_px), (ink, QUIET.line_px))
    return plain_fill(ink, ink, QUIET.edge_px, QUIET.fill_opacity)


# --- XML -------------------------------------------------------------------------------------------


def renderer(kind: str, rules: Sequence[Rule]) -> Element:
    """Return a rule-based renderer of ``marker``, ``line`` or ``fill`` symbols."""
    root = Element("renderer-v2", type="RuleRenderer", symbollevels="1", forceraster="0", referencescale="-1")
    tree = SubElement(root, "rules", key="{rules}")
    symbols = SubElement(root, "symbols")
    for number, rule in enumerate(rules):
        entry = SubElement(tree, "rule", key=f"{{rule-{number}}}", symbol=str(number), label=rule.label)
        if rule.filter:
            entry.set("filter", rule.filter)
        if rule.largest_scale:
            entry.set("scalemaxdenom", str(rule.largest_scale))
        _symbol(symbols, str(number), kind, rule.layers)
    return root


def _symbol(parent: Element, name: str, kind: str, layers: Sequence[SymbolLayer]) -> None:
    symbol = SubElement(parent, "symbol", name=name, type=kind, alpha="1", clip_to_extent="1", force_rhr="0")
    for one in layers:
        layer = SubElement(
            symbol, "layer", {"class": one.kind, "pass": str(one.level), "enabled": "1", "locked": "0"}
        )
        options(layer, one.values)
        _formulas(layer, one.formulas)
        if one.inner is not None:
            _symbol(layer, "@inner@0", *one.inner)


def options(parent: Element, values: Mapping[str, str]) -> None:
    """Add values the way QGIS writes a map of texts."""
    table = SubElement(parent, "Option", type="Map")
    for name, value in values.items():
        SubElement(table, "Option", name=name, type="QString", value=value)


def _formulas(layer: Element, formulas: Mapping[str, str]) -> None:
    if not formulas:
        return
    add_formulas(SubElement(layer, "data_defined_properties"), formulas)


def add_formulas(parent: Element, formulas: Mapping[str, str]) -> None:
    """Add expressions by property the way QGIS writes them."""
    table = SubElement(parent, "Option", type="Map")
    SubElement(table, "Option", name="name", type="QString", value="")
    properties = SubElement(table, "Option", name="properties", type="Map")
    for name, expression in formulas.items():
        one = SubElement(properties, "Option", name=name, type="Map")
        SubElement(one, "Option", name="active", type="bool", value="true")
        SubElement(one, "Option", name="expression", type="QString", value=expression)
        SubElement(one, "Option", name="type", type="int", value="3")
    SubElement(table, "Option", name="type", type="QString", value="collection")
