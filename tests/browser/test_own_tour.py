"""A tour from one's own links: made, saved, opened again, and shown without a network."""

from __future__ import annotations

import tomllib
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

LINKS = """https://map.example/?cat=rail&near=113.7,22.9
长安 http://x/?p=metro-1-phase-1
no link
?town=changan&at=2024-12-31"""


@pytest.fixture(scope="module")
def made(browser, app_url, tmp_path_factory):
    """Make a tour of three links; return the saved file and the offline page."""
    folder = tmp_path_factory.mktemp("tour")
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{app_url}/own-tour")
    page.fill("#links", LINKS)
    page.click("#add")
    expect(page.locator("#steps li")).to_have_count(3)
    expect(page.locator("#told")).to_contain_text("no link")
    page.fill("#tour-title", "我的<b>导览</b>")
    page.locator("#steps li").nth(0).locator("textarea").nth(1).fill('先看{n}个"轨道" \\ 项目')
    page.locator("#steps li").nth(2).get_by_role("button", name="上移").click()
    for button, name in (("#save", "tour.toml"), ("#html", "tour.html")):
        with page.expect_download(timeout=90_000) as caught:
            page.click(button)
        caught.value.save_as(folder / name)
    page.reload()
    expect(page.locator("#steps li")).to_have_count(3)  # the browser kept it
    assert errors == []
    page.close()
    return folder


def test_saved_file_is_a_tour_that_our_own_reader_takes(made: Path):
    """Every word, link and step is there, in the format of data/tours."""
    from geo.tours import read

    (made / "tours").mkdir(exist_ok=True)
    text = (made / "tour.toml").read_text(encoding="utf-8")
    (made / "tours" / "own-tour.toml").write_text(text, encoding="utf-8")
    (tour,), problems = read(made)
    assert problems == ()
    assert tour.title["zh"] == "我的<b>导览</b>"
    assert tour.steps[0].text["zh"] == '先看n个"轨道" \\ 项目'
    views = [step["view"] for step in tomllib.loads(text)["step"]]
    assert views == ["cat=rail", "town=changan&at=2024-12-31", "p=metro-1-phase-1"]


def test_offline_page_opens_at_the_first_step_and_shows_its_projects(made: Path, new_context):
    """Without a network: the words as text, the projects of the link, the day of another step."""
    context = new_context(viewport={"width": 1440, "height": 900}, offline=True)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((made / "tour.html").as_uri())
    expect(page.locator(".tour-text")).to_have_text('先看n个"轨道" \\ 项目')
    expect(page.locator(".tour-head")).to_contain_text("我的<b>导览</b>")
    expect(page.locator("#results .row")).to_have_count(7)
    page.keyboard.press("PageDown")
    expect(page.locator(".tour-gone")).to_contain_text("2024年12月31日")
    page.keyboard.press("PageDown")
    expect(page.locator(".tour-place span")).to_have_text("3 / 3")
    assert errors == []


@pytest.mark.parametrize(
    "text",
    [
        "not a tour",
        "",
        'title_zh = "x"\n[[step]]\nview = "cat=rail"',
        "[[step]]\nview = 1\n[[step]]\nview = 2",
        '[[step]]\nevil = "x"\n[[step]]\nview = "cat=rail"',
        '[[step]]\nview = "a\n[[step]]',
        '[[step]]\nview = "\\u202e"\n[[step]]\nview = ""',
        "[[step]]\n" * 21,
        '__proto__ = "x"\n[[step]]\n[[step]]',
        "x" * 200_001,
        '[[step]]\nview = ["cat=rail"]\n[[step]]',
    ],
    ids=["text", "empty", "one step", "numbers", "unknown", "cut", "unseen", "many", "proto", "long", "list"],
)
def test_file_that_is_no_tour_is_refused(browser, app_url, text: str):
    """It is said, and what was there stays."""
    page = browser.new_page()
    page.goto(f"{app_url}/own-tour")
    page.set_input_files("#file", {"name": "x.toml", "mimeType": "text/plain", "buffer": text.encode()})
    expect(page.locator("#told")).to_contain_text("不是导览")
    expect(page.locator("#steps li")).to_have_count(0)
    page.close()


def test_view_is_added_to_what_is_kept(browser, app_url):
    """By a link of the map's share panel, one at a time; a reload adds none again."""
    page = browser.new_page()
    for n, query in enumerate(("town=changan", "cat=rail&at=2025-06-30", "p=metro-1-phase-1"), start=1):
        page.goto(f"{app_url}/own-tour?y=2024&add={quote(query)}")
        expect(page.locator("#steps li")).to_have_count(n)
        expect(page.locator("#steps li").last.locator("a")).to_have_attribute("href", f"/?{query}")
        expect(page).to_have_url(f"{app_url}/own-tour?y=2024")
        page.reload()
        expect(page.locator("#steps li")).to_have_count(n)
    page.close()
