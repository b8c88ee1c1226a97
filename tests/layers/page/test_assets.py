"""Styles of the page: those beside its modules, each once, without what it may not fetch."""

from __future__ import annotations

from pathlib import Path

import layers
from layers import bundle
from layers.map import project_map
from layers.page import assets
from layers.past.past import SCRIPT as PAST

ROOT = Path(layers.__file__).parent


def _modules(dataset) -> set[Path]:
    entries = [assets.MAIN, assets.FOREIGN, PAST, *project_map(dataset).scripts()]
    return set(bundle.modules(entries))


def test_every_script_is_in_the_page(dataset):
    """No module is left out of the page and its script of past days, but a layer that is not on every map."""
    ours = set(ROOT.rglob("*.js"))
    # What draws the streets is a script of its own.
    of_streets = {
        ROOT / "streets" / "streets.js",
        *bundle.modules([ROOT / "streets" / "drawing" / "start.js"]),
    }
    of_files = set(bundle.modules([assets.TIDY]))  # in pages that no server has given
    # Fetched when they are asked for.
    asked = {
        *bundle.modules([ROOT / "near" / "asking.js"]),
        *bundle.modules([ROOT / "projector" / "projector.js"]),
        *bundle.modules([ROOT / "large" / "large.js"]),
    }
    # Of layers that a map has only where there is something to draw.
    rare = {ROOT / "frame" / "frame.js", *bundle.modules([ROOT / "earlier" / "earlier.js"])}
    assert ours - _modules(dataset) - of_streets - of_files - asked == rare & ours - _modules(dataset)


def test_every_style_belongs_to_a_script_or_to_the_page(dataset):
    """A stylesheet that lies beside no module would never be read."""
    beside = {path.with_suffix(".css") for path in _modules(dataset)}
    page = {ROOT / "page" / name for name in ("page.css", "map.css", "layouts.css")}
    left = {path for path in ROOT.rglob("*.css") if path not in beside | page}
    modes = ("large/large", "projector/projector")
    names = ("digest/page", "earlier/earlier", "frame/frame", *modes, "publish/site", "streets/streets")
    assert left == {ROOT / f"{name}.css" for name in names}


def test_styles_with_and_without_the_font():
    """Only a page with a site of its own may ask for the Chinese face; none asks for Leaflet's pictures."""
    entries = [assets.MAIN]
    assert "noto-sans-sc" in assets.styles(entries, with_fonts=True)
    without = assets.styles(entries, with_fonts=False)
    assert "noto-sans-sc" not in without
    assert "images/" not in without
    assert without.count(":root[data-theme=") >= 1


def test_sprite_holds_every_category_once():
    """Each category has its icon under its own name."""
    from geo.vocabulary import Category

    sprite = assets.sprite()
    assert [sprite.count(f'<symbol id="i-{category}"') for category in Category] == [1] * len(Category)
