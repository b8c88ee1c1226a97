"""The place that distances are measured from, and its circle."""

from __future__ import annotations

from layers.element import Layer

__all__ = ["Near"]


class Near(Layer):
    """A place to measure from; the app says by a message where it is, and the page holds nothing of it."""

    keys = ("near",)
