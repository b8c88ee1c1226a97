"""Each construct in each field of a visitor's file, into all that is shown of it: page, questions, map.

Nothing is exported from such a file: it stays in the visitor's session.
"""

from __future__ import annotations

import io
import json
import sqlite3
import sys
import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from html import escape
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory

import geopandas as gpd
import pytest
import shapely
from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from i18n import LANGUAGES
from tests.hostile.constructs import CONSTRUCTS, WHOLE
from tests.hostile.faults import elements, page_faults
from ui import markup, trying

# Columns that our page knows, and one that it does not; the sheet, the file and its parts have names, too.
_CELLS = ("id", "name_zh", "name_en", "category", "stage", "certainty", "towns", "note_zh", "source")
_PLACE = {"lon": 113.75, "lat": 23.02}


def _cells(words: str, *, is_good: bool) -> dict[str, object]:
    """Return a row: every text is the construct, or only what may be any text, so that it is drawn."""
    good = {"id": "own-one", "category": "rail", "stage": "building", "certainty": "town", "towns": "changan"}
    row = {name: good.get(name, words) if is_good else words for name in _CELLS}
    return {**row, words: words}


def _geojson(words: str, row: Mapping[str, object]) -> bytes:
    point = {"type": "Point", "coordinates": [*_PLACE.values()]}
    feature = {"type": "Feature", "id": words, "properties": row, "geometry": point}
    return json.dumps({"type": "FeatureCollection", "name": words, "features": [feature]}).encode()


def _csv(_words: str, row: Mapping[str, object]) -> bytes:
    import csv

    into = io.StringIO(newline="")
    writer = csv.DictWriter(into, [*row, *_PLACE])
    writer.writeheader()
    writer.writerow({**row, **_PLACE})
    return into.getvalue().encode()


def _xlsx(words: str, row: Mapping[str, object]) -> bytes:
    """Return a workbook of two sheets with names that a spreadsheet program would not let one type."""
    book = Workbook()
    for name in ("sheet-one", "sheet-two"):
        sheet = book.active if name == "sheet-one" else book.create_sheet()
        sheet.title = name
        for line in ([*row, *_PLACE], [*row.values(), *_PLACE.values()]):
            sheet.append([str(one) for one in line])
            for cell in sheet[sheet.max_row]:
                cell.data_type = "s"  # a formula as text
    plain, made = io.BytesIO(), io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(made, "w") as target:
        for part in source.namelist():
            content = source.read(part).decode()
            target.writestr(
                part, content.replace("sheet-one", escape(words)).replace("sheet-two", escape(f"2{words}"))
            )
    return made.getvalue()


def _kml(words: str, row: Mapping[str, object]) -> bytes:
    data = "".join(
        f'<Data name="{escape(name)}"><value>{escape(str(one))}</value></Data>' for name, one in row.items()
    )
    said = escape(words)
    return (
        f'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>{said}</name><Folder>'
        f"<name>{said}</name><Placemark><name>{said}</name><description>{said}</description><ExtendedData>{data}"
        "</ExtendedData><Point><coordinates>113.75,23.02</coordinates></Point></Placemark></Folder></Document></kml>"
    ).encode()


def _written(row: Mapping[str, object], name: str, **options: str) -> dict[str, bytes]:
    """Return the files that GDAL writes for one row, by their endings."""
    frame = gpd.GeoDataFrame([row], geometry=[shapely.Point(*_PLACE.values())], crs=4326)
    with TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # names of columns are cut to ten signs
        frame.to_file(Path(folder) / name, **options)
        return {path.suffix: path.read_bytes() for path in sorted(Path(folder).iterdir())}


def _gpkg(words: str, row: Mapping[str, object]) -> bytes:
    """Return a GeoPackage with a layer of a name that GDAL would not give it."""
    with NamedTemporaryFile() as file:
        file.write(_written(row, "a.gpkg", layer="layer_one", SPATIAL_INDEX="NO")[".gpkg"])
        file.flush()
        with closing(sqlite3.connect(file.name)) as base:
            for table in ("gpkg_contents", "gpkg_geometry_columns", "gpkg_ogr_contents"):
                base.execute(f"UPDATE {table} SET table_name = ?", (words,))  # noqa: S608 - our own names
            quoted = words.replace('"', '""')
            base.execute(f'ALTER TABLE layer_one RENAME TO "{quoted}"')
            base.commit()
        return Path(file.name).read_bytes()


