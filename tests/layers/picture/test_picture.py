"""Pictures: nothing clipped, no box for a sign, a legend of what is drawn, a code that opens the view."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from itertools import combinations
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
import zxingcpp
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from PIL import Image

URL = "https://map.example.org"
LONG = (
    "town=changan,fenggang,humen,houjie&cat=rail,road,science,industry,logistics,civic,renewal,greenway,water"
    "&stage=seeking,preparing,starting,building,completing&kept=kept,late,not_yet,open,unknown"
    "&sure=surveyed,approximate,schematic,town,none&status=done,building,planned,delayed,unknown&q=东莞"
)
VIEWS = {
    "one town": "town=changan",
    "one category": "cat=rail",
    "everything": "",
    "everything in English": "lang=en",
    "nothing": "town=shipai&cat=water",
    "one project": "p=metro-1-phase-1",
    "near me": "near=113.75,23.02&r=3000",
    "English": "lang=en&cat=rail,science",
    "ten lines of title": LONG,
    "a corridor": "p=huanguan-phase-3",
    "a camera": "m=13/22.93/113.88&lang=en",
    "a step": "tour=rail&step=2",
    "a step in English": "tour=your-town&step=2&town=changan&lang=en",
}
CONTEXT = {"road", "railway", "station", "border"}
# What must be explained, looked up by eye on the map of each view.
DRAWN = {
    "one category": {"cat-rail", "approximate", "schematic", "town"} | CONTEXT,
    "nothing": CONTEXT,
    "one project": {"cat-rail", "approximate"} | CONTEXT,
    "a corridor": {"cat-road", "town", "order", "order_open"} | CONTEXT,
}


@pytest.fixture(scope="module")
def composed(dataset):
    """Return a function that draws a view on a sheet, each only once."""
    from geo.view import parse_query
    from layers.picture.draw import compose
    from layers.picture.layout import LAYOUTS
    from layers.picture.scene import scene

    made = {}

    def compose_view(name: str, size: str = "slide"):
        if (name, size) not in made:
            view, ignored = parse_query(VIEWS[name])
            assert ignored == ()
            told = scene(dataset, view, url=URL)
            made[name, size] = (told, compose(told, LAYOUTS[size]))
        return made[name, size]

    return compose_view


@pytest.mark.parametrize("size", ["slide", "a4", "preview", "moments"])
@pytest.mark.parametrize("name", VIEWS)
def test_no_text_is_clipped(composed, name: str, size: str):
    """Each text lies whole within the part of the sheet that it was set in."""
    _, sheet = composed(name, size)
    renderer = FigureCanvasAgg(sheet.figure).get_renderer()
    height = sheet.layout.height
    cut = []
    for artist, (left, top, right, bottom) in sheet.texts:
        box = artist.get_window_extent(renderer)
        inside = box.x0 >= left and box.x1 <= right and height - box.y1 >= top and height - box.y0 <= bottom
        if artist.get_text().strip() and not inside:
            cut.append((artist.get_text(), box))
    assert len(sheet.texts) > 5
    assert cut == []


@pytest.mark.parametrize("size", ["slide", "a4", "preview", "moments"])
@pytest.mark.parametrize("name", VIEWS)
def test_no_text_of_the_column_lies_over_another(composed, name: str, size: str):
    """Rows that get little room are set smaller or say less; none is set over its neighbour."""
    _, sheet = composed(name, size)
    renderer = FigureCanvasAgg(sheet.figure).get_renderer()
    boxes = [
        (artist.get_text(), artist.get_window_extent(renderer).padded(-2.5))
        for artist, bounds in sheet.texts
        if bounds != sheet.layout.map_box and artist.get_text().strip()
    ]
    over = [(one, other) for (one, a), (other, b) in combinations(boxes, 2) if a.overlaps(b)]
    assert len(boxes) > 5
    assert over == []


@pytest.mark.parametrize("name", VIEWS)
def test_every_sign_has_a_glyph(composed, name: str):
    """No sign of a picture is missing in its face (else cut the fonts again: scripts/subset_fonts.py)."""
    assert composed(name)[1].lost == set()


def test_a_sign_without_glyph_is_noticed(composed):
    """The check above can fail."""
    from layers.picture.layout import LAYOUTS
    from layers.picture.sheet import Sheet

    sheet = Sheet(LAYOUTS["slide"], "zh")
    sheet.text(100, 100, "长安🀄", size=20)
    assert sheet.lost == {"🀄"}
    assert sheet.texts[0][0].get_text() == "长安 "


@pytest.mark.parametrize("size", ["slide", "moments"])
@pytest.mark.parametrize("name", VIEWS)
def test_the_legend_names_what_is_drawn_and_nothing_else(composed, name: str, size: str):
    """Each symbol of the map is explained once, and none that is not there."""
    _, sheet = composed(name, size)
    assert sorted(sheet.legend) == sorted(sheet.symbols)
    if name in DRAWN and size == "slide":
        assert set(sheet.legend) == DRAWN[name]


@pytest.mark.parametrize("name", VIEWS)
def test_the_colours_on_the_map_are_those_of_the_legend(composed, name: str):
    """A category's colour is on the map if, and only if, the legend names the category."""
    from layers.picture.sheet import MARK

    _, sheet = composed(name)
    column = sheet.layout.column
    seen = set()
    for artist in sheet.axes.get_children():
        clip = artist.get_clip_box()
        if clip is None or clip.x0 < column - 1:
            continue
        for getter in ("get_facecolor", "get_edgecolor"):
            colours = np.atleast_2d(getattr(artist, getter)()) if hasattr(artist, getter) else []
            seen |= {to_hex(colour).upper() for colour in colours if len(colour) == 4 and colour[3] > 0}
    named = {MARK[key.removeprefix("cat-")] for key in sheet.legend if key.startswith("cat-")}
    assert seen & set(MARK.values()) == named


