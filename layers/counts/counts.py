"""How many projects each town has, as shades of ink with the number at each."""

from __future__ import annotations

from layers.element import Layer

__all__ = ["TownCounts"]


class TownCounts(Layer):
    """A count by town; which one, the app says by a message."""
