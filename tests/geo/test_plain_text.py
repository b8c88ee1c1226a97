"""Text as Excel and Notepad save it: read, or refused for one clear cause, by every reader of ours."""

from __future__ import annotations

import codecs
import csv
import io

import pytest

from geo import schema
from geo.editions.mentions import find, paragraphs
from geo.errors import DataError
from geo.plain_text import UTF8, Decoded, TextError, decode, split, with_plain_days

ROWS = [["id", "name", "note"], ["a", "东莞；塘厦", "x, y"], ["b", "松山湖", ""], ["c", "说“好”", 'a "b"']]


def written(sign: str, *, rows: list[list[str]] = ROWS, end: str = "\r\n") -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=sign, lineterminator=end).writerows(rows)
    return buffer.getvalue()


SAVED = {
    "UTF-8": ("{}".format, "utf-8", UTF8),
    "UTF-8 with a mark": ("\ufeff{}".format, "utf-8", UTF8),
    "GBK": ("{}".format, "gbk", "GBK"),
    "GB 18030": ("{}".format, "gb18030", "GBK"),
    "UTF-16, little": ("\ufeff{}".format, "utf-16-le", "UTF-16"),
    "UTF-16, big": ("\ufeff{}".format, "utf-16-be", "UTF-16"),
    "UTF-16 without a mark": ("{}".format, "utf-16-le", "UTF-16"),
}


# Text as offices of other places write it: what it says, and the code page it is in.
PAGES = [
    ("编号,名称,经度,纬度\n1,长安镇文化中心,113.8,22.8", "gbk", "GBK"),
    ("镇,村\n道滘,蔡白", "gbk", "GBK"),
    ("名称,备注\n石碣污水处理厂（二期）,“在建”", "gb18030", "GBK"),
    ("編號,名稱,經度,緯度\n1,臺北市停車場,121.5,25", "gb18030", "GBK"),
    ("編號,名稱,經度,緯度\n1,臺北市停車場,121.5,25", "big5", "Big5"),
    ("行政區,場所名稱,公告日期\n中山區,健康國小周邊人行道,1120430", "cp950", "Big5"),
    ("地區,設施名稱\n油尖旺,尖沙咀海濱花園", "big5hkscs", "Big5"),
    ("站名,地址\n關閘總站,澳門關閘廣場", "big5", "Big5"),
    ("NO,District\n1,中山區\n2,士林區", "big5", "Big5"),
    ("名称,緯度,経度\n中央公園,34.3,134.0", "shift_jis", "Shift-JIS"),
    ("名称,名称_カナ,住所\nさくら小学校,サクラショウガッコウ,高松市番町", "cp932", "Shift-JIS"),
    ("施設名,所在地\n北区役所①,王子本町１丁目", "cp932", "Shift-JIS"),
    ("No,ひらがな\n1,みなとくやくしょ", "shift_jis", "Shift-JIS"),
    ("id,name,note\n1,Park,公園", "big5", "Big5"),
]


@pytest.mark.parametrize(
    ("text", "codec", "encoding"), PAGES, ids=[f"{page[1]}-{page[0][:12]}" for page in PAGES]
)
def test_code_page_is_told_by_its_common_characters(text: str, codec: str, encoding: str):
    """Japanese is no rare Chinese: the words come out as they were."""
    assert decode(text.encode(codec)) == Decoded(text, encoding)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CR LF", "CR"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"])
@pytest.mark.parametrize(("form", "codec", "encoding"), SAVED.values(), ids=SAVED)
def test_table_is_read_however_it_was_saved(form, codec: str, encoding: str, sign: str, end: str):
    """Encoding, sign and ends of lines: the same cells."""
    found = decode(form(written(sign, end=end)).encode(codec))
    assert (found.encoding, split(found.text)) == (encoding, (ROWS, sign))


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\r\n" + written(";"),
        written(",", rows=[[*row, "", ""] for row in ROWS]),
        written(",") + ",,\r\n,,\r\n",
        written(",") + "\r\n\r\n",
        written("\t", rows=[[*row, " "] for row in ROWS]) + "\t\t\t\r\n",
    ],
    ids=["Excel's own line", "columns at the right", "rows at the end", "lines at the end", "both"],
)
def test_margin_is_left_out(text: str):
    """What a spreadsheet adds around a table is no cell of it."""
    lines, _ = split(text)
    assert [line for line in lines if line] == ROWS


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"a\nb\n\xff\xff\xff\n", 3),
        (b"a,\x80\x80\x80", 1),
        ("名称\n".encode("gbk") + b"\xff\xff", 1),
        ("café naïve\n".encode("latin-1") * 9, 1),
        ("Straße, Größe, Münster\n".encode("cp1252") * 9, 1),
        ("Название, Москва\n".encode("cp1251") * 9, 1),
        ("臺北市停車場\n".encode("big5") + b"\xff\xff", 1),
        ("さくら小学校\n".encode("shift_jis") + b"\xff\xff", 1),
        (codecs.BOM_UTF16_LE + b"a\0\n\0\x00\xd8", 2),
    ],
    ids=[
        "none",
        "half signs",
        "GBK broken",
        "Latin-1",
        "Western",
        "Cyrillic",
        "Big5 broken",
        "Shift-JIS broken",
        "UTF-16 broken",
    ],
)
def test_bytes_that_are_no_text_are_told_by_line(raw: bytes, line: int):
    """Almost any bytes would be GBK of something: what is no Chinese text is refused."""
    with pytest.raises(TextError) as caught:
        decode(raw)
    assert caught.value.line == line


