"""A town's streets in an offline file, and all of them in the published folder."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from geo.view import Base, View
from layers.streets import archive
from layers.streets.archive import every_tile
from layers.streets.part import town_part
from layers.streets.streets import StreetsFiles
from tests.layers.streets.made_up import middles

VIEW = View(base=Base.STREETS, towns=("nancheng",))


@pytest.fixture
def here(streets_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put the made-up streets where the operator's are."""
    monkeypatch.setattr(archive, "STREETS_FILE", streets_path)
    return streets_path


def test_a_towns_part_is_tiles_of_the_whole(dataset, here):
    """An archive of its own, smaller, with the town's name in both languages."""
    part = town_part(dataset, VIEW)
    assert part is not None
    taken, whole = every_tile(b64decode(part.base64)), every_tile(here.read_bytes())
    assert taken.items() <= whole.items()
    assert 0 < len(taken) < len(whole)
    assert part.town == {"zh": "南城", "en": "Nancheng"}


@pytest.mark.parametrize(
    "view",
    [
        replace(VIEW, base=Base.QUIET),
        replace(VIEW, towns=()),
        replace(VIEW, towns=("nancheng", "changan")),
        replace(VIEW, towns=("xiegang",)),
    ],
    ids=["quiet", "no town", "two towns", "no streets there"],
)
def test_other_views_take_none_along(dataset, here, view):
    """The file is then the one without streets."""
    assert town_part(dataset, view) is None


def test_without_a_file_none_is_taken_along(dataset, monkeypatch, tmp_path):
    """The operator has made none."""
    monkeypatch.setattr(archive, "STREETS_FILE", tmp_path / "none.pmtiles")
    assert town_part(dataset, VIEW) is None


@pytest.mark.parametrize(("lang", "words"), [("zh", "街道（只带了南城）"), ("en", "Streets (Nancheng only)")])
def test_the_offline_file_draws_them_with_the_cable_out(dataset, here, new_context, tmp_path, lang, words):
    """file://, network off: streets and names are drawn, nothing is asked for, and it says what it holds."""
    from layers.offline import offline
    from layers.opening import opened_at

    lon, lat = middles(dataset.towns)["nancheng"]
    view = parse_camera(f"base=streets&town=nancheng&m=15/{lat}/{lon}")
    path = tmp_path / "map.html"
    page_text = opened_at(offline(dataset, streets=town_part(dataset, view)), replace(view, lang=lang))
    path.write_text(page_text, encoding="utf-8")
    context = new_context(viewport={"width": 1440, "height": 900}, offline=True)
    page = context.new_page()
    problems: list[str] = []
    page.on("request", lambda asked: asked.url.startswith(path.as_uri()) or problems.append(asked.url))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-streets]", state="attached")
    expect(page.locator(".streets-choice option[value=streets]")).to_have_text(words)
    assert problems == []
    assert path.stat().st_size < 1_500_000


def parse_camera(query: str) -> View:
    """Return the view of a link."""
    from geo.view import parse_query

    return parse_query(query)[0]


def test_the_published_folder_has_script_and_file(here):
    """Beside the maps, under names that hold their digests; the pages find them by relative addresses."""
    from layers.publish.site import _streets

    files, written = _streets()
    names = [name for name, _ in written]
    assert isinstance(files, StreetsFiles)
    assert [f"../{name}" for name in names] == [files.script, files.url]
    assert written[1][1] == here.read_bytes()
