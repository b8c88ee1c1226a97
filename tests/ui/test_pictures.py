"""Pictures over HTTP and what a posted link shows: of that very view, bounded, and nobody's place kept."""

from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from geo.address import URL_VARIABLE
from geo.view import View, parse_query
from tests.ui.asking import ask, whole_app
from ui import hosts, pictures, preview

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module", autouse=True)
def painter() -> Iterator[None]:
    """End the process that drew for these tests."""
    yield
    pictures.stop()


def get(path: str, *, query: str = "", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Ask the whole app, as a browser that calls it by a name."""
    return ask(whole_app(), path, query=query, **{"host": "map.example.org", **headers})


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep pictures in a folder of the test's own."""
    monkeypatch.setattr(pictures, "_FOLDER", tmp_path / "pictures")
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    monkeypatch.setenv(hosts.HOSTS_VARIABLE, "map.example.org")
    return tmp_path / "pictures"


def _meta(page: bytes) -> dict[str, str]:
    found = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', page.decode())
    return {name: html.unescape(content) for name, content in found}


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("town=changan&cat=rail&status=building", "长安镇 · 轨道 · 在建 2 项"),
        ("p=metro-1-phase-1&lang=en", "Metro Line 1, phase 1 · In service"),
        ("q=%E9%98%BF%E7%A7%92", "“阿秒”"),
    ],
)
def test_a_posted_link_shows_its_title_and_a_picture_of_that_view(query: str, title: str):
    """og:title is the view in words, and og:image answers with a PNG of the same query."""
    status, _, page = get("/", query=query)
    tags = _meta(page)
    assert (status, tags["og:title"]) == (200, title)
    image = urlsplit(tags["og:image"])
    assert (image.scheme, image.netloc) == ("http", "map.example.org")
    assert parse_query(image.query)[0] == parse_query(query)[0]
    status, headers, content = get(image.path, query=image.query)
    assert (status, headers["content-type"]) == (200, "image/png")
    assert Image.open(io.BytesIO(content)).size == (1200, 630)


def test_address_of_a_posted_links_picture_holds_no_place():
    """A server on the way keeps addresses: the link leads to the place, its picture shows the view alone."""
    tags = _meta(get("/", query="cat=rail&near=113.75,23.02&r=3000")[2])
    assert "near=113.75,23.02" in tags["og:url"]
    assert urlsplit(tags["og:image"]).query == "cat=rail"


def test_the_slide_leads_back_to_the_site_that_drew_it():
    """The code of a downloaded slide holds the address that the browser used."""
    _, headers, content = get("/picture/slide.png", query="cat=water&bogus=1", x_forwarded_proto="https")
    code = zxingcpp.read_barcodes(np.asarray(Image.open(io.BytesIO(content)).convert("L")))
    assert [one.text for one in code] == ["https://map.example.org/?cat=water"]
    assert headers["content-disposition"].endswith("-2-%E9%A1%B9.png")


@pytest.mark.parametrize(
    ("file", "start"),
    [("slide.pdf", b"%PDF-"), ("a4.pdf", b"%PDF-"), ("slide.svg", b"<?xml")],
)
def test_each_form_is_what_it_says(file: str, start: bytes):
    """PDF and SVG are answered as such, and nothing in them may act."""
    status, headers, content = get(f"/picture/{file}", query="cat=water")
    assert status == 200
    assert content.startswith(start)
    assert "sandbox" in headers["content-security-policy"]


def test_an_unknown_picture_is_not_found():
    """Only the names of the table are answered."""
    assert get("/picture/slide.gif")[0] == 404
    assert get("/picture/..%2fslide.png")[0] == 404


