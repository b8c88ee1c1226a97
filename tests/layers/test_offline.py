"""The offline file: one page, no request, both languages, search, cards, tours; and what is printed of it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.axe import findings

LARGEST = 1_500_000
SIZES = [(1440, 900), (390, 844)]


@pytest.fixture(scope="module")
def path(tmp_path_factory) -> Path:
    """Write the file by the command, into a folder of its own."""
    out = tmp_path_factory.mktemp("usb stick") / "地图.html"
    command = [sys.executable, "-m", "layers", "export", "html", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return out


@pytest.fixture(params=SIZES, ids=["desktop", "phone"])
def opened(request, new_context, path):
    """Open the file with the network off; afterwards it has asked for nothing and made no error."""
    width, height = request.param
    phone = width < 720
    context = new_context(
        viewport={"width": width, "height": height}, is_mobile=phone, has_touch=phone, offline=True,
        reduced_motion="reduce",
    )  # fmt: skip
    page = context.new_page()
    problems: list[str] = []
    page.on("request", lambda asked: asked.url.startswith(path.as_uri()) or problems.append(asked.url))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda line: line.type == "error" and problems.append(line.text))
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready=yes]", state="attached")
    yield page
    assert problems == []


def test_size_is_below_the_limit(path):
    """The whole file fits a mail and a slow stick."""
    assert path.stat().st_size < LARGEST


def test_nothing_in_it_names_a_file_of_the_site(path):
    """No font, no script, no picture from elsewhere."""
    text = path.read_text(encoding="utf-8")
    assert _files_named(text) == []
    planted = (
        '<link rel="icon" href="x">',
        '<script defer src="x.js">',
        "<img src=x>",
        "<style>a{b:url(x)}</style>",
    )
    assert [len(_files_named(text + one)) for one in planted] == [1, 1, 1, 1]


def _files_named(text: str) -> list[str]:
    """Return the elements and rules of a page that ask for another file."""
    styles = re.findall("<style>(.*?)</style>", text, re.DOTALL)
    assert styles
    asking = re.findall(r"<(?:link|img|iframe|object|embed)\b|<script[^>]*\bsrc=", text)
    return asking + [url for style in styles for url in re.findall(r"url\((?!#)[^)]*\)", style)]


def test_initials_find_the_science_city(opened):
    """`sslkxc` finds it, its card opens with its sources."""
    opened.locator("#search").fill("sslkxc")
    expect(opened.locator("#results .row")).to_have_count(1)
    opened.locator("#results .row").click()
    assert opened.locator("#card h2").inner_text() == "松山湖科学城"
    opened.locator("#card .card-sources summary").click()
    assert opened.locator("#card .card-sources li").count() > 0


def test_target_is_found_and_leads_nowhere(opened):
    """The report's figure is told in words, in either language; no page of it is there, and no way to one."""
    notices = opened.locator("#notices .state")
    opened.locator("#search").fill("充電樁")
    expect(notices).to_contain_text("新建充电桩 不少于 5,000 个，全市（4.2）。")
    assert notices.locator("a, button").count() == 0
    opened.locator("#search").fill("没有这回事")
    expect(notices).to_have_count(0)
    opened.locator(".own-ways a").click()
    opened.wait_for_selector('html[lang="en"][data-ready="yes"]', state="attached")
    opened.locator("#search").fill("growth")
    expect(notices.locator(".state-title")).to_have_text("6 targets of the report name “growth”.")
    expect(notices.locator("p").last).not_to_contain_text("revenue")
    notices.get_by_role("button", name="Show all 6").click()
    expect(notices.locator("p").last).to_contain_text("revenue")
    expect(notices.locator("button")).to_have_count(0)


def test_filters_and_map_answer(opened):
    """A category leaves its projects in list and map."""
    opened.locator('#choices [data-value="water"]').click()
    assert opened.locator("#results .row").count() == 2
    assert opened.locator(".leaflet-container path").count() > 50


