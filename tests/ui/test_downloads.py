"""The download: the filtered projects, made when the button is pressed and not before."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]


def _section(query: str) -> None:
    """Draw the section alone, as the page does."""
    from geo.view import parse_query
    from ui import downloads
    from ui.questions import answer

    view, _ = parse_query(query)
    downloads.draw(view, count=answer(view).total)


def _offers(query: str) -> list[str]:
    app = AppTest.from_function(_section, kwargs={"query": query}, default_timeout=60).run()
    assert not app.exception
    return [block.proto.popover.label for block in app.main if block.type == "popover"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["下载这 44 个项目"]),
        ("cat=rail,road", ["下载这 19 个项目"]),
        ("q=OPPO&lang=en", ["Download this project"]),
        ("cat=rail&town=wangniudun&stage=completing", []),
    ],
    ids=["all", "some", "one", "none"],
)
def test_page_offers_the_filtered_projects(query, expected):
    """The button says how many projects the file will hold; without any there is none."""
    assert _offers(query) == expected


def test_file_of_the_page_is_that_of_the_command():
    """Page and command call the same function: the bytes are the same."""
    from geo import load
    from geo.export import Format, export
    from geo.view import View
    from ui.downloads import make

    view, day = View(categories=("rail",)), date(2026, 11, 24)
    found = make(view, Format.GEOJSON, written=day, name="x.geojson")
    assert found == export(load(), view, Format.GEOJSON, written=day)
    assert len(json.loads(found)["features"]) == 7


def test_offering_a_file_imports_no_pandas():
    """What the page needs to know of the formats is plain Python."""
    code = (
        "import sys; from geo.export.formats import Format; import geo.export; "
        "print([name for name in ('pandas', 'openpyxl', 'numpy', 'shapely') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
