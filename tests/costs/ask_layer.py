"""What the copy of the tree answers that test_layer.py has changed; printed as JSON."""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

import geo
from geo.errors import DataError
from geo.export import Format, export
from geo.export.symbology import colour, token
from geo.folders import DATA_FOLDER
from geo.view import View
from layers import FrameLayer, project_map
from layers.picture import draw, frames
from layers.picture.layout import LAYOUTS
from layers.picture.scene import scene
from layers.picture.sheet import Sheet
from layers.stack import of_class

FILE = DATA_FOLDER / "basemap" / "schools.geojson"


def _known(values: pd.Series) -> list[float | None]:
    return [None if pd.isna(value) else float(value) for value in values]


def _texts(payload: Any) -> list[str]:
    return [payload["name"], *(feature["name"] for feature in payload["features"])]


def _problem() -> list[object]:
    """Return what the check says of an English name in Chinese."""
    whole = FILE.read_text(encoding="utf-8")
    FILE.write_text(whole.replace("School 2", "学校"), encoding="utf-8")
    try:
        geo.load()
    except DataError as error:
        (problem,) = error.problems
        return [problem.file, problem.row, problem.column]
    finally:
        FILE.write_text(whole, encoding="utf-8")
    return []


def _pages(dataset: geo.Dataset, out: str) -> dict[str, object]:
    both = project_map(dataset, both_languages=True)
    both.save(out)
    (own,) = (layer.payload() for layer in of_class(both.layers(), FrameLayer))
    (english,) = of_class(project_map(dataset, lang="en").layers(), FrameLayer)
    kinds = [layer.kind for layer in both.layers()]
    second = next(island for island in both.islands() if "dgmap-second" in island.attributes)
    differing = json.loads(second.json)["layers"][kinds.index("frame")]
    return {
        "kinds": kinds,
        "served": {"zh": _texts(own), "en": _texts(english.payload())},
        "second": _texts({**own, **differing}),
    }


def _picture(dataset: geo.Dataset) -> dict[str, object]:
    discs: list[object] = []
    drawn = Sheet.disc
    drew = frames.draw_frames

    def listening(sheet: Sheet, *given: Any) -> None:
        def disc(own: Sheet, *place: float, **look: Any) -> None:
            discs.append(place)
            drawn(own, *place, **look)

        Sheet.disc = disc  # type: ignore[method-assign]  # listens to what is drawn
        drew(sheet, *given)
        Sheet.disc = drawn  # type: ignore[method-assign]

    draw.draw_frames = listening
    sheet = draw.compose(scene(dataset, View()), LAYOUTS["slide"])
    texts = [text.get_text() for text, _ in sheet.texts]
    return {"discs": len(discs), "texts": texts, "legend": sheet.legend}


def _geopackage(dataset: geo.Dataset) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out.gpkg"
        path.write_bytes(export(dataset, View(), Format.GPKG, written=date(2026, 11, 24)))
        rows = gpd.read_file(path, layer="base_schools")
        with sqlite3.connect(path) as database:
            statement = "SELECT f_table_name, styleQML FROM layer_styles"
            styles = dict(database.execute(statement).fetchall())
    from geo.export.geopackage import _FROM_THE_TOP

    return {
        "geopackage": dict(zip(rows["name_zh"], _known(rows["pupils"]), strict=True)),
        "style": styles["base_schools"],
        "colour": colour(token("ink-2")),
        "order": list(_FROM_THE_TOP),
    }


def main(out: str) -> None:
    """Print what each part shows of the new layer, and save the map's page in both languages."""
    dataset = geo.load()
    answers = {
        "pupils": _known(dataset.basemap["schools"]["pupils"]),
        "problem": _problem(),
        **_pages(dataset, out),
        "picture": _picture(dataset),
        **_geopackage(dataset),
    }
    print(json.dumps(answers))  # noqa: T201 - what the test reads


if __name__ == "__main__":
    main(sys.argv[1])
