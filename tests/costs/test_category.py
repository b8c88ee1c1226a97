"""What a new category costs: a member, a row of the symbol table, an icon.

The category is `energy`; the first civic project becomes one.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.costs.changing import ROOT, ask, build, touched, words

PROJECTS = "data/reports/2024/projects.csv"
# Drawn for this test.
BOLT = '<path d="M144,16,48,144h72l-16,96,104-136H136Z"/>'
ICON = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256">{BOLT}</svg>'
FIRST_ICON = '        "icons/LICENSE"'
ROW = '    CategoryStyle(Category.WATER, "#338CBD", "#ABE4FF", "#1E6F98", "#ABE4FF", "drop-fill"),\n'
NEW_ROW = '    CategoryStyle(Category.ENERGY, "#8A6D00", "#E8C547", "#6B5500", "#E8C547", "bolt-fill"),\n'


def _rows() -> list[dict[str, str]]:
    with (ROOT / PROJECTS).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PROJECT = next(row for row in _rows() if row["category"] == "civic" and row["located"] == "placed")


def _line(row: dict[str, str]) -> str:
    text = io.StringIO(newline="")
    csv.DictWriter(text, list(row), lineterminator="\n").writerow(row)
    return text.getvalue()


EDITS = {
    "geo/vocabulary.py": (('    WATER = "water"\n', '    WATER = "water"\n    ENERGY = "energy"\n'),),
    "geo/symbols.py": ((ROW, f"{ROW}{NEW_ROW}"),),
    "static/icons/bolt-fill.svg": ICON,
    "static/vendor/MANIFEST.json": (
        (
            FIRST_ICON,
            f'        "icons/bolt-fill.svg": "{hashlib.sha256(ICON.encode()).hexdigest()}",\n{FIRST_ICON}',
        ),
    ),
    PROJECTS: ((_line(PROJECT), _line({**PROJECT, "category": "energy"})),),
    **words({"category": 'energy = "能源"'}, {"category": 'energy = "Energy"'}),
}


@pytest.fixture(scope="session")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("category"), EDITS)


@pytest.fixture(scope="session")
def said(changed: Path) -> dict[str, Any]:
    """Return what the changed copy answers; it has saved its page."""
    return ask(changed, "ask_category.py", str(changed / "map.html"))


@pytest.fixture(scope="session")
def page_url(changed: Path, said: dict[str, Any]) -> str:
    """Return the address of the page that the copy has saved."""
    del said
    return (changed / "map.html").as_uri()


def test_category_costs_two_files_of_code_and_an_icon(changed):
    """The member and the row; the icon brings a line in the list of licences."""
    assert touched(changed) == {
        "code": ["geo/symbols.py", "geo/vocabulary.py"],
        "data": [PROJECTS],
        "static": ["static/icons/bolt-fill.svg", "static/vendor/MANIFEST.json"],
        "words": ["i18n/en.toml", "i18n/zh.toml"],
    }


def test_data_load_and_a_link_selects(said):
    """The check takes the new value, the link and the counts know it."""
    assert said["problems"] == []
    assert said["ids"] == [PROJECT["id"]]
    assert said["count"] == 1
    assert said["chips"][-1] == "能源"


def test_pages_of_the_app_colour_its_signs_and_its_chip(said):
    """The stylesheet has its class, and its chip is the tenth."""
    assert said["css"] == "--cat:var(--c-energy);--word:var(--w-energy);--icon:var(--i-energy)"
    assert said["chip"] == 10
    assert {"--c-energy", "--w-energy", "--i-energy"} <= set(said["declared"])


def test_picture_draws_and_names_it(said):
    """The icon on the map, and the legend's entry with its word."""
    assert said["picture"]["legend"] == ["cat-energy"]
    assert "能源" in said["picture"]["texts"]


def test_qgis_draws_it_in_its_colour(said):
    """A rule with its word, in the colour of the table."""
    assert said["rules"] == [f"能源 · {said['certainty']}"]
    assert "138,109,0,255" in said["style"]


def test_files_name_it(said):
    """A spreadsheet's row, the codebook, and a classification of our own where OC4IDS has no sector."""
    assert said["row"] == ["energy", "能源"]
    assert "energy = 能源 / Energy" in said["codebook"]
    assert said["oc4ids"] == [None, "能源"]


def test_map_has_its_chip_its_icon_and_its_key(page_url, new_context: Callable[..., BrowserContext]):
    """In the browser: the chip leaves its project in the list, and the open key names the category."""
    page = new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(page_url)
    page.locator('.legend-chips [data-value="energy"]').click()
    expect(page.locator("#results [data-row]")).to_have_count(1)
    page.locator(".key-toggle").click()
    expect(page.locator('#key [data-key="cat-energy"]')).to_have_text("能源")
    assert page.locator('#key [data-key="cat-energy"] use').get_attribute("href") == "#i-energy"
    assert page.locator("#i-energy path").count() == 1
