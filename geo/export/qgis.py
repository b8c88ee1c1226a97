"""How QGIS draws the layers of a GeoPackage: a style for each, and a project that opens them together."""

from __future__ import annotations

import io
import itertools
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pyproj import CRS

from geo.city import CITY, Bounds
from geo.crs import DEGREES, METRES, to_metres
from geo.export.symbology import (
    Rule,
    SymbolLayer,
    add_formulas,
    area_symbol,
    category_colours,
    colour,
    hatch_symbol,
    line_symbol,
    mm,
    plain_fill,
    plain_line,
    plain_point,
    point_symbol,
    quiet_symbol,
    renderer,
    token,
)
from geo.export.tables import Row
from geo.vocabulary import Category, Certainty
from i18n import text

__all__ = ["PROJECT", "Drawn", "project_file", "style"]

# The name under which QGIS lists the project inside the file.
PROJECT = CITY.id

_VERSION = "3.22.16"
_HEAD = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_FACE = "Sans Serif"
_GEOMETRY = {"marker": "Point", "line": "Line", "fill": "Polygon", "": "No geometry"}
# QGIS's own numbers for label placements.
_AROUND, _OVER, _HORIZONTAL = "6", "1", "4"
# Stations and the names of the ground only where there is room for them, about the page's zoom 12.
_CLOSE = 180_000
# Any number below 100 000 says that a system is none of the user's own; QGIS then takes it by its `authid`
# (src/core/proj/qgscoordinatereferencesystem.cpp, readXml).
_BUILT_IN = "1"
# What the project opens on: the units, and this share of their width and height around them.
_MARGIN = 0.05


@dataclass(frozen=True, slots=True)
class Drawn:
    """A layer as QGIS is to show it, from the top down; ``kind`` is empty for a table."""

    name: str
    title: str
    kind: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class _Label:
    """A text at a feature: an expression for it, its size in pixels, and expressions for the rest.

    ``always``: drawn whatever lies there; ``yields``: other labels may lie on the feature.
    """

    expression: str
    pixels: float
    ink: str
    placement: str
    formulas: Mapping[str, str]
    filter: str = ""
    halo: str = ""
    badge: bool = False
    always: bool = False
    yields: bool = True
    bold: bool = False


# --- Style of one layer ----------------------------------------------------------------------------


def style(layer: Drawn, lang: str) -> str:
    """Return a layer's style as a QML document, which QGIS applies when the layer is added anywhere."""
    root = Element("qgis", version=_VERSION, styleCategories="Symbology|Labeling")
    _draw(root, layer, lang)
    return _document(root)


def _draw(root: Element, layer: Drawn, lang: str) -> None:
    root.append(renderer(layer.kind, _rules(layer)))
    labels = _labels(layer.name, lang)
    root.set("labelsEnabled", "1" if labels else "0")
    if labels:
        root.append(_labeling(labels))


def _rules(layer: Drawn) -> list[Rule]:
    symbols: Mapping[str, Callable[[Category, Certainty], list[SymbolLayer]]] = {
        "sites_point": point_symbol,
        "sites_line": line_symbol,
        "sites_area": area_symbol,
    }
    if layer.name in symbols:
        return list(_site_rules(layer.rows, symbols[layer.name]))
    if layer.name == "town_only":
        return list(_hatch_rules(layer.rows))
    scale = _CLOSE if layer.name in ("base_stations", "base_names") else 0
    return [Rule(layer.title, "", _base(layer), largest_scale=scale)]


def _site_rules(
    rows: Iterable[Row], symbol: Callable[[Category, Certainty], list[SymbolLayer]]
) -> Iterable[Rule]:
    """Return a rule for each category and certainty that is there, surest last, as drawn on top."""
    found = {(str(row["certainty"]), str(row["category"])): row for row in rows}
    for certainty in reversed(Certainty):
        for category in Category:
            row = found.get((certainty.value, category.value))
            if row is not None:
                yield Rule(
                    f"{row['category_label']} · {row['certainty_label']}",
                    f"\"category\" = '{category.value}' AND \"certainty\" = '{certainty.value}'",
                    symbol(category, certainty),
                )


