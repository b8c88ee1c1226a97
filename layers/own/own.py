"""The visitor's own shapes."""

from __future__ import annotations

from layers.element import Layer

__all__ = ["OwnShapes"]


class OwnShapes(Layer):
    """The visitor's own shapes, for this session; the app gives them by a message."""

    keys = ("own",)
