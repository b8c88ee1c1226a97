"""What the copy of the tree answers that test_look.py has changed; printed as JSON."""

from __future__ import annotations

import json
import re
from typing import Any

from geo.dataset import Dataset, load
from geo.export.symbology import line_symbol
from geo.view import View
from geo.vocabulary import Category, Certainty
from layers import project_map
from layers.picture.draw import compose
from layers.picture.layout import LAYOUTS
from layers.picture.marks import swatch
from layers.picture.scene import scene
from layers.picture.sheet import Sheet
from layers.projects.rows import projects
from layers.svg import sample
from ui.theme import stylesheet


def _css() -> dict[str, str]:
    """Return the rules of the app's pages for a schematic line and sign."""
    css = stylesheet()
    rules = {"line": r"\.dg-line-schematic\{(--mark[^}]*)\}", "sign": r"\.dg-sure-schematic\{(--mark[^}]*)\}"}
    return {name: "".join(re.findall(rule, css)) for name, rule in rules.items()}


class _Listening(Sheet):
    """A sheet that remembers how wide its discs and icons are."""

    def __init__(self) -> None:
        super().__init__(LAYOUTS["preview"], "zh")
        self.radii: list[float] = []
        self.sizes: list[float] = []

    def disc(self, x: float, y: float, radius: float, **look: Any) -> None:
        super().disc(x, y, radius, **look)
        self.radii.append(radius)

    def icon(self, category: str, x: float, y: float, size: float, **look: Any) -> None:
        super().icon(category, x, y, size, **look)
        self.sizes.append(size)


def _swatch(dataset: Dataset) -> list[float]:
    """Return the widest disc and the icon of a schematic project's sign of 32 pixels on a picture."""
    sheet = _Listening()
    project = next(one for one in projects(dataset, lang="zh") if one.certainty == "schematic")
    swatch(sheet, project, 100, 100, 32)
    return [max(sheet.radii), *sheet.sizes]


def main() -> None:
    """Print how each way of drawing shows a schematic line."""
    dataset = load()
    dashes: set[str] = set()
    drawn = Sheet.lines

    def lines(sheet: Sheet, *given: object, dash: str = "", **rest: object) -> None:
        dashes.add(dash)
        drawn(sheet, *given, dash=dash, **rest)  # type: ignore[arg-type]  # as they came

    Sheet.lines = lines  # type: ignore[method-assign]  # listens to what is drawn
    compose(scene(dataset, View(categories=(Category.RAIL,))), LAYOUTS["preview"])
    style = project_map(dataset).data()["style"]
    qgis = [layer.values.get("customdash", "") for layer in line_symbol(Category.RAIL, Certainty.SCHEMATIC)]
    dashed = sorted(dashes)
    answers = {
        "page": style["certainty"]["schematic"],
        "legend": [attributes for _, attributes in style["samples"]["schematic"]["shapes"]],
        "published": str(sample("schematic")),
        "picture": dashed,
        "css": _css(),
        "swatch": {"page": style["swatches"]["schematic"], "picture": _swatch(dataset)},
        "qgis": [dash for dash in qgis if dash],
    }
    print(json.dumps(answers))  # noqa: T201 - what the test reads


if __name__ == "__main__":
    main()
