"""The sheets that a picture can be drawn on: sizes in pixels of a 1920 × 1080 projector, and paper."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FORMATS", "LAYOUTS", "Layout"]

FORMATS = ("png", "svg", "pdf")


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of sheet: text column on the left, map on the right, to the edge.

    Attributes
    ----------
    width, height
        Pixels.
    inches
        Width on paper (PDF); it sets how many pixels an inch has.
    column, margin
        Width of the text column and its inner margin, pixels.
    scale
        Pixels of this sheet for one pixel of the map in a browser: all symbols grow by it.
    title, name, text, small, label
        Sizes of type, pixels: headline, name of a row, other text, small print, names on the map.
    full
        Whether there is room for legend and QR code; a preview in a chat has none.
    """

    name: str
    width: int
    height: int
    inches: float
    column: int
    margin: int
    scale: float
    title: float
    name_size: float
    text: float
    small: float
    label: float
    full: bool = True

    @property
    def dpi(self) -> float:
        """Pixels an inch."""
        return self.width / self.inches


LAYOUTS: dict[str, Layout] = {
    layout.name: layout
    for layout in (
        Layout("slide", 1920, 1080, 40 / 3, 600, 56, 1.35, 40, 22, 18.5, 16.5, 19),
        Layout("a4", 1697, 1200, 297 / 25.4, 600, 56, 1.3, 38, 22, 18.5, 16.5, 18.5),
        Layout("preview", 1200, 630, 12.5, 440, 40, 1.05, 38, 21, 19, 14.5, 16, full=False),
    )
}
