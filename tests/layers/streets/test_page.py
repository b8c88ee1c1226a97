"""The page with streets and without: its policy, its words, what it says of them."""

from __future__ import annotations

import re

import pytest

from layers import project_map
from layers.streets import archive
from layers.streets.streets import COLOURS, StreetsFiles, drawing_script
from tests.layers.colour import contrast

FILES = StreetsFiles(script="/map/streets-1.js", url="/streets/1.pmtiles")


def _policy(html: str) -> str:
    return re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1]


def test_only_a_page_with_streets_may_load_a_script(dataset):
    """Without streets the policy is as it was; with them it adds the page's own server, and nobody else."""
    plain = _policy(project_map(dataset).get_root().render())
    streets = _policy(project_map(dataset, streets=FILES).get_root().render())
    assert "script-src 'unsafe-inline';" in plain
    assert "script-src 'unsafe-inline' 'self';" in streets
    assert "connect-src 'self'" in streets
    assert "http" not in streets


def test_a_page_without_streets_holds_nothing_of_them(dataset):
    """No stub, no words, no icon: the first view costs what it did."""
    html = project_map(dataset).get_root().render()
    assert "i-stack" not in html
    assert "dgmapStreets" not in html
    assert "i-stack" in project_map(dataset, streets=FILES).get_root().render()


def test_the_script_can_stand_in_a_page():
    """Nothing in it ends its element."""
    assert "</script" not in drawing_script().lower()
    assert "<!--" not in drawing_script()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["street", "village", "place"])
def test_names_can_be_read_on_land_streets_and_green(theme, name):
    """At least 4.5 to 1 on whatever lies under them."""
    colours = COLOURS[theme]
    for ground in ("land", "halo", "green", "minor", "medium", "major", "motorway"):
        assert contrast(colours[name], colours[ground]) >= 4.5, ground


def test_a_broken_file_builds_pages_without_streets(dataset, monkeypatch, tmp_path, caplog):
    """The log says why; the page does not offer what is not there."""
    from layers.served import served

    broken = tmp_path / "broken.pmtiles"
    broken.write_bytes(b"no tiles")
    monkeypatch.setattr(archive, "STREETS_FILE", broken)
    made = served(dataset, "zh")
    assert "i-stack" not in made.page
    assert "no PMTiles archive" in caplog.text
