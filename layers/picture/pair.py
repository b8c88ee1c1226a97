"""The pictures of a link's two sides in one, side by side."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image

from geo.dataset import current
from geo.pair import pair
from geo.view import View
from layers.picture.draw import picture

__all__ = ["pair_picture"]


def pair_picture(view: View, editions: Sequence[str], *, url: str) -> bytes:
    """Return a PNG twice as wide as a slide: each side with its own words, key and link."""
    sides = [
        Image.open(io.BytesIO(picture(current(one.report), one, kind="png", size="slide", url=url)))
        for one in pair(view, editions).views
    ]
    both = Image.new("RGB", (sum(side.width for side in sides), sides[0].height), "white")
    both.paste(sides[0], (0, 0))
    both.paste(sides[1], (sides[0].width, 0))
    out = io.BytesIO()
    both.save(out, "PNG", optimize=True)
    return out.getvalue()