def _hatch_rules(rows: Iterable[Row]) -> Iterable[Rule]:
    found: dict[tuple[str, int, int], Row] = {}
    for row in rows:
        if row["hatch_turn"] is not None:
            key = (str(row["category"]), int(row["hatch_turn"]), int(row["hatch_turns"] or 1))
            found.setdefault(key, row)
    for category in Category:
        for (name, turn, turns), row in sorted(found.items(), key=lambda pair: pair[0][1:]):
            if name == category.value:
                yield Rule(
                    str(row["category_label"]),
                    f'"category" = \'{name}\' AND "hatch_turn" = {turn} AND "hatch_turns" = {turns}',
                    hatch_symbol(category, turn=turn, turns=turns),
                )


def _base(layer: Drawn) -> list[SymbolLayer]:
    """Return the symbol of a layer that no project is in: its own, else the quiet one of its shape."""
    bases = {
        "towns": plain_fill(token("land"), token("border"), 0.8),
        "base_neighbours": plain_fill(token("neighbour"), token("border"), 0.5),
        # No coast line: where two sources of water meet there is none.
        "base_water": plain_fill(token("water"), token("water"), 0.5),
        "base_woods": plain_fill(token("woods"), token("woods"), 0.2),
        "base_names": plain_point(token("surface"), token("water"), 0.1),
        "base_roads": plain_line((token("context-case"), 3.2), (token("context-road"), 2.2)),
        "base_railways": plain_line((token("railway"), 1.2)),
        "base_stations": plain_point(token("surface"), token("station"), 5),
    }
    return bases.get(layer.name) or quiet_symbol(layer.kind)


def _labels(name: str, lang: str) -> list[_Label]:
    if name == "towns":
        return _town_labels("short_zh" if lang == "zh" else "name_en")
    if name == "base_neighbours":
        at = {"PositionX": '"label_lon"', "PositionY": '"label_lat"', "Hali": "'Center'", "Vali": "'Half'"}
        at["Priority"] = "if(\"kind\" = 'district', 9, 4)"  # where both are, the one that says more
        return [_Label(f'"name_{lang}"', 13, token("neighbour-name"), _OVER, at)]
    if name == "base_names":
        return _ground_labels(f'"name_{lang}"')
    if name in ("sites_line", "sites_point", "sites_area"):
        cases = (f"WHEN \"category\" = '{one.value}' THEN '{category_colours(one)[1]}'" for one in Category)
        ink = {"Color": f"CASE {' '.join(cases)} END"}
        placement = _HORIZONTAL if name != "sites_point" else _AROUND
        return [
            _Label(
                '"map_label"',
                13,
                token("ink"),
                placement,
                ink,
                "\"map_label\" <> ''",
                token("land"),
                bold=True,
                yields=name != "sites_point",
            )
        ]
    return []


def _ground_labels(name: str) -> list[_Label]:
    """Return the numbers of expressways in plates, and the names of rivers and lakes."""
    is_road = "\"kind\" = 'road'"
    return [
        _Label(name, 10, token("ink-2"), _OVER, {}, is_road, badge=True, bold=True),
        _Label(name, 12, token("sea-name"), _OVER, {}, f"NOT {is_road}", token("water")),
    ]


def _town_labels(name: str) -> list[_Label]:
    """Return the towns' names, and beside each the number of projects of which no more is known."""
    at = {"PositionX": '"label_lon"', "PositionY": '"label_lat"', "Vali": "'Half'"}
    beside = "if(\"town_only\" > 0, 'Right', 'Center')"
    # Six pixels to the right, in degrees: one of them is 102.5 km here.
    count = {
        **at,
        "PositionX": f'"label_lon" + {mm(6)} * coalesce(@map_scale, 250000) / 1000 / 102500',
        "Hali": "'Left'",
    }
    return [
        _Label(
            f'"{name}"',
            13,
            token("town-name"),
            _OVER,
            {**at, "Hali": beside},
            halo=token("land"),
            always=True,
        ),
        _Label(
            '"town_only"',
            12,
            token("ink"),
            _OVER,
            count,
            '"town_only" > 0',
            badge=True,
            bold=True,
            always=True,
        ),
    ]


def _labeling(labels: Sequence[_Label]) -> Element:
    root = Element("labeling", type="rule-based")
    rules = SubElement(root, "rules", key="{labels}")
    for number, label in enumerate(labels):
        rule = SubElement(rules, "rule", key=f"{{label-{number}}}")
        if label.filter:
            rule.set("filter", label.filter)
        _settings(SubElement(rule, "settings", calloutType="simple"), label)
    return root


