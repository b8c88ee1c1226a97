"""The sheets that a picture can be drawn on: a 1920 × 1080 projector, paper, a chat, a phone held upright."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FORMATS", "LAYOUTS", "Box", "Layout"]

FORMATS = ("png", "svg", "pdf")
# Left, top, right, bottom in pixels, the first pixel at the top left.
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of sheet: text column on the left and map on the right, or upright, the map between words.

    Attributes
    ----------
    width, height
        Pixels.
    inches
        Width on paper (PDF); it sets how many pixels an inch has.
    column, margin
        Width of the text column, 0 on an upright sheet, and the inner margin of the words, pixels.
    scale
        Pixels of this sheet for one pixel of the map in a browser: all symbols grow by it.
    title, name, text, small, label
        Sizes of type, pixels: headline, name of a row, other text, small print, names on the map.
    full
        Whether there is room for legend and QR code; a preview in a chat has none.
    above, below
        Heights of the words above and below the map of an upright sheet, pixels.
    is_posted
        Whether it is made to be posted to many: then it never shows where somebody stands.
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
    above: int = 0
    below: int = 0
    is_posted: bool = False

    @property
    def is_upright(self) -> bool:
        """Whether the words stand above and below the map."""
        return self.column == 0

    @property
    def map_box(self) -> Box:
        """Where the map lies."""
        return float(self.column), float(self.above), float(self.width), float(self.height - self.below)

    @property
    def head_box(self) -> Box:
        """Where title and sentence stand: above the map, or in the column."""
        if self.is_upright:
            return 0.0, 0.0, float(self.width), float(self.above)
        return self.body_box

    @property
    def body_box(self) -> Box:
        """Where list, legend, code and sources stand: below the map, or in the column."""
        if self.is_upright:
            return 0.0, float(self.height - self.below), float(self.width), float(self.height)
        return 0.0, 0.0, float(self.column), float(self.height)

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
        Layout(
            "moments", 1080, 1440, 11.25, 0, 48, 1.5, 52, 27, 25, 22, 23, above=316, below=440, is_posted=True
        ),
    )
}
