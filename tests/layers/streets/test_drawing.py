"""The street map in a browser: asked for when chosen, clear of our names, and quiet again when it fails."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Route, expect

from layers.streets import archive
from tests.layers.streets.made_up import middles

_ORIGIN = "http://localhost"
_SIZES = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
_IS_DRAWN = "html[data-streets]"
# How many pixels of the streets' canvas have a colour.
_INK = """() => {
    const canvas = document.querySelector(".leaflet-streets-pane canvas");
    if (!canvas) return 0;
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let sum = 0;
    for (let i = 3; i < data.length; i += 4) sum += data[i] > 0;
    return sum;
}"""
_FRAMES = "new Promise(go => requestAnimationFrame(() => requestAnimationFrame(go)))"
# Every text that is drawn on a canvas, as it is drawn.
_WATCH = """
window.__written = [];
const fillText = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
    window.__written.push([text, this.getTransform().e, this.getTransform().f]);
    return fillText.call(this, text, ...place);
};
"""


@pytest.fixture(scope="module")
def site(streets_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the pages as the app serves them where there are streets."""
    from geo.dataset import load
    from layers.served import served

    folder = tmp_path_factory.mktemp("site")
    before = archive.STREETS_FILE
    archive.STREETS_FILE = streets_path
    try:
        for lang in ("zh", "en"):
            made = served(load(), lang)
            (folder / f"{lang}.html").write_text(made.page, encoding="utf-8")
            for name, content in made.beside.items():
                (folder / name).write_text(content, encoding="utf-8")
    finally:
        archive.STREETS_FILE = before
    return folder


class Visit:
    """One page of the site, what it asked for and what it wrote."""

    def __init__(self, context: Any, site: Path, streets: bytes) -> None:
        self.site, self.streets = site, streets
        self.asked: list[str] = []
        self.errors: list[str] = []
        context.add_init_script(_WATCH)
        context.route(f"{_ORIGIN}/**", self._answer)
        self.page = context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _answer(self, route: Route) -> None:
        path = unquote(urlsplit(route.request.url).path)
        self.asked.append(path)
        if path.startswith("/streets/"):
            self._range(route)
        elif (file := self.site / path.removeprefix("/map/")).is_file():
            types = {".js": "text/javascript", ".json": "application/json", ".html": "text/html"}
            route.fulfill(path=file, content_type=types[file.suffix])
        else:
            route.fulfill(status=404)

    def _range(self, route: Route) -> None:
        asked = re.fullmatch(r"bytes=(\d+)-(\d+)", route.request.headers.get("range", ""))
        if asked is None or not self.streets:
            route.fulfill(status=404)
            return
        start, end = int(asked[1]), min(int(asked[2]), len(self.streets) - 1)
        headers = {"Content-Range": f"bytes {start}-{end}/{len(self.streets)}", "ETag": '"one"'}
        route.fulfill(status=206, body=self.streets[start : end + 1], headers=headers)

    def open(self, query: str, lang: str = "zh") -> Visit:
        """Open a link and wait until the page is whole."""
        self.page.goto(f"{_ORIGIN}/map/{lang}.html?{query}")
        self.page.wait_for_selector("html[data-ready=yes]", state="attached")
        self.page.evaluate(_FRAMES)
        return self

    def drawn(self) -> Visit:
        """Wait until streets are drawn and nothing more is under way."""
        self.page.wait_for_selector(_IS_DRAWN, state="attached")
        self.page.wait_for_load_state("networkidle")
        self.page.evaluate(_FRAMES)
        return self

    @property
    def of_streets(self) -> list[str]:
        """What was asked for of the streets, in order."""
        return [path for path in self.asked if "streets" in path]


@pytest.fixture
def visit(new_context: Callable[..., Any], site: Path, streets_path: Path) -> Callable[..., Visit]:
    def make(*, size: str = "desktop", streets: bytes | None = None, theme: str = "light") -> Visit:
        context = new_context(viewport=_SIZES[size], color_scheme=theme, reduced_motion="reduce")
        return Visit(context, site, streets_path.read_bytes() if streets is None else streets)

    return make


@pytest.fixture(scope="module")
def camera(dataset) -> Callable[[float], str]:
    """Return the camera over the first town, as a link spells it."""
    lon, lat = middles(dataset.towns)["nancheng"]
    return lambda zoom: f"m={zoom}/{lat}/{lon}"