def _settings(settings: Element, label: _Label) -> None:
    style_of = SubElement(
        settings,
        "text-style",
        fieldName=label.expression,
        isExpression="1",
        fontFamily=_FACE,
        fontSize=f"{label.pixels * 0.75:g}",  # pixels are 96, points 72 an inch
        fontSizeUnit="Point",
        fontWeight="75" if label.bold else "50",
        textColor=colour(label.ink),
        textOpacity="1",
    )
    _buffer(style_of, label.halo)
    _badge(style_of, draw=label.badge)
    SubElement(
        settings,
        "placement",
        placement=label.placement,
        placementFlags="10",
        dist=mm(13) if label.placement == _AROUND else "0",
        distUnits="MM",
        predefinedPositionOrder="TR,TL,BR,BL,R,L,TSR,BSR",
        priority="8" if label.badge else "5",
    )
    SubElement(
        settings,
        "rendering",
        obstacle="0" if label.yields else "1",
        displayAll="1" if label.always else "0",
        drawLabels="1",
    )
    add_formulas(SubElement(settings, "dd_properties"), label.formulas)


def _buffer(style_of: Element, hexed: str) -> None:
    SubElement(
        style_of,
        "text-buffer",
        bufferDraw="1" if hexed else "0",
        bufferSize=mm(3),
        bufferSizeUnits="MM",
        bufferColor=colour(hexed or "#FFFFFF", 0.9),
        bufferOpacity="1",
        bufferJoinStyle="128",
    )


def _badge(style_of: Element, *, draw: bool) -> None:
    SubElement(
        style_of,
        "background",
        shapeDraw="1" if draw else "0",
        shapeType="0",
        shapeSizeType="0",
        shapeSizeX=mm(5),
        shapeSizeY=mm(1),
        shapeSizeUnit="MM",
        shapeRadiiX=mm(4),
        shapeRadiiY=mm(4),
        shapeRadiiUnit="MM",
        shapeFillColor=colour(token("surface")),
        shapeBorderColor=colour(token("outline")),
        shapeBorderWidth=mm(0.8),
        shapeBorderWidthUnit="MM",
        shapeOpacity="1",
        shapeJoinStyle="64",
    )


# --- The project -----------------------------------------------------------------------------------