@pytest.mark.parametrize(("size", "pixels"), [("slide", (1920, 1080)), ("moments", (1080, 1440))])
@pytest.mark.parametrize("name", VIEWS)
def test_the_code_opens_the_same_view(composed, name: str, size: str, pixels: tuple[int, int]):
    """A reader finds one QR code, and its link is the view that was drawn."""
    from geo.view import parse_query

    told, sheet = composed(name, size)
    image = Image.open(io.BytesIO(sheet.save("png"))).convert("L")
    assert image.size == pixels
    codes = zxingcpp.read_barcodes(np.asarray(image))
    assert [code.text for code in codes] == [told.link]
    view, ignored = parse_query(told.link.removeprefix(f"{URL}/"))
    assert (view, ignored) == (parse_query(VIEWS[name])[0], ())


def test_without_an_address_there_is_no_code(dataset):
    """A link that leads nowhere is not printed."""
    from geo.view import View
    from layers.picture.draw import picture

    image = Image.open(io.BytesIO(picture(dataset, View(), kind="png"))).convert("L")
    assert zxingcpp.read_barcodes(np.asarray(image)) == []


@pytest.mark.parametrize("name", ["one category", "English"])
def test_the_pdf_embeds_its_fonts(composed, name: str, tmp_path: Path):
    """Text is text in a TrueType subset of our own face: no outlines, no font of the reader's machine."""
    content = composed(name)[1].save("pdf")
    assert b"/FontFile2" in content
    assert b"/Type3" not in content
    if shutil.which("pdffonts") is None:
        pytest.skip("pdffonts (poppler-utils) is not installed")
    (tmp_path / "slide.pdf").write_bytes(content)
    listed = subprocess.run(
        ["pdffonts", str(tmp_path / "slide.pdf")], capture_output=True, check=True, text=True
    ).stdout.splitlines()[2:]
    assert listed
    assert all(re.search(r"NotoSansSC\S*\s+CID TrueType\s+Identity-H\s+yes yes yes", line) for line in listed)


def test_the_svg_needs_no_font(composed):
    """All text is outlines, nothing is loaded, nothing runs."""
    content = composed("one town")[1].save("svg").decode()
    assert "<text" not in content
    assert "<script" not in content
    named = re.findall(r'(?:href|src)="([^"]*)"', content)
    assert len(named) > 100
    assert [name for name in named if not name.startswith("#")] == []


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_the_same_view_gives_the_same_bytes(dataset, kind: str):
    """Nothing of the hour or of chance is in a picture."""
    from geo.view import parse_query
    from layers.picture.draw import picture

    view, _ = parse_query("town=changan&cat=rail")
    assert picture(dataset, view, kind=kind, url=URL) == picture(dataset, view, kind=kind, url=URL)


def test_paper_is_a4_landscape(dataset):
    """The page of the PDF has the size of the paper, in points."""
    from geo.view import View
    from layers.picture.draw import picture

    content = picture(dataset, View(), kind="pdf", size="a4")
    width, height = map(float, re.search(rb"/MediaBox \[ ?0 0 ([\d.]+) ([\d.]+)", content).groups())
    assert (width, height) == pytest.approx((841.9, 595.3), abs=0.7)


