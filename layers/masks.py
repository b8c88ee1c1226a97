"""The small drawings of :mod:`geo.symbols` as CSS masks: where a colour shows, and how strongly.

For pages that may hold no SVG, as Streamlit's. An image in CSS knows no colour of its page, so the colour
lies under the drawing and shows through it.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from geo.symbols import SAMPLE_HEIGHT, SAMPLES, SOFT_STOPS, SWATCH_SIZE, SWATCHES, Shape
from geo.vocabulary import Certainty
from layers.svg import written

__all__ = ["image", "sample_mask", "swatch_mask"]

_SAFE = "/:=,;' "
_EDGE = 2  # CSS pixels that are left free around an icon with an edge of paper


def image(svg: str) -> str:
    """Return an SVG document as a CSS image; no more of it is escaped than an address in quotes needs."""
    return f'url("data:image/svg+xml,{quote(svg.replace(chr(34), chr(39)), safe=_SAFE)}")'


def _image(body: str, *, width: float, height: float) -> str:
    return image(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">{body}</svg>')


def _opaque(shape: Shape) -> Shape:
    """Return a shape without its colours, which does not matter in a mask; what fades still does."""
    tag, attributes, *_ = shape
    paints = {name: str(attributes[name]) for name in ("fill", "stroke") if name in attributes}
    plain = {
        name: f"url(#{paint})" if paint in ("soft", "hatch") else paint for name, paint in paints.items()
    }
    plain = {name: "#000" if paint.startswith("var(") else paint for name, paint in plain.items()}
    return tag, {**attributes, **plain}


def _paints(shapes: Iterable[Shape]) -> str:
    """Return what the fills `soft` and `hatch` of some shapes are."""
    found = []
    for _, given, *_ in shapes:
        if given.get("fill") == "soft":
            stops = "".join(f'<stop offset="{at}" stop-opacity="{opacity}"/>' for at, opacity in SOFT_STOPS)
            found.append(f'<radialGradient id="soft">{stops}</radialGradient>')
        if given.get("fill") == "hatch":
            gap = given["gap"]
            box = f'width="{gap}" height="{gap}" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"'
            found.append(f'<pattern id="hatch" {box}><rect width="1" height="{gap}"/></pattern>')
    return "".join(found)


def _holes(shapes: Iterable[Shape]) -> str:
    """Return a mask that keeps the icons free which have an edge of paper; empty if there is none."""
    sides = [
        float(str(given["size"])) + 2 * _EDGE
        for tag, given, *_ in shapes
        if tag == "glyph" and "stroke" in given
    ]
    squares = [
        f'<rect x="{(SWATCH_SIZE - side) / 2:g}" y="{(SWATCH_SIZE - side) / 2:g}" width="{side:g}"'
        f' height="{side:g}" rx="{_EDGE}"/>'
        for side in sides
    ]
    whole = f'<rect width="{SWATCH_SIZE}" height="{SWATCH_SIZE}" fill="#fff"/>'
    return f'<mask id="holes">{whole}{"".join(squares)}</mask>' if squares else ""


def sample_mask(key: str) -> str:
    """Return the drawing of a key of the legend as a CSS image, its colours left out."""
    sample = SAMPLES[key]
    body = str(written(_opaque(shape) for shape in sample.shapes))
    return _image(body, width=sample.width, height=SAMPLE_HEIGHT)


def swatch_mask(certainty: Certainty) -> str:
    """Return what is drawn behind a project's icon as a CSS image, its colour left out."""
    shapes = SWATCHES[certainty]
    body = str(written(_opaque(shape) for shape in shapes if shape[0] != "glyph"))
    holes = _holes(shapes)
    if holes:
        body = f'<g mask="url(#holes)">{body}</g>'
    return _image(_paints(shapes) + holes + body, width=SWATCH_SIZE, height=SWATCH_SIZE)
