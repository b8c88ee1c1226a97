"""What goes into the page's template: words, styles, scripts, data, and what Folium has rendered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from i18n import HTML_LANG, text
from layers import bundle
from layers.escape import markup_safe
from layers.figure import PageFigure, Printed, has_tiles, numbered, policy
from layers.large.large import large_script
from layers.page import assets
from layers.past.past import past_script
from layers.projector.projector import projector_script
from layers.towns.towns import silhouette

if TYPE_CHECKING:
    from layers.map import ProjectMap

__all__ = ["slots"]


def slots(chart: ProjectMap, figure: PageFigure) -> Mapping[str, str]:
    """Return the text of each slot of ``page.html``.

    Parameters
    ----------
    chart
        The map, rendered into the figure.
    figure
        Holds what Folium's elements have rendered.
    """
    is_foreign = bool(chart.foreign())
    # The map first, so that it is drawn before what stands beside it is made.
    entries = [assets.MAIN, *([assets.FOREIGN] if is_foreign else []), *chart.scripts()]
    has_site = bool(chart.beside or chart.ways.home)
    is_whole = is_foreign or any(layer.needs_whole_leaflet for layer in chart.layers())
    asks_streets = chart.streets is not None and bool(chart.streets.script)
    has_script = asks_streets or bool(chart.ways.elsewhere)
    return {
        **_words(chart.lang),
        "policy": policy(
            chart, asks_server=bool(chart.beside) or asks_streets, has_site=has_site, has_script=has_script
        ),
        "css_class": _css_class(chart),
        "styles": assets.styles(entries, with_fonts=has_site),
        "sprite": assets.sprite([icon for layer in chart.layers() for icon in layer.icons]),
        "silhouette": silhouette(chart.dataset.towns),
        "leaflet": assets.leaflet_script(whole=is_whole),
        "islands": "\n".join(island.render() for island in chart.islands()),
        # In the app the server has put the address right.
        "tidy_script": "" if chart.beside else bundle.script([assets.TIDY]),
        "script": bundle.script(entries),
        "past_script": past_script() if chart.holds_past else "",
        "modes_script": f"{projector_script()};{large_script()}" if chart.panels and not chart.beside else "",
        **_rendered(chart, figure),
    }


def _words(lang: str) -> dict[str, str]:
    keys = {"title": "map.title", "list_label": "map.list_label", "map_label": "map.map_label"}
    return {"lang": HTML_LANG[lang], **{slot: markup_safe(text(key, lang)) for slot, key in keys.items()}}


def _css_class(chart: ProjectMap) -> str:
    parts = [] if chart.panels else ["without-head", "without-list"]
    return " ".join([*parts, *(["with-tiles"] if has_tiles(chart) else [])])


def _rendered(chart: ProjectMap, figure: PageFigure) -> dict[str, str]:
    """Return what Folium has rendered: the map, and apart from it what the children brought."""
    own = chart.own_names()

    def joined(part: Printed, *, is_own: bool) -> str:
        return "\n".join(value for name, value in part.texts().items() if (name in own) is is_own).strip()

    texts = {
        "header": joined(figure.header, is_own=False),
        "map": joined(figure.html, is_own=True),
        "children": joined(figure.html, is_own=False),
        "map_script": joined(figure.script, is_own=True),
        "children_script": joined(figure.script, is_own=False),
    }
    return numbered(texts, chart)
