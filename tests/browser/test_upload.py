"""The upload page in a browser: a file through the real server, its shapes on both maps, hostile ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as TooLate

from i18n import LANGUAGES, text
from tests.axe import findings
from tests.hostile.constructs import CONSTRUCTS

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PAYLOAD = "<img src=x onerror=__ran=1>{{7*7}}"


def _file(name: str, raw: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": raw}


def _good(name: str = "我的项目") -> bytes:
    cells = {"id": "own-one", "name_zh": name, "category": "rail", "stage": "building"}
    cells |= {"certainty": "approximate", "accuracy_m": 200}
    point = {"type": "Point", "coordinates": [113.75, 23.02]}
    feature = {"type": "Feature", "properties": cells, "geometry": point}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def _bring(page: Any, name: str, raw: bytes) -> None:
    page.locator('[data-testid="stFileUploader"] input[type=file]').set_input_files(_file(name, raw))


@pytest.fixture
def upload_page(visit: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that opens the page and waits until it can take a file."""

    def opened(size: dict[str, int] = DESKTOP, lang: str = "zh") -> Any:
        shown = visit(size).open(f"/upload?lang={lang}")
        shown.page.locator('[data-testid="stFileUploader"] button').first.wait_for()
        return shown

    return opened


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_file_is_drawn_here_and_on_the_map(upload_page: Callable[..., Any], size: dict[str, int]):
    """A name that is code is text; the shape goes along to the map; a reload forgets it."""
    shown = upload_page(size)
    page = shown.page
    _bring(page, "mine.geojson", _good(PAYLOAD))
    expect(page.get_by_text("没有发现问题。")).to_be_visible()
    expect(shown.map.locator("path.own-shape")).to_have_count(1)
    expect(shown.map.locator(".own-name")).to_have_text(PAYLOAD)
    assert shown.map_frame().evaluate("window.__ran") is None
    assert page.evaluate("window.__ran") is None
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if size is DESKTOP:
        page.locator(".st-key-tabs_map a").click()
        expect(shown.map.locator("path.own-shape")).to_have_count(1)
        expect(shown.map.locator('[data-key="own"]')).to_be_visible()
        page.reload()
        shown.wait()
        expect(shown.map.locator("path.own-shape")).to_have_count(0)


def test_name_of_any_kind_is_text_on_the_map(upload_page: Callable[..., Any]):
    """A file of as many places as there are constructs, each called so: none of them acts."""
    names = [" ".join(words.split()) for words in CONSTRUCTS.values()]
    features = []
    for number, name in enumerate(names):
        (feature,) = json.loads(_good(name))["features"]
        feature["properties"]["id"] = f"own-{number}"
        feature["geometry"]["coordinates"] = [113.65 + number % 6 * 0.05, 22.85 + number // 6 * 0.05]
        features.append(feature)
    shown = upload_page()
    _bring(
        shown.page, "names.geojson", json.dumps({"type": "FeatureCollection", "features": features}).encode()
    )
    expect(shown.map.locator("path.own-shape")).to_have_count(len(names))
    drawn = shown.map.locator(".own-name").all_inner_texts()
    assert len(drawn) > len(names) / 2
    assert [one for one in drawn if not any(name.startswith(one.removesuffix("…")) for name in names)] == []
    for frame in (shown.map_frame(), shown.page):
        assert frame.evaluate("window.__ran") is None
        assert frame.locator("zqx, img[src=zqx], [onerror], [onmouseover]").count() == 0


def test_hostile_files_one_after_another_leave_the_session_alive(upload_page: Callable[..., Any]):
    """Each gets its message in the reader's language, and the good one after them is drawn."""
    shown = upload_page(lang="en")
    page = shown.page
    hostile = {
        "an instruction file of GDAL": b"<OGRVRTDataSource></OGRVRTDataSource>",
        "table of a web page": b"<html><table><tr><td>id</td></tr></table></html>",
        "50 levels deep": b"[" * 50 + b"]" * 50,
        "The file is empty": b"",
        "no kind of file that we know": b"\x89PNG\r\n",
        "The file has 10.0 MB": b'{"a":"' + b"x" * 10_000_000 + b'"}',
        "too many vertices": b"[" + b"[1,2]," * 400_000 + b"1]",
    }
    for said, raw in hostile.items():
        _bring(page, "mine.geojson", raw)
        expect(page.get_by_role("alert").filter(has_text=said)).to_be_visible()
        expect(page.get_by_role("alert").filter(has_text="This file was not read.")).to_have_count(1)
    _bring(page, "mine.geojson", _good())
    expect(page.get_by_text("No problems found.")).to_be_visible()
    expect(shown.map.locator("path.own-shape")).to_have_count(1)


def _refusal(page: Page) -> tuple[str, str]:
    """Wait until a file is refused; return what is seen, and what a screen reader hears."""
    chip = page.locator('[data-testid="stFileChip"][aria-invalid="true"]')
    heard = chip.locator('[role="alert"][data-said]')
    expect(heard).to_have_count(1)
    return chip.evaluate("node => getComputedStyle(node, '::after').content"), heard.inner_text()


@pytest.mark.parametrize(("lang", "word"), [("zh", "文件太大"), ("en", "The file is too large")])
def test_file_beyond_what_is_taken_is_refused_in_our_words(
    upload_page: Callable[..., Any], tmp_path: Path, lang: str, word: str
):
    """The browser does not even send it; Streamlit's own words are in English."""
    page = upload_page(lang=lang).page
    # From the disk: Playwright would send the bytes themselves through its own pipe, for seconds.
    large = tmp_path / "mine.geojson"
    large.write_bytes(b"x" * 22_000_000)
    page.locator('[data-testid="stFileUploader"] input[type=file]').set_input_files(large)
    seen, heard = _refusal(page)
    assert word in seen
    assert heard.startswith(word)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("status", "key"),
    [
        (403, "upload.left"),
        (413, "upload.too_large"),
        (429, "serving.too_many"),
        (503, "serving.files_full"),
        (500, "upload.not_sent"),
    ],
)
def test_file_that_the_server_refuses_is_said_in_our_words(
    upload_page: Callable[..., Any], lang: str, status: int, key: str
):
    """Why, and when to come again: not «too large» for all; the next file is read as if nothing had been."""
    shown = upload_page(lang=lang)
    page = shown.page
    page.route("**/_stcore/upload_file/**", lambda route: route.fulfill(status=status, body=""))
    _bring(page, "mine.geojson", _good())
    seen, heard = _refusal(page)
    assert heard == text(key, lang)
    assert heard in seen
    page.unroute_all()
    shown.errors.clear()  # the answer itself
    _bring(page, "mine.geojson", _good())
    expect(shown.map.locator("path.own-shape")).to_have_count(1)