def _zip(words: str, row: Mapping[str, object]) -> bytes:
    """Return a shapefile whose parts are called so."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        for suffix, content in _written(row, "a.shp", encoding="utf-8").items():
            archive.writestr(f"{words}{suffix}", content)
    return into.getvalue()


MAKERS: Mapping[str, Callable[[str, Mapping[str, object]], bytes]] = {
    "geojson": _geojson,
    "csv": _csv,
    "xlsx": _xlsx,
    "kml": _kml,
    "gpkg": _gpkg,
    "zip": _zip,
}


@pytest.fixture(scope="module", autouse=True)
def ended() -> Iterator[None]:
    """End the process that reads files."""
    yield
    trying.stop()


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return all HTML that was shown, also what was put away again while a file was read."""
    pieces: list[str] = []
    show = markup.show
    monkeypatch.setattr(markup, "show", lambda html: (pieces.append(html), show(html)))
    return pieces


def _page() -> None:
    """Draw the page alone; the script of the test driver."""
    from ui.pages import upload

    upload.draw()


def _brought(raw: bytes, name: str, lang: str) -> AppTest:
    app = AppTest.from_function(_page, default_timeout=120)
    app.query_params["lang"] = lang
    app.run()
    return app.file_uploader[0].set_value((name, raw, "application/octet-stream")).run()


def _faults(app: AppTest, shown: list[str]) -> list[str]:
    """Return what acts: on the page as it stands, in what was shown for a while, in what the map is told."""
    errors = [one.message for one in app.exception]
    for_a_while = [{"type": "html", "body": html} for html in shown]
    shapes = app.session_state.get("own_shapes", [])
    named = [key for shape in shapes for key in shape if key not in {"name", "geometry"}]
    return page_faults({"errors": errors, "elements": [*elements(app), *for_a_while]}) + named


def _turns(kind: str) -> list[tuple[str, bool]]:
    """Return constructs, and whether the row is good: with ``WHOLE`` all, else each in some kind."""
    if WHOLE:
        return [(name, is_good) for name in CONSTRUCTS for is_good in (True, False)]
    own = list(CONSTRUCTS)[list(MAKERS).index(kind) :: len(MAKERS)]
    return [(name, number % 2 == 0) for number, name in enumerate(own)]


@pytest.mark.parametrize("kind", MAKERS)
def test_nothing_of_a_file_acts(kind: str, shown: list[str]):
    """Names of file, sheet, layer and columns, ids, names, values: all are text, and the map gets data."""
    drawn = said = 0
    for number, (name, is_good) in enumerate(_turns(kind)):
        words = CONSTRUCTS[name]
        raw = MAKERS[kind](words, _cells(words, is_good=is_good))
        shown.clear()
        app = _brought(raw, f"{words}.{kind}", LANGUAGES[number % 2])
        assert _faults(app, shown) == [], (name, is_good)
        drawn += "own_shapes" in app.session_state
        said += any("zqx" in html or "7919" in html for html in shown)
    assert said >= 2
    assert drawn
    sys.stdout.write(f"{kind}: {len(_turns(kind))} files, {drawn} drawn, {said} say the words back\n")


@pytest.mark.parametrize("module", ["ui.upload_seen", "ui.upload_words", "ui.pages.upload"])
def test_text_that_is_not_escaped_is_found(module: str, shown: list[str], monkeypatch: pytest.MonkeyPatch):
    """The twin: in the table of columns, in the problems, and in what is said only while a file is read."""
    words = CONSTRUCTS["element with handler"]
    raw = _csv(words, _cells(words, is_good=False))
    assert _faults(_brought(raw, f"{words}.csv", "en"), shown) == []
    monkeypatch.setattr(f"{module}.escape", lambda text: text)
    assert _faults(_brought(raw, f"{words}.csv", "en"), shown) != []
