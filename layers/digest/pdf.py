"""A digest as PDF: A4 pages of text, set in our own face, which is embedded.

By matplotlib, as the slides are: it is there already, and a library of its own for PDF would bring megabytes
for lines of text (decision 0095).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import matplotlib as mpl
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from geo.between import Digest
from geo.digest_words import foot, headline, lead, sections
from layers.picture.fonts import face
from layers.picture.typeset import wrapped

__all__ = ["pdf"]

# A4 in points, and its margins.
_WIDTH, _HEIGHT, _MARGIN = 595.28, 841.89, 56.0
_INK, _QUIET = "#22252A", "#5B5F66"
_FOOT_SIZE = 8.0


@dataclass(frozen=True, slots=True)
class _Style:
    """How a paragraph is set: points, and whether the next one stays on its page."""

    size: float
    weight: int = 400
    colour: str = _INK
    indent: float = 0.0
    before: float = 0.0
    is_head: bool = False


_TITLE = _Style(18, 700)
_LEAD = _Style(9.5, colour=_QUIET, before=4)
_HEAD = _Style(13, 700, before=16, is_head=True)
_MEANS = _Style(9, colour=_QUIET, before=1, is_head=True)
_NAME = _Style(10.5, 700, before=8, is_head=True)
_LINE = _Style(9.5, indent=10, before=1.5)
_SOURCE = _Style(8, colour=_QUIET, indent=10)
_LEADING = 1.45


def pdf(found: Digest, *, base: str = "") -> bytes:
    """Return the file; the same digest gives the same bytes. ``base`` is written at the foot of each page."""
    lang = found.view.lang
    pages = list(_pages(list(_paragraphs(found)), lang))
    out = io.BytesIO()
    said = " · ".join(part for part in (foot(found), base) if part)
    # Without dates, so that nothing but the data changes the file.
    no_dates = {"CreationDate": None, "ModDate": None, "Title": headline(found)}
    # The face is embedded as TrueType, so that text can be searched and copied.
    with mpl.rc_context({"pdf.fonttype": 42}), PdfPages(out, metadata=no_dates) as file:
        for number, lines in enumerate(pages, start=1):
            file.savefig(_drawn(lines, f"{said} · {number} / {len(pages)}", lang))
    return out.getvalue()


_Paragraph = tuple[_Style, str]
_Placed = tuple[_Style, str, float]


def _paragraphs(found: Digest) -> Iterator[_Paragraph]:
    yield _TITLE, headline(found)
    yield _LEAD, lead(found)
    for part in sections(found):
        yield _HEAD, f"{part.title} · {len(part.items)}"
        yield _MEANS, part.means
        for item in part.items:
            yield _NAME, item.name
            for line in item.lines:
                yield _LINE, line.words
                if line.source:
                    yield _SOURCE, line.source


def _pages(paragraphs: list[_Paragraph], lang: str) -> Iterator[list[_Placed]]:
    """Yield the lines of each page with their baselines, in points from the top; a head is never last."""
    page: list[_Placed] = []
    top = _MARGIN
    for place, (style, words) in enumerate(paragraphs):
        lines = _broken(style, words, lang)
        needed = style.before + len(lines) * style.size * _LEADING
        following = _height_of_heads(paragraphs[place:], lang) if style.is_head else 0.0
        if page and top + max(needed, following) > _HEIGHT - _MARGIN:
            yield page
            page, top = [], _MARGIN
        top += style.before if page else 0.0
        for line in lines:
            top += style.size * _LEADING
            page.append((style, line, top))
    yield page


def _height_of_heads(paragraphs: list[_Paragraph], lang: str) -> float:
    """Return how much room heads take together with the first paragraph below them."""
    height = 0.0
    for style, words in paragraphs:
        height += style.before + len(_broken(style, words, lang)) * style.size * _LEADING
        if not style.is_head:
            break
    return height


def _broken(style: _Style, words: str, lang: str) -> list[str]:
    own = face(style.weight, lang)
    width = _WIDTH - 2 * _MARGIN - style.indent
    return wrapped(own.clean(words), width, lambda line: own.width(line, style.size), clauses=False)


def _drawn(lines: list[_Placed], said: str, lang: str) -> Figure:
    figure = Figure(figsize=(_WIDTH / 72, _HEIGHT / 72))
    own = face(400, lang)
    below = (_Style(_FOOT_SIZE, colour=_QUIET), own.clean(said), _HEIGHT - _MARGIN / 2)
    for style, line, top in [*lines, below]:
        figure.text(
            (_MARGIN + style.indent) / _WIDTH,
            1 - top / _HEIGHT,
            line,
            fontproperties=FontProperties(fname=str(face(style.weight, lang).path), size=style.size),
            color=style.colour,
            va="baseline",
            parse_math=False,
        )
    return figure
