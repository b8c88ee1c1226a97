"""A cell that is well formed but wrong is found out by what stands around it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from geo import schema
from geo.errors import DataError, Problem
from geo.folders import DATA_FOLDER
from i18n import LANGUAGES, table


@pytest.fixture(scope="module")
def tables():
    return schema.read(DATA_FOLDER, "2024")


def _with(tables, name, column, value, *, where):
    """Return the tables with one cell changed, in the first row that `where` holds for, and its number."""
    frame = tables[name].frame.copy()
    index = next(index for index, row in frame.iterrows() if where(row))
    frame.loc[index, column] = value
    changed = replace(tables[name], frame=frame)
    return {**tables, name: changed}, index + changed.first_row


def _any(row):
    return True


def _is(column, value):
    return lambda row: row[column] == value


CASES = [
    ("sources", "url", "", lambda row: row["url"] and not row["citation"], "either"),
    ("sources", "id", "read-by-nobody", _any, "uncited"),
    ("projects", "note_en", "", lambda row: row["note_en"], "together"),
    ("projects", "town_source_id", "", lambda row: row["towns"], "together"),
    ("projects", "promised", "", _is("stage", "completing"), "promised"),
    ("projects", "promised", "opened", _is("stage", "building"), "promised"),
    ("projects", "no", "35", _is("no", "36"), "sequence"),
    ("projects", "located", "unsited", _is("no", "18"), "located"),
    ("projects", "towns_in_order", "yes", _is("towns", "changan"), "order"),
    ("projects", "towns", "changan;changan", _is("towns", "changan"), "repeated"),
    ("projects", "order_unverified", "shilong", _is("towns", "changan"), "reference"),
    ("projects", "mention", "没有这个名字", _any, "mention"),
    ("projects", "source_id", "no-such-source", _any, "reference"),
    ("mentions", "mention", "没有这个名字", _any, "unused"),
    ("targets", "result_source_id", "no-such-source", lambda row: row["result_zh"], "reference"),
    ("targets", "result_date", "", lambda row: row["result_zh"], "together"),
    ("targets", "value_max", "0", lambda row: row["value_max"], "above"),
    ("targets", "ref", "9.9", _any, "mention"),
    ("targets", "binds", "no-such-unit", lambda row: row["binds"], "reference"),
    ("targets", "scope_zh", "", _is("per", "place"), "scope"),
    ("duties", "binds", "town;hamlet", _any, "reference"),
    ("duties", "ref", "9.4", _any, "mention"),
    ("events", "date", "2027-01-01", _any, "later"),
    ("events", "date", "", _any, "date"),
    ("events", "project_id", "no-such-project", _any, "reference"),
    ("events", "source_id", "", _any, "slug"),
    ("events", "source_id", "report-2024", _is("event", "unknown"), "searched"),
    ("sources", "url", "https://github.com/eddiehe99/dongguan-map", _is("id", "coast-gshhg"), "repeated"),
    ("report", "key", "tittle", _any, "one_of"),
    ("report", "value", "31 January", _is("key", "date"), "date"),
    ("report", "value", "no-such-source", _is("key", "source_id"), "reference"),
    ("towns", "kind", "town", _is("kind", "zone"), "code_kind"),
    ("towns", "area_km2", "400", _is("id", "changan"), "area"),
    ("towns", "label_lat", "22.7", _is("id", "shilong"), "away"),
    ("towns", "population_source", "", lambda row: row["population_2020"], "together"),
    ("sites", "certainty", "town", _any, "sited"),
    ("sites", "accuracy_m", "", _is("project_id", "cityu-dongguan"), "accuracy"),
    ("sites", "displaced_m", "900", _is("accuracy_m", "500"), "below"),
    ("sites", "part", "main-line-east", _is("part", "main-line-west"), "repeated"),
    ("stations", "town", "fenggang", _is("town", "wangniudun"), "away"),
    ("stations", "town", "", _is("town", "wangniudun"), "outside"),
    ("stations", "order", "", lambda row: row["order"], "together"),
]


@pytest.mark.parametrize(
    ("name", "column", "value", "where", "key"), CASES, ids=[f"{c[0]}.{c[1]}-{c[4]}" for c in CASES]
)
def test_wrong_but_well_formed_cell_is_named(tables, name, column, value, where, key):
    """The problem names the file, the row, the column, and why."""
    if not any(where(row) for _, row in tables[name].frame.iterrows()):
        pytest.fail("no row to break: give the case one that there is")
    changed, row = _with(tables, name, column, value, where=where)
    found = [(p.row, p.column, p.key) for p in schema.check(changed) if p.file == tables[name].file]
    assert (row, column, key) in found


def test_source_read_before_its_event_is_named(tables):
    """The event is blamed, as it is the one that cites."""
    event = tables["events"].frame.iloc[0]
    changed, _ = _with(tables, "sources", "date_read", "2023-01-01", where=_is("id", event["source_id"]))
    assert (2, "date", "later") in {(p.row, p.column, p.key) for p in schema.check(changed)}


def test_site_moved_into_another_town_is_named(tables):
    """A project's towns and its site hold each other to the truth."""
    changed, _ = _with(tables, "projects", "towns", "shilong", where=_is("id", "cityu-dongguan"))
    row = tables["sites"].frame.index[tables["sites"].frame["project_id"] == "cityu-dongguan"][0] + 1
    found = {(p.file, p.row, p.key) for p in schema.check(changed)}
    assert (tables["sites"].file, row, "away") in found


