"""The stylesheet, Streamlit's theme and the map draw with the same colours."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from layers.style import CATEGORIES, TOKENS
from ui.plain import plain
from ui.theme import stylesheet

ROOT = Path(__file__).resolve().parents[2]
SAME = {
    "primaryColor": "ink",
    "backgroundColor": "surface",
    "secondaryBackgroundColor": "chip",
    "textColor": "ink",
    "borderColor": "field",
}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_streamlits_theme_is_the_symbol_tables(theme: str):
    """Each colour of config.toml is a token of the map."""
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    tokens = {token.name: getattr(token, theme) for token in TOKENS}
    assert config["theme"][theme] == {name: tokens[token] for name, token in SAME.items()}


def test_stylesheet_declares_each_variable_it_uses():
    """No rule falls back to nothing because of a misspelt variable."""
    css = stylesheet()
    set_elsewhere = {"--app-head", "--frame-height", "--frame-top", "--map-scroll"}  # by mapframe.js
    used = set(re.findall(r"var\((--[\w-]+)", css)) - set_elsewhere
    declared = set(re.findall(r"(--[\w-]+)\s*:", css))
    assert len(used) > 20
    assert used - declared == set()
    assert {f"--i-{row.category}" for row in CATEGORIES} <= declared


def test_stylesheet_asks_no_other_server():
    """Every address in it is our own or data."""
    addresses = re.findall(r"url\(\"?([^\")]{0,12})", stylesheet())
    assert len(addresses) > 10
    assert [address for address in addresses if not address.startswith(("data:", "/static/"))] == []


def test_plain_lets_no_sign_act_as_markdown():
    """Signs that markdown reads are escaped one by one."""
    assert plain("![a](b) :red[c] $x$") == r"\!\[a\]\(b\) \:red\[c\] \$x\$"
    assert plain("长安") == "长安"
