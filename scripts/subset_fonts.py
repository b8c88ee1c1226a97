"""Cut the Chinese fonts down to the characters that the data and the messages hold.

A browser takes only the Chinese of them (``unicode-range`` in fonts.css); the pictures (``layers/picture``)
set whole lines in them, so they hold Latin, figures and punctuation as well (16 kB).

For maintainers, after new words came in (tests/static says when), and for a second city (DGMAP_DATA names its
data folder; `python -m layers` says which signs it lacks): `npm pack @fontsource/noto-sans-sc@5.3.0`,
unpack it, then `python -m scripts.subset_fonts FOLDER/package`. Writes static/fonts/ and its digests into the
manifest.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from geo.folders import DATA_FOLDER
from layers.picture.fonts import chinese_signs

ROOT = Path(__file__).parents[1]
FONTS = ROOT / "static" / "fonts"
MANIFEST = ROOT / "static" / "vendor" / "MANIFEST.json"
VERSION = "5.3.0"
WEIGHTS = (400, 700)
# ASCII, Latin-1 and general punctuation: what a line of a picture may hold beside Chinese.
SIGNS = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x2010, 0x2040))))


def characters() -> set[str]:
    """Return the Chinese characters and full-width signs of all words for people."""
    return chinese_signs(ROOT / "i18n") | chinese_signs(ROOT / "data") | chinese_signs(DATA_FOLDER)


def _subset(source: Path, target: Path) -> None:
    options = subset.Options(flavor="woff2", layout_features=["*"], hinting=False)
    font = TTFont(source)
    wanted = subset.Subsetter(options)
    wanted.populate(text="".join(sorted(characters() | SIGNS)))
    wanted.subset(font)
    font.flavor = "woff2"
    # The same input gives the same bytes: no time of the build inside.
    font.recalcTimestamp = False
    font.save(target)


def _enter(files: list[Path]) -> None:
    """Write the fonts into the manifest in place of an earlier entry."""
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    entry = {
        "name": "Noto Sans SC (subset)",
        "version": VERSION,
        "licence": "OFL-1.1",
        "licence_file": "fonts/LICENSE",
        "homepage": "https://fonts.google.com/noto/specimen/Noto+Sans+SC",
        "source": f"npm package @fontsource/noto-sans-sc@{VERSION}, files/, cut by scripts/subset_fonts.py",
        "files": {f"fonts/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest() for path in files},
    }
    others = [package for package in manifest["packages"] if package["name"] != entry["name"]]
    text = json.dumps({"packages": [*others, entry]}, ensure_ascii=False, indent=2)
    MANIFEST.write_text(text + "\n", encoding="utf-8")


def main() -> None:
    """Cut both weights and enter them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", type=Path, help="the unpacked npm package")
    package = parser.parse_args().package
    FONTS.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(package / "LICENSE", FONTS / "LICENSE")
    files = [FONTS / "LICENSE"]
    for weight in WEIGHTS:
        target = FONTS / f"noto-sans-sc-{weight}.woff2"
        _subset(package / "files" / f"noto-sans-sc-chinese-simplified-{weight}-normal.woff2", target)
        files.append(target)
        print(f"{target.name}: {target.stat().st_size:,} bytes")
    _enter(files)


if __name__ == "__main__":
    main()
