"""What the copy of the tree answers that test_category.py has changed; printed as JSON."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import sys
import tempfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import geo
from geo.export import Format, export
from geo.filters import FACETS
from geo.view import View, parse_query
from layers import project_map
from layers.picture.draw import compose
from layers.picture.layout import LAYOUTS
from layers.picture.scene import scene
from ui.theme import stylesheet

DAY = date(2026, 11, 24)


def _picture(dataset: geo.Dataset, view: View) -> dict[str, list[str]]:
    sheet = compose(scene(dataset, view), LAYOUTS["slide"])
    legend = [key for key in sheet.legend if key.startswith("cat-")]
    return {"legend": legend, "texts": [text.get_text() for text, _ in sheet.texts]}


def _qgis(dataset: geo.Dataset, view: View) -> tuple[str, list[str]]:
    """Return the style of the layer that holds the project, and its rules."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out.gpkg"
        path.write_bytes(export(dataset, view, Format.GPKG, written=DAY))
        with sqlite3.connect(path) as database:
            styles = [qml for (qml,) in database.execute("SELECT styleQML FROM layer_styles")]
    (style,) = [qml for qml in styles if "'energy'\"" in qml or "= 'energy' AND" in qml]
    rules = ET.fromstring(style).iter("rule")  # noqa: S314 - our own text
    return style, [str(rule.get("label")) for rule in rules if "category" in (rule.get("filter") or "")]


def _files(dataset: geo.Dataset, view: View) -> dict[str, object]:
    made = {form: export(dataset, view, form, written=DAY) for form in (Format.CSV, Format.OC4IDS)}
    (row,) = csv.DictReader(io.StringIO(made[Format.CSV].decode("utf-8-sig"), newline=""))
    (project,) = json.loads(made[Format.OC4IDS])["projects"]
    named = [one["description"] for one in project["additionalClassifications"] if one["id"] == "energy"]
    return {
        "row": [row["category"], row["category_label"]],
        "certainty": row["certainty_label"],
        "oc4ids": [project.get("sector"), *named],
    }


def main(out: str) -> None:
    """Print what each part knows of the new category, and save the map's page."""
    from geo.export import tables

    dataset = geo.load()
    view, ignored = parse_query("cat=energy")
    project_map(dataset).save(out)
    style, rules = _qgis(dataset, view)
    css = stylesheet()
    rule = re.search(r"\.dg-energy,[^{]*nth-of-type\((\d+)\)\{([^}]*)\}", css)
    assert rule is not None
    answers = {
        "problems": list(ignored),
        "ids": list(geo.select(dataset, view)["id"]),
        "count": geo.facets(dataset, geo.Filters())["categories"]["energy"],
        "chips": [FACETS["categories"].word(value, "zh") for value in FACETS["categories"].values()],
        "css": rule[2].rstrip(";"),
        "chip": int(rule[1]),
        "declared": re.findall(r"(--[\w-]+)\s*:", css),
        "picture": _picture(dataset, view),
        "style": style,
        "rules": rules,
        "codebook": next(str(row["values"]) for row in tables.codebook() if row["column"] == "category"),
        **_files(dataset, view),
    }
    print(json.dumps(answers))  # noqa: T201 - what the test reads


if __name__ == "__main__":
    main(sys.argv[1])
