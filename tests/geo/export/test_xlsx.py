"""XLSX: sheets, text as text, no formula, and a codebook that leaves no column out."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest

# Which sheet is which table: other programs read them by these names.
SHEETS = {"项目": "projects", "位置": "sites", "进展": "events", "指标": "targets", "来源": "sources"}
FRONT_HEAD = 5
FRONT = {
    "zh": ["序号", "项目", "类别", "镇街", "报告段落", "报告的说法", "报告答应了什么", "现状", "现状日期",
           "现状的依据", "承诺结果", "位置可靠度"],
    "en": ["No.", "Project", "Category", "Towns", "Paragraph", "The report says", "What the report promises",
           "Status now", "Since", "Why we say so", "Promise", "Place known"],
}  # fmt: skip


@pytest.fixture
def book(make):
    return openpyxl.load_workbook(io.BytesIO(make("xlsx")))


def test_sheets_are_those_that_are_promised(book):
    """The front sheet, then a sheet a table, the codebook, the sources and what the file is."""
    assert book.sheetnames == ["一览", "项目", "位置", "进展", "指标", "字段说明", "来源", "关于本文件"]


def test_heads_stay_in_view_and_filter(book):
    """Every table has a frozen head with a filter over all of its rows."""
    for sheet in book.worksheets[1:-1]:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions


def test_ids_and_paragraphs_are_text(book):
    """Numbers of the list and paragraphs keep their spelling: 1.10 is not 1.1."""
    projects = book["项目"]
    for head in ("id", "no", "ref"):
        column = next(cell.column for cell in projects[1] if cell.value == head)
        cells = [row[0] for row in projects.iter_rows(2, min_col=column, max_col=column)]
        assert {cell.data_type for cell in cells} == {"s"}
        assert {cell.number_format for cell in cells} == {"@"}


def test_metres_are_numbers(read_sheet, make):
    """Accuracy can be sorted and summed."""
    found = {type(row["accuracy_m"]) for row in read_sheet(make("xlsx"), "位置")}
    assert found <= {int, float, type(None)}
    assert int in found


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", '=HYPERLINK("http://a.example")', "\x0b=1"])
def test_no_cell_of_a_hostile_dataset_is_a_formula(dataset, make, text):
    """A name that looks like a formula is text, and keeps all that a workbook can hold of it."""
    hostile = replace(dataset, projects=dataset.projects.assign(name_zh=text))
    sheet = openpyxl.load_workbook(io.BytesIO(make("xlsx", source=hostile)))["项目"]
    column = next(cell.column for cell in sheet[1] if cell.value == "name_zh")
    cell = sheet.cell(2, column)
    assert (cell.data_type, cell.value) == ("s", text.replace("\x0b", ""))
    assert {one.data_type for row in sheet.iter_rows() for one in row} <= {"s", "n"}


def test_codebook_explains_each_column_of_each_table(book, read_sheet, make):
    """No column goes without its meaning in both languages; closed lists show their values."""
    rows = [row for row in read_sheet(make("xlsx"), "字段说明") if row["table"] != "front"]
    explained = {(row["table"], row["column"]) for row in rows}
    there = {(name, cell.value) for sheet, name in SHEETS.items() for cell in book[sheet][1]}
    assert explained == there
    assert all(row["meaning_zh"] and row["meaning_en"] for row in rows)
    listed = {row["column"]: row["values"] for row in rows if row["table"] == "projects"}
    assert "rail = 轨道 / Rail; road = 道路 / Roads" in listed["category"]


@pytest.mark.parametrize("table", ["projects", "sites", "events", "targets", "sources"])
def test_no_column_of_the_dataset_is_left_out(dataset, table):
    """A column that is added to the data is in the files too."""
    from geo.export.tables import column_names

    columns = set(getattr(dataset, table).columns) - {"geometry"}
    assert columns - set(column_names(table)) == set()


def test_every_value_of_a_closed_column_is_in_the_codebook(read_sheet, make):
    """The lists of the codebook are those of the data."""
    content = make("xlsx")
    values = {
        (row["table"], row["column"]): row["values"]
        for row in read_sheet(content, "字段说明")
        if row["values"]
    }
    for sheet, table in SHEETS.items():
        for row in read_sheet(content, sheet):
            for name, value in row.items():
                if (table, name) in values and value is not None:
                    allowed = {part.split(" = ")[0] for part in str(values[table, name]).split("; ")}
                    assert value in allowed


def test_all_targets_are_there_whatever_the_filter(dataset, read_sheet, make):
    """Targets are the city's: no filter leaves one out."""
    assert [row["id"] for row in read_sheet(make("xlsx", "cat=rail"), "指标")] == list(dataset.targets["id"])


