"""The one stylesheet: ours (``styles/``) over the colours and icons of the map's symbol table."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from geo.folders import STATIC_FOLDER
from geo.symbols import SAMPLES, SWATCH_SIZE, SWATCHES
from layers import bundle
from layers.masks import image, sample_mask, swatch_mask
from layers.style import CATEGORIES, css_variables

__all__ = ["STYLESHEET_PATH", "more_styles", "stylesheet"]

_FOLDER = Path(__file__).resolve().parent
_SHEETS = (
    "base", "map_frame", "head", "controls", "chips", "filter_panel", "table", "phone",
    "paper", "signs", "words", "columns", "promises", "timeline", "tables", "towns", "bars", "compare",
    "changes", "share",
)  # fmt: skip
_ICONS = STATIC_FOLDER / "icons"
_CONTROLS = ("list-bullets", "magnifying-glass", "moon", "sliders-horizontal", "sun")


@cache
def stylesheet() -> str:
    """Return the page's CSS: colours and icons as variables, then the rules."""
    icons = [f"--i-{row.category}:{_icon(row.icon)}" for row in CATEGORIES]
    icons += [f"--i-{name}:{_icon(f'{name}-bold')}" for name in _CONTROLS]
    rules = [(_FOLDER / "styles" / f"{name}.css").read_text(encoding="utf-8") for name in _SHEETS]
    return bundle.styles(
        [css_variables(), f":root{{{';'.join(icons)}}}", _categories(), _certainties(), *rules]
    )


@cache
def more_styles(name: str) -> str:
    """Return what one part adds to the sheet (a file of ``styles``), for the pages that have that part."""
    return bundle.styles([(_FOLDER / "styles" / f"{name}.css").read_text(encoding="utf-8")])


def _categories() -> str:
    """Return the colours and the icon of each category, for what has its class and for its chip.

    Streamlit gives a chip no name of ours: it is known by its place in the row.
    """
    chip = ":is(.st-key-f_categories,.st-key-sheet_cat) button:nth-of-type"
    return "\n".join(
        f".dg-{name},{chip}({place}){{--cat:var(--c-{name});--word:var(--w-{name});--icon:var(--i-{name})}}"
        for place, name in enumerate((row.category.value for row in CATEGORIES), start=1)
    )


def _certainties() -> str:
    """Return how a project's sign and a piece of line are drawn for each certainty, from the symbol table."""
    rules = []
    for certainty, shapes in SWATCHES.items():
        _, glyph, *_ = shapes[-1]
        inset = (SWATCH_SIZE - float(str(glyph["size"]))) / 2
        sign = f"--mark:{swatch_mask(certainty)};--glyph-inset:{inset:g}px;--glyph-fill:{glyph['fill']}"
        rules.append(f".dg-sure-{certainty}{{{sign}}}")
        if certainty in SAMPLES:
            rules.append(f".dg-line-{certainty}{{--mark:{sample_mask(certainty)}}}")
    return "\n".join(rules)


def _icon(name: str) -> str:
    """Return an icon of our own as a CSS image."""
    svg = (_ICONS / f"{name}.svg").read_text(encoding="utf-8").strip()
    return image(svg)


# The name holds a hash of the sheet: a browser may keep it for good, and a new one is fetched at once.
STYLESHEET_PATH = f"/bridge/theme.{sha256(stylesheet().encode()).hexdigest()[:12]}.css"
