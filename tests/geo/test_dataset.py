"""Every cell of every file is held to something; what is computed follows from the facts."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from pathlib import Path

import pytest
from shapely.affinity import translate
from shapely.geometry import mapping, shape

from geo import schema
from geo.__main__ import main
from geo.dataset import load
from geo.errors import DataError
from geo.folders import DATA_FOLDER
from geo.reading import read_table
from geo.status import kept_of, status_now

FILES = schema.paths(DATA_FOLDER, "2024")
CELLS = [(name, column) for name in FILES for column in schema.COLUMNS[name]]


def _break(path: Path, column: str, value: str) -> int:
    """Put a value into the first row's cell; return the row as the report numbers it."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
        if len(rows) == 1:  # nothing has happened yet
            rows.append([""] * len(rows[0]))
        rows[1][rows[0].index(column)] = value
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(rows)
        return 2
    data = json.loads(path.read_text(encoding="utf-8"))
    data["features"][0]["properties"][column] = value
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return 1


@pytest.mark.parametrize(("name", "column"), CELLS, ids=[f"{name}.{column}" for name, column in CELLS])
def test_check_names_file_row_and_column_of_a_broken_cell(tmp_path, name, column):
    """A cell with an invisible character in it is named by file, row and column."""
    path = tmp_path / FILES[name].name
    shutil.copyfile(FILES[name], path)
    row = _break(path, column, "\u202e broken\x07")
    file = f"data/{FILES[name].relative_to(DATA_FOLDER).as_posix()}"
    broken = read_table(path, file=file, form=schema.form(name))
    # Only this table is held to its rules here: all tables for each of a hundred cells take a minute.
    found = {(problem.file, problem.row, problem.column) for problem in schema.check_cells(name, broken)}
    assert (file, row, column) in found


def test_check_counts_what_ships(capsys):
    """The command ends with 0 and counts 36 + 8 projects and 35 units."""
    assert main(["check"]) == 0
    assert capsys.readouterr().out.startswith(
        "36 placed-or-marked + 8 unsited projects, 35 units, 89 targets"
    )


def test_check_fails_when_one_reference_is_changed(data_copy, capsys):
    """A project that cites another paragraph is found out, and the line says where."""
    path = data_copy / "reports" / "2024" / "projects.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("oppo-rd-center,18,4.1,", "oppo-rd-center,18,4.2,"), "utf-8"
    )
    assert main(["check", "--data", str(data_copy)]) == 1
    assert "data/reports/2024/projects.csv:19:ref:" in capsys.readouterr().out


_BROKEN = {"empty": b"", "binary": b"\xff\xfe\x00", "cut": b"{", "missing": None}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param(name, content, id=f"{kind}-{name}")
        for kind, content in _BROKEN.items()
        for name in sorted(FILES)
        if content is not None or not schema.form(name).may_be_absent
    ],
)
def test_check_of_an_unreadable_file_is_a_problem_of_that_file(data_copy, name, content):
    """Empty, binary, truncated or missing files are named, never a traceback."""
    path = schema.paths(data_copy, "2024")[name]
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(DataError) as caught:
        load(folder=data_copy)
    assert any(problem.file.endswith(path.name) for problem in caught.value.problems)


def test_towns_that_overlap_are_a_problem(data_copy):
    """A town moved by a hundred metres breaks the coverage and is named as such."""
    path = data_copy / "towns.geojson"
    data = json.loads(path.read_text(encoding="utf-8"))
    moved = translate(shape(data["features"][4]["geometry"]), xoff=0.001)
    data["features"][4]["geometry"] = mapping(moved)
    path.write_text(json.dumps(data), encoding="utf-8")
    problems = schema.check(schema.read(data_copy, "2024"))
    assert ("data/towns.geojson", 5, "coverage") in {(p.file, p.row, p.key) for p in problems}


def test_projects_have_the_ruled_certainties_and_outcomes(dataset):
    """8 approximate, 13 schematic, 14 town, 1 none; of 11 dated promises 5 kept, 1 late, 5 unknown."""
    placed = dataset.projects[dataset.projects["located"] == "placed"]
    assert Counter(placed["certainty"]) == {"approximate": 8, "schematic": 13, "town": 14, "none": 1}
    assert Counter(placed["kept"]) == {"open": 25, "kept": 5, "late": 1, "unknown": 5}


def test_each_outcome_has_its_event_and_source(dataset):
    """From each kept or late promise a dated event of the project and its source can be walked to."""
    told = dataset.projects[dataset.projects["kept"].isin(["kept", "late", "not_yet"])]
    assert len(told) >= 6
    sources = set(dataset.sources["id"])
    for row in told.to_dict("records"):
        own = dataset.events[dataset.events["project_id"] == row["id"]]
        assert row["kept_source_id"] in sources
        assert ((own["date"] == row["kept_date"]) & (own["source_id"] == row["kept_source_id"])).any()


@pytest.mark.parametrize(
    ("event", "day", "outcome"),
    [
        ("works_started", "2024-12-31", "kept"),
        ("works_started", "2025-01", "late"),
        ("works_started", "2024", "kept"),
        ("opened", "2025-09-01", "late"),
        ("milestone", "2024-06-01", "unknown"),
        ("not_yet", "2025-02-01", "not_yet"),
        ("not_yet", "2024-06-01", "unknown"),
        ("delayed", "2025-02-01", "unknown"),
    ],
)
def test_kept_follows_from_the_promised_kind_and_the_day(dataset, event, day, outcome):
    """By the last day is kept, after it late, news is neither, and silence is unknown."""
    events = dataset.events.iloc[:1].assign(event=event, date=day).to_dict("records")
    assert kept_of(promised="works_started", due="2024-12-31", events=events).kept == outcome


def test_no_promised_year_is_open_whatever_has_happened(dataset):
    """Without a promised kind there is nothing to keep."""
    assert kept_of(promised="", due=None, events=dataset.events.to_dict("records")).kept == "open"


def test_status_now_takes_a_whole_year_as_its_end(dataset):
    """A fact of "2024" is later than one of 31 January 2024."""
    rows = dataset.events.iloc[[0, 0]].assign(date=["2024", "2024-01-31"], status=["building", "planned"])
    assert status_now(rows.to_dict("records"))["date"] == "2024"
