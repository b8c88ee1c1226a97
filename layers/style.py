"""The symbol table (:mod:`geo.symbols`) as the page reads it: CSS variables, and numbers for its scripts."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from geo.symbols import (
    CATEGORIES,
    CERTAINTIES,
    LINE_WIDTHS,
    NUMBERS,
    SAMPLES,
    SOFT_STOPS,
    STATUS_MARKS,
    SWATCHES,
    TOKENS,
    CategoryStyle,
    CertaintyStyle,
    Token,
)

__all__ = [
    "CATEGORIES",
    "CERTAINTIES",
    "CONTROL_ICONS",
    "TOKENS",
    "CategoryStyle",
    "CertaintyStyle",
    "Token",
    "css_variables",
    "drawing",
]

CONTROL_ICONS: tuple[str, ...] = (
    "app-window-bold",
    "arrow-left-bold",
    "arrow-right-bold",
    "caret-right-bold",
    "corners-out-bold",
    "crosshair-simple-bold",
    "list-bullets-bold",
    "magnifying-glass-bold",
    "minus-bold",
    "note-bold",
    "plus-bold",
    "presentation-bold",
    "printer-bold",
    "share-network-bold",
    "sliders-horizontal-bold",
    "x-bold",
)


def drawing() -> dict[str, Any]:
    """Return what the drawing code of page and pictures reads, as plain JSON values.

    Returns
    -------
    dict
        The numbers of :mod:`geo.symbols`, and its small drawings as SVG elements ``[tag, attributes,
        text?]``: ``samples`` by key of the legend (``{width, shapes}``), ``swatches`` by certainty,
        ``statuses`` by status.
    """
    return {
        **NUMBERS,
        "line_widths": [list(row) for row in LINE_WIDTHS],
        "certainty": {
            row.certainty.value: {key: value for key, value in asdict(row).items() if key != "certainty"}
            for row in CERTAINTIES
        },
        "categories": [row.category.value for row in CATEGORIES],
        "soft_stops": [list(row) for row in SOFT_STOPS],
        "samples": {key: asdict(sample) for key, sample in SAMPLES.items()},
        "swatches": {certainty.value: list(shapes) for certainty, shapes in SWATCHES.items()},
        "statuses": {status.value: list(shapes) for status, shapes in STATUS_MARKS.items()},
    }


def _block(*, dark: bool) -> str:
    lines = [f"--{row.name}:{row.dark if dark else row.light}" for row in TOKENS]
    for row in CATEGORIES:
        lines.append(f"--c-{row.category}:{row.dark if dark else row.light}")
        lines.append(f"--w-{row.category}:{row.word_dark if dark else row.word_light}")
    lines.append(f"color-scheme:{'dark' if dark else 'light'}")
    return ";".join(lines)


def css_variables() -> str:
    """Return the CSS that declares every colour for light, dark and "as the system says"."""
    light, dark = _block(dark=False), _block(dark=True)
    return (
        f":root{{{light}}}\n"
        f':root[data-theme="dark"]{{{dark}}}\n'
        f'@media (prefers-color-scheme:dark){{:root[data-theme="auto"]{{{dark}}}}}\n'
    )