def test_unreadable_file_does_not_drown_the_report(data_copy):
    """One missing file is one problem, not one for each row that refers to it."""
    (data_copy / "sources.csv").unlink()
    problems = schema.check(schema.read(data_copy, "2024"))
    assert [(problem.file, problem.key) for problem in problems] == [("data/sources.csv", "unreadable")]


@pytest.mark.parametrize(
    ("geometry", "key"),
    [
        (None, "geometry"),
        ({"type": "Point", "coordinates": []}, "geometry"),
        ({"type": "Blob"}, "geometry"),
        ({"type": "LineString", "coordinates": [[113.7, 23.0], [113.8, 23.0]]}, "geometry"),
        ({"type": "Point", "coordinates": [23.0, 113.7]}, "bounds"),
        ({"type": "Point", "coordinates": [12662000.0, 2634000.0]}, "bounds"),
    ],
    ids=["null", "empty", "unknown", "line", "swapped", "mercator"],
)
def test_one_bad_geometry_is_named_by_its_feature(data_copy, geometry, key):
    """The third station's geometry is wrong: the problem is of feature 3, the others are still read."""
    path = data_copy / "basemap" / "stations.geojson"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["features"][2]["geometry"] = geometry
    path.write_text(json.dumps(data), encoding="utf-8")
    found = {(p.file, p.row, p.column, p.key) for p in schema.check(schema.read(data_copy, "2024"))}
    assert ("data/basemap/stations.geojson", 3, "geometry", key) in found


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("order", "1", "number"),
        ("accuracy_m", True, "number"),
        ("name_en", 7, "text"),
        ("lines", "1", "list"),
    ],
)
def test_property_of_the_wrong_type_is_named(data_copy, column, value, expected):
    """JSON has types: text is no number, a number no text."""
    path = data_copy / "basemap" / "stations.geojson"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["features"][0]["properties"][column] = value
    path.write_text(json.dumps(data), encoding="utf-8")
    found = {(p.row, p.column, p.key, p.expected) for p in schema.check(schema.read(data_copy, "2024"))}
    assert (1, column, "type", expected) in found


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("key,value", "key,key", "missing_column"),
        ("key,value", "key,value,value", "repeated"),
        ("date,2024-01-31", 'date,"2024-01-31', "unreadable"),
        ("date,2024-01-31", "date,2024-01-31,x", "cells"),
        ("date,2024-01-31", "date,2024-02-30", "date"),
    ],
    ids=["renamed", "twice", "quote", "cells", "no such day"],
)
def test_csv_out_of_form_is_a_problem(data_copy, old, new, key):
    """Whatever an editor or a spreadsheet does to a file is named, never a traceback."""
    path = data_copy / "reports" / "2024" / "report.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert key in {p.key for p in schema.check(schema.read(data_copy, "2024"))}


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "[]", "{}", '{"features": [3]}', '{"features": NaN}', "null"]
)
def test_json_that_is_no_feature_collection_is_one_problem(data_copy, text):
    """Nested without end, or something else altogether: one problem of that file."""
    (data_copy / "basemap" / "roads.geojson").write_text(text, encoding="utf-8")
    found = [(p.file, p.key) for p in schema.check(schema.read(data_copy, "2024"))]
    assert ("data/basemap/roads.geojson", "unreadable") in found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_problem_can_be_said(tables, lang):
    """Each key has its sentence, with what was found and what to do, on one line."""
    for key in table(lang)["check"]:
        line = Problem("data/events.csv", 3, "date", key, "a\nb", "c").line(lang)
        assert line.startswith("data/events.csv:3:date: ")
        assert "\n" not in line
        assert "{" not in line
    assert {key for *_, key in CASES} <= set(table(lang)["check"])


def test_data_error_says_all_problems_once():
    """Problems are sorted by place, each once; the text has a line for each."""
    one, two = Problem("b.csv", 2, "x", "slug", "?"), Problem("a.csv", 9, "y", "date", "?")
    error = DataError([one, two, one])
    assert error.problems == (two, one)
    assert len(str(error).splitlines()) == 2
