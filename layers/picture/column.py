"""The words of a picture beside its map, or above and below: title, what it shows, legend, code, sources."""

from __future__ import annotations

import numpy as np
import segno
from matplotlib.path import Path as Outline

from i18n import text
from layers.picture.legend import draw_legend, items, legend_height
from layers.picture.rows import draw_middle, is_table
from layers.picture.scene import Scene
from layers.picture.sheet import COLOUR, Sheet
from layers.picture.typeset import fitted, wrapped

__all__ = ["draw_column"]

_TITLE_SIZES = (1.0, 0.86, 0.74, 0.64, 0.56)
_LEADING = 1.36
# A phone must read the code from the last row: the whole, and one square of it, in pixels.
_QR_LEAST = 118
_QR_MOST = 230
_MODULE_LEAST = 3


def draw_column(sheet: Sheet, scene: Scene) -> None:
    """Draw the words beside the map, or above and below it on an upright sheet."""
    layout = sheet.layout
    for box in dict.fromkeys((layout.head_box, layout.body_box)):
        sheet.within(box)
        sheet.box(box, fill=COLOUR["surface"])
    x, width = float(layout.margin), layout.body_box[2] - 2 * layout.margin
    (_draw_upright if layout.is_upright else _draw_beside)(sheet, scene, x=x, width=width)


def _draw_upright(sheet: Sheet, scene: Scene, *, x: float, width: float) -> None:
    """Draw the head above the map, the legend below it, and a foot whose code fills what is left."""
    sheet.within(sheet.layout.head_box)
    _draw_title(sheet, scene, x=x, width=width)
    sheet.within(sheet.layout.body_box)
    found = items(sheet, scene)
    y = sheet.layout.body_box[1] + 18
    draw_legend(sheet, found, x=x, y=y, width=width)
    _draw_foot(sheet, scene, x=x, width=width, top=y + legend_height(sheet, found, width) + 32)


def _draw_beside(sheet: Sheet, scene: Scene, *, x: float, width: float) -> None:
    """Draw the column from the top and the foot from the bottom; the middle gets the room between."""
    top = _draw_title(sheet, scene, x=x, width=width)
    bottom = _draw_foot(sheet, scene, x=x, width=width)
    if sheet.layout.full:
        whole = items(sheet, scene)
        height = legend_height(sheet, whole, width)
        if is_table(sheet, scene, bottom - 16 - height - top):
            whole = items(sheet, scene, with_categories=False)
            height = legend_height(sheet, whole, width)
        draw_legend(sheet, whole, x=x, y=bottom - 10 - height, width=width)
        bottom -= height + 24
        _hairline(sheet, x, bottom, width)
        bottom -= 8
    draw_middle(sheet, scene, x=x, y=top + 8, width=width, bottom=bottom)


def _hairline(sheet: Sheet, x: float, y: float, width: float) -> None:
    sheet.lines([np.array([(x, y), (x + width, y)])], colour=COLOUR["hairline"], width=1.4)


# --- the head -------------------------------------------------------------------------------------------


