"""The face of the pictures: our own Chinese web font, unpacked once into the build folder.

matplotlib reads TrueType, not WOFF2. The fonts lie in ``static/fonts`` (``scripts/subset_fonts.py``), so a
picture has Chinese on a machine that has no Chinese font at all.
"""

from __future__ import annotations

import hashlib
import io
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from geo.folders import BUILD_FOLDER, DATA_FOLDER, STATIC_FOLDER
from layers import swap

__all__ = ["Face", "chinese_signs", "face", "missing_signs"]

_SOURCE = STATIC_FOLDER / "fonts"
# Raise it when what is done to a font here changes: the unpacked copies are kept by this number.
_RECIPE = 3
# In the Chinese face these are as wide as a Chinese sign. Quotes would tear English words apart; our middle
# dot has a space on each side already.
_WIDE = {"zh": (0xB7,), "en": (0xB7, 0x2018, 0x2019, 0x201C, 0x201D)}
_SIDE = 90


@dataclass(frozen=True, slots=True)
class Face:
    """One weight of the face: its file, and the width of each sign it holds in parts of the size."""

    path: Path
    widths: dict[str, float]

    def holds(self, text: str) -> bool:
        """Say whether every sign of a text has a glyph: no box will be drawn for it."""
        return all(sign in self.widths for sign in text)

    def clean(self, text: str) -> str:
        """Return the text with a space for each sign that has no glyph."""
        return text if self.holds(text) else "".join(sign if sign in self.widths else " " for sign in text)

    def width(self, text: str, size: float) -> float:
        """Return how wide a line is, in the unit of ``size``."""
        return size * sum(self.widths.get(sign, 1.0) for sign in text)


def _narrow(font: TTFont, codes: tuple[int, ...]) -> None:
    """Give signs their own width: move the outline to the left and shorten the advance."""
    glyphs, metrics, names = font["glyf"], font["hmtx"], font.getBestCmap()
    for code in codes:
        name = names.get(code)
        glyph = glyphs[name] if name else None
        if glyph is None or glyph.numberOfContours <= 0:
            continue
        glyph.coordinates.translate((_SIDE - glyph.xMin, 0))
        glyph.recalcBounds(glyphs)
        metrics[name] = (glyph.xMax + _SIDE, glyph.xMin)


def _unpacked(weight: int, lang: str) -> Path:
    """Return the TrueType copy of a web font, made when it is missing or the web font is another."""
    name = _name(weight, lang)
    for target in (BUILD_FOLDER / "fonts" / name, Path(_elsewhere().name) / name):
        if target.exists():
            return target
    font = TTFont(_source(weight))
    _narrow(font, _WIDE[lang])
    font.flavor = None
    made = io.BytesIO()
    font.save(made)
    target = BUILD_FOLDER / "fonts" / name
    try:
        swap.replace(target, made.getvalue())
    except OSError:  # a full disk, or one that is not ours to write
        target = Path(_elsewhere().name) / name
        target.write_bytes(made.getvalue())
    return target


def _source(weight: int) -> Path:
    return _SOURCE / f"noto-sans-sc-{weight}.woff2"


@cache
def _name(weight: int, lang: str) -> str:
    digest = hashlib.sha256(_source(weight).read_bytes()).hexdigest()[:12]
    return f"noto-sans-sc-{weight}-{lang}-{digest}-{_RECIPE}.ttf"


@cache
def _elsewhere() -> tempfile.TemporaryDirectory[str]:
    """Return a folder that goes with this process."""
    return tempfile.TemporaryDirectory(prefix="dgmap-fonts-")


def face(weight: int, lang: str) -> Face:
    """Return the face in a weight (400, 700) for a language (``zh``, ``en``); its file is there."""
    return _face(_unpacked(weight, lang))  # looked at each time: the build folder may go at any moment


@cache
def _face(path: Path) -> Face:
    font = TTFont(path, lazy=True)
    unit, metrics = font["head"].unitsPerEm, font["hmtx"]
    widths = {chr(code): metrics[name][0] / unit for code, name in font.getBestCmap().items()}
    font.close()
    return Face(path=path, widths=widths)


def chinese_signs(folder: Path) -> set[str]:
    """Return the Chinese characters and full-width signs of all words in a folder's CSV, GeoJSON and TOML."""
    files = [path for path in sorted(folder.rglob("*")) if path.suffix in {".csv", ".geojson", ".toml"}]
    return {sign for path in files for sign in path.read_text(encoding="utf-8") if ord(sign) >= 0x2E80}


def missing_signs() -> str:
    """Return the Chinese signs of the data that our font was not cut for: a picture has gaps there."""
    return "".join(sorted(chinese_signs(DATA_FOLDER) - set(face(400, "zh").widths)))