def project_file(
    layers: Sequence[Drawn],
    *,
    name: str,
    lang: str,
    about: Mapping[str, str],
    extent: Bounds,
    written: date,
) -> bytes:
    """Return a zipped QGIS project of layers that lie in the file ``name`` beside it.

    Parameters
    ----------
    layers
        From the top down; tables come last and go into a folded group of their own.
    name
        The GeoPackage's own file name: QGIS looks for the layers there, so that a renamed file still
        has its styles, but its project asks where the layers are.
    lang
        The language of the labels.
    about
        What the file says of itself.
    extent
        The bounds of the units.
    written
        The day that the file states.
    """
    root = Element("qgis", version=_VERSION, projectname=about["title"])
    SubElement(root, "title").text = f"{about['title']} · {about['filter']}"
    _crs(SubElement(root, "projectCrs"), METRES)
    _tree(root, layers, name=name, lang=lang)
    _canvas(root, extent)
    within = SubElement(root, "projectlayers")
    for layer in layers:
        _map_layer(within, layer, name=name, lang=lang)
    _properties(root)
    _metadata(root, about)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        entry = zipfile.ZipInfo(f"{PROJECT}.qgs", (written.year, written.month, written.day, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        zipped.writestr(entry, _document(root))
    return archive.getvalue()


def _document(root: Element) -> str:
    indent(root, space=" ")
    return _HEAD + tostring(root, encoding="unicode") + "\n"


def _crs(parent: Element, authority: str) -> None:
    system = CRS.from_user_input(authority)
    entry = SubElement(parent, "spatialrefsys")
    for tag, value in (
        ("wkt", system.to_wkt()),
        ("srsid", _BUILT_IN),
        ("srid", authority.partition(":")[2]),
        ("authid", authority),
        ("description", system.name),
        ("geographicflag", str(system.is_geographic).lower()),
    ):
        SubElement(entry, tag).text = value


def _layer_id(layer: Drawn) -> str:
    """Return the layer's id: QGIS forgets one of ten characters or fewer."""
    return f"{CITY.id}_{layer.name}"


def _source(layer: Drawn, name: str) -> str:
    return f"./{name}|layername={layer.name}"


def _tree(root: Element, layers: Sequence[Drawn], *, name: str, lang: str) -> None:
    tree = SubElement(root, "layer-tree-group")
    tables = Element(
        "layer-tree-group", name=text("export.layer_tables", lang), expanded="0", checked="Qt::Checked"
    )
    for layer in layers:
        entry = SubElement(
            tree if layer.kind else tables,
            "layer-tree-layer",
            id=_layer_id(layer),
            name=layer.title,
            providerKey="ogr",
            source=_source(layer, name),
            checked="Qt::Checked",
            expanded="0" if layer.name.startswith(("base_", "towns")) or not layer.kind else "1",
        )
        if layer.name == "town_only":
            _fold_legend(entry, _rules(layer))
    tree.append(tables)


def _fold_legend(entry: Element, rules: Sequence[Rule]) -> None:
    """Show one hatch a category: the further ones differ in their turn only."""
    first: dict[str, int] = {}
    for number, rule in enumerate(rules):
        first.setdefault(rule.label, number)
    table = SubElement(SubElement(entry, "customproperties"), "Option", type="Map")
    order = ",".join(str(number) for number in first.values())
    SubElement(table, "Option", name="legend/node-order", type="QString", value=order)


def _canvas(root: Element, extent: Bounds) -> None:
    across, up = (extent.east - extent.west) * _MARGIN, (extent.north - extent.south) * _MARGIN
    corners = (
        to_metres(extent.west - across, extent.south - up),
        to_metres(extent.east + across, extent.north + up),
    )
    edges = dict(zip(("xmin", "ymin", "xmax", "ymax"), itertools.chain(*corners), strict=True))
    canvas = SubElement(root, "mapcanvas", name="theMapCanvas", annotationsVisible="1")
    SubElement(canvas, "units").text = "meters"
    box = SubElement(canvas, "extent")
    for edge, value in edges.items():
        SubElement(box, edge).text = f"{float(value):.0f}"
    SubElement(canvas, "rotation").text = "0"
    _crs(SubElement(canvas, "destinationsrs"), METRES)
    view = SubElement(SubElement(root, "ProjectViewSettings"), "DefaultViewExtent")
    for edge, value in edges.items():
        view.set(edge, f"{float(value):.0f}")
    _crs(view, METRES)


def _map_layer(parent: Element, layer: Drawn, *, name: str, lang: str) -> None:
    entry = SubElement(parent, "maplayer", type="vector", geometry=_GEOMETRY[layer.kind])
    SubElement(entry, "id").text = _layer_id(layer)
    SubElement(entry, "datasource").text = _source(layer, name)
    SubElement(entry, "layername").text = layer.title
    _crs(SubElement(entry, "srs"), DEGREES)
    SubElement(entry, "provider", encoding="UTF-8").text = "ogr"
    if layer.kind:
        _draw(entry, layer, lang)
        SubElement(entry, "previewExpression").text = f'"name_{lang}"'


def _properties(root: Element) -> None:
    properties = SubElement(root, "properties")
    SubElement(SubElement(properties, "Paths"), "Absolute", type="bool").text = "false"
    # Without this QGIS does not look at `projectCrs`.
    systems = SubElement(properties, "SpatialRefSys")
    SubElement(systems, "ProjectionsEnabled", type="int").text = "1"
    gui = SubElement(properties, "Gui")
    parts = colour(token("neighbour")).split(",")
    for part, value in zip(("Red", "Green", "Blue"), parts, strict=False):
        SubElement(gui, f"CanvasColor{part}Part", type="int").text = value


def _metadata(root: Element, about: Mapping[str, str]) -> None:
    metadata = SubElement(root, "projectMetadata")
    SubElement(metadata, "type").text = "dataset"
    SubElement(metadata, "title").text = about["title"]
    SubElement(metadata, "abstract").text = json.dumps(about, ensure_ascii=False, indent=1)
    SubElement(metadata, "rights").text = f"{about['licence']} {about['attribution']}"
