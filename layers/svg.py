"""The small drawings of :mod:`geo.symbols` as SVG text, for pages that are written without a script."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from geo.symbols import SAMPLE_HEIGHT, SAMPLES, Shape

__all__ = ["sample", "written"]

_BOX = Markup('<svg width="{0:g}" height="{1:g}" viewBox="0 0 {0:g} {1:g}" aria-hidden="true">{2}</svg>')
_SHAPE = Markup("<{0}{1}>{2}</{0}>")
_ATTRIBUTE = Markup(' {}="{}"')


def _shape(shape: Shape) -> Markup:
    tag, attributes, *words = shape
    written = Markup().join(_ATTRIBUTE.format(name, value) for name, value in attributes.items())
    return _SHAPE.format(tag, written, "".join(words))


def written(shapes: Iterable[Shape]) -> Markup:
    """Return SVG elements as text, from the lowest up."""
    return Markup().join(_shape(shape) for shape in shapes)


def sample(key: str) -> Markup:
    """Return the drawing of a key of the legend; colours are the page's CSS variables."""
    return _BOX.format(SAMPLES[key].width, SAMPLE_HEIGHT, written(SAMPLES[key].shapes))
