"""The published folder: no broken link, valid pages in the right language, safe words, a map that works."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from benchmarks.folder_server import serve_folder
from tests.axe import findings

_SPEC = importlib.util.spec_from_file_location("crawl", Path(__file__).with_name("crawl.py"))
crawler = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(crawler)

ADDRESS = "https://example.org/dg/"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    from layers.publish import publish

    top = tmp_path_factory.mktemp("site")
    publish(top / "any" / "path", pictures=False)
    return top


@pytest.fixture(scope="module")
def site(folder):
    """Serve the folder below a path, as a web server would."""
    with serve_folder(folder) as base:
        yield f"{base}/any/path/"


@pytest.fixture(scope="module")
def crawled(site):
    return crawler.crawl(f"{site}index.html")


def test_no_link_is_broken_and_every_page_is_reached(crawled, folder):
    """Every address that a page names below the folder answers, and no page is an orphan."""
    pages, broken = crawled
    assert broken == []
    reached = {url.partition("/any/path/")[2].partition("?")[0] for url in pages}
    there = {path.relative_to(folder / "any/path").as_posix() for path in folder.rglob("*.html")}
    assert there - reached == {"404.html"}


def test_pages_are_valid_html(folder):
    """A strict parser finds nothing wrong in any page."""
    import html5lib

    strict = html5lib.HTMLParser(strict=True)
    paths = sorted(folder.rglob("*.html"))
    assert len(paths) > 150
    for path in paths:
        try:
            strict.parse(path.read_text(encoding="utf-8"))
        except html5lib.html5parser.ParseError as error:
            pytest.fail(f"{path.relative_to(folder)}: {error}")


def test_each_page_says_its_language_title_and_description(folder):
    """`lang`, `<title>`, description and Open Graph title are there, and no two pages share a title."""
    titles: dict[str, Path] = {}
    for path in sorted((folder / "any/path").glob("??/*/*.html")):
        text = path.read_text(encoding="utf-8")
        lang = path.parts[-3]
        assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}">' in text
        title = re.search("<title>([^<]+)</title>", text)[1]
        assert (lang, title) not in titles
        titles[lang, title] = path
        described = re.search('<meta name="description" content="([^"]+)">', text)[1]
        assert 10 < len(described) <= 150 * 6
        assert 'property="og:title"' in text


def test_links_are_relative_without_an_address_and_whole_with_one(folder, tmp_path):
    """No page knows where it stands, unless it was told; then sitemap and previews are whole."""
    from layers.publish import publish

    root = folder / "any/path"
    page = (root / "zh/projects/metro-1-phase-1.html").read_text(encoding="utf-8")
    links = re.findall(r'(?:href|src)="([^"]*)"', page)
    assert len(links) > 10
    assert [link for link in links if link.startswith("/")] == []
    assert not (root / "sitemap.xml").exists()
    publish(tmp_path, url=ADDRESS.rstrip("/"), pictures=False)
    page = (tmp_path / "zh/projects/metro-1-phase-1.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{ADDRESS}zh/projects/metro-1-phase-1.html">' in page
    sitemap = (tmp_path / "sitemap.xml").read_text(encoding="utf-8")
    listed = re.findall("<loc>([^<]+)</loc>", sitemap)
    assert len(listed) == len(set(listed)) == 2 * (3 + 44 + 35)
    assert [one for one in listed if not (tmp_path / one.removeprefix(ADDRESS)).exists()] == []
    assert f"Sitemap: {ADDRESS}sitemap.xml" in (tmp_path / "robots.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("url", ["ftp://example.org/", "example.org", "https://example.org/?a=b"])
def test_an_address_that_is_none_is_refused(tmp_path, url):
    """Nothing is written for it."""
    command = [sys.executable, "-m", "layers", "publish", str(tmp_path / "out"), "--url", url]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, (tmp_path / "out").exists()) == (2, False)


def test_words_of_the_data_are_never_markup(dataset):
    """A name that is a script or a template is shown as it is written."""
    from layers.correction.letter import Fact
    from layers.publish.pages import Page
    from layers.publish.site import _environment, _page

    evil = "<script>alert(1)</script>{{ 7 * 7 }}\"'"
    facts = [Fact("title", evil, evil, evil)]
    source = {"id": evil, "title": evil, "publisher": evil, "url": None, "read": evil, "facts": facts}
    values = {"groups": [], "towns": [], "counts": {}, "sources": [source], "targets": 1, "has_digest": True}
    # The island of JSON stands where there are downloads: tests/hostile looks at the whole page.
    values |= {"feeds": [{"name": evil, "words": evil}]}
    page = Page("zh/index.html", "front.html", "zh", evil, evil, values=values)
    html = _page(_environment("", dataset), page, picture="", downloads={}).decode()
    assert "<script" not in html
    assert "49" not in re.sub(r"[#:]\w+", "", html.partition("<main>")[2].partition("</main>")[0])
    assert "{{ 7 * 7 }}" in html


def test_picture_of_a_page_is_a_small_png(dataset):
    """A preview is 1200 × 630 and light enough for a chat."""
    import io

    from PIL import Image

    from layers.publish.pages import Page
    from layers.publish.pictures import Pictures

    page = Page("zh/towns/changan.html", "town.html", "zh", "", "", query="town=changan")
    drawn = Pictures(dataset).draw(page)
    with Image.open(io.BytesIO(drawn)) as opened:
        assert (opened.format, opened.size) == ("PNG", (1200, 630))
    assert len(drawn) < 200_000


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_map_of_the_folder_works(new_context, site, phone):
    """A link to a project opens its card; the other language shows the same one."""
    size = {"width": 390, "height": 844} if phone else {"width": 1440, "height": 900}
    page = new_context(viewport=size, is_mobile=phone, has_touch=phone, reduced_motion="reduce").new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("response", lambda answer: answer.status >= 400 and errors.append(answer.url))
    page.goto(f"{site}zh/projects/metro-1-phase-1.html")
    page.get_by_role("link", name="在地图上看").click()
    page.wait_for_selector("html[data-ready=yes]", state="attached")
    assert page.locator("#card h2").inner_text() == "地铁1号线一期"
    page.locator(".own-ways a", has_text="English").click()
    page.wait_for_url("**/en/map.html?p=metro-1-phase-1")
    page.wait_for_selector("html[data-ready=yes]", state="attached")
    assert page.locator("#card h2").inner_text() == "Metro Line 1, phase 1"
    assert errors == []


def _opened(context, address: str, asked: list[str], errors: list[str]):
    page = context.new_page()
    page.on("request", lambda one: "elsewhere-" in one.url and asked.append(one.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address)
    page.wait_for_selector("html[data-ready=yes]", state="attached")
    return page


@pytest.mark.parametrize("is_file", [False, True], ids=["served", "from a disk"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_target_is_found_on_the_map_and_leads_to_its_paragraph(new_context, site, folder, phone, is_file):
    """Its file comes with the first text, once; the way leads to the row that says paragraph and result."""
    asked: list[str] = []
    errors: list[str] = []
    size = {"width": 390, "height": 844} if phone else {"width": 1440, "height": 900}
    context = new_context(viewport=size, is_mobile=phone, has_touch=phone, reduced_motion="reduce")
    base = f"{(folder / 'any/path').as_uri()}/" if is_file else site
    page = _opened(context, f"{base}zh/map.html", asked, errors)
    assert asked == []
    notices = page.locator("#notices .state")
    for text in ("没有这回事", "森林步道"):
        page.locator("#search").fill(text)
        expect(page.locator("#results")).to_contain_text(f"“{text}”")
    expect(notices).to_contain_text("新增森林步道 24 公里，全市（7.1）。")
    assert len(asked) == 1
    notices.get_by_role("button", name="看报告的指标").click()
    page.wait_for_url("**/zh/targets.html#forest-trails")
    row = page.locator("li:target")
    expect(row).to_contain_text("新增森林步道")
    expect(row).to_contain_text("报告 7.1")
    assert errors == []


def test_map_without_the_file_of_targets_finds_projects_alone(new_context, site):
    """No network, no word and no error; the next text asks again, and then it is found."""
    asked: list[str] = []
    errors: list[str] = []
    context = new_context(viewport={"width": 1440, "height": 900})
    context.route("**/elsewhere-*.js", lambda route: route.abort())
    page = _opened(context, f"{site}en/map.html", asked, errors)
    with page.expect_event("requestfailed"):
        page.locator("#search").fill("library")
    expect(page.locator("#results")).to_contain_text("“library”")
    assert page.locator("#notices .state").count() == 0
    context.unroute("**/elsewhere-*.js")
    page.locator("#search").fill("charging")
    expect(page.locator("#notices .state")).to_contain_text("New charging posts: at least 5,000 posts")
    assert (len(asked), errors) == (2, [])


def test_page_of_the_targets_lists_each_once(folder, dataset):
    """Name, value, paragraph, and a result with its source or that none was found."""
    from i18n import text

    page = (folder / "any/path/en/targets.html").read_text(encoding="utf-8")
    rows = re.findall(r'<li id="([^"]+)">(.*?)</li>', page, re.DOTALL)
    assert [one for one, _ in rows] == list(dataset.targets["id"])
    having = set(dataset.targets.loc[dataset.targets["result_en"] != "", "id"])
    assert {one for one, told in rows if text("kept.unknown", "en") not in told} == having


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    [
        "index.html",
        "404.html",
        "zh/index.html",
        "en/projects/huanguan-phase-3.html",
        "zh/towns/qingxi.html",
        "zh/targets.html",
        "en/map.html",
    ],
)
def test_pages_have_no_axe_finding(new_context, site, path, colours):
    """No serious or critical finding, in either colours."""
    page = new_context(color_scheme=colours, bypass_csp=True).new_page()
    page.goto(site + path)
    assert findings(page) == []


LONG = (
    "zh/projects/huanguan-north-extension",
    "en/projects/huanguan-north-extension",
    "en/projects/hanxi-river",
)
# What the picture of a page takes on paper; the pages of these tests are without.
PICTURE = """() => document.querySelector('main > p.lead').insertAdjacentHTML('afterend',
  `<span class="picture"><img width="1200" height="630" alt=""
    src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='1200' height='630'/>"></span>`)"""


@pytest.mark.parametrize("path", LONG)
def test_project_page_prints_on_one_sheet(new_context, site, path):
    """One A4, upright, with a picture, also of the projects that have most to tell."""
    page = new_context(bypass_csp=True).new_page()
    answer = page.goto(f"{site}{path}.html")
    assert answer.status == 200
    page.evaluate(PICTURE)
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


def test_folder_has_a_feed_and_a_calendar_of_all_of_each_category_and_town(folder):
    """Readers read them; a page names its own feed; the digest is there as page, Markdown and PDF."""
    import feedparser
    import icalendar

    top = folder / "any/path/en"
    feeds = sorted((top / "feeds").glob("*.atom"))
    assert {"all.atom", "cat-rail.atom", "town-changan.atom"} <= {one.name for one in feeds}
    assert len(feeds) == len(list((top / "feeds").glob("*.ics"))) == 1 + 9 + 35
    read = feedparser.parse((top / "feeds/town-changan.atom").read_bytes())
    assert (read.bozo, bool(read.entries)) == (False, True)
    assert icalendar.Calendar.from_ical((top / "feeds/all.ics").read_bytes()).walk("VEVENT")
    assert 'href="../../en/feeds/town-changan.atom"' in (top / "towns/changan.html").read_text("utf-8")
    assert (top / "digest.md").read_text("utf-8").startswith("# After 31 Jan 2024")
    assert (top / "digest.pdf").read_bytes().startswith(b"%PDF-")


def test_folder_describes_its_data(folder, dataset):
    """Each address that package, catalogue and page name is there; columns are those of the files."""
    import csv
    import io
    import json

    from geo.export.formats import FILES

    for lang in ("zh", "en"):
        top = folder / "any/path" / lang
        package = json.loads((top / "datapackage.json").read_text("utf-8"))
        assert [one["name"] for one in package["resources"]] == list(FILES)
        for one in package["resources"]:
            raw = (top / one["path"]).read_text(one["encoding"])
            head = next(csv.reader(io.StringIO(raw, newline="")))
            assert head == [field["name"] for field in one["schema"]["fields"]]
        told = json.loads((top / "catalog.jsonld").read_text("utf-8"))
        files = [
            one["dcat:downloadURL"]["@id"]
            for data in told["dcat:dataset"]
            for one in data["dcat:distribution"]
        ]
        assert len(files) == 7 + 4
        page = (top / "index.html").read_text("utf-8")
        island = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
        assert island["@type"] == "Dataset"
        assert [one["contentUrl"] for one in island["distribution"]] == files
        assert [one for one in files if not (top / one).is_file()] == []
        for name in ("datapackage.json", "catalog.jsonld"):
            assert f'href="../{lang}/{name}"' in page