def _title_lines(sheet: Sheet, words: str, width: float, height: float) -> tuple[list[str], float]:
    """Return a title's lines and size: the largest size at which it fits, cut only when none does."""
    size = sheet.layout.title
    for share in _TITLE_SIZES:
        size = sheet.layout.title * share

        def measure(line: str, size: float = size) -> float:
            return sheet.width_of(line, size, 700)

        lines = wrapped(words, width, measure)
        if len(lines) * size * _LEADING > height:
            lines = wrapped(words, width, measure, clauses=False)
        if len(lines) * size * _LEADING <= height:
            return lines, size
    most = max(1, int(height // (size * _LEADING)))
    return fitted(lines, most, width, measure), size


def _draw_title(sheet: Sheet, scene: Scene, *, x: float, width: float) -> float:
    """Draw title and subtitle; return where they end. The numbers join the title where there is room."""
    layout = sheet.layout
    y = layout.margin * 0.95
    said = scene.said if scene.is_step or layout.is_upright else []
    below = [*said, scene.extra, scene.subtitle]
    height = layout.above * 0.54 if layout.is_upright else layout.height * (0.215 if layout.full else 0.44)
    words = scene.title
    if scene.breakdown and not layout.is_upright:
        joined = scene.title + text("slide.colon", scene.lang) + scene.breakdown
        if _title_lines(sheet, joined, width, height)[1] == layout.title:
            words = joined
        else:
            below.insert(0, scene.breakdown)
    lines, size = _title_lines(sheet, words, width, height)
    for turn, line in enumerate(lines):
        sheet.text(x, y + (turn + 0.5) * size * _LEADING, line, size=size, weight=700)
    y += len(lines) * size * _LEADING + 8
    y = _draw_below(sheet, [part for part in below if part], x=x, y=y, width=width)
    if layout.is_upright:
        return y
    y += 14
    _hairline(sheet, x, y, width)
    return y + 4


def _draw_below(sheet: Sheet, parts: list[str], *, x: float, y: float, width: float) -> float:
    """Draw what stands below the title; return where it ends.

    Where an upright sheet's map begins too soon, the last part is left out, and what is left is cut.
    """
    size = sheet.layout.text

    def measure(line: str) -> float:
        return sheet.width_of(line, size)

    told = [wrapped(part, width, measure) for part in parts]
    lines = [line for part in told for line in part]
    most = int((sheet.layout.above - y) // (size * 1.5)) if sheet.layout.is_upright else len(lines)
    if len(lines) > most:
        lines = fitted([line for part in told[:-1] for line in part], most, width, measure)
    for line in lines:
        sheet.text(x, y + size * 0.75, line, size=size, colour=COLOUR["ink-2"])
        y += size * 1.5
    return y


# --- the foot -------------------------------------------------------------------------------------------


def _names(scene: Scene) -> list[str]:
    """Return who told what is shown, each once."""
    if scene.selected is not None:
        told = [source.title for source in scene.selected.sources]
    else:
        found = [project.now.source for project in scene.shown if project.status != "unknown"]
        told = [source.title for source in found if source is not None]
    return list(dict.fromkeys(told))


def _foot_words(scene: Scene) -> list[str]:
    lang = scene.lang
    words = [text("slide.scan", lang)] if scene.link else []
    names = _names(scene)
    if names:
        key = "slide.sources" if len(names) <= 3 else "slide.sources_more"
        words.append(text(key, lang, names=text("map.list_sep", lang).join(names[:3]), n=len(names)))
    words.append(text("slide.certainty_note", lang))
    words.append(
        text("slide.brand", lang, year=scene.view.report)
        + text("map.dot", lang)
        + text("map.newest", lang, date=scene.newest)
    )
    return words


def _draw_foot(sheet: Sheet, scene: Scene, *, x: float, width: float, top: float | None = None) -> float:
    """Draw code, sources and edition at the bottom; return where the foot begins.

    The code is as small as a phone can read from the last row; where a top is given, as large as fits below.
    """
    layout = sheet.layout
    bottom = float(layout.height) - layout.margin
    size, left = layout.small, x
    code = _code(scene.link) if scene.link and layout.full else None
    side = 0.0
    if code is not None:
        room = 0 if top is None else int((min(bottom - top, _QR_MOST)) // len(code))
        pixels = max(_MODULE_LEAST, -(-_QR_LEAST // len(code)), room)
        side = float(pixels * len(code))
        left = x + side + 24
    words = _foot_words(scene) if layout.full else _foot_words(scene)[-1:]
    lines = [
        line
        for part in words
        for line in wrapped(part, x + width - left, lambda one: sheet.width_of(one, size))
    ]
    step = size * 1.42
    height = max(side, len(lines) * step)
    if code is not None:
        _draw_code(sheet, code, x=x, y=round(bottom - side), pixels=side / len(code))
    for turn, line in enumerate(lines):
        y = bottom - (len(lines) - turn - 0.5) * step
        sheet.text(left, y, line, size=size, colour=COLOUR["ink-2"])
    y = bottom - height - 18
    if layout.full:
        _hairline(sheet, x, y, width)
    return y


def _code(link: str) -> list[list[int]]:
    """Return a link's QR code as rows of 0 and 1; a link of any length we write fits."""
    return [[int(module) for module in row] for row in segno.make(link, error="m", micro=False).matrix]


def _draw_code(sheet: Sheet, code: list[list[int]], *, x: float, y: float, pixels: float) -> None:
    """Draw a QR code in one path, so that no seam shows between its squares."""
    squares = []
    for row, line in enumerate(code):
        for column, module in enumerate(line):
            if module:
                left, top = x + column * pixels, y + row * pixels
                right, bottom = left + pixels, top + pixels
                corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
                squares.append(Outline(corners, closed=True))
    sheet.outline(Outline.make_compound_path(*squares), fill=COLOUR["ink"])
