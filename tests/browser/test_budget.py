"""What the page may weigh and do at most: budgets.toml says how much, and each figure is a test of its own.

``python -m pytest tests/browser/test_budget.py -s`` prints budgets.toml anew, a little above today's figures.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import measuring

TABLE = (Path(__file__).parent / "budgets.toml").read_text(encoding="utf-8")
CEILINGS: measuring.Figures = tomllib.loads(TABLE)


@pytest.fixture(scope="module")
def figures(browser: Browser, app_url: str, tmp_path_factory: pytest.TempPathFactory) -> measuring.Figures:
    taken = measuring.take(browser, app_url, tmp_path_factory.mktemp("budget"))
    sys.stdout.write(f"\n{measuring.renewed(TABLE, taken)}")
    return taken


@pytest.mark.parametrize("name", CEILINGS)
def test_figure_is_under_its_ceiling(figures: measuring.Figures, name: str):
    """Nothing grows unseen: who needs more raises the ceiling in the same change, and says why."""
    value, ceiling = figures[name], CEILINGS[name]
    assert value <= ceiling, (
        f"{name} is {value:_}, over its ceiling of {ceiling:_} (tests/browser/budgets.toml)"
    )


def test_every_figure_has_a_ceiling(figures: measuring.Figures):
    """What is measured is in the table, and nothing else is."""
    assert sorted(figures) == sorted(CEILINGS)