def test_an_unknown_kind_or_size_raises(dataset):
    """A wrong call is told."""
    from geo.view import View
    from layers.picture.draw import picture

    with pytest.raises(ValueError, match="expected in"):
        picture(dataset, View(), kind="gif")
    with pytest.raises(ValueError, match="expected in"):
        picture(dataset, View(), kind="png", size="a0")


def test_text_of_a_link_is_no_formula(dataset):
    """Signs that typesetting could act on are shown as they are, or not at all."""
    from geo.view import View
    from layers.picture.draw import compose
    from layers.picture.layout import LAYOUTS
    from layers.picture.scene import scene

    told = scene(dataset, View(text=r"$\frac{1}{0}$ {{7*7}} <b>"), url=URL)
    sheet = compose(told, LAYOUTS["slide"])
    sheet.save("png")
    shown = "".join(artist.get_text().replace(" ", "") for artist, _ in sheet.texts)
    assert r"“$\frac{1}{0}${{7*7}}<b>”" in shown


def test_a_search_text_without_glyphs_is_named_in_other_words(dataset):
    """Whatever a stranger writes into a link, no box and no gap is drawn for it."""
    from geo.view import View
    from layers.picture.draw import compose
    from layers.picture.layout import LAYOUTS
    from layers.picture.scene import scene

    told = scene(dataset, View(text="🀄𠀀ᚠ"), url="")
    assert compose(told, LAYOUTS["slide"]).lost == set()
    assert told.title.startswith("搜索结果")


def test_a_missing_project_is_left_out(dataset):
    """A link to a project that is gone shows the rest of the view."""
    from geo.view import View
    from layers.picture.scene import scene

    told = scene(dataset, View(project="gone", categories=("rail",)), url=URL)
    assert told.selected is None
    assert told.link == f"{URL}/?cat=rail"
    assert len(told.shown) == 7


def test_pictures_keep_the_settings_that_their_text_needs():
    """Formulas off, outlines in SVG, TrueType in PDF, whoever imported matplotlib before."""
    import layers.picture.sheet  # noqa: F401 - sets them

    wanted = {"text.parse_math": False, "svg.fonttype": "path", "pdf.fonttype": 42}
    assert {key: mpl.rcParams[key] for key in wanted} == wanted


def test_upright_picture_says_more_than_its_title(composed):
    """Below the title stand how many are where, where most, and what is unsure, as over the map's list."""
    told, sheet = composed("one category", "moments")
    shown = "".join(artist.get_text() for artist, bounds in sheet.texts if bounds == sheet.layout.head_box)
    assert "".join(told.said[0].split()) in "".join(shown.split())
    assert told.said == ["1 项已完成，3 项在建，3 项前期；长安最多（3 个）；还不确定：示意 3、只知镇街 3。"]


def test_picture_for_posting_never_shows_where_somebody_stands(dataset):
    """The place of a link, and a look at it, are left out of the upright picture, not of a slide."""
    from geo.view import parse_query
    from layers.picture.draw import picture

    def drawn(query: str, size: str) -> bytes:
        return picture(dataset, parse_query(query)[0], kind="png", size=size, url=URL)

    place = "cat=rail&near=113.75,23.02&r=3000&m=14/23.02/113.75"
    assert drawn(place, "moments") == drawn("cat=rail", "moments")
    assert drawn(place, "slide") != drawn("cat=rail", "slide")


def test_picture_of_a_tours_step_shows_what_the_step_shows(dataset):
    """Its view, its words with numbers and town put in, where in the tour it is; the code leads to it."""
    from geo.view import parse_query
    from layers.picture.scene import scene

    def told(query: str):
        return scene(dataset, parse_query(query)[0], url=URL)

    first = told("tour=rail&cat=water")
    assert {project.category for project in first.shown} == {"rail"}
    assert (first.title, first.is_step) == ("报告里的轨道", True)
    assert first.said[0].startswith("报告写到 7 个轨道项目：4 个推进建设，3 个要争取。")
    assert first.subtitle.startswith("铁路进莞 · 1 / 7 · ")
    assert first.link == f"{URL}/?cat=water&tour=rail"
    second = told("tour=rail&step=2")
    assert second.selected is not None
    assert second.selected.id == "metro-1-phase-1"
    town = told("tour=your-town&town=shilong&lang=en")
    assert (town.shown, town.title) == ([], "Shilong: projects in the report")
    assert town.said[0].startswith("The report names no project that concerns Shilong.")
    assert told("tour=rail&step=50").subtitle.startswith("铁路进莞 · 7 / 7")
    for none in ("tour=gone", "tour=your-town"):
        assert not told(none).is_step