def test_nothing_of_the_streets_is_asked_for_before_they_are_chosen(visit, camera):
    """0 requests in the quiet view; script and ranges once they are chosen; the link says so."""
    shown = visit().open(camera(14))
    shown.page.mouse.wheel(0, -300)
    shown.page.wait_for_load_state("networkidle")
    assert shown.of_streets == []
    shown.page.locator(".streets-choice select").select_option("streets")
    shown.drawn()
    assert [path.rpartition(".")[2] for path in dict.fromkeys(shown.of_streets)] == ["js", "pmtiles"]
    assert "base=streets" in shown.page.url
    assert shown.errors == []


@pytest.mark.parametrize("size", list(_SIZES))
@pytest.mark.parametrize("zoom", [12, 13.4, 14, 16, 17])
def test_streets_are_drawn_at_each_zoom(visit, camera, size, zoom):
    """Streets and names on canvases; the quiet roads give way."""
    shown = visit(size=size).open(f"{camera(zoom)}&base=streets").drawn()
    assert shown.page.evaluate(_INK) > 5_000
    assert shown.page.evaluate("window.__written.length") > 3
    hidden = shown.page.locator('.leaflet-context-pane path[stroke="var(--context-road)"]').first
    assert hidden.evaluate("node => getComputedStyle(node).display") == "none"
    assert shown.errors == []


def test_below_zoom_12_the_quiet_base_is_shown(visit, camera):
    """The streets would be a grey mass there; nothing is drawn, and the quiet roads stay."""
    shown = visit().open(f"{camera(11)}&base=streets")
    shown.page.wait_for_load_state("networkidle")
    assert shown.page.evaluate(_INK) == 0
    expect(shown.page.locator(_IS_DRAWN)).to_have_count(0)


def test_quiet_again_takes_them_away(visit, camera):
    """The choice of quiet empties the canvases and brings the quiet roads back."""
    shown = visit().open(f"{camera(14)}&base=streets").drawn()
    shown.page.locator(".streets-choice select").select_option("quiet")
    expect(shown.page.locator(_IS_DRAWN)).to_have_count(0)
    shown.page.evaluate(_FRAMES)
    assert shown.page.evaluate(_INK) == 0
    assert "base=" not in shown.page.url


def test_blank_leaves_the_towns_and_the_projects(visit, camera):
    """No roads, no neighbours, no stations of the context under the projects."""
    shown = visit().open("base=blank")
    for pane in ("base", "context"):
        expect(shown.page.locator(f".leaflet-{pane}-pane")).to_be_hidden()
    expect(shown.page.locator("[data-label=neighbour]")).to_have_count(0)
    expect(shown.page.locator("[data-label=town]").first).to_be_visible()


def test_english_names_where_the_extract_has_them(visit, camera):
    """The page's language chooses the name; a street without an English one keeps its own."""
    for lang, wanted in (("zh", "路"), ("en", "Made-up")):
        shown = visit().open(f"{camera(15.5)}&base=streets", lang).drawn()
        texts = shown.page.evaluate("window.__written.map(([text]) => text)")
        assert any(wanted in text for text in texts), texts


@pytest.mark.parametrize("size", list(_SIZES))
def test_no_street_name_lies_on_a_name_of_ours(visit, camera, size):
    """The middle of each text of the canvas is in none of our names' boxes."""
    shown = visit(size=size).open(f"{camera(14)}&base=streets").drawn()
    covered = shown.page.evaluate(_COVERED)
    assert covered["texts"] > 5
    assert covered["hits"] == []


_COVERED = """() => {
    const canvas = document.querySelector(".leaflet-street-names-pane canvas");
    const { left, top, width } = canvas.getBoundingClientRect();
    const ratio = width / canvas.width;
    // What was written since the last redraw of the names: the canvas is emptied before each.
    const last = new Map(window.__written.map(one => [one.join(), one]));
    const names = [...document.querySelectorAll(".leaflet-label-pane > *")];
    const boxes = names.map(node => node.getBoundingClientRect());
    const seen = [...last.values()].slice(-60);
    const hits = seen.filter(([, x, y]) => boxes.some(box =>
        left + x * ratio > box.left && left + x * ratio < box.right &&
        top + y * ratio > box.top && top + y * ratio < box.bottom));
    return { texts: seen.length, hits };
}"""


def test_dark_has_a_palette_of_its_own(visit, camera):
    """The same streets in other colours, without a reload."""
    shown = visit().open(f"{camera(14)}&base=streets").drawn()
    pixel = """() => {
        const canvas = document.querySelector(".leaflet-streets-pane canvas");
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        const reds = data.filter((_, i) => i % 4 === 0 && data[i + 3] === 255);
        return reds.reduce((sum, red) => sum + red, 0) / reds.length;
    }"""
    light = shown.page.evaluate(pixel)
    shown.page.evaluate("document.documentElement.dataset.theme = 'dark'")
    shown.page.evaluate(_FRAMES)
    dark = shown.page.evaluate(pixel)
    assert light > 180
    assert dark < 110


