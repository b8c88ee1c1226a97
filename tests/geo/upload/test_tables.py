"""Tables as people have them: where the names of columns stand, which hold the place, which rows count."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from geo.upload import LIMITS, read
from geo.upload.checking import check
from geo.upload.coordinates import Reading
from geo.upload.headings import assign
from geo.upload.refusals import Refusal, RefusedError
from geo.upload.seen import Choice
from geo.upload.tables import lay_out

HEAD = ["id", "name_zh", "category", "stage", "certainty"]
CELLS = ["test-park", "测试公园", "greenway", "building", "approximate"]
GOOD = [[*HEAD, "lon", "lat"], [*CELLS, 113.75, 23.02]]
SPOT = (113.75, 23.02)


def as_csv(rows, sign: str = ",") -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=sign).writerows(rows)
    return buffer.getvalue().encode()


@pytest.fixture(params=["xlsx", "csv"])
def table(request, workbook):
    """Return a maker of a file of one table, as a workbook and as a CSV."""
    if request.param == "csv":
        return lambda rows: (as_csv(rows), "mine.csv")
    return lambda rows: (workbook(Sheet1=rows), "mine.xlsx")


def spots(raw: bytes, name: str, choice: Choice | None = None) -> list[tuple[float, float] | None]:
    """Return where the rows of a file are, to six decimals."""
    upload = read(raw, name=name, choice=choice or Choice())
    assert upload.problems == ()
    shapes = [row.geometry for sheet in upload.sheets for row in sheet.rows]
    return [shape and (round(shape.x, 6), round(shape.y, 6)) for shape in shapes]


def problems(raw: bytes, name: str) -> list[tuple[int, str, str]]:
    """Return what is wrong with the form of a file; the rules of its cells are tested elsewhere."""
    upload = read(raw, name=name)
    found = [*upload.problems, *lay_out(upload)[2]]
    assert any(row.geometry for sheet in upload.sheets for row in sheet.rows)
    return [(one.row, one.column, one.key) for one in found]


# --- names of the columns of coordinates ----------------------------------------------------------

PAIRS = [
    ("经度", "纬度"),
    ("longitude", "latitude"),
    ("LON", "LAT"),
    ("lng", "lat"),
    ("X", "Y"),
    ("Long", "Lat"),
    ("东经", "北纬"),
    ("经度（WGS84）", "纬度（WGS84）"),
    ("经度(°)", "纬度(°)"),
    ("X坐标", "Y坐标"),
    ("坐标X", "坐标Y"),
    ("POINT_X", "POINT_Y"),
    ("Ｌｏｎ", "Ｌａｔ"),
    (" lon ", " lat "),
    ("Longitude ", "Latitude "),
    ("x_coord", "y_coord"),
    ("经 度", "纬 度"),
    ("经度\n", "纬度\n"),
    ("横坐标", "纵坐标"),
    ("Easting", "Northing"),
    ("經度", "緯度"),
    ("経度", "緯度"),
    ("東經", "北緯"),
    ("經度 Longitude", "緯度 Latitude"),
    ("Longitude 經度", "Latitude 緯度"),
    ("經度(Longitude)", "緯度(Latitude)"),
    ("Longitude/經度", "Latitude/緯度"),
    ("經度\nLON", "緯度\nLAT"),
    ("經度WGS84", "緯度WGS84"),
    ("坐標東", "坐標北"),
    ("起点经度", "起点纬度"),
    ("起點經度", "起點緯度"),
    ("TMPX", "TMPY"),
    ("TW97X", "TW97Y"),
    ("X_97", "Y_97"),
    ("KOORX", "KOORY"),
    ("ADDR_X", "ADDR_Y"),
    ("gps_lng", "gps_lat"),
    ("centroid_lon", "centroid_lat"),
    ("lon_wgs84", "lat_wgs84"),
    ("圖面X", "圖面Y"),
]


@pytest.mark.parametrize("pair", PAIRS, ids=["/".join(pair).strip() for pair in PAIRS])
def test_columns_of_coordinates_are_found(table, pair: tuple[str, str]):
    """Whatever they are called, in either order: the point is drawn, and there is no problem."""
    raw, name = table([[*HEAD, *pair], [*CELLS, *SPOT]])
    assert spots(raw, name) == [SPOT]
    turned, _ = table([[pair[1], pair[0], *HEAD], [SPOT[1], SPOT[0], *CELLS]])
    assert spots(turned, name) == [SPOT]
    assert problems(raw, name) == []


BILINGUAL = [
    (["設施名稱", "地址"], ["name_zh", ""]),
    (["Facility Name", "設施名稱"], ["name_en", "name_zh"]),
    (["ENGLISH NAME", "中文名稱"], ["name_en", "name_zh"]),
    (["NAME_EN", "NAME_TC"], ["name_en", "name_zh"]),
    (["NAME_TC", "NAME_SC"], ["name_zh", ""]),
    (["nameCn", "name", "namePt"], ["name_zh", "", ""]),
    (["編號 No.", "名稱 Name", "類別 Category"], ["id", "name_zh", "category"]),
    (["名稱 Name", "Name in English"], ["name_zh", ""]),
    (["地區 District", "場所名稱"], ["", "name_zh"]),
    (["停車場名稱", "行政區"], ["name_zh", ""]),
    (["站名", "電話"], ["name_zh", ""]),
    (["校名", "校長姓名"], ["name_zh", ""]),
    (["負責人姓名", "店名"], ["", "name_zh"]),
    (["Column Name", "Field Name"], ["", ""]),
    (["cityName", "parkName"], ["", "name_zh"]),
    (["WARD_NAME"], ["name_zh"]),
    (["名称", "名称_カナ"], ["name_zh", ""]),
    (["名称", "单位名称", "name"], ["name_zh", "", ""]),
    (["項目名稱", "項目編號", "建設階段"], ["name_zh", "id", "stage"]),
    ([], []),
]


@pytest.mark.parametrize(("headings", "ours"), BILINGUAL, ids=[" | ".join(one[0]) for one in BILINGUAL])
def test_headings_of_two_languages_or_traditional_ones_are_known(headings: list[str], ours: list[str]):
    """The Chinese name is the Chinese one; a person's or a column's name is none."""
    assert list(assign(headings)) == ours


@pytest.mark.parametrize("pair", [("tax", "tay"), ("box", "boy"), ("fax", "fay"), ("起点经度", "起点纬度")])
def test_pair_of_headings_that_holds_words_is_no_place(table, pair: tuple[str, str]):
    """Names that differ by x and y mean coordinates only over numbers."""
    raw, name = table([[*HEAD, *pair], [*CELLS, "甲", "乙"]])
    assert read(raw, name=name).seen.place == ""


ONE_CELL = [
    ("坐标", "113.75,23.02"),
    ("经纬度", "113.75，23.02"),
    ("坐标", "113.75 23.02"),
    ("coordinates", "113.75;23.02"),
    ("location", "(113.75, 23.02)"),
    ("坐标（经度，纬度）", "113.75、23.02"),
    ("lnglat", "[113.75, 23.02]"),
    ("坐标", "113°45′00″E, 23°01′12″N"),
    ("坐标", "E113.75 N23.02"),
    ("坐标", "东经113.75度，北纬23.02度"),
    ("经纬度", "１１３．７５，２３．０２"),
    ("坐标", "N23°01′12″ E113°45′00″"),
    ("坐标", "POINT (113.75 23.02)"),
    ("GPS", "113.75/23.02"),
    ("wkt", "POINT(113.75 23.02)"),
    ("geom", "SRID=4326;POINT(113.75 23.02)"),
    ("geometry", '{"type":"Point","coordinates":[113.75,23.02]}'),
]


@pytest.mark.parametrize(("title", "cell"), ONE_CELL, ids=[f"{title} {cell}" for title, cell in ONE_CELL])
def test_both_coordinates_in_one_cell_are_read(table, title: str, cell: str):
    """Parted by whatever parts two numbers; east and north may say so themselves."""
    raw, name = table([[*HEAD, title], [*CELLS, cell]])
    assert spots(raw, name) == [SPOT]
    assert problems(raw, name) == []


@pytest.mark.parametrize(
    "head",
    [
        ["坐标系", "位置"],
        ["where", "there"],
        ["lon"],
        ["lat"],
        ["坐标"],
        ["经度"],
        ["地址"],
        ["location"],
        ["a", "b"],
        ["纬"],
    ],
)
def test_table_without_coordinates_is_never_told_to_be_good(table, dataset, head: list[str]):
    """Nothing is drawn, and that is the problem: what to do stands in it."""
    raw, name = table([[*HEAD, *head], [*CELLS, *["东莞市南城街道"] * len(head)]])
    upload = read(raw, name=name)
    checked = check(upload, dataset, reading=Reading())
    assert len(checked.shapes) == 0
    assert checked.problems != ()
    if head not in (["lon"], ["lat"], ["经度"], ["纬"]):
        assert [one.key for one in checked.problems] == ["no_place"]


def test_table_whose_coordinates_are_empty_is_never_told_to_be_good(table, dataset):
    """The columns are there, and nothing stands in them."""
    raw, name = table([GOOD[0], [*CELLS, "", ""], ["b", *CELLS[1:], "", ""]])
    checked = check(read(raw, name=name), dataset, reading=Reading())
    assert [(one.row, one.key) for one in checked.problems] == [(0, "empty_place")]


# --- where the names of the columns stand ---------------------------------------------------------

TITLE = ["东莞市2024年重大项目一览表", "", "", "", "", "", ""]
HEADERS = {
    "first row": ([], 1),
    "a title": ([TITLE], 2),
    "a title and who made it": ([TITLE, ["制表单位：发展改革局", "", "", "", "", "单位：万元", ""]], 3),
    "three rows of words": ([TITLE, ["2024年11月"], ["内部资料"]], 4),
    "an empty row": ([TITLE, []], 3),
    "numbers of columns": ([TITLE, list(range(1, 8))], 3),
    "groups": ([["项目", "", "", "", "", "坐标", ""]], 2),
    "title and groups": ([TITLE, ["项目", "", "", "", "", "坐标", ""]], 3),
    "two titles": ([TITLE, ["附件1", "", "", "", "", "", ""]], 3),
    "a wide title": ([["表1", "东莞", "2024", "年", "重大", "项目", "表"]], 2),
}


@pytest.mark.parametrize(("above", "row"), HEADERS.values(), ids=HEADERS)
def test_names_of_columns_are_found_below_a_title(table, above, row: int):
    """The row that holds what we know; rows keep their own numbers."""
    raw, name = table([*above, *GOOD])
    upload = read(raw, name=name)
    assert (upload.seen.header, [one.number for one in upload.sheets[0].rows]) == (row, [row + 1])
    assert problems(raw, name) == []


TWO_ROWS = {
    "names above, coordinates below": ([*HEAD, "坐标", ""], ["", "", "", "", "", "经度", "纬度"]),
    "English": ([*HEAD, "Position", ""], ["", "", "", "", "", "lon", "lat"]),
    "places in front": (["坐标", "", *HEAD], ["经度", "纬度", "", "", "", "", ""]),
    "Chinese": (
        ["编号", "项目名称", "类别", "阶段", "确定度", "中心坐标", ""],
        ["", "", "", "", "", "东经", "北纬"],
    ),
}


@pytest.mark.parametrize(("first", "second"), TWO_ROWS.values(), ids=TWO_ROWS)
def test_names_in_two_rows_are_read_as_one(table, first, second):
    """A name that spans both rows, beside two under one: as most official tables have it."""
    row = [*SPOT, *CELLS] if second[0] else [*CELLS, *SPOT]
    raw, name = table([first, second, row])
    assert spots(raw, name) == [SPOT]
    assert read(raw, name=name).seen.header == 2
    assert problems(raw, name) == []


def test_header_that_the_visitor_names_is_taken(table):
    """What she says goes before what we find, and rows above are no data."""
    raw, name = table([["id", "name_zh", "", "", "", "lon", "lat"], *GOOD])
    assert read(raw, name=name).seen.header == 2
    chosen = read(raw, name=name, choice=Choice(header=1))
    assert (chosen.seen.header, len(chosen.sheets[0].rows)) == (1, 2)
    assert chosen.seen.headers == (1, 2, 3)


def test_columns_that_the_visitor_names_are_taken(table):
    """Any two columns can hold the coordinates, or one both."""
    raw, name = table([[*HEAD, "甲", "乙"], [*CELLS, *SPOT]])
    assert spots(raw, name) == [None]
    assert spots(raw, name, Choice(lon="F", lat="G")) == [SPOT]
    both, _ = table([[*HEAD, "甲"], [*CELLS, "113.75 23.02"]])
    assert spots(both, name, Choice(lon="F", lat="F")) == [SPOT]
    assert spots(both, name, Choice(lon="Z", lat="Q")) == [None]  # a letter that is none is no answer


@pytest.mark.parametrize(
    ("chosen", "ours"),
    [
        ((), ("id", "name_zh", "category", "stage", "", "")),
        ((("name_zh", "E"),), ("id", "", "category", "stage", "name_zh", "")),
        ((("category", "E"), ("stage", "F")), ("id", "name_zh", "", "", "category", "stage")),
        ((("towns", "F"),), ("id", "name_zh", "category", "stage", "", "towns")),
        ((("name_zh", "C"),), ("id", "", "name_zh", "stage", "", "")),
        ((("name_zh", "E"), ("name_zh", "F")), ("id", "", "category", "stage", "", "name_zh")),
        ((("name_zh", ""),), ("id", "", "category", "stage", "", "")),
        ((("name_zh", "Z"),), ("id", "name_zh", "category", "stage", "", "")),
        ((("geometry", "B"), ("x", "E")), ("id", "name_zh", "category", "stage", "", "")),
        ((("towns", "G"),), ("id", "name_zh", "category", "stage", "", "")),
        ((("id", "E"), ("certainty", "F")), ("", "name_zh", "category", "stage", "id", "certainty")),
    ],
)  # fmt: skip
def test_columns_that_the_visitor_corrects_are_taken(table, chosen, ours):
    """By letter; none is none; what is not there, not to be chosen, or a coordinate changes nothing."""
    raw, name = table([["id", "name_zh", "category", "stage", "甲", "乙", "lon", "lat"], [*"abcdef", *SPOT]])
    found = read(raw, name=name, choice=Choice(columns=chosen))
    assert tuple(one for _, _, one in found.seen.columns)[:6] == ours
    (row,) = found.sheets[0].rows
    assert dict(row.cells) == {one: letter for one, letter in zip(ours, "abcdef", strict=True) if one}
    assert row.geometry is not None
    assert Choice.of(json.loads(json.dumps(Choice(columns=chosen).told()))) == Choice(columns=chosen)


# --- which rows are data --------------------------------------------------------------------------

LEFT_OUT = {
    "a sum": ["合计", "", "", "", "", "", ""],
    "a sum with numbers": ["总计", "3", "", "", "", "", "12"],
    "a sum with spaces": ["合　计", "", "", "", "", "", ""],
    "a sum in the second column": ["", "小计", "", "", "", "", ""],
    "a total": ["Total", "", "", "", "", "5", "5"],
    "a remark": ["注：本表数据截至11月。", "", "", "", "", "", ""],
    "a source": ["数据来源：统计局", "", "", "", "", "", ""],
    "who made it": ["填表人：张三", "", "", "", "", "", ""],
    "the header again": GOOD[0],
    "spaces": [" ", "　", "", "", "\t", "", ""],
    "nothing": ["", "", "", "", "", "", ""],
}


@pytest.mark.parametrize("row", LEFT_OUT.values(), ids=LEFT_OUT)
def test_row_that_is_no_data_is_left_out(table, row):
    """Sums, remarks, repeated headers and rows of spaces: no problem, and what was left out is noted."""
    raw, name = table([*GOOD, row, ["b", *CELLS[1:], 113.76, 23.03]])
    upload = read(raw, name=name)
    assert [one.number for one in upload.sheets[0].rows] == [2, 4]
    told = [one.value for one in upload.notes if one.key == "left_out"]
    assert told == (["3"] if any(str(cell).strip() for cell in row) else [])
    assert problems(raw, name) == []


@pytest.mark.parametrize("title", [[], [TITLE], [TITLE, ["2024"]]], ids=["none", "one", "two"])
@pytest.mark.parametrize("more", [1, 2, 500])
def test_rows_too_many_are_counted_without_their_header(more: int, title):
    """The number is that of the data, whatever stands above it."""
    rows = [*title, GOOD[0], *[GOOD[1]] * LIMITS.rows]
    assert len(read(as_csv(rows), name="mine.csv").sheets[0].rows) == LIMITS.rows
    with pytest.raises(RefusedError) as caught:
        read(as_csv([*rows, *[GOOD[1]] * more]), name="mine.csv")
    told = (caught.value.reason, caught.value.problem.value)
    assert told == (Refusal.TOO_MANY_ROWS, f"{LIMITS.rows + more:,}")


def test_rows_too_many_of_a_sheet_are_counted_without_their_header(workbook):
    """The same in a workbook."""
    with pytest.raises(RefusedError) as caught:
        read(workbook(Sheet1=[GOOD[0], *[GOOD[1]] * (LIMITS.rows + 1)]), name="mine.xlsx")
    assert caught.value.problem.value == f"{LIMITS.rows + 1:,}"


# --- headings -------------------------------------------------------------------------------------

MEANT = {
    "ID": "id",
    "Id": "id",
    " id ": "id",
    "编号": "id",
    "项目编号": "id",
    "OBJECTID": "id",
    "ｉｄ": "id",
    "Name_zh": "name_zh",
    "NAME_ZH": "name_zh",
    "名称": "name_zh",
    "项目名称": "name_zh",
    "name": "name_zh",
    "Name": "name_zh",
    "项 目 名 称": "name_zh",
    "项目名称（全称）": "name_zh",
    "类别": "category",
    "CATEGORY": "category",
    "Category ": "category",
    "镇街": "towns",
    "所属镇街": "towns",
    "镇（街道）": "towns",
    "阶段": "stage",
    "误差（米）": "accuracy_m",
    "Accuracy_M": "accuracy_m",
    "序号": "no",
    "备注": "",
    "投资": "",
    "": "",
    "type": "",
    "project_id": "project_id",
    "SCHOOLNAME": "name_zh",
    "Ward_name": "name_zh",
    "学校名称": "name_zh",
    "name_chi": "name_zh",
    "name eng": "name_en",
    "GlobalID": "",
}


@pytest.mark.parametrize(("heading", "column"), MEANT.items())
def test_heading_means_a_column(heading: str, column: str):
    """Case, width, space and brackets do not matter; a word that could be anything is none."""
    assert assign([heading]) == (column,)


def test_heading_as_ours_goes_before_another_word():
    """No column is given twice, and the surer one is taken."""
    assert assign(["名称", "name_zh", "编号", "id"]) == ("", "name_zh", "", "id")
    assert assign(["OBJECTID", "项目编号", "name"]) == ("", "id", "name_zh")


@pytest.mark.parametrize("twice", ["备注", "说明", "投资额", "Remark", "x1"])
def test_column_twice_that_is_not_read_is_no_problem(table, twice: str):
    """Nobody is told to mend what does not matter."""
    raw, name = table([[*GOOD[0], twice, twice], [*GOOD[1], "a", "b"]])
    assert problems(raw, name) == []


def test_column_of_ours_twice_is_told_as_a_column(table):
    """The noun is the right one, and the first one counts."""
    raw, name = table([[*GOOD[0], "category"], [*GOOD[1], "rail"]])
    assert problems(raw, name) == [(1, "category", "repeated_column")]
    assert read(raw, name=name).sheets[0].rows[0].cells["category"] == "greenway"


def test_column_without_a_name_is_noted_once(table):
    """Once for the column, not for each of its cells."""
    raw, name = table([[*GOOD[0], ""], [*GOOD[1], "x"], ["b", *CELLS[1:], *SPOT, "y"]])
    assert problems(raw, name) == []
    assert [(one.key, one.value) for one in read(raw, name=name).notes] == [("no_title", "H")]


# --- sheets ---------------------------------------------------------------------------------------

SHEETS = {
    "an empty one first": ({"Sheet1": [], "清单": GOOD}, "清单"),
    "words first": ({"说明": [["本表由发展改革局汇总"]], "清单": GOOD}, "清单"),
    "many words first": ({"说明": [["一"], ["二"], ["三"]], "清单": GOOD}, "清单"),
    "a table of words first": ({"封面": [["项目", "数"], ["甲", 1]], "清单": GOOD}, "清单"),
    "the second one empty": ({"清单": GOOD, "Sheet2": []}, "清单"),
    "a summary first": ({"汇总": [["镇街", "个数"], ["长安", 3]], "明细": GOOD}, "明细"),
    "alike": ({"一": GOOD, "二": GOOD}, "一"),
    "three": ({"a": [["x"]], "b": [["y"]], "c": GOOD}, "c"),
    "a code list behind": ({"清单": GOOD, "代码": [["代码", "名称"], ["rail", "轨道"]]}, "清单"),
    "a code list first": ({"代码": [["代码", "名称"], ["rail", "轨道"]], "清单": GOOD}, "清单"),
}


@pytest.mark.parametrize(("sheets", "taken"), SHEETS.values(), ids=SHEETS)
def test_sheet_with_the_data_is_found(workbook, sheets, taken: str):
    """The one of which most is known; the others are named, and can be chosen."""
    raw = workbook(**sheets)
    upload = read(raw, name="mine.xlsx")
    assert upload.seen.taken == (taken,)
    assert problems(raw, "mine.xlsx") == []
    full = [name for name, rows in sheets.items() if rows]
    assert upload.seen.sheets == tuple(full)
    for other in full:
        chosen = read(raw, name="mine.xlsx", choice=Choice(sheet=other)) if len(sheets[other]) > 1 else None
        assert chosen is None or chosen.seen.taken == (other,)


def test_page_of_words_is_not_taken_for_a_table(workbook):
    """Where nothing is known of either, the one with more columns is the table (NYC's planning workbooks)."""
    raw = workbook(ReadMe=[["Set", "Trucks"], ["by", "us"]], data=[["a", "b", "c"], [1, 2, 3]])
    assert read(raw, name="mine.xlsx").seen.taken == ("data",)


def test_template_without_data_says_so(table):
    """Titles and names of columns alone (a real one of New York's) are no rows."""
    raw, name = table([TITLE, ["2024"], GOOD[0]])
    with pytest.raises(RefusedError) as caught:
        read(raw, name=name)
    assert caught.value.reason is Refusal.NO_FEATURES


# --- what programs write --------------------------------------------------------------------------

# The cells that are merged, the column that is asked for, and what its rows say then: each of them has a
# value of its own in B, D and G, and only the first one of a merged range in C and F.
MERGED = {
    "a category": ("C2:C4", "category", ["greenway"] * 3),
    "a town": ("F2:F4", "towns", ["dongcheng"] * 3),
    "two of three": ("C2:C3", "category", ["greenway", "greenway", "rail"]),
    "over two columns": ("C2:D3", "category", ["greenway", "greenway", "rail"]),
    "the last two": ("C3:C4", "category", ["greenway", "", ""]),
    "a name": ("B2:B4", "name_zh", ["甲"] * 3),
    "two names": ("B2:B3", "name_zh", ["甲", "甲", "甲"]),
    "a stage": ("D2:D4", "stage", ["building"] * 3),
    "a certainty": ("E2:E4", "certainty", ["approximate"] * 3),
    "an east": ("G2:G4", "id", ["p-0", "p-1", "p-2"]),
    "a row of two cells": ("C2:D2", "category", ["greenway", "", "rail"]),
    "below the data": ("C2:C9", "category", ["greenway"] * 3),
    "far below the data": ("F2:F200", "towns", ["dongcheng"] * 3),
    "an empty cell": ("J2:J4", "category", ["greenway", "", "rail"]),
}


@pytest.mark.parametrize(("merged", "column", "expected"), MERGED.values(), ids=MERGED)
def test_merged_cells_hold_their_value_in_each_row(merged: str, column: str, expected: list[str]):
    """What stands once for several rows is read in each of them."""
    book = Workbook()
    sheet = book.active
    head = [*HEAD, "towns", "lon", "lat"]
    for row in ([*head], *([f"p-{n}", "甲", "", "building", "approximate", "", *SPOT] for n in range(3))):
        sheet.append(row)
    sheet.cell(2, 3, "greenway")
    sheet.cell(4, 3, "rail" if expected[2] == "rail" else None)
    sheet.cell(2, 6, "dongcheng")
    sheet.merge_cells(merged)
    buffer = io.BytesIO()
    book.save(buffer)
    rows = read(buffer.getvalue(), name="mine.xlsx").sheets[0].rows
    assert [row.cells[column] for row in rows] == expected


def test_merged_header_is_read(workbook):
    """A title over all columns, and names that span two rows."""
    raw = workbook(Sheet1=[TITLE, *[[*HEAD, "坐标", ""], ["", "", "", "", "", "经度", "纬度"]], GOOD[1]])
    book = load_workbook(io.BytesIO(raw))
    sheet = book.active
    for cells in ("A1:G1", *(f"{column}2:{column}3" for column in "ABCDE"), "F2:G2"):
        sheet.merge_cells(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    assert problems(buffer.getvalue(), "mine.xlsx") == []
    assert spots(buffer.getvalue(), "mine.xlsx") == [SPOT]


def _strict(body: bytes) -> bytes:
    body = body.replace(
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    return body.replace(
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    )


def _styles(wrong: bytes):
    def change(body: bytes) -> bytes:
        return re.sub(rb"<fills.*?</fills>", wrong, body, flags=re.DOTALL)

    return change


STYLES = "xl/styles.xml"
ODD = {
    "Strict Open XML": dict.fromkeys(
        ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels", STYLES, "_rels/.rels"),
        _strict,
    ),
    "an empty fill": {STYLES: _styles(b'<fills count="1"><fill/></fills>')},
    "no fills": {STYLES: _styles(b"")},
    "an unknown fill": {STYLES: _styles(b'<fills count="1"><fill><wavyFill/></fill></fills>')},
    "a font of no size": {STYLES: lambda body: re.sub(rb'<sz val="[^"]*"\s*/>', b'<sz val=""/>', body)},
    "a colour that is none": {
        STYLES: lambda body: body.replace(
            b"</fills>",
            b'<fill><patternFill patternType="solid"><fgColor rgb="red"/></patternFill></fill></fills>',
        )
    },
    "a border that is none": {
        STYLES: lambda body: re.sub(
            rb"<borders.*?</borders>",
            b"<borders><border><left style='odd'/></border></borders>",
            body,
            flags=re.DOTALL,
        )
    },
    "names of styles broken": {
        STYLES: lambda body: re.sub(
            rb"<cellStyles.*?</cellStyles>", b"<cellStyles><cellStyle/></cellStyles>", body, flags=re.DOTALL
        )
    },
    "a size of the sheet that is wrong": {
        "xl/worksheets/sheet1.xml": lambda body: re.sub(
            rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', body
        )
    },
    "no styles at all": {STYLES: lambda _: b'<styleSheet xmlns="http://schemas.openxmlformats.org/x"/>'},
    "a note of another program": {
        "xl/worksheets/sheet1.xml": lambda body: body.replace(
            b"</worksheet>", b'<extLst><ext uri="{X}"/></extLst></worksheet>'
        )
    },
    "a prefix for its names": {
        STYLES: lambda body: re.sub(rb"<(/?)(numFmts|cellXfs|xf)\b", rb"<\1x:\2", body).replace(
            b"<styleSheet ",
            b'<styleSheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ',
        )
    },
    "a comment in the styles": {STYLES: lambda body: body.replace(b"<fonts", b"<!-- WPS --><fonts")},
}


@pytest.mark.parametrize("changes", ODD.values(), ids=ODD)
def test_workbook_of_another_program_is_read(workbook, repacked, changes):
    """What Excel opens is read: what cells look like does not matter."""
    raw = repacked(workbook(Sheet1=GOOD), changes)
    assert raw != workbook(Sheet1=GOOD)
    assert spots(raw, "mine.xlsx") == [SPOT]
    assert problems(raw, "mine.xlsx") == []


def test_day_in_a_cell_is_still_a_day():
    """The kinds of numbers are what is kept of the styles."""
    import datetime as dt

    book = Workbook()
    book.active.append([*GOOD[0][:-2], "place_zh", "lon", "lat"])
    book.active.append([*CELLS, dt.date(2025, 3, 1), *SPOT])
    book.active["A1"].font = Font(bold=True)
    buffer = io.BytesIO()
    book.save(buffer)
    assert read(buffer.getvalue(), name="a.xlsx").sheets[0].rows[0].cells["place_zh"] == "2025-03-01"


def test_formula_counts_only_where_it_is_read(workbook):
    """A sum in a column of hers is no fault; one in a column of ours is."""
    raw = workbook(Sheet1=[[*GOOD[0], "投资"], [*GOOD[1], "=1+1"]])
    assert problems(raw, "mine.xlsx") == []
    raw = workbook(Sheet1=[GOOD[0], ["=A1", *GOOD[1][1:]]])
    assert (2, "id", "formula") in problems(raw, "mine.xlsx")


# --- CSV ------------------------------------------------------------------------------------------

CODECS = ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_csv_is_read_in_any_encoding_and_sign(codec: str, sign: str):
    """As for editors' files, by the same code; an encoding that is not ours is said."""
    raw = as_csv(GOOD, sign).decode().encode(codec)
    assert spots(raw, "mine.csv") == [SPOT]
    seen = read(raw, name="mine.csv").seen
    assert (seen.sign, seen.kind) == (sign, "csv")
    assert problems(raw, "mine.csv") == []
    noted = {one.key for one in read(raw, name="mine.csv").notes}
    assert ("encoding" in noted) == ("utf-8" not in codec)


def test_csv_of_our_own_export_loses_its_apostrophes():
    """They keep a spreadsheet from running a cell, and are no part of it."""
    raw = as_csv([GOOD[0], ["a", "'=1+1", *GOOD[1][2:]]])
    assert read(raw, name="mine.csv").sheets[0].rows[0].cells["name_zh"] == "=1+1"
    raw = as_csv([GOOD[0], ["a", "'东莞'", *GOOD[1][2:]]])
    assert read(raw, name="mine.csv").sheets[0].rows[0].cells["name_zh"] == "'东莞'"


ABOUT = [
    "ReadMe",
    "README",
    "Read me",
    "Data Dictionary",
    "Metadata",
    "Notes",
    "说明",
    "填写说明",
    "字典",
    "目录",
    "封面",
]


@pytest.mark.parametrize("name", ABOUT)
@pytest.mark.parametrize("first", [True, False])
def test_sheet_that_tells_of_the_data_is_not_taken_for_it(workbook, name: str, first: bool):
    """A dictionary of columns is as wide as a table, and names none of ours."""
    about = [["Column Name", "Dataset Name", "Terms"], ["a", "b", "c"], ["d", "e", "f"]]
    data = [["boro", "use", "trips"], ["1", "2", "3"], ["4", "5", "6"]]
    sheets = {name: about, "Sheet1": data} if first else {"Sheet1": data, name: about}
    assert read(workbook(**sheets), name="a.xlsx").seen.taken == ("Sheet1",)


def test_sheet_that_tells_of_the_data_is_read_where_it_is_all(workbook):
    """A name is no proof."""
    assert read(workbook(Notes=GOOD), name="a.xlsx").seen.taken == ("Notes",)


ZEROS = [
    (["Id", "名称"], [[0, "甲"], [0, "乙"]], ("", "name_zh")),
    (["ID", "OBJECTID", "name"], [[0, 7, "a"], [0, 8, "b"]], ("", "id", "name_zh")),
    (["FID", "编号", "名称"], [[0, "x", "甲"], [0, "y", "乙"]], ("", "id", "name_zh")),
    (["gid", "name"], [[0, "a"], [0, "b"], [0, "c"]], ("", "name_zh")),
    (["编号", "名称"], [["0", "甲"], ["0", "乙"]], ("", "name_zh")),
    (["id", "名称"], [[0, "甲"]], ("id", "name_zh")),
    (["id", "名称"], [[0, "甲"], [1, "乙"]], ("id", "name_zh")),
    (["id", "名称"], [["a", "甲"], ["a", "乙"]], ("id", "name_zh")),
    (["id", "名称"], [[1, "甲"], [1, "乙"]], ("id", "name_zh")),
    (["id", "code"], [[0, 0], [0, 0]], ("", "")),
]


@pytest.mark.parametrize(
    ("head", "rows", "ours"), ZEROS, ids=[" ".join(map(str, one[0] + one[1])) for one in ZEROS]
)
def test_id_that_nobody_filled_is_none(table, collection, feature, head, rows, ours):
    """ArcGIS adds an Id of 0 to each shape; one id in all rows is a project of several parts."""
    spots = [[*row, 113.75 + at / 100, 23.02] for at, row in enumerate(rows)]
    raw, name = table([[*head, "lon", "lat"], *spots])
    found = [column for _, _, column in read(raw, name=name).seen.columns]
    point = {"type": "Point", "coordinates": [113.75, 23.02]}
    features = [
        {"type": "Feature", "properties": dict(zip(head, row, strict=True)), "geometry": point}
        for row in rows
    ]
    layer = [column for _, _, column in read(collection(*features), name="a.geojson").seen.columns]
    assert tuple(found[: len(head)]) == tuple(layer) == ours


MARKED = ["#property", "#属性", "# name", "#"]


@pytest.mark.parametrize("mark", MARKED)
@pytest.mark.parametrize("row", ["#object_type", "#string", "# 说明", "#"])
def test_row_that_is_marked_as_its_header_is_no_data(table, mark: str, row: str):
    """Open data of Japanese cities has the kinds of its columns below their names."""
    kinds = [row, *["string"] * len(GOOD[0])]
    raw, name = table([[mark, *GOOD[0]], kinds, ["", *GOOD[1]]])
    assert spots(raw, name) == [SPOT]


def test_row_that_begins_with_a_mark_is_data_where_its_header_has_none(table):
    """A house called #12 is one."""
    raw, name = table([["name_zh", "lon", "lat"], ["#12", *SPOT]])
    assert spots(raw, name) == [SPOT]
