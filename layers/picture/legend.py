"""The legend of a picture: what was drawn on it, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from geo.symbols import SAMPLE_HEIGHT, SAMPLES, Sample
from i18n import text
from layers.picture.drawing import draw_shapes
from layers.picture.frames import key_of
from layers.picture.scene import Scene
from layers.picture.sheet import MARK, Sheet
from layers.style import drawing
from layers.wording import distance

__all__ = ["Item", "draw_legend", "items", "legend_height"]

_STYLE = drawing()
# From the page's small drawings to those on a sheet.
_ENLARGED = 1.3
_ICON = 24.0
_GAP = 10.0
_BETWEEN = 26.0


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the legend: which symbol, its word, and its drawing; a category is drawn by its icon."""

    key: str
    words: str
    sample: Sample | None = None

    @property
    def width(self) -> float:
        """Width of the drawing, pixels."""
        return _ICON if self.sample is None else self.sample.width * _ENLARGED


def _words(key: str, scene: Scene) -> str:
    lang = scene.lang
    if key in ("approximate", "schematic"):
        parts = [part for one in scene.shown for part in one.parts if part.certainty == key]
        spread = {part.accuracy_m for part in parts if part.accuracy_m}
        word = text(f"map.key_{key}", lang)
        return (
            text("slide.key_within", lang, word=word, distance=distance(spread.pop(), lang=lang))
            if len(spread) == 1
            else word
        )
    return text(f"map.key_{key}", lang)


def items(sheet: Sheet, scene: Scene, *, with_categories: bool = True) -> list[Item]:
    """Return the legend of what has been drawn on a sheet, in a fixed order."""
    found = [Item(key, _words(key, scene), one) for key, one in SAMPLES.items() if key in sheet.symbols]
    frames = [Item(key_of(scene, layer), layer.name, layer.sample()) for layer in scene.drawn.frames]
    found += [item for item in frames if item.key in sheet.symbols]
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
        wide = item.width + _GAP + sheet.width_of(item.words, size)
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
            _draw_sample(sheet, item, x + left, middle)
            sheet.text(x + left + item.width + _GAP, middle, item.words, size=size)


def _draw_sample(sheet: Sheet, item: Item, x: float, y: float) -> None:
    """Draw what a word stands beside, its left edge at ``x`` and its middle at ``y``."""
    if item.sample is None:
        category = item.key.removeprefix("cat-")
        sheet.icon(category, x + item.width / 2, y, item.width, fill=MARK[category])
    else:
        top = y - SAMPLE_HEIGHT * _ENLARGED / 2
        draw_shapes(sheet, item.sample.shapes, x=x, y=top, scale=_ENLARGED)
