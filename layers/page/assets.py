"""The files that a page is made of: Leaflet, our scripts and styles, the icons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from geo.folders import STATIC_FOLDER
from layers import bundle
from layers.style import CATEGORIES, CONTROL_ICONS, css_variables

__all__ = ["FOREIGN", "MAIN", "TIDY", "leaflet_script", "sprite", "styles", "template"]

_HERE = Path(__file__).parent
_LEAFLET = STATIC_FOLDER / "vendor" / "leaflet"

# Where our scripts start, and what elements of Folium's own need besides.
MAIN = _HERE / "main.js"
FOREIGN = _HERE / "foreign.js"
# What a page that is a file runs before all others.
TIDY = _HERE / "tidy.js"
# Before the styles that lie beside the modules: what follows may change what was said before.
_FIRST = ("page.css", "map.css")
_SHAPES = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


@cache
def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def template() -> str:
    """Return the page as a Jinja template of ours; data go in as values only."""
    return _read(_HERE / "page.html")


def leaflet_script(*, whole: bool) -> str:
    """Return Leaflet, or what our own layers use of it (``scripts/leaflet``): a quarter less."""
    return _read(_LEAFLET / ("leaflet-whole.js" if whole else "leaflet.js"))


def _sheets(entries: Sequence[Path]) -> list[Path]:
    """Return our stylesheets in their order: the page's own, and those beside the modules that are joined."""
    beside = [module.with_suffix(".css") for module in bundle.modules(entries)]
    paths = [*(_HERE / name for name in _FIRST), *beside]
    return [path for path in dict.fromkeys(paths) if path.exists()]


def styles(entries: Iterable[Path], *, with_fonts: bool) -> str:
    """Return Leaflet's styles without image rules (no picture is ever fetched), then ours; minified.

    Parameters
    ----------
    entries
        The modules that the page starts from.
    with_fonts
        Whether the page may fetch the site's own Chinese face where the system has none.
    """
    leaflet = re.sub(r"/\*.*?\*/", "", _read(_LEAFLET / "leaflet.css"), flags=re.DOTALL)
    leaflet = re.sub(r"[^{}]+\{[^{}]*url\([^{}]*\}", "", leaflet)
    own = "\n".join(_read(path) for path in _sheets(list(entries)))
    if not with_fonts:
        own = re.sub(r"@font-face\s*\{[^{}]*\}", "", own)
    return bundle.styles([leaflet, css_variables(), own])


def _symbol(name: str, icon: str) -> str:
    found = _SHAPES.search(_read(STATIC_FOLDER / f"icons/{icon}.svg"))
    if found is None:
        msg = f"`{icon}.svg` holds no <svg> element"
        raise ValueError(msg)
    return f'<symbol id="i-{name}" viewBox="0 0 256 256">{found.group(1)}</symbol>'


def sprite(more: Sequence[str] = ()) -> str:
    """Return icons as inline SVG symbols ``i-rail``, …, ``i-plus``, …, and a place for patterns.

    Parameters
    ----------
    more
        Icons that only some maps have, as :attr:`layers.element.Layer.icons` names them.
    """
    symbols = [_symbol(row.category.value, row.icon) for row in CATEGORIES]
    symbols += [_symbol(icon.removesuffix("-bold"), icon) for icon in (*CONTROL_ICONS, *more)]
    return (
        '<svg id="sprite" width="0" height="0" aria-hidden="true" focusable="false">'
        f'<defs>{"".join(symbols)}</defs><defs id="patterns"></defs></svg>'
    )
