"""The symbol table keeps what was measured: contrast, colour-blind separation, greyscale separation."""

from __future__ import annotations

import importlib.util
import re
from itertools import combinations
from pathlib import Path

import pytest

from geo.vocabulary import Category, Certainty
from layers.style import CATEGORIES, CERTAINTIES, TOKENS, css_variables, drawing

_SPEC = importlib.util.spec_from_file_location("colour", Path(__file__).with_name("colour.py"))
colour = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(colour)

THEMES = ("light", "dark")
SIGHTS = (None, "protan", "deutan", "tritan")
PAPER = {token.name: token for token in TOKENS}


def _token(name: str, theme: str) -> str:
    return getattr(PAPER[name], theme)


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.5, 0.0), (61.0, -5.0, 29.0), 22.8977),
        ((50.0, -1.0, 2.0), (50.0, 0.0, 0.0), 2.3669),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ],
)
def test_ciede2000_agrees_with_the_published_pairs(one, two, expected):
    """The test's own CIEDE2000 gives the values of Sharma et al. 2005."""
    assert colour.ciede2000(one, two) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sight", SIGHTS, ids=lambda sight: sight or "normal")
def test_each_pair_of_categories_differs_for_every_sight(theme, sight):
    """All 36 pairs keep CIEDE2000 of at least 10, also with simulated colour blindness."""
    labs = {row.category: colour.lab(colour.simulate(getattr(row, theme), sight)) for row in CATEGORIES}
    least = min((colour.ciede2000(labs[a], labs[b]), a, b) for a, b in combinations(labs, 2))
    assert least[0] >= 10, least


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["land", "neighbour", "surface"])
def test_each_category_stands_out_from_the_ground(theme, ground):
    """Marks keep 3:1 against land, the neighbours and the page."""
    low = {row.category: colour.contrast(getattr(row, theme), _token(ground, theme)) for row in CATEGORIES}
    assert min(low.values()) >= 3, low


@pytest.mark.parametrize("theme", THEMES)
def test_words_in_a_category_can_be_read_on_land(theme):
    """Line and point names keep 4.5:1."""
    low = {
        row.category: colour.contrast(getattr(row, f"word_{theme}"), _token("land", theme))
        for row in CATEGORIES
    }
    assert min(low.values()) >= 4.5, low


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("words", "ground"),
    [
        ("ink", "surface"),
        ("ink-2", "surface"),
        ("ink-2", "selected"),
        ("ink-2", "chip"),
        ("town-name", "land"),
        ("neighbour-name", "neighbour"),
        ("sea-name", "water"),
    ],
)
def test_quiet_words_can_be_read(theme, words, ground):
    """Every pairing of text and ground keeps 4.5:1."""
    assert colour.contrast(_token(words, theme), _token(ground, theme)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_certainties_differ_without_colour(theme):
    """In grey, a line's class shows by its halo and its dash: no two placed classes share both."""
    land = colour.luminance(_token("land", theme))
    looks = {}
    for row in CERTAINTIES:
        if row.certainty in (Certainty.TOWN, Certainty.NONE):
            continue
        mark = colour.luminance(CATEGORIES[0].light if theme == "light" else CATEGORIES[0].dark)
        halo = row.halo * mark + (1 - row.halo) * land
        looks[row.certainty] = (bool(row.dash), round(halo, 3))
    for one, two in combinations(looks, 2):
        dashes_differ = looks[one][0] != looks[two][0]
        halos_differ = abs(looks[one][1] - looks[two][1]) >= 0.01
        assert dashes_differ or halos_differ, (one, two)


def test_a_halo_can_be_seen_in_grey_on_land():
    """A halo of any category changes the land's lightness by at least 3 L*."""
    for theme in THEMES:
        land = colour.linear(_token("land", theme))
        for row in CATEGORIES:
            mark = colour.linear(getattr(row, theme))
            mixed = tuple(0.25 * a + 0.75 * b for a, b in zip(mark, land, strict=True))
            grey = [0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2] for rgb in (mixed, land)]
            steps = [colour.lab((value, value, value))[0] for value in grey]
            assert abs(steps[0] - steps[1]) >= 3, (theme, row.category)


def test_the_table_names_every_value_once():
    """Each category and each certainty of the vocabulary has exactly one row."""
    assert [row.category for row in CATEGORIES] == list(Category)
    assert [row.certainty for row in CERTAINTIES] == list(Certainty)
    assert drawing()["categories"] == [member.value for member in Category]


def test_css_declares_the_same_names_in_each_theme():
    """A colour that is missing in one theme would silently fall back to the other's."""
    blocks = [
        set(re.findall(r"--([\w-]+):", block)) for block in re.findall(r"\{([^{}]*)\}", css_variables())
    ]
    assert len(blocks) == 3
    assert blocks[0] == blocks[1] == blocks[2]