# --- the editors' files -----------------------------------------------------------------------------------

EXCEL = {
    "as it is": ("utf-8", ",", 0, ""),
    "a mark": ("utf-8-sig", ",", 0, ""),
    "semicolons": ("utf-8-sig", ";", 0, ""),
    "tabs": ("utf-8-sig", "\t", 0, ""),
    "columns at the right": ("utf-8-sig", ",", 3, ""),
    "rows at the end": ("utf-8", ",", 0, "\r\n,,,\r\n"),
    "all of it": ("utf-8-sig", ";", 2, ";;;;\r\n"),
}
REFUSED = {"GBK": ("gb18030", "GBK"), "UTF-16": ("utf-16", "UTF-16"), "UTF-16 big": ("utf-16-be", "UTF-16")}


def saved(path, codec: str, sign: str = ",", more: int = 0, end: str = "") -> None:
    """Save an editor's file again as a spreadsheet does."""
    lines = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    text = written(sign, rows=[[*line, *[""] * more] for line in lines]) + end
    path.write_bytes(text.encode(codec))


@pytest.mark.parametrize("how", EXCEL.values(), ids=EXCEL)
@pytest.mark.parametrize("name", ["sources", "events", "projects", "report"])
def test_editors_file_is_read_as_excel_saves_it(data_copy, name: str, how):
    """What the docs tell planners to do works: the same cells, and no problem."""
    path = schema.paths(data_copy, "2024")[name]
    before = schema.read(data_copy, "2024")[name].frame
    saved(path, *how)
    found = schema.read(data_copy, "2024")
    assert found[name].problems == ()
    assert found[name].frame.equals(before)


@pytest.mark.parametrize(("codec", "encoding"), REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("name", ["sources", "events", "projects", "report"])
def test_editors_file_in_another_encoding_has_one_cause(data_copy, name: str, codec: str, encoding: str):
    """The repository's files are of one encoding; the message says which one this is, and what to press."""
    path = schema.paths(data_copy, "2024")[name]
    saved(path, codec)
    found = schema.read(data_copy, "2024")[name].problems
    assert [(one.row, one.key, one.value) for one in found] == [(0, "encoding", encoding)]
    assert "CSV UTF-8" in found[0].line("zh")


def test_day_of_a_report_is_read_as_excel_saves_it(data_copy):
    """The address asks for it without the rest of the data."""
    from geo.places import report_day

    path = schema.paths(data_copy, "2024")["report"]
    day = report_day("2024", data_copy)
    saved(path, "utf-8-sig", ";", 2)
    assert report_day("2024", data_copy) == day == "2024-01-31"


# --- the report's text -------------------------------------------------------------------------------------

REPORT = ["前言。", "# 一、交通", "加快地铁2号线三期。", "", "　　推进散裂中子源二期。", "# 二、水", "治水。"]
PARAGRAPHS = {"0.1": "前言。", "1.1": "加快地铁2号线三期。", "1.2": "推进散裂中子源二期。", "2.1": "治水。"}


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gbk", "utf-16", "gb18030"])
@pytest.mark.parametrize("mark", ["# ", "#", "＃", "＃ ", "## ", "＃＃", "　＃", "\u200b#", "﹟"])
def test_report_is_read_as_notepad_saves_it(mark: str, codec: str):
    """Full width or not, with a mark or without, in any encoding: the same paragraphs."""
    text = "\r\n".join(REPORT).replace("# ", mark)
    if "\u200b" in text or "﹟" in text:
        codec = "utf-8-sig"
    assert paragraphs(decode(text.encode(codec)).text) == PARAGRAPHS


def test_first_heading_behind_a_mark_counts():
    """Notepad's mark of byte order stands before the first sign."""
    raw = b"\xef\xbb\xbf" + "＃一\n甲\n".encode()
    assert paragraphs(decode(raw).text) == {"1.1": "甲"}


def test_report_without_a_heading_has_one_cause(data_copy):
    """No advice for each row that would lead to wrong numbers."""
    with pytest.raises(DataError) as caught:
        find(data_copy, "2024", text="加快地铁2号线三期。\n推进散裂中子源二期。")
    assert [one.key for one in caught.value.problems] == ["no_headings"]
    assert "#" in caught.value.problems[0].line("zh")


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        ("2025/2/18", "2025-02-18"),
        ("2025/02/18", "2025-02-18"),
        ("2026/11/24", "2026-11-24"),
        ("2025/12/1", "2025-12-01"),
        ("2025-02-18", "2025-02-18"),
        ("2024-12", "2024-12"),
        ("Dec-24", "Dec-24"),
        ("2/18/2025", "2/18/2025"),
        ("2025/2", "2025/2"),
        ("于2025/2/18", "于2025/2/18"),
        ("https://a.example/2025/2/18", "https://a.example/2025/2/18"),
        ("２０２５/2/18", "２０２５/2/18"),
        ("", ""),
    ],
)
def test_days_that_excel_rewrote_are_plain_again(cell, plain):
    """A whole cell that is a day of a Chinese Excel; no other text is touched."""
    assert with_plain_days([["a", cell]]) == [["a", plain]]
