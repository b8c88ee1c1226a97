"""What another look of a certainty costs: one file, and everything draws it anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.costs.changing import ask, build, touched

EDITS = {
    "geo/symbols.py": (
        (
            'CertaintyStyle(Certainty.SCHEMATIC, halo=0.17, halo_selected=0.28, dash="7 6"',
            'CertaintyStyle(Certainty.SCHEMATIC, halo=0.4, halo_selected=0.5, dash="3 9"',
        ),
        (
            'Certainty.SCHEMATIC: (_disc(16, fill="soft"), _glyph(16))',
            'Certainty.SCHEMATIC: (_disc(13, fill="soft"), _glyph(12))',
        ),
    ),
}


@pytest.fixture(scope="session")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("look"), EDITS)


@pytest.fixture(scope="session")
def looks(changed: Path) -> dict[str, Any]:
    """Return what the changed copy draws."""
    return ask(changed, "ask_look.py")


def test_look_costs_one_file(changed):
    """The one table of symbols."""
    assert touched(changed) == {"code": ["geo/symbols.py"], "data": [], "static": [], "words": []}


def test_map_and_its_legend_have_the_new_look(looks):
    """The page's strokes, and the sample in its key: whole dashes in the middle, in a stronger band."""
    assert (looks["page"]["dash"], looks["page"]["halo"]) == ("3 9", 0.4)
    band, line = looks["legend"]
    assert band["opacity"] == 0.4
    assert (line["stroke-dasharray"], line["d"]) == ("3 9", "M9.5 10h15")


def test_published_pages_have_the_new_look(looks):
    """The key of a page without scripts is the same drawing."""
    assert 'stroke-dasharray="3 9"' in looks["published"]
    assert 'opacity="0.4"' in looks["published"]


def test_pictures_have_the_new_look(looks):
    """Lines on a slide are dashed anew, and none as before."""
    assert "3 9" in looks["picture"]
    assert "7 6" not in looks["picture"]


def test_qgis_has_the_new_look(looks):
    """Styles in a GeoPackage are made from the table: 3 and 9 pixels in millimetres."""
    assert looks["qgis"] == ["0.794;2.381"]


def test_pages_of_the_app_have_the_new_look(looks):
    """A piece of line in the towns' lists, and the sign beside a project, are drawn by the stylesheet."""
    assert "stroke-dasharray='3 9'" in looks["css"]["line"]
    assert "opacity='0.4'" in looks["css"]["line"]
    assert "r='13'" in looks["css"]["sign"]
    assert "--glyph-inset:10px" in looks["css"]["sign"]


def test_signs_in_lists_have_the_new_look(looks):
    """The map's list gets the table's drawing; a picture's list fades from 13 of its 32 pixels on."""
    (_, disc), (_, glyph) = looks["swatch"]["page"]
    assert (disc["r"], glyph["size"]) == (13, 12)
    assert looks["swatch"]["picture"] == [13.0, 12.0]
