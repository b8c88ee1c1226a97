"""The middle of a picture's column: the list of the projects, one project's facts, or counts by category."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from geo.vocabulary import Category, Status
from i18n import text
from layers.picture.marks import status_mark, swatch
from layers.picture.scene import Scene
from layers.picture.sheet import COLOUR, MARK, Sheet
from layers.picture.typeset import cut, fitted, wrapped
from layers.projects.records import Project

__all__ = ["draw_middle", "is_table"]

# Heights of a row, in sizes of a name: at most and at least, for two lines of text and for one.
_ROW = (3.15, 2.4)
_COMPACT = (1.9, 1.4)
# The height of a row of counts, in sizes of a name, below which the rows would lie over one another.
_COUNT_LEAST = 1.25
# So many categories are worth counting.
_CATEGORIES = 3


def _room(sheet: Sheet, factor: float) -> float:
    return sheet.layout.name_size * factor


def is_table(sheet: Sheet, scene: Scene, height: float) -> bool:
    """Say whether the projects are too many for a list and are counted by category instead."""
    several = len({project.category for project in scene.shown}) >= _CATEGORIES
    return (
        scene.selected is None
        and scene.view.near is None
        and several
        and len(scene.shown) * _room(sheet, _COMPACT[1]) > height
    )


def draw_middle(sheet: Sheet, scene: Scene, *, x: float, y: float, width: float, bottom: float) -> None:
    """Draw what the picture is about between two heights of the column."""
    if scene.selected is not None:
        _draw_facts(sheet, scene.selected, scene, x=x, y=y, width=width, bottom=bottom)
    elif not scene.shown:
        _draw_nothing(sheet, scene, x=x, y=y, width=width)
    elif is_table(sheet, scene, bottom - y):
        _draw_counts(sheet, scene, x=x, y=y, width=width, bottom=bottom)
    else:
        _draw_list(sheet, scene, x=x, y=y, width=width, bottom=bottom)


def _draw_nothing(sheet: Sheet, scene: Scene, *, x: float, y: float, width: float) -> None:
    size = sheet.layout.text
    lines = wrapped(text("slide.nothing_why", scene.lang), width, lambda line: sheet.width_of(line, size))
    for turn, line in enumerate(lines):
        sheet.text(x, y + size * (1 + 1.5 * turn), line, size=size, colour=COLOUR["ink-2"])


# --- the list -------------------------------------------------------------------------------------------


def _draw_list(sheet: Sheet, scene: Scene, *, x: float, y: float, width: float, bottom: float) -> None:
    wide = len(scene.shown) * _room(sheet, _ROW[1]) <= bottom - y
    most, least = _ROW if wide else _COMPACT
    step = max(_room(sheet, least), min(_room(sheet, most), (bottom - y) / len(scene.shown)))
    fits = int((bottom - y + 1) // step)
    shown = list(scene.shown)
    if len(shown) > fits:
        shown = shown[: max(0, fits - 1)]
    draw = _draw_row if wide else _draw_compact
    for turn, project in enumerate(shown):
        draw(sheet, scene, project, x=x, y=y + (turn + 0.5) * step, width=width)
    left = len(scene.shown) - len(shown)
    if left and fits:
        key = "slide.more" if scene.link and sheet.layout.full else "slide.more_plain"
        words = text(key, scene.lang, n=left)
        sheet.text(x, y + (len(shown) + 0.5) * step, words, size=sheet.layout.text, colour=COLOUR["ink-2"])


def _now(scene: Scene, project: Project) -> tuple[str, str]:
    """Return the word and the date, or the word and how near it is."""
    near = scene.distances.get(project.id)
    return project.now.word, near or project.now.date


def _draw_row(sheet: Sheet, scene: Scene, project: Project, *, x: float, y: float, width: float) -> None:
    layout = sheet.layout
    square = layout.name_size * 1.95
    swatch(sheet, project, x + square / 2, y, square)
    left = x + square + 18
    room = width - square - 18
    name = cut(project.name, room, lambda line: sheet.width_of(line, layout.name_size))
    sheet.text(left, y - layout.name_size * 0.62, name, size=layout.name_size)
    below = y + layout.name_size * 0.66
    mark = layout.text * 0.7
    status_mark(sheet, project.status, left + mark / 2, below, mark)
    word, when = _now(scene, project)
    end = left + mark + 8 + sheet.text(left + mark + 8, below, word, size=layout.text)
    rest = cut(when, x + width - end - 10, lambda line: sheet.width_of(line, layout.text))
    sheet.text(end + 10, below, rest, size=layout.text, colour=COLOUR["ink-2"])


def _draw_compact(sheet: Sheet, scene: Scene, project: Project, *, x: float, y: float, width: float) -> None:
    layout = sheet.layout
    size = layout.text
    square = layout.name_size * 1.3
    swatch(sheet, project, x + square / 2, y, square)
    word = scene.distances.get(project.id) or project.now.word
    wide = sheet.text(x + width, y, word, size=size * 0.95, colour=COLOUR["ink-2"], align="right")
    mark = size * 0.65
    status_mark(sheet, project.status, x + width - wide - 6 - mark / 2, y, mark)
    room = width - square - 14 - wide - mark - 24
    name = cut(project.name, room, lambda line: sheet.width_of(line, size))
    sheet.text(x + square + 14, y, name, size=size)


# --- counts ---------------------------------------------------------------------------------------------


def _draw_counts(sheet: Sheet, scene: Scene, *, x: float, y: float, width: float, bottom: float) -> None:
    """Draw one line a category with how many stand where, or where that has no room, the numbers alone."""
    present = [one.value for one in Category if any(project.category == one.value for project in scene.shown)]
    for category in present:
        if f"cat-{category}" in sheet.symbols:
            sheet.legend.append(f"cat-{category}")
    if (bottom - y - _table_key(sheet)) / len(present) < _room(sheet, _COUNT_LEAST):
        _draw_numbers(sheet, scene, present, x=x, y=y, width=width, bottom=bottom)
    else:
        _draw_table(sheet, scene, present, x=x, y=y, width=width, bottom=bottom)


def _table_key(sheet: Sheet) -> float:
    """Return the height of the line above a table that says what its columns count."""
    return sheet.layout.text * 1.9


def _draw_numbers(
    sheet: Sheet, scene: Scene, present: Sequence[str], *, x: float, y: float, width: float, bottom: float
) -> None:
    """Draw icon, word and number of each category in two columns, read downwards."""
    counts = Counter(project.category for project in scene.shown)
    rows = -(-len(present) // 2)
    step = min(_room(sheet, 1.75), (bottom - y) / rows)
    size = min(sheet.layout.name_size, step / _COUNT_LEAST)
    column = width / 2
    for turn, category in enumerate(present):
        left, middle = x + column * (turn // rows), y + (turn % rows + 0.5) * step
        sheet.icon(category, left + size * 0.6, middle, size * 1.2, fill=MARK[category])
        right = left + column - size * 1.2
        taken = sheet.text(right, middle, str(counts[category]), size=size, weight=700, align="right")
        room = column - size * 3.4 - taken
        word = cut(
            text(f"category.{category}", scene.lang), room, lambda line: sheet.width_of(line, size * 0.95)
        )
        sheet.text(left + size * 1.8, middle, word, size=size * 0.95)


def _in_room(
    sheet: Sheet, words: Sequence[str], room: float, *, size: float
) -> tuple[list[list[str]], float]:
    """Return each word in lines, two where it is too wide for one, and the size at which all have room."""
    lines = [
        [word] if sheet.width_of(word, size) <= room or " " not in word else word.split(" ", 1)
        for word in words
    ]
    widest = max(sheet.width_of(line, size) for one in lines for line in one)
    return lines, size * min(1.0, room / widest)


def _stack(
    sheet: Sheet,
    lines: Sequence[str],
    x: float,
    middle: float,
    *,
    size: float,
    colour: str = COLOUR["ink"],
    align: str = "left",
) -> None:
    """Draw lines over one another about a middle."""
    for turn, line in enumerate(lines):
        sheet.text(
            x,
            middle + (turn - (len(lines) - 1) / 2) * size * 1.15,
            line,
            size=size,
            colour=colour,
            align=align,
        )


def _draw_table(
    sheet: Sheet, scene: Scene, present: Sequence[str], *, x: float, y: float, width: float, bottom: float
) -> None:
    """Draw one line a category: icon, word, number, and how many stand where."""
    layout = sheet.layout
    found = [one.value for one in Status if any(project.status == one.value for project in scene.shown)]
    key = _table_key(sheet)
    step = min(_room(sheet, 1.75), (bottom - y - key) / len(present))
    first = x + width * 0.4
    column = (width * 0.6) / len(found)
    words = [text(f"status.{status}", scene.lang) for status in found]
    heads, size = _in_room(sheet, words, column - 8, size=layout.small)
    for turn, (status, lines) in enumerate(zip(found, heads, strict=True)):
        middle = first + (turn + 0.5) * column
        status_mark(sheet, status, middle, y + key * 0.24, layout.text * 0.62)
        _stack(sheet, lines, middle, y + key * 0.78, size=size, colour=COLOUR["ink-2"], align="center")
    for turn, category in enumerate(present):
        middle = y + key + (turn + 0.6) * step
        rows = [project for project in scene.shown if project.category == category]
        sheet.icon(category, x + 13, middle, 26, fill=MARK[category])
        taken = sheet.text(
            first - 26, middle, str(len(rows)), size=layout.name_size, weight=700, align="right"
        )
        word, room = text(f"category.{category}", scene.lang), first - 76 - taken - x
        [name], size = _in_room(sheet, [word], room, size=layout.name_size * 0.95)
        _stack(sheet, name, x + 40, middle, size=min(size, step * 0.95 / len(name)))
        counts = Counter(project.status for project in rows)
        for place, status in enumerate(found):
            told = str(counts[status] or "·")
            colour = COLOUR["ink" if counts[status] else "field"]
            sheet.text(
                first + (place + 0.5) * column, middle, told, size=layout.text, colour=colour, align="center"
            )


# --- one project ----------------------------------------------------------------------------------------


def _blocks(project: Project, scene: Scene) -> Sequence[tuple[str, str, str]]:
    """Return heading, first line and text of each block of a project's facts."""
    lang, now, promise, place = scene.lang, project.now, project.promise, project.place
    kept = promise.kept
    told = f"{kept.word}{kept.rest}" if kept else ""
    source = now.source.title if now.source else ""
    first = text("map.dot", lang).join(part for part in (now.word, now.date, source) if part)
    return [
        ("", "", project.what),
        (text("slide.now", lang), first, now.fact),
        (text("slide.promise", lang), promise.text, told),
        (text("slide.place", lang), place.title, place.text),
    ]


def _draw_facts(
    sheet: Sheet, project: Project, scene: Scene, *, x: float, y: float, width: float, bottom: float
) -> None:
    size, small = sheet.layout.text, sheet.layout.small
    line = size * 1.42
    for heading, first, rest in _blocks(project, scene):
        if heading:
            if y + small * 1.6 + line > bottom:
                return
            sheet.text(x, y + small * 0.8, heading, size=small, colour=COLOUR["ink-2"])
            y += small * 1.7
        for words, weight in ((first, 700), (rest, 400)):
            if not words:
                continue

            def measure(part: str, weight: int = weight) -> float:
                return sheet.width_of(part, size, weight)

            lines = fitted(wrapped(words, width, measure), max(0, int((bottom - y) // line)), width, measure)
            for turn, part in enumerate(lines):
                sheet.text(x, y + (turn + 0.5) * line, part, size=size, weight=weight)
            y += len(lines) * line
        y += size * 0.75
