"""The upload page through Streamlit's own test driver: asked, told, drawn, forgotten."""

from __future__ import annotations

import io
import json
import re
import tomllib
from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from geo.errors import Problem
from geo.upload.limits import SENT_BYTES
from geo.upload.seen import Seen
from ui import own, server, trying, upload_seen
from ui.pages import upload as page
from ui.upload_words import message, notes, problems

ROOT = Path(__file__).resolve().parents[2]
PAYLOADS = ("{{ 7*7 }}", "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{% x %}", "&lt;")


def feature(lon: float = 113.75, lat: float = 23.02, **cells: object) -> dict[str, Any]:
    properties = {"id": "own-one", "name_zh": "我的项目", "category": "rail", "stage": "building"}
    properties |= {"certainty": "approximate", "accuracy_m": 200, **cells}
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
    }


def collection(*features: dict[str, Any]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def _page() -> None:
    """Draw the page alone; the script of the test driver."""
    from ui.pages import upload

    upload.draw()


@pytest.fixture
def try_file() -> Callable[..., AppTest]:
    """Return a function that opens the page in a language and brings a file."""

    def run(raw: bytes | None = None, *, name: str = "mine.geojson", lang: str = "zh") -> AppTest:
        app = AppTest.from_function(_page, default_timeout=120)
        app.query_params["lang"] = lang
        app.run()
        if raw is not None:
            app.file_uploader[0].set_value((name, raw, "application/octet-stream")).run()
        assert not app.exception
        return app

    return run


def words(app: AppTest) -> str:
    """Return all that the page says, as a person reads it."""
    return " ".join(_text(str(one.proto.body)) for one in app.get("html")) + " ".join(
        str(one.value) for one in app.text
    )


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.said = ""
        self.styled = False

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self.tags.append(tag)
        self.styled = tag == "style"

    def handle_endtag(self, _tag: str) -> None:
        self.styled = False

    def handle_data(self, data: str) -> None:
        self.said += "" if self.styled else data


def _text(html: str) -> str:
    reader = _Text()
    reader.feed(html)
    return reader.said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_page_when_opened_says_what_it_takes(try_file: Callable[..., AppTest], lang: str):
    """Before a file is there: what it does, what stays private, templates, columns, limits."""
    app = try_file(lang=lang)
    said = words(app)
    assert ("certainty" in said, "5 MB" in said, "20,000" in said) == (True, True, True)
    assert [one.proto.label for one in app.get("download_button")] == (
        ["下载 GeoJSON 模板", "下载 Excel 模板"] if lang == "zh" else ["GeoJSON template", "Excel template"]
    )


def test_good_file_is_on_the_map(try_file: Callable[..., AppTest]):
    """Its shapes are kept for this session, as plain values."""
    app = try_file(collection(feature()))
    assert "没有发现问题" in words(app)
    (shape,) = app.session_state["own_shapes"]
    assert json.loads(json.dumps(shape)) == {
        "name": "我的项目",
        "geometry": {"type": "Point", "coordinates": [113.75, 23.02]},
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_coordinates_when_answered_move_the_shapes(try_file: Callable[..., AppTest], lang: str):
    """The answer is said with its distance; the file is read once."""
    app = try_file(collection(feature()), lang=lang)
    before = app.session_state["own_shapes"][0]["geometry"]["coordinates"]
    app.radio(key="own_crs").set_value("gcj02").run()
    after = app.session_state["own_shapes"][0]["geometry"]["coordinates"]
    said = words(app)
    assert "GCJ-02" in said
    assert "平均移动了" in said or "on average" in said
    assert 0.004 < abs(before[0] - after[0]) < 0.008


def test_swapped_axes_are_asked_about_before_anything_is_drawn(try_file: Callable[..., AppTest]):
    """No answer, no shape; with it the shapes are where they were meant to be."""
    app = try_file(collection(feature(23.02, 113.75)))
    assert app.radio(key="own_crs").value is None
    assert "own_shapes" not in app.session_state
    app.radio(key="own_crs").set_value("wgs84-swapped").run()
    assert app.session_state["own_shapes"][0]["geometry"]["coordinates"] == [113.75, 23.02]


def test_metres_are_asked_about(try_file: Callable[..., AppTest]):
    """A grid is suspected by where it lands, and named."""
    from geo.crs import to_metres

    app = try_file(collection(feature(*to_metres(113.75, 23.02))))
    assert app.radio(key="own_crs").options == ["CGCS2000 三度带，中央经线 114°（EPSG:4547）"]
    assert "own_shapes" not in app.session_state
    app.radio(key="own_crs").set_value("epsg4547").run()
    lon, lat = app.session_state["own_shapes"][0]["geometry"]["coordinates"]
    assert (lon, lat) == pytest.approx((113.75, 23.02), abs=1e-5)


REFUSED = {
    "VRT": (b"<OGRVRTDataSource></OGRVRTDataSource>", "GDAL 的指令文件", "instruction file of GDAL"),
    "HTML": (b"<html><table>", "网页表格（HTML）", "table of a web page"),
    "empty": (b"", "文件是空的", "The file is empty"),
    "deep": (b"[" * 50 + b"]" * 50, "括号套了 50 层", "50 levels deep"),
    "truncated": (b'{"type":"Feat', "没有写完", "not complete"),
    "10 MB": (b'{"a":"' + b"x" * 10_000_000 + b'"}', "文件有 10.0 MB", "The file has 10.0 MB"),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_refused_file_has_one_message_and_the_session_goes_on(
    try_file: Callable[..., AppTest], case: tuple[bytes, str, str], lang: str
):
    """One message in the reader's language; the next file is read as if nothing had been."""
    raw, zh, en = case
    app = try_file(raw, lang=lang)
    assert (zh if lang == "zh" else en) in words(app)
    assert "own_shapes" not in app.session_state
    app.file_uploader[0].set_value(("good.geojson", collection(feature()), "x")).run()
    assert len(app.session_state["own_shapes"]) == 1


def test_file_when_taken_away_leaves_nothing(try_file: Callable[..., AppTest]):
    """Shapes, rows and what was found are gone with the file."""
    app = try_file(collection(feature(name_zh="秘密的名字")))
    assert app.session_state["own_shapes"]
    app.file_uploader[0].set_value(None).run()
    left = {key for key in ("own_shapes", "own_read", "own_checked") if key in app.session_state}
    assert left == set()
    assert "秘密的名字" not in words(app)


def test_refused_file_after_a_good_one_takes_its_shapes_off_the_map(try_file: Callable[..., AppTest]):
    """What is on the map is of the file that is there."""
    app = try_file(collection(feature()))
    app.file_uploader[0].set_value(("bad.geojson", b"{", "x")).run()
    assert "own_shapes" not in app.session_state


# --- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_problem_and_note_show_hostile_text_as_text(payload: str, lang: str):
    """Whatever a file holds, the page has its own tags only."""
    found = [
        Problem(payload, 3, payload, "one_of", payload, "rail"),
        Problem("", 0, payload, "missing_column", payload),
    ]
    reader = _Text()
    reader.feed(problems(found, lang))
    assert set(reader.tags) <= {"div", "table", "thead", "tbody", "tr", "th", "td"}
    assert payload in reader.said
    reader = _Text()
    reader.feed(notes([Problem("", 2, payload, "repeated_name", payload)], lang))
    assert set(reader.tags) <= {"h3", "ul", "li"}
    assert payload in reader.said


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "自己相交 [113.7 23]"), ("en", "crosses itself [113.7 23]")]
)
def test_reason_of_an_invalid_shape_is_in_words(lang: str, said: str):
    """GEOS speaks English only."""
    assert said in message(Problem("", 1, "geometry", "invalid", "Self-intersection[113.7 23]"), lang)
    assert "Odd" not in message(Problem("", 1, "geometry", "invalid", "Odd new reason[1 2]"), lang)


