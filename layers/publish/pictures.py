"""The pictures of the published pages: drawn anew only where something that they show has changed.

What a picture is drawn from is known before it is drawn: the view, the projects in it, and the ground, which
changes with its own files. The day of the newest fact stands in each; one that is older stays true meanwhile.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace

from shapely.geometry.base import BaseGeometry

from geo.dataset import Dataset
from geo.view import View, parse_query
from layers.picture.scene import Scene, scene
from layers.prepared import fingerprint
from layers.publish.pages import Page

__all__ = ["Pictures"]

_COLOURS = 128
# Of the data, what the ground of a picture is made of; the rest is in its scene.
_GROUND = ("data/basemap/", "data/towns.geojson", "data/city.toml", "data/words/")


class Pictures:
    """The pictures of one edition, and what each is made from."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._ground = fingerprint(of=lambda name: not name.startswith("data/") or name.startswith(_GROUND))

    def _view(self, page: Page) -> View:
        view, _ = parse_query(page.query)
        return replace(view, lang=page.lang, report=self._dataset.edition)

    def key(self, page: Page) -> str:
        """Return what a page's picture shows, as a hash, and behind a space as of which day."""
        told = scene(self._dataset, self._view(page))
        shown = replace(told, subtitle="", newest="")
        plain = [_plain(getattr(shown, one.name)) for one in fields(Scene) if one.name != "drawn"]
        sha = hashlib.sha256(f"{self._ground}{plain}".encode()).hexdigest()[:16]
        return f"{sha} {told.newest} {told.subtitle}"

    def draw(self, page: Page) -> bytes:
        """Return the picture of a page's view, in a palette: a third of the size, and nobody sees it."""
        from PIL import Image  # noqa: PLC0415 - only pictures need it, and matplotlib

        from layers.picture.draw import picture  # noqa: PLC0415 - the same

        drawn = picture(self._dataset, self._view(page), kind="png", size="preview")
        with Image.open(io.BytesIO(drawn)) as opened:
            small = opened.convert("RGB").quantize(
                _COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
            )
        out = io.BytesIO()
        small.save(out, "PNG", optimize=True)
        return out.getvalue()


def _plain(value: object) -> object:
    """Return a value whose `repr` is the same in every run: shapes as their bytes."""
    if isinstance(value, BaseGeometry):
        return value.wkb_hex
    if is_dataclass(value) and not isinstance(value, type):
        return [_plain(getattr(value, one.name)) for one in fields(value)]
    if isinstance(value, Mapping):
        return [(str(name), _plain(one)) for name, one in value.items()]
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return repr(value)
