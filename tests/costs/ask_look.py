"""What the copy of the tree answers that test_look.py has changed; printed as JSON."""

from __future__ import annotations

import json

from geo.dataset import load
from geo.export.symbology import line_symbol
from geo.view import View
from geo.vocabulary import Category, Certainty
from layers import project_map
from layers.picture.draw import compose
from layers.picture.layout import LAYOUTS
from layers.picture.scene import scene
from layers.picture.sheet import Sheet
from layers.svg import sample


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
    answers = {
        "page": style["certainty"]["schematic"],
        "legend": [attributes for _, attributes in style["samples"]["schematic"]["shapes"]],
        "published": str(sample("schematic")),
        "picture": sorted(dashes),
        "qgis": [dash for dash in qgis if dash],
    }
    print(json.dumps(answers))  # noqa: T201 - what the test reads


if __name__ == "__main__":
    main()
