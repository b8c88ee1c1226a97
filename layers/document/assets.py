"""The files that a page is made of, read from disk in a fixed order."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import minify

from geo.folders import STATIC_FOLDER
from layers.style import CATEGORIES, CONTROL_ICONS, css_variables

__all__ = ["MANY_SCRIPTS", "SCRIPTS", "STYLES", "leaflet_script", "script", "sprite", "styles", "template"]

_HERE = Path(__file__).parent

STYLES: tuple[str, ...] = (
    "page.css",
    "seek.css",
    "map.css",
    "own.css",
    "list.css",
    "card.css",
    "tour.css",
    "shade.css",
    "print.css",
    "embed.css",
)
# Only in pages of so many projects that their rows are not in the page.
MANY_SCRIPTS = frozenset({"many.js", "chunks.js", "cells.js"})
SCRIPTS: tuple[str, ...] = (
    "many.js",
    "data.js",
    "dom.js",
    "messages.js",
    "view.js",
    "find.js",
    "filter.js",
    "chunks.js",
    "base.js",
    "patterns.js",
    "lines.js",
    "crowd.js",
    "cells.js",
    "projects.js",
    "marks.js",
    "collide.js",
    "labels.js",
    "swatch.js",
    "own.js",
    "longlist.js",
    "list.js",
    "seek.js",
    "card.js",
    "near.js",
    "states.js",
    "legend.js",
    "gesture.js",
    "town.js",
    "shade.js",
    "controls.js",
    "tour.js",
    "address.js",
    "print.js",
    "embed.js",
    "main.js",
)
_SHAPES = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


@cache
def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def template() -> str:
    """Return the page with its ``[[slots]]``."""
    return _read(_HERE / "page.html")


def styles(*, with_fonts: bool = True) -> str:
    """Return Leaflet's CSS without image rules (no picture is ever fetched), then ours; minified.

    Parameters
    ----------
    with_fonts
        Whether the page may fetch the site's own Chinese face where the system has none.
    """
    leaflet = re.sub(r"/\*.*?\*/", "", _read(STATIC_FOLDER / "vendor/leaflet/leaflet.css"), flags=re.DOTALL)
    leaflet = re.sub(r"[^{}]+\{[^{}]*url\([^{}]*\}", "", leaflet)
    own = "\n".join(_read(_HERE / name) for name in STYLES)
    if not with_fonts:
        own = re.sub(r"@font-face\s*\{[^{}]*\}", "", own)
    return str(minify.string("text/css", f"{leaflet}\n{css_variables()}\n{own}"))


def leaflet_script() -> str:
    """Return what the map uses of Leaflet (``scripts/leaflet``)."""
    return _read(STATIC_FOLDER / "vendor/leaflet/leaflet.js")


def script(*, many: bool = False) -> str:
    """Return our scripts in their order, in one function scope, minified.

    Parameters
    ----------
    many
        Whether the page holds its projects in columns (``layers.many``).
    """
    bodies = "\n".join(_read(_HERE / name) for name in SCRIPTS if many or name not in MANY_SCRIPTS)
    return str(minify.string("application/javascript", f'(function () {{\n"use strict";\n{bodies}\n}})();'))


def _symbol(name: str, icon: str) -> str:
    found = _SHAPES.search(_read(STATIC_FOLDER / f"icons/{icon}.svg"))
    if found is None:
        msg = f"`{icon}.svg` holds no <svg> element"
        raise ValueError(msg)
    return f'<symbol id="i-{name}" viewBox="0 0 256 256">{found.group(1)}</symbol>'


def sprite() -> str:
    """Return all icons as inline SVG symbols ``i-rail``, …, ``i-plus``, …, and a place for patterns."""
    symbols = [_symbol(row.category.value, row.icon) for row in CATEGORIES]
    symbols += [_symbol(icon.removesuffix("-bold"), icon) for icon in CONTROL_ICONS]
    return (
        '<svg id="sprite" width="0" height="0" aria-hidden="true" focusable="false">'
        f'<defs>{"".join(symbols)}</defs><defs id="patterns"></defs></svg>'
    )