def test_many_problems_are_cut(try_file: Callable[..., AppTest]):
    """A page of thousands of lines would help nobody."""
    rows = problems([Problem("", 1, f"column-{at}", "slug", "X", "") for at in range(1, 500)], "zh")
    assert rows.count("<tr>") == 201
    assert "先列出前 200 个" in rows


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_records_of_json_are_asked_for_their_coordinates(try_file: Callable[..., AppTest], lang: str):
    """Their names are known: no header is asked for, and which columns are the place can be said."""
    cells = feature()["properties"] | {"p": 113.75, "q": 23.02}
    app = try_file(json.dumps([cells]).encode(), name="mine.json", lang=lang)
    assert {"zh": "JSON 记录", "en": "JSON records"}[lang] in words(app)
    assert "own_header" not in {box.key for box in app.selectbox}
    letters = {title: at for at, title, _ in app.session_state["own_seen"].columns}
    app.selectbox(key="own_lon").set_value(letters["p"]).run()
    app.selectbox(key="own_lat").set_value(letters["q"]).run()
    assert not app.exception
    (shape,) = app.session_state["own_shapes"]
    assert shape["geometry"]["coordinates"] == [113.75, 23.02]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6, 20, 23, 24, 100, 1000])
@pytest.mark.parametrize("sheet", ["", "Sheet1"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_problems_of_one_kind_are_told_in_a_few_lines(count: int, sheet: str, lang: str):
    """The first three, then in which rows more and how many; another kind behind them is not lost."""
    found = [Problem(sheet, row, "id", "slug", f"X{row}", "") for row in range(2, count + 2)]
    said = problems([*found, Problem(sheet, 2, "stage", "one_of", "soon", "done")], lang)
    full = count if count <= 4 else 3
    assert said.count("<tr>") == 1 + full + (count > 4) + 1
    assert [f"X{row}" in said for row in range(2, 7)] == [row < full + 2 for row in range(2, 7)]
    assert "soon" in said
    assert (f"{count - 3}" in said, " …" in said) == (
        (True, count > 23) if count > 4 else (f"{count - 3}" in said, False)
    )


def test_problems_of_two_columns_or_kinds_are_told_apart():
    """Only what is alike in all of it is put together."""
    found = [
        Problem(sheet, row, column, key, "x", "")
        for sheet in ("a", "b")
        for column in ("id", "stage")
        for key in ("slug", "one_of")
        for row in range(2, 12)
    ]
    assert problems(found, "en").count("<tr>") == 1 + 8 * 4


# --- what is kept ---------------------------------------------------------------------------------


def test_state_says_nothing_where_there_is_nothing(monkeypatch: pytest.MonkeyPatch):
    """The map of a visitor without a file gets no key; the upload page's map stands alone all the same."""
    monkeypatch.setattr(st, "session_state", {})
    assert own.state() is None
    assert own.state(alone=True) == {"shapes": [], "alone": True}


def test_upload_never_reaches_the_disk():
    """What Streamlit takes, what the page lets through, and what Starlette keeps in memory agree."""
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["server"]["maxUploadSize"] * 1_000_000 == SENT_BYTES == page._TAKEN_MB * 1_000_000
    # Streamlit counts in units of 1,048,576 bytes, and lets some framing on top.
    assert config["server"]["maxUploadSize"] * 1024 * 1024 + 512 * 1024 < server._SPOOL_BYTES


# --- how it was read, and another way -------------------------------------------------------------


def table(*rows: Sequence[object], **sheets: Sequence[Sequence[object]]) -> bytes:
    """Return a workbook of one sheet, or of several by name."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, lines in (sheets or {"Sheet1": rows}).items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


HEAD = ["id", "name_zh", "category", "stage", "certainty"]
CELLS = ["own-one", "我的项目", "rail", "building", "approximate"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_page_says_how_it_read_the_file(try_file: Callable[..., AppTest], lang: str):
    """Format, sheet, header, columns and coordinates come first, with the first rows."""
    raw = table(["一览表"], [*HEAD, "经度", "纬度", "投资"], [*CELLS, 113.75, 23.02, "三亿"])
    app = try_file(raw, name="mine.xlsx", lang=lang)
    said = words(app)
    read = "这份文件是这样读的" if lang == "zh" else "This is how your file was read"
    assert read in said
    assert said.index(read) < said.index("WGS")
    expected = [
        "经度",
        "三亿",
        "可靠度" if lang == "zh" else "certainty of",
        "没有读" if lang == "zh" else "not read",
        "Sheet1",
    ]
    assert [one for one in expected if one not in said] == []
    assert ("列名在第 2 行" if lang == "zh" else "in row 2") in said
    assert len(app.session_state["own_shapes"]) == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_table_without_coordinates_is_asked_and_drawn(try_file: Callable[..., AppTest], lang: str):
    """Never told to be good; two answers, and it is on the map."""
    raw = table([*HEAD, "甲", "乙"], [*CELLS, 113.75, 23.02])
    app = try_file(raw, name="mine.xlsx", lang=lang)
    assert (("没有发现问题" if lang == "zh" else "No problems") in words(app)) is False
    assert ("没有找到坐标列" if lang == "zh" else "No columns of coordinates") in words(app)
    app.selectbox(key="own_lon").set_value("F").run()
    app.selectbox(key="own_lat").set_value("G").run()
    assert not app.exception
    assert ("没有发现问题" if lang == "zh" else "No problems found") in words(app)
    assert app.session_state["own_shapes"][0]["geometry"]["coordinates"] == [113.75, 23.02]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_columns_are_corrected_by_hand(try_file: Callable[..., AppTest], lang: str):
    """Words that nobody knows are named once, are read so, and stay named in the other language."""
    raw = table(["甲", "乙", "丙", "丁", "戊", "lon", "lat"], [*CELLS, 113.75, 23.02])
    app = try_file(raw, name="mine.xlsx", lang=lang)
    seen = str(next(one for one in app.get("html") if "dgmap-seen" in str(one.proto.body)).proto.body)
    assert not {"name_zh", "accuracy_m"} & set(re.findall(r"\w+", seen))
    for ours, hers in zip(("id", "name_zh", "category", "stage", "certainty"), "ABCDE", strict=True):
        app.selectbox(key=f"own_{ours}").set_value(hers).run()
    assert not app.exception
    assert app.session_state["own_shapes"][0]["name"] == "我的项目"
    assert ("没有发现问题" if lang == "zh" else "No problems found") in words(app)
    app.query_params["lang"] = other = "en" if lang == "zh" else "zh"
    app.run()
    assert app.selectbox(key="own_name_zh").value == "B"
    assert app.selectbox(key="own_name_zh").label == ("名称在哪一列" if other == "zh" else "Column of: name")
    assert ("没有发现问题" if other == "zh" else "No problems found") in words(app)


@pytest.mark.parametrize("raw", [None, "features"])
def test_a_column_of_hers_is_one_of_ours_at_most(try_file: Callable[..., AppTest], raw: str | None):
    """What is named anew is no longer what it was; a file of features is corrected by its names."""
    if raw is None:
        app = try_file(table([*HEAD, "lon", "lat"], [*CELLS, 113.75, 23.02]), name="mine.xlsx")
        id_column, name_column = "A", "B"
    else:
        app = try_file(collection(feature(说明="另一个名字")))
        id_column, name_column = "id", "name_zh"
    assert app.selectbox(key="own_name_zh").value == name_column
    app.selectbox(key="own_name_zh").set_value(id_column).run()
    assert not app.exception
    assert app.session_state["own_shapes"][0]["name"] == "own-one"
    assert (app.selectbox(key="own_id").value, app.selectbox(key="own_name_zh").value) == ("", id_column)
    if raw:
        app.selectbox(key="own_name_zh").set_value("说明").run()
        assert app.session_state["own_shapes"][0]["name"] == "另一个名字"


def test_other_sheet_and_header_are_read_when_asked_for(try_file: Callable[..., AppTest]):
    """An answer is taken, shown again, and forgotten with the file."""
    good = [[*HEAD, "lon", "lat"], [*CELLS, 113.75, 23.02]]
    other = [
        ["x"],
        [*HEAD, "lon", "lat"],
        ["own-two", *CELLS[1:], 113.8, 23.0],
        ["own-3", *CELLS[1:], 113.8, 23.1],
    ]
    app = try_file(table(甲=good, 乙=other), name="mine.xlsx")
    assert len(app.session_state["own_shapes"]) == 1
    app.selectbox(key="own_sheet").set_value("乙").run()
    assert len(app.session_state["own_shapes"]) == 2
    assert app.selectbox(key="own_header").value == 2
    app.selectbox(key="own_header").set_value(1).run()
    assert not app.exception
    assert "own_shapes" not in app.session_state or app.session_state["own_shapes"] == []
    app.selectbox(key="own_header").set_value(2).run()
    assert len(app.session_state["own_shapes"]) == 2
    app.file_uploader[0].set_value(("one.xlsx", table(*good), "x")).run()
    assert "own_choice" not in app.session_state
    assert len(app.session_state["own_shapes"]) == 1


def test_answer_that_cannot_be_read_leaves_the_way_back(try_file: Callable[..., AppTest]):
    """A sheet without a row of data is refused, and the questions stay."""
    good = [[*HEAD, "lon", "lat"], [*CELLS, 113.75, 23.02]]
    app = try_file(table(甲=good, 乙=[["只有一行"]]), name="mine.xlsx")
    app.selectbox(key="own_sheet").set_value("乙").run()
    assert "里面没有一行数据" in words(app)
    app.selectbox(key="own_sheet").set_value("甲").run()
    assert len(app.session_state["own_shapes"]) == 1


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_a_file_holds_is_shown_as_text(payload: str):
    """Names of sheets and columns, and cells, are strangers' words."""
    seen = Seen(
        "csv",
        "GBK",
        ";",
        (payload,),
        (payload,),
        1,
        (),
        (("A", payload, ""),),
        "A",
        "A",
        "one_cell",
        1,
        ((payload,),),
    )
    html = upload_seen._table(seen, "zh")
    reader = _Text()
    reader.feed(html)
    assert set(reader.tags) <= {"div", "table", "thead", "tbody", "tr", "th", "td"}
    assert reader.said.count(payload) == 2
    assert payload in upload_seen._lines(seen, "zh")[3]


# --- stopped ---------------------------------------------------------------------------------------


def test_stopped_file_is_not_read_until_asked_again(
    try_file: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
):
    """Stopped is said, nothing is drawn, and one press reads it again."""
    app = try_file()
    calls: list[str] = []
    real = trying.try_file

    def counted(*args: Any, **kwargs: Any) -> Any:
        calls.append("read")
        assert kwargs["is_here"]()  # what says how long it takes can be drawn
        return real(*args, **kwargs)

    monkeypatch.setattr(page.trying, "try_file", counted)
    app.file_uploader[0].set_value(("good.geojson", collection(feature()), "x")).run()
    file_id = app.session_state["own_read"].file_id
    app.session_state["own_stopped"] = file_id
    app.run()
    assert "已经停止" in words(app)
    assert "own_shapes" not in app.session_state
    app.session_state["own_read"] = None
    app.button(key="own_again").click().run()
    assert len(app.session_state["own_shapes"]) == 1
    assert calls == ["read", "read"]


class _EndedError(BaseException):
    """As Streamlit ends a run: no `Exception`."""


def test_run_that_is_ended_ends_the_process_and_the_next_file_is_read():
    """No answer of the old file may be left for the next one."""

    def ended() -> bool:
        raise _EndedError

    raw = slow()
    with pytest.raises(_EndedError):
        trying.try_file(raw, "a.geojson", report="2024", is_here=ended)
    found = trying.try_file(collection(feature()), "b.geojson", report="2024", is_here=lambda: True)
    assert found.seen is not None
    assert (found.seen.kind, found.seen.rows) == ("geojson", 1)


def slow() -> bytes:
    """Return a file that takes longer than a look: thousands of areas beside one another."""
    square = [[113.7, 23.0], [113.8, 23.0], [113.8, 23.1], [113.7, 23.1], [113.7, 23.0]]
    shape = {"type": "MultiPolygon", "coordinates": [[square]] * 3_900}
    return json.dumps({"type": "Feature", "properties": {"id": "a"}, "geometry": shape}).encode()