def test_tour_runs(opened):
    """A tour starts from its button and goes on."""
    opened.locator(".tour-button").click()
    opened.locator('[data-tour="rail"]').click()
    opened.locator('#tour [data-go="1"]').click()
    assert opened.locator("#tour h2").inner_text() == "1号线一期：已经通车"


def test_language_changes_within_the_file_and_keeps_the_view(opened):
    """The same project, in English: words, title, `lang`; and back."""
    opened.locator("#search").fill("sslkxc")
    expect(opened.locator("#results .row")).to_have_count(1)
    opened.locator("#results .row").click()
    if opened.viewport_size["width"] < 720:
        opened.locator("#card .close").click()
        opened.locator("#search").fill("")
    opened.locator(".own-ways a").click()
    opened.wait_for_selector('html[lang="en"][data-ready="yes"]', state="attached")
    assert opened.title().endswith("Dongguan Project Map")
    assert opened.locator("#side").get_attribute("aria-label") == "List of projects"
    if opened.viewport_size["width"] >= 720:
        assert opened.locator("#card h2").inner_text() == "Songshan Lake Science City"
    opened.locator(".own-ways a").click()
    opened.wait_for_selector('html[lang="zh-CN"][data-ready="yes"]', state="attached")
    assert opened.title().endswith("东莞项目地图")


def test_query_and_language_of_the_command_open_the_file(new_context, tmp_path):
    """The file opens with the view that it was made for, until its address says another."""
    out = tmp_path / "map.html"
    command = [sys.executable, "-m", "layers", "export", "html", str(out), "--lang", "en"]
    subprocess.run([*command, "--query", "cat=rail&near=113.75,23.02"], capture_output=True, check=True)
    assert "113.75,23.02" not in out.read_text(encoding="utf-8")
    page = new_context().new_page()
    page.goto(out.as_uri())
    page.wait_for_selector("html[data-ready=yes]", state="attached")
    assert (page.locator("html").get_attribute("lang"), page.locator("#results .row").count()) == ("en", 7)


def test_file_has_no_axe_finding(opened):
    """Nor with the second language."""
    for _ in range(2):
        assert findings(opened) == []
        opened.locator(".own-ways a").click()
        opened.wait_for_selector('html[data-ready="yes"]', state="attached")


def test_a_view_can_not_end_its_place_in_the_file(dataset):
    """What a stranger asks for stands in the file as data."""
    from geo.view import View
    from layers.offline import offline
    from layers.opening import opened_at

    page = offline(dataset)
    evil = opened_at(page, View(text="</script><script>alert(1)</script>"))
    assert evil.count("<script") == page.count("<script")
    assert "alert(1)" in evil.replace("%28", "(").replace("%29", ")")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "p=metro-1-phase-1",
        "lang=en&p=hanxi-river",
        "lang=en&p=changhu-expressway-widening",
        "town=changan",
        "tour=rail&step=4",
    ],
)
@pytest.mark.parametrize("width", [1440, 390], ids=["desktop", "phone"])
def test_view_prints_on_one_sheet_with_key_sources_and_card(new_context, path, query, width):
    """One wide A4; what is cut off on paper is cut off nowhere in the layout; afterwards all is as before."""
    page = new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce").new_page()
    page.goto(f"{path.as_uri()}?{query}")
    page.wait_for_selector("html[data-ready=yes]", state="attached")
    before = page.evaluate("document.getElementById('card').hidden")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#key-more").count() == 1
    assert "OpenStreetMap" in page.locator("#print").inner_text()
    assert page.locator("#print-head .print-link").inner_text() != ""
    sheet = page.locator("#page").bounding_box()
    for node in ("#card", "#foot", "#print-head", ".print-rows"):
        for one in page.locator(node).all():
            box = one.bounding_box()
            assert box is None or box["y"] + box["height"] <= sheet["y"] + sheet["height"] + 1, node
            assert one.evaluate("node => node.scrollHeight - node.clientHeight") <= 1, node
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("document.getElementById('card').hidden") == before
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    assert b"/MediaBox [0 0 841." in pdf
