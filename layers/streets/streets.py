"""The street map as a layer: the choice on the page, and where its script and its tiles are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import ClassVar

from geo.symbols import TOKENS
from i18n import text
from layers import bundle
from layers.element import Island, Json, Layer

__all__ = ["COLOURS", "Streets", "StreetsFiles", "drawing_file", "drawing_script"]

_START = Path(__file__).parent / "drawing" / "start.js"
_WORDS = ("base", "quiet", "streets", "blank", "failed", "failed_why")
_TOKENS = {"light": {row.name: row.light for row in TOKENS}, "dark": {row.name: row.dark for row in TOKENS}}
# Quieter than the projects: greys of the paper, no hue of a category.
COLOURS: Mapping[str, Mapping[str, str]] = {
    "light": {
        **{name: _TOKENS["light"][name] for name in ("land", "water")},
        "green": "#E6ECD9",
        "edge": "#D5CCBB",
        "rail": "#B4AEA4",
        "minor": "#FFFFFF",
        "medium": "#FFFFFF",
        "major": "#F0E8D6",
        "motorway": "#E3D8C1",
        "street": "#565148",
        "village": "#45413A",
        "place": "#524D44",
        "mark": "#8F897E",
        "halo": "#FBF8F1",
    },
    "dark": {
        **{name: _TOKENS["dark"][name] for name in ("land", "water")},
        "green": "#26322A",
        "edge": "#1D2125",
        "rail": "#59626A",
        "minor": "#353C42",
        "medium": "#3A4249",
        "major": "#3D454C",
        "motorway": "#434C54",
        "street": "#C6CBCF",
        "village": "#D8DBDE",
        "place": "#CCD1D4",
        "mark": "#7B858D",
        "halo": "#23282D",
    },
}


@dataclass(frozen=True, slots=True)
class StreetsFiles:
    """Where a page finds its streets.

    Attributes
    ----------
    script
        The address of :func:`drawing_script`; empty where that is in the page.
    url
        The address of the PMTiles file; empty where the page holds its part.
    base64
        That part.
    town
        The name of the town whose part that is, by language; None where all streets are there.
    """

    script: str = ""
    url: str = ""
    base64: str = ""
    town: Mapping[str, str] | None = None


class _WithScript(Island):
    """The layer's payload, and the script that draws it."""

    def render(self, **kwargs: object) -> str:
        """Return both; the script is ours and ends no element."""
        return f"{super().render(**kwargs)}\n<script>{drawing_script()}</script>"


def drawing_script() -> str:
    """Return the script that draws the streets, which a page asks for once they are chosen."""
    colours = json.dumps(COLOURS, separators=(",", ":"))
    return f"window.dgmapStreetsColours={colours};{bundle.script([_START])}"


def drawing_file() -> tuple[str, str]:
    """Return the script under a name that holds its digest."""
    script = drawing_script()
    return f"streets-{sha256(script.encode()).hexdigest()[:12]}.js", script


class Streets(Layer):
    """The street map.

    Parameters
    ----------
    files
        Where script and tiles are.
    lang
        The language of the choice's words.
    """

    icons: ClassVar = ("stack-bold",)

    def __init__(self, files: StreetsFiles, *, lang: str) -> None:
        super().__init__(lang=lang)
        self.files = files

    def payload(self) -> Json:
        """Return the words of the choice, and where script and tiles are."""
        held = {"base64": self.files.base64} if self.files.base64 else {"url": self.files.url}
        words = {key: text(f"streets.{key}", self.lang) for key in _WORDS}
        if self.files.town:
            words["streets"] = text("streets.streets_of", self.lang, town=self.files.town[self.lang])
        return {"script": self.files.script, "file": held, "words": words}

    def island(self) -> Island:
        """Return the payload as it stands in the page, with its script where the page asks for none."""
        kind = Island if self.files.script else _WithScript
        return kind(self.payload(), kind=self.kind)
