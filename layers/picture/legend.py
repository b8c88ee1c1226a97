"""The legend of a picture: what was drawn on it, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from shapely.geometry import box as rectangle

from i18n import text
from layers.picture.scene import Scene
from layers.picture.sheet import COLOUR, MARK, Sheet
from layers.style import drawing
from layers.wording import distance

__all__ = ["Item", "draw_legend", "items", "legend_height"]

_STYLE = drawing()
_ORDER = (
    "surveyed", "approximate", "schematic", "town", "area", "merged", "order", "order_open", "near",
    "road", "railway", "station", "border",
)  # fmt: skip
_SAMPLE = {"town": 66.0, "merged": 26.0, "order": 26.0, "order_open": 26.0, "near": 26.0, "station": 22.0}
_SAMPLE_WIDE = 44.0
_GAP = 10.0
_BETWEEN = 26.0


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the legend: which symbol, and its word."""

    key: str
    words: str

    @property
    def sample(self) -> float:
        """Width of the symbol's sample, pixels."""
        return 24.0 if self.key.startswith("cat-") else _SAMPLE.get(self.key, _SAMPLE_WIDE)


def _words(key: str, scene: Scene) -> str:
    lang = scene.lang
    if key in ("approximate", "schematic"):
        parts = [part for one in scene.shown for part in one["parts"] if part["sure"] == key and part["m"]]
        spread = {part["m"] for part in parts}
        word = text(f"map.key_{key}", lang)
        return (
            text("slide.key_within", lang, word=word, distance=distance(spread.pop(), lang=lang))
            if len(spread) == 1
            else word
        )
    return text(f"map.key_{key}", lang)


def items(sheet: Sheet, scene: Scene, *, with_categories: bool = True) -> list[Item]:
    """Return the legend of what has been drawn on a sheet, in a fixed order."""
    found = [Item(key, _words(key, scene)) for key in _ORDER if key in sheet.symbols]
    if not with_categories:
        return found
    categories = [name for name in _STYLE["categories"] if f"cat-{name}" in sheet.symbols]
    return [Item(f"cat-{name}", text(f"category.{name}", scene.lang)) for name in categories] + found


def _rows(sheet: Sheet, found: list[Item], width: float) -> list[list[tuple[float, Item]]]:
    """Return the items in lines, each with its place from the left."""
    size = sheet.layout.text
    rows: list[list[tuple[float, Item]]] = [[]]
    left = 0.0
    for item in found:
        wide = item.sample + _GAP + sheet.width_of(item.words, size)
        if rows[-1] and left + wide > width:
            rows.append([])
            left = 0.0
        rows[-1].append((left, item))
        left += wide + _BETWEEN
    return [row for row in rows if row]


def _line(sheet: Sheet) -> float:
    return sheet.layout.text * 1.8


def legend_height(sheet: Sheet, found: list[Item], width: float) -> float:
    """Return how much room a legend takes, pixels."""
    return len(_rows(sheet, found, width)) * _line(sheet)


def draw_legend(sheet: Sheet, found: list[Item], *, x: float, y: float, width: float) -> None:
    """Draw a legend with its top left corner at a place."""
    size = sheet.layout.text
    for turn, row in enumerate(_rows(sheet, found, width)):
        middle = y + (turn + 0.5) * _line(sheet)
        for left, item in row:
            sheet.legend.append(item.key)
            _sample(sheet, item.key, x + left, middle, item.sample)
            sheet.text(x + left + item.sample + _GAP, middle, item.words, size=size)


def _sample(sheet: Sheet, key: str, x: float, y: float, width: float) -> None:
    if key.startswith("cat-"):
        category = key.removeprefix("cat-")
        sheet.icon(category, x + width / 2, y, width, fill=MARK[category])
    elif key in ("surveyed", "approximate", "schematic", "road", "railway", "border"):
        _line_sample(sheet, key, x, y, width)
    else:
        _spot_sample(sheet, key, x, y, width)


def _line_sample(sheet: Sheet, key: str, x: float, y: float, width: float) -> None:
    grey = COLOUR["ink-2"]
    line = [np.array([(x + 4, y), (x + width - 4, y)])]
    whole = (x, y - 9, x + width, y + 9)
    if key == "approximate":
        sheet.box(whole, fill=grey, opacity=0.25, radius=6)
    if key == "schematic":
        sheet.box(whole, fill=grey, opacity=0.2, radius=9)
    colour, pixels, dash = {
        "surveyed": (grey, 4.5, ""),
        "approximate": (grey, 4.5, ""),
        "schematic": (grey, 3.0, "7 5"),
        "road": (COLOUR["context-case"], 5.0, ""),
        "railway": (COLOUR["railway"], 1.6, ""),
        "border": (COLOUR["outline"], 1.6, ""),
    }[key]
    sheet.lines(line, colour=colour, width=pixels, dash=dash)
    if key == "railway":
        sheet.lines(line, colour=colour, width=7, dash="1 6")


def _spot_sample(sheet: Sheet, key: str, x: float, y: float, width: float) -> None:
    grey, middle = COLOUR["ink-2"], x + width / 2
    if key == "town":
        sheet.hatch(rectangle(x, y - 11, x + 34, y + 11), [grey], gap=8, width=1.3, opacity=0.8)
        sheet.box((x + 40, y - 12, x + 66, y + 12), fill=COLOUR["surface"], edge=grey, width=1.1, radius=5)
        sheet.text(x + 53, y - 2, "2", size=15, weight=700, align="center")
        sheet.box((x + 45, y + 7, x + 61, y + 9.5), fill=grey)
    elif key == "area":
        whole = (x + 2, y - 9, x + width - 2, y + 9)
        sheet.box(whole, fill=grey, opacity=0.1, radius=5)
        sheet.box(whole, edge=grey, width=3, opacity=0.55, radius=5)
    elif key == "merged":
        sheet.disc(middle, y, 11, fill=COLOUR["surface"], edge=grey, width=3)
        sheet.text(middle, y, "3", size=15, weight=700, align="center")
    elif key in ("order", "order_open"):
        is_open = key == "order_open"
        fill = COLOUR["surface"] if is_open else grey
        sheet.box((x + 1, y - 11, x + 25, y + 11), fill=fill, edge=grey, width=1.6, radius=5)
        ink = grey if is_open else COLOUR["white"]
        sheet.text(middle, y, "1", size=15, weight=700, colour=ink, align="center")
    elif key == "near":
        sheet.disc(middle, y, 11, edge=COLOUR["ink"], width=1.8, dash=True)
    else:
        sheet.disc(middle, y, 5, fill=COLOUR["land"], edge=COLOUR["station"], width=2)
