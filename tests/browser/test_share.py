"""Sharing as people do it: the code, the files, and the map in a frame of somebody else's page."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import zxingcpp
from PIL import Image
from playwright.sync_api import BrowserContext, expect

PHONE = {"width": 390, "height": 844}


def _code(shot: bytes) -> list[str]:
    image = np.asarray(Image.open(io.BytesIO(shot)).convert("L"))
    return [one.text for one in zxingcpp.read_barcodes(image)]


def test_code_and_files_are_of_the_view_on_the_screen(visit: Callable[..., Any], tmp_path: Path):
    """The code on the screen leads to the address, camera included, and the picture's own code as well."""
    opened = visit(device_scale_factor=2).open("/?town=changan&cat=rail")
    expect(opened.page.locator("#dgmap-early")).to_have_count(0)  # Streamlit has come and taken over
    opened.map.get_by_role("button", name="放大", exact=True).click()
    opened.until("location.search.includes('m=')")
    opened.map.locator(".share-button").click()
    dialog = opened.page.get_by_role("dialog")
    expect(dialog.locator(".share-code")).to_be_visible()
    address = opened.page.evaluate("location.href")
    assert _code(dialog.locator(".share-code").screenshot()) == [address]
    with opened.page.expect_download() as download:
        dialog.get_by_role("link", name="图片 PNG").click()
    assert download.value.suggested_filename == "长安镇-轨道-3-项.png"
    kept = tmp_path / "slide.png"
    download.value.save_as(kept)
    assert _code(kept.read_bytes()) == [address]


def _host(
    new_context: Callable[..., BrowserContext], src: str, size: dict[str, int], *, sandbox: str = ""
) -> tuple[Any, list[str]]:
    """Open a page of another site with the map in its frame."""
    page = new_context(viewport=size).new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    style = "border:0;width:100vw;height:100vh"
    page.set_content(f'<body style="margin:0"><iframe {sandbox} src="{src}" style="{style}">')
    frame = page.frame_locator("iframe")
    expect(frame.locator("html[data-ready=yes]")).to_be_attached()
    return frame, errors


def test_a_frame_shows_the_view_without_the_hidden_parts(new_context: Any, app_url: str):
    """What the host does not want is not there; the map has the room, and a link leads to the whole."""
    src = f"{app_url}/?town=changan&cat=rail&embed=list,head,key"
    frame, errors = _host(new_context, src, {"width": 800, "height": 500})
    for hidden in ("#side", "#key", ".share-button"):
        expect(frame.locator(hidden)).to_be_hidden()
    expect(frame.locator("#controls")).to_be_visible()
    assert frame.locator("#map-box").bounding_box()["width"] == 800
    expect(frame.locator('[data-label="project"]').first).to_be_visible()
    assert frame.locator("#whole").get_attribute("href") == "/?town=changan&cat=rail"
    assert errors == []


def test_a_frame_on_a_phone_fills_its_height(new_context: Any, app_url: str):
    """In a narrow frame without the list the map is as high as the frame."""
    frame, _ = _host(new_context, f"{app_url}/?embed=list,head&lang=en", PHONE)
    assert frame.locator("#map-box").bounding_box()["height"] == PHONE["height"]


def test_a_frame_works_without_the_app(new_context: Any, app_url: str):
    """Choosing in the frame works there, and the link to the whole map follows."""
    frame, errors = _host(new_context, f"{app_url}/?embed=true&cat=water", {"width": 1000, "height": 600})
    frame.locator("#results [data-id], #results button, #results li").first.click()
    expect(frame.locator("#card")).to_be_visible()
    assert "p=" in frame.locator("#whole").get_attribute("href")
    assert "embed" not in frame.locator("#whole").get_attribute("href")
    assert errors == []


def test_a_frame_without_an_origin_works(new_context: Any, app_url: str):
    """Content systems allow scripts and nothing else: cards and search come all the same."""
    src, size = f"{app_url}/?embed=true&cat=rail", {"width": 1000, "height": 600}
    frame, errors = _host(new_context, src, size, sandbox='sandbox="allow-scripts"')
    expect(frame.locator("html[data-whole=yes]")).to_be_attached()
    frame.locator("#results [data-id], #results button, #results li").first.click()
    expect(frame.locator("#card")).to_be_visible()
    frame.locator("#search").fill("一号线")
    expect(frame.locator("#results [data-id], #results button, #results li").first).to_be_visible()
    assert "p=" in frame.locator("#whole").get_attribute("href")
    assert errors == []


def test_a_frame_reads_a_damaged_link_and_says_the_rest(new_context: Any, app_url: str):
    """The same grammar as the whole map; what a frame can not show is named."""
    src = f"{app_url}/?embed=true&amp;amp;cat=metro）&town=nosuch&near=113.75,23.02&r=3000"
    frame, errors = _host(new_context, src, {"width": 1000, "height": 600})
    expect(frame.locator("#notices")).to_contain_text("town=nosuch")
    expect(frame.locator("#notices")).to_contain_text("另有 1 处")
    assert frame.locator("#whole").get_attribute("href").startswith("/?cat=rail")
    assert errors == []


def test_maps_of_a_pair_move_in_step(visit):
    """Where one is moved the other looks, too; the moved one leads."""
    opened = visit()
    opened.page.goto(f"{opened.base}/pair?since=2024-12-31&at=2025-12-31&cat=rail")
    for frame in opened.page.locator("iframe").all():
        frame.content_frame.locator("html[data-ready=yes]").wait_for(state="attached")
    centre = """() => [...document.querySelectorAll("iframe")].map(({contentWindow: one}) => {
      const name = JSON.parse(one.document.getElementById("dgmap-page").textContent).map;
      return Object.values(one[name].getCenter()).map((value) => value.toFixed(3)).join();
    })"""
    before = opened.page.evaluate(centre)
    box = opened.page.locator("iframe").last.bounding_box()
    opened.page.mouse.move(box["x"] + 300, box["y"] + 300)
    opened.page.mouse.down()
    opened.page.mouse.move(box["x"] + 420, box["y"] + 360, steps=4)
    opened.page.mouse.up()
    after = opened.page.evaluate(centre)
    assert after[0] == after[1]
    assert after != before