def test_a_picture_is_kept_and_sent_again(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """The second reader of a link waits for nobody; another spelling of the view is the same picture."""
    first = get("/picture/preview.png", query="cat=water&town=changan")
    monkeypatch.setattr(pictures, "_painter", None)
    assert get("/picture/preview.png", query="town=changan&cat=water,water&x=1")[2] == first[2]
    assert len(list(folder.iterdir())) == 1


def test_only_so_many_pictures_are_kept(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """Whoever asks for many views fills no disk: the one asked for longest ago goes."""
    monkeypatch.setattr(pictures, "_KEPT_FILES", 2)
    for number in range(4):
        pictures._keep(folder / f"{number}.png", b"x")
    assert len(list(folder.iterdir())) == 2


def test_a_picture_of_a_place_is_not_kept(folder: Path):
    """Where someone stands is drawn when the link says it, and written nowhere."""
    status, headers, _ = get("/picture/preview.png", query="near=113.75,23.02&r=3000")
    assert (status, headers["cache-control"]) == (200, "no-store")
    assert not folder.exists()


def test_upright_picture_of_a_place_is_that_of_everybody(folder: Path):
    """Made to be posted: the place is left out before anything is drawn, so it may be kept and shared."""
    status, headers, content = get("/picture/moments.png", query="cat=water&near=113.75,23.02&r=3000")
    assert (status, headers["content-type"], headers["cache-control"]) == (
        200,
        "image/png",
        "public, max-age=600",
    )
    image = Image.open(io.BytesIO(content))
    assert image.size == (1080, 1440)
    code = zxingcpp.read_barcodes(np.asarray(image.convert("L")))
    assert [one.text for one in code] == ["http://map.example.org/?cat=water"]
    assert len(list(folder.iterdir())) == 1
    assert get("/picture/moments.png", query="cat=water")[2] == content


def test_whole_tour_is_one_pdf_a_page_a_step(folder: Path, tmp_path: Path):
    """Each step on a sheet of A4 with its words, whichever step the link is at; kept once."""
    status, headers, content = get("/picture/tour.pdf", query="tour=rail&step=3&m=12/22.8/113.8")
    assert (status, headers["content-type"]) == (200, "application/pdf")
    assert headers["content-disposition"].endswith("''rail.pdf")
    sizes = re.findall(rb"/MediaBox \[ ?0 0 ([\d.]+) ([\d.]+)", content)
    assert [(round(float(width)), round(float(height))) for width, height in sizes] == [(842, 595)] * 7
    assert get("/picture/tour.pdf", query="tour=rail")[2] == content
    assert len(list(folder.iterdir())) == 1
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    (tmp_path / "tour.pdf").write_bytes(content)
    told = subprocess.run(
        ["pdftotext", str(tmp_path / "tour.pdf"), "-"], capture_output=True, check=True, text=True
    ).stdout
    pages = ["".join(page.split()) for page in told.split("\f")[:-1]]
    titles = ("报告里的轨道", "1号线一期：已经通车", "2号线三期：往滨海湾挖")
    assert all(title in page for title, page in zip(titles, pages, strict=False))
    assert all(f"{number}/7" in page for number, page in enumerate(pages, start=1))


def test_picture_of_no_tour_is_the_view_on_one_page():
    """A tour that is gone is no error: the link's view is drawn."""
    content = get("/picture/tour.pdf", query="tour=gone&cat=water")[2]
    assert content.count(b"/MediaBox") == 1


def test_too_many_at_once_are_asked_to_come_again(monkeypatch: pytest.MonkeyPatch):
    """Beyond a short queue the answer is 503 at once."""
    monkeypatch.setattr(pictures._queue, "waiting", pictures._WAITING)
    status, headers, _ = get("/picture/preview.png")
    assert (status, headers["retry-after"]) == (503, "10")


def test_kept_picture_is_given_however_many_wait(monkeypatch: pytest.MonkeyPatch):
    """What costs nothing is never refused."""
    assert get("/picture/preview.png", query="cat=water")[0] == 200
    monkeypatch.setattr(pictures._queue, "waiting", pictures._WAITING)
    assert get("/picture/preview.png", query="cat=water")[0] == 200
    assert get("/picture/preview.png", query="cat=rail")[0] == 503


def test_a_killed_painter_is_started_again():
    """A picture after a crash is drawn by a new process."""
    asked = pictures.Picture(View(lang="en"), "preview", "png", "")
    first = pictures._paint(asked)
    pictures._painter._process.kill()
    assert pictures._paint(asked) == first


def test_a_failed_picture_is_an_error_and_the_next_is_drawn():
    """The worker says what it could not draw, and goes on."""
    wrong = pictures.Picture(View(), "a0", "png", "")
    with pytest.raises(pictures.PictureError, match="ValueError"):
        pictures._paint(wrong)
    assert pictures._paint(pictures.Picture(View(lang="en"), "preview", "png", ""))[1:4] == b"PNG"


def test_text_of_a_link_stays_text_in_the_head():
    """What a stranger wrote into a link ends no attribute and opens no tag."""
    told = preview.tags(View(text='"><script>{{7*7}}'), page="", path="", base="http://map.example.org")
    assert "<script" not in told
    assert "{{" not in told
    assert told.count("<meta") == 13


def test_the_other_pages_have_their_own_title():
    """A link to the table is not announced as the map."""
    tags = _meta(get("/about", query="lang=en")[2])
    assert tags["og:title"].endswith("Dongguan Project Map")
    assert tags["og:url"] == "http://map.example.org/about?lang=en"


def test_the_head_is_written_without_pandas():
    """A visitor's first page must not wait for heavy packages because of its preview."""
    code = (
        "import sys; from geo.view import View; from ui import preview;"
        "preview.tags(View(categories=('rail',)), page='', path='', base='http://a');"
        "print(sorted({'pandas','numpy','geopandas','shapely','matplotlib','folium'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


def test_pair_is_one_picture_of_both_days():
    """Two slides side by side; the two days differ in their words."""
    status, headers, body = get("/picture/pair.png", query="since=2024-12-31&at=2025-12-31&cat=rail")
    assert (status, headers["content-type"]) == (200, "image/png")
    shown = np.asarray(Image.open(io.BytesIO(body)).convert("L"))
    height, width = shown.shape
    assert width / height == pytest.approx(2 * 16 / 9, rel=0.01)
    left, right = shown[:, : width // 2], shown[:, width // 2 :]
    assert (left != right).mean() > 0.001
