"""Hostile files, made by rule from good ones: each is read, or refused with one message in both languages."""

from __future__ import annotations

import io
import json
import random
import sys
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo.dataset import Dataset, load
from geo.errors import Problem
from geo.upload.refusals import Refusal
from geo.upload.trial import Tried, try_file
from i18n import LANGUAGES, table, text
from tests.hostile.constructs import CONSTRUCTS
from ui import trying

_HEAD = ("id", "name_zh", "category", "stage", "certainty", "lon", "lat")
_ROW = ("own-one", "我的项目", "rail", "building", "approximate", "113.75", "23.02")


def _seeds(folder: Path) -> dict[str, bytes]:
    """Return a small good file of each kind."""
    from openpyxl import Workbook

    cells = dict(zip(_HEAD[:5], _ROW[:5], strict=True))
    frame = gpd.GeoDataFrame([cells], geometry=[shapely.box(113.7, 23, 113.71, 23.01)], crs=4326)
    book = Workbook()
    book.active.append(_HEAD)
    book.active.append(_ROW)
    into = io.BytesIO()
    book.save(into)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # names of columns are cut to ten signs
        (folder / "shp").mkdir()
        frame.to_file(folder / "shp" / "a.shp", encoding="utf-8")
    frame.to_file(folder / "a.gpkg", layer="a")
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        for path in sorted((folder / "shp").iterdir()):
            archive.write(path, path.name)
    kml = (
        '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>a</name>'
        "<Point><coordinates>113.75,23.02,0</coordinates></Point></Placemark></Document></kml>"
    )
    return {
        "geojson": frame.to_json().encode(),
        "csv": f"{','.join(_HEAD)}\r\n{','.join(_ROW)}\r\n".encode(),
        "xlsx": into.getvalue(),
        "kml": kml.encode(),
        "zip": zipped.getvalue(),
        "gpkg": (folder / "a.gpkg").read_bytes(),
    }


def _changed(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield what a stranger could do to a file without knowing what it is."""
    chance = random.Random(60)  # noqa: S311 - the same files each time
    yield "first half", raw[: len(raw) // 2]
    yield "last byte gone", raw[:-1]
    yield "first bytes gone", raw[3:]
    yield "zeros behind", raw + bytes(100_000)
    yield "twice", raw + raw
    yield "zeros within", raw[: len(raw) // 3] + bytes(64) + raw[len(raw) // 3 + 64 :]
    yield "backwards", raw[::-1]
    yield (
        "a byte in a hundred is another",
        bytes(chance.randrange(256) if not chance.randrange(100) else one for one in raw),
    )
    yield (
        "bits turned",
        bytes(one ^ (1 << chance.randrange(8)) if not chance.randrange(40) else one for one in raw),
    )
    yield (
        "pieces in another order",
        b"".join(chance.sample([raw[at : at + 97] for at in range(0, len(raw), 97)], -(-len(raw) // 97))),
    )


def _written(words: str) -> Iterator[tuple[str, bytes]]:
    """Yield good files in which every field of text, each heading and each name is a construct."""
    properties = {"id": "own-one", "name_zh": words, "stage": words, words: words, "note_en": words}
    feature = {"type": "Feature", "properties": properties, "geometry": None}
    yield "geojson", json.dumps({"type": "FeatureCollection", "name": words, "features": [feature]}).encode()
    cells = ",".join('"' + one.replace('"', '""') + '"' for one in ("own-one", words, words, words))
    head = ",".join('"' + one.replace('"', '""') + '"' for one in ("id", "name_zh", "stage", words))
    yield "csv", f"{head}\n{cells}\n".encode()


@pytest.fixture(scope="module")
def tried() -> Iterator[Callable[[bytes, str], Tried]]:
    """Return a function that tries a file as the server does: in a fork with limits."""
    yield lambda raw, name: trying.try_file(raw, name, report="2024", is_here=lambda: True)
    trying.stop()


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load()


def _said(problem: Problem) -> None:
    """Hold a refusal to its words: there are some in both languages, and nothing of a traceback in them."""
    assert problem.key in {one.value for one in Refusal}
    assert problem.key != Refusal.FAILED.value, problem
    for lang in LANGUAGES:
        words = table(lang)["upload"]["problem"][problem.key]
        assert words
        assert "Traceback" not in text(f"upload.problem.{problem.key}", lang, value="x", expected="x")


def test_hostile_files_are_read_or_refused(tried, tmp_path: Path):
    """Ten changes of six kinds of file, each in the limited process: none fails in a way that has no name."""
    refused: dict[str, str] = {}
    read = 0
    for kind, raw in _seeds(tmp_path).items():
        assert tried(raw, f"good.{kind}").refused is None, kind
        for change, changed in _changed(raw):
            found = tried(changed, f"mine.{kind}")
            if found.refused is None:
                read += 1
                assert found.seen is not None
            else:
                _said(found.refused)
                refused[f"{kind}, {change}"] = found.refused.key
    assert len(refused) + read == 60
    assert len(refused) > 30
    sys.stdout.write(f"{len(refused)} refused, {read} read\n")


def test_constructs_in_a_file_are_text(dataset):
    """Every field of a file, its headings, its own name: read as text, and told as text."""
    count = 0
    for words in CONSTRUCTS.values():
        for kind, raw in _written(words):
            found = try_file(raw, f"{words}.{kind}", dataset)
            if found.refused is not None:
                _said(found.refused)
            else:
                assert found.seen is not None
            count += 1
    assert count == 2 * len(CONSTRUCTS)


def test_failure_without_a_name_is_noticed():
    """The check above would see it."""
    with pytest.raises(AssertionError):
        _said(Problem("", 0, "", Refusal.FAILED.value))