@pytest.mark.parametrize(
    ("broken", "lang", "words"),
    [
        (b"", "zh", "街道底图打不开"),
        (b"<html>404</html>" * 2000, "en", "The street map could not be loaded"),
        (b"PMTiles\x03" + bytes(20_000), "zh", "街道底图打不开"),
    ],
    ids=["missing", "HTML", "zeros"],
)
def test_a_broken_file_is_one_message_and_the_quiet_base(visit, camera, broken, lang, words):
    """One notice in the reader's language, no error of the page, quiet roads as before."""
    shown = visit(streets=broken).open(f"{camera(14)}&base=streets", lang)
    expect(shown.page.locator("#notices .state")).to_have_count(1)
    expect(shown.page.locator("#notices")).to_contain_text(words)
    expect(shown.page.locator(_IS_DRAWN)).to_have_count(0)
    expect(shown.page.locator(".streets-choice select")).to_have_value("quiet")
    assert shown.errors == []


def test_a_broken_tile_is_one_message_too(visit, camera, streets_path):
    """The head of the file is whole, its tiles are noise."""
    content = streets_path.read_bytes()
    header = archive.opened(streets_path)
    assert header.digest
    noise = content[:6_000] + bytes(255 - byte for byte in content[6_000:])
    shown = visit(streets=noise).open(f"{camera(14)}&base=streets")
    expect(shown.page.locator("#notices .state")).to_have_count(1)
    expect(shown.page.locator(_IS_DRAWN)).to_have_count(0)
    assert shown.errors == []


def test_after_a_failure_they_can_be_chosen_again(visit, camera, streets_path):
    """The file has come back: the same choice works, and the message goes."""
    shown = visit(streets=b"").open(f"{camera(14)}&base=streets")
    expect(shown.page.locator("#notices .state")).to_have_count(1)
    shown.streets = streets_path.read_bytes()
    shown.page.locator(".streets-choice select").select_option("streets")
    shown.drawn()
    expect(shown.page.locator("#notices .state")).to_have_count(0)


def test_the_choice_has_a_name_and_takes_the_keyboard(visit, camera):
    """A list of the browser's own, with a label; 44 pixels to press."""
    shown = visit(size="phone").open(camera(14), "en")
    choice = shown.page.get_by_label("Base map")
    choice.focus()
    choice.press("S")
    shown.drawn()
    box = choice.bounding_box()
    assert box["width"] >= 44
    assert box["height"] >= 44


def test_without_streets_the_choice_is_not_offered(new_context, pages, camera):
    """A page that was made without a file has no choice, and a link that asks for streets is told so."""
    context = new_context(viewport=_SIZES["desktop"])
    visit = Visit(context, pages["zh"].parent, b"")
    visit.open(f"{camera(14)}&base=streets")
    expect(visit.page.locator(".streets-choice")).to_have_count(0)
    expect(visit.page.locator("#notices")).to_contain_text("base=streets")
    assert visit.of_streets == []


def test_a_name_from_outside_is_text_and_nothing_else(visit, camera, dataset, city, tmp_path):
    """Markup, scripts and template signs in an extract are written on the canvas, cut, and run nowhere."""
    from layers.streets.reading import read_extract
    from layers.streets.tiles import street_tiles
    from tests.layers.streets.made_up import Extract

    lon, lat = middles(dataset.towns)["nancheng"]
    hostile = "<img src=x onerror=window.__ran=1>{{7*7}}${window.__ran=1}</script>"
    made = Extract()
    for row in range(-6, 7):
        points = [(lon + step * 0.002, lat + row * 0.002) for step in range(-10, 11)]
        made.way(points, highway="primary", name=hostile)
        made.node(lon + 0.001, lat + row * 0.002 + 0.001, place="village", name=hostile)
    made.write(tmp_path / "hostile.osm")
    content = street_tiles(read_extract(tmp_path / "hostile.osm", city))
    shown = visit(streets=content).open(f"{camera(15)}&base=streets").drawn()
    texts = shown.page.evaluate("window.__written.map(([text]) => text)")
    assert any(text.startswith("<img src=x") for text in texts)
    assert max(map(len, texts)) <= 40
    assert shown.page.evaluate("window.__ran === undefined")
    assert shown.page.locator("img[src=x]").count() == 0
    assert shown.errors == []