def test_events_are_those_of_the_filtered_projects(dataset, read_sheet, make):
    """What happened to other projects is not in the file."""
    ids = [row["id"] for row in read_sheet(make("xlsx", "cat=rail"), "项目")]
    found = read_sheet(make("xlsx", "cat=rail"), "进展")
    assert len(found) == int(dataset.events["project_id"].isin(ids).sum())
    assert {row["project_id"] for row in found} <= set(ids)


def _front(content):
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_front_sheet_has_twelve_columns_under_words(make, lang):
    """Who opens the file reads headings in her language."""
    sheet = _front(make("xlsx", f"lang={lang}"))
    assert [cell.value for cell in sheet[FRONT_HEAD]] == FRONT[lang]


def test_front_sheet_prints_on_a4_with_its_head_on_each_page(make):
    """Frozen head, filter over all rows, A4 lying, as wide as the paper, and nothing outside of the area."""
    sheet = _front(make("xlsx", "cat=rail"))
    end = f"L{FRONT_HEAD + 7}"
    assert sheet.freeze_panes == f"C{FRONT_HEAD + 1}"
    assert sheet.auto_filter.ref == f"A{FRONT_HEAD}:{end}"
    assert sheet.print_title_rows == f"${FRONT_HEAD}:${FRONT_HEAD}"
    assert sheet.print_area.replace("$", "").endswith(f"!A1:{end}")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert all(sheet.column_dimensions[letter].width >= 6 for letter in "ABCDEFGHIJKL")


def test_front_sheet_names_edition_filter_source_and_link(make, monkeypatch):
    """What is printed says whence it is; the link opens the same view where the site has an address."""
    monkeypatch.setenv("DGMAP_URL", "https://map.example")
    sheet = _front(make("xlsx", "cat=rail&lang=en"))
    lines = [sheet.cell(line, 1).value for line in range(1, FRONT_HEAD)]
    assert "2024" in lines[1]
    assert "Category: Rail" in lines[1]
    assert "7 of 44 projects" in lines[1]
    assert "https://map.example/?lang=en&cat=rail" in lines[3]
    assert sheet.cell(FRONT_HEAD - 1, 1).hyperlink.target == "https://map.example/?lang=en&cat=rail"
    assert sheet.cell(FRONT_HEAD + 1, 2).hyperlink.target.startswith(
        "https://map.example/?lang=en&cat=rail&p="
    )


def test_front_sheet_says_what_the_table_says(make, read_sheet):
    """Each row is that of the same project in the sheet for programs, in the same order."""
    content = make("xlsx")
    sheet = _front(content)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(FRONT_HEAD + 1)]
    names = ("no", "name_zh", "category_label", "towns_label", "ref", "stage_label", "promise_zh",
             "status_label", "status_date", "status_fact_zh", "kept_label")  # fmt: skip
    expected = [[row[name] for name in names] for row in read_sheet(content, "项目")]
    assert [row[:-1] for row in rows] == expected
    assert {row[-1] for row in rows} >= {"只知镇街", "没有地点"}
    assert any("±" in row[-1] for row in rows)


def test_front_sheet_of_nothing_has_its_head_only(make):
    """A filter that nothing passes gives a sheet that can be printed all the same."""
    sheet = _front(make("xlsx", "q=nothing-is-called-so"))
    assert sheet.max_row == FRONT_HEAD


def test_codebook_says_what_the_front_sheet_is_made_from(read_sheet, make):
    """Each of its headings stands in the codebook, with meaning and the column that programs read."""
    rows = [row for row in read_sheet(make("xlsx"), "字段说明") if row["table"] == "front"]
    assert [row["column"] for row in rows] == [*FRONT["zh"], *FRONT["en"]]
    assert all(row["meaning_zh"] and row["meaning_en"] for row in rows)
    known = {cell.value for cell in openpyxl.load_workbook(io.BytesIO(make("xlsx")))["项目"][1]}
    assert {row["made_from"].removeprefix("projects.") for row in rows} <= known


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", '=HYPERLINK("http://a.example")', "\x0b=1"])
def test_front_sheet_runs_nothing(dataset, make, text):
    """Names and words of the data are text there, too; so is what was searched for."""
    hostile = replace(
        dataset, projects=dataset.projects.assign(name_zh=text, promise_zh=text, status_fact_zh=text)
    )
    sheet = _front(make("xlsx", source=hostile))
    assert {one.data_type for row in sheet.iter_rows() for one in row} <= {"s", "n"}
    assert {cell.hyperlink for row in sheet.iter_rows() for cell in row} == {None}
