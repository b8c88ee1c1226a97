"""The small drawings of :mod:`geo.symbols` on a sheet: the same SVG elements that the page shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from matplotlib.patches import BoxStyle
from matplotlib.path import Path as Outline
from matplotlib.transforms import Affine2D

from geo.symbols import Shape
from layers.picture.icons import parsed
from layers.picture.sheet import COLOUR, Sheet

__all__ = ["draw_shapes"]

Attributes = Mapping[str, object]


def _number(given: Attributes, name: str, default: float = 0.0) -> float:
    return float(str(given.get(name, default)))


def _colour(value: object, own: str) -> str | None:
    """Return a colour as SVG names it: a token, the text's own, a project's own, or none."""
    name = str(value)
    if name == "none":
        return None
    if name == "var(--cat)":
        return own
    return COLOUR["ink" if name == "currentColor" else name.removeprefix("var(--").removesuffix(")")]


def _outline(tag: str, given: Attributes) -> Outline:
    """Return the edge of an element in its own units."""
    if tag == "path":
        return parsed(str(given["d"]))
    if tag == "circle":
        return Outline.circle((_number(given, "cx"), _number(given, "cy")), _number(given, "r"))
    if tag != "rect":
        msg = f"`tag` was {tag!r} but is expected to be path, circle, rect or text"
        raise ValueError(msg)
    x, y, width, height = (_number(given, name) for name in ("x", "y", "width", "height"))
    radius = _number(given, "rx")
    style = BoxStyle.Round(pad=0, rounding_size=radius) if radius else BoxStyle.Square(pad=0)
    return style(x, y, width, height, 1.0)


def draw_shapes(
    sheet: Sheet, shapes: Iterable[Shape], *, x: float, y: float, scale: float, own: str = COLOUR["ink"]
) -> None:
    """Draw SVG elements with their origin at a place (pixels), in the colours of the day; ``own`` is `--cat`.

    Raises
    ------
    ValueError
        If an element is none of path, circle, rect and text.
    KeyError
        If a colour is none of ``geo.symbols.TOKENS``.
    """
    for tag, given, *words in shapes:
        if tag == "text":
            _draw_text(sheet, given, words[0], x=x, y=y, scale=scale)
            continue
        path = _outline(tag, given).transformed(Affine2D().scale(scale).translate(x, y))
        opacity = _number(given, "opacity", 1)
        fill = _colour(given.get("fill", "var(--ink)"), own)
        if fill is not None:
            sheet.outline(path, fill=fill, opacity=opacity * _number(given, "fill-opacity", 1))
        edge = _colour(given.get("stroke", "none"), own)
        if edge is not None:
            sheet.stroke(
                path,
                colour=edge,
                width=_number(given, "stroke-width", 1) * scale,
                opacity=opacity * _number(given, "stroke-opacity", 1),
                dash=[float(step) * scale for step in str(given.get("stroke-dasharray", "")).split()],
            )


def _draw_text(sheet: Sheet, given: Attributes, text: str, *, x: float, y: float, scale: float) -> None:
    size = _number(given, "font-size") * scale
    baseline = y + _number(given, "y") * scale
    sheet.text(
        x + _number(given, "x") * scale,
        baseline - size * sheet.middle,
        text,
        size=size,
        weight=int(_number(given, "font-weight", 400)),
        align="center",
    )
