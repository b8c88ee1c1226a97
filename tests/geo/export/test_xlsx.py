"""XLSX: sheets, text as text, no formula, and a codebook that leaves no column out."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest


@pytest.fixture
def book(make):
    return openpyxl.load_workbook(io.BytesIO(make("xlsx")))


def test_sheets_are_those_that_are_promised(book):
    """A sheet a table, the codebook, the sources and what the file is."""
    assert book.sheetnames == ["项目", "位置", "进展", "指标", "字段说明", "来源", "关于本文件"]


def test_heads_stay_in_view_and_filter(book):
    """Every table has a frozen head with a filter over all of its rows."""
    for sheet in book.worksheets[:-1]:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions


def test_ids_and_paragraphs_are_text(book):
    """Numbers of the list and paragraphs keep their spelling: 1.10 is not 1.1."""
    projects = book.worksheets[0]
    for head in ("id", "no", "ref"):
        column = next(cell.column for cell in projects[1] if cell.value == head)
        cells = [row[0] for row in projects.iter_rows(2, min_col=column, max_col=column)]
        assert {cell.data_type for cell in cells} == {"s"}
        assert {cell.number_format for cell in cells} == {"@"}


def test_metres_are_numbers(read_sheet, make):
    """Accuracy can be sorted and summed."""
    found = {type(row["accuracy_m"]) for row in read_sheet(make("xlsx"), 1)}
    assert found <= {int, float, type(None)}
    assert int in found


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", '=HYPERLINK("http://a.example")', "\x0b=1"])
def test_no_cell_of_a_hostile_dataset_is_a_formula(dataset, make, text):
    """A name that looks like a formula is text, and keeps all that a workbook can hold of it."""
    hostile = replace(dataset, projects=dataset.projects.assign(name_zh=text))
    sheet = openpyxl.load_workbook(io.BytesIO(make("xlsx", source=hostile))).worksheets[0]
    column = next(cell.column for cell in sheet[1] if cell.value == "name_zh")
    cell = sheet.cell(2, column)
    assert (cell.data_type, cell.value) == ("s", text.replace("\x0b", ""))
    assert {one.data_type for row in sheet.iter_rows() for one in row} <= {"s", "n"}


def test_codebook_explains_each_column_of_each_table(book, read_sheet, make):
    """No column goes without its meaning in both languages; closed lists show their values."""
    rows = read_sheet(make("xlsx"), 4)
    explained = {(row["table"], row["column"]) for row in rows}
    tables = {0: "projects", 1: "sites", 2: "events", 3: "targets", 5: "sources"}
    there = {(name, cell.value) for number, name in tables.items() for cell in book.worksheets[number][1]}
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
    values = {(row["table"], row["column"]): row["values"] for row in read_sheet(content, 4) if row["values"]}
    for number, table in {0: "projects", 1: "sites", 2: "events", 3: "targets", 5: "sources"}.items():
        for row in read_sheet(content, number):
            for name, value in row.items():
                if (table, name) in values and value is not None:
                    allowed = {part.split(" = ")[0] for part in str(values[table, name]).split("; ")}
                    assert value in allowed


def test_all_targets_are_there_whatever_the_filter(dataset, read_sheet, make):
    """Targets are the city's: no filter leaves one out."""
    assert [row["id"] for row in read_sheet(make("xlsx", "cat=rail"), 3)] == list(dataset.targets["id"])


def test_events_are_those_of_the_filtered_projects(dataset, read_sheet, make):
    """What happened to other projects is not in the file."""
    ids = [row["id"] for row in read_sheet(make("xlsx", "cat=rail"), 0)]
    found = read_sheet(make("xlsx", "cat=rail"), 2)
    assert len(found) == int(dataset.events["project_id"].isin(ids).sum())
    assert {row["project_id"] for row in found} <= set(ids)
