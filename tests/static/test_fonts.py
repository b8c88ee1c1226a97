"""The Chinese web font holds every sign that our words use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from scripts.subset_fonts import FONTS, WEIGHTS, characters


@pytest.mark.parametrize("weight", WEIGHTS)
def test_the_font_holds_every_chinese_sign_of_the_words(weight: int):
    """No box is shown where the system has no Chinese font (else run scripts/subset_fonts.py again)."""
    held = {chr(code) for code in TTFont(FONTS / f"noto-sans-sc-{weight}.woff2").getBestCmap()}
    assert characters() - held == set()


def test_the_stylesheet_names_each_font_file():
    """Each cut weight is declared, and nothing that is not there."""
    rules = (FONTS / "fonts.css").read_text(encoding="utf-8")
    assert {path.name for path in Path(FONTS).glob("*.woff2")} == {
        f"noto-sans-sc-{weight}.woff2" for weight in WEIGHTS
    }
    assert [rules.count(f"noto-sans-sc-{weight}.woff2") for weight in WEIGHTS] == [1, 1]


def test_our_face_stands_before_the_systems_on_pages_that_are_whole_at_once():
    """Chromium keeps boxes for words that it drew with `system-ui` before a face behind it had come."""
    sheet = (Path(__file__).parents[2] / "ui" / "standalone" / "page.css").read_text(encoding="utf-8")
    stacks = [one for one in re.findall(r"font-family:\s*([^;{}]+);", sheet) if "system-ui" in one]
    assert len(stacks) == 2
    assert [one for one in stacks if one.find('"DG Sans SC"') not in range(one.index("system-ui"))] == []