@pytest.mark.parametrize(("size", "lang"), [(DESKTOP, "zh"), (PHONE, "en"), (PHONE, "zh")])
def test_page_with_problems_has_no_serious_axe_finding(
    upload_page: Callable[..., Any], size: dict[str, int], lang: str
):
    """Question, table of problems and notes, in both sizes and languages."""
    shown = upload_page(size, lang)
    raw = _good().replace(b'"rail"', b'"metro"')
    _bring(shown.page, "mine.geojson", raw)
    shown.page.locator(".dgmap-problems").wait_for()
    # Streamlit fades what a run has not reached yet; what is measured is what stands at its end.
    shown.page.locator('.stApp[data-test-script-state="notRunning"]').wait_for()
    shown.until("!document.querySelector('[data-stale=true]') && document.getAnimations().length === 0")
    assert findings(shown.page) == []


def _table(*rows: list[object]) -> bytes:
    """Return a CSV as Chinese Excel saves it: GBK, CR LF."""
    return "\r\n".join(",".join(map(str, row)) for row in rows).encode("gbk")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_table_without_known_coordinates_is_drawn_when_asked(
    upload_page: Callable[..., Any], size: dict[str, int]
):
    """Never «no problem» with nothing on the map; the reader says where the numbers are, and it is drawn."""
    shown = upload_page(size)
    page = shown.page
    head = ["编号", "项目名称", "类别", "阶段", "确定度", "甲", "乙"]
    row = ["own-one", "我的项目", "轨道", "推进建设", "大致", 113.75, 23.02]
    _bring(page, "mine.csv", _table(["一览表"], head, row))
    expect(page.get_by_text("这份文件是这样读的").first).to_be_visible()
    expect(page.locator(".dgmap-problems")).to_contain_text("没有找到坐标列")
    expect(page.get_by_text("没有发现问题。")).to_have_count(0)
    steps = (("lon", "F · 甲", "坐标：还要选另一列"), ("lat", "G · 乙", "坐标：经度在“甲”列"))
    for field, column, said in steps:
        _choose(page, field, column)
        expect(page.get_by_text(said)).to_be_visible()
    expect(shown.map.locator("path.own-shape")).to_have_count(1)
    expect(page.get_by_text("没有发现问题。")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def _choose(page: Page, field: str, column: str) -> None:
    """Choose from a list as a person does: one that closes as the page is drawn anew is opened again."""
    option = page.get_by_role("option").filter(has_text=column)
    for _ in range(20):
        page.locator('.stApp[data-test-script-state="notRunning"]').wait_for()
        page.locator(f".st-key-own_{field} input").click()
        with suppress(TooLate):
            option.click(timeout=3_000)
            return
        page.keyboard.press("Escape")
    pytest.fail(f"no list holds {column}")


def _slow() -> bytes:
    """Return a file that takes seconds: thousands of areas on one another."""
    square = [[113.7, 23.0], [113.8, 23.0], [113.8, 23.1], [113.7, 23.1], [113.7, 23.0]]
    shape = {"type": "MultiPolygon", "coordinates": [[square]] * 3_900}
    feature = {"type": "Feature", "properties": {"id": "a"}, "geometry": shape}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def test_reading_that_takes_long_can_be_stopped(upload_page: Callable[..., Any]):
    """It says how long it takes; a press ends it, and the next file is read at once."""
    shown = upload_page()
    page = shown.page
    _bring(page, "slow.geojson", _slow())
    stop = page.get_by_role("button", name="停止")
    stop.wait_for()
    expect(page.get_by_text("已用").first).to_be_visible()
    stop.click()
    expect(page.get_by_text("已经停止，这份文件没有读。")).to_be_visible()
    _bring(page, "mine.geojson", _good())
    expect(shown.map.locator("path.own-shape")).to_have_count(1)
