"""Each format holds exactly what is filtered, says so inside, and gives it back."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest

FORMATS = ("csv", "xlsx", "geojson", "gpkg", "parquet", "fgb", "oc4ids")
QUERIES = {
    "all": ("", {}),
    "towns and categories": (
        "town=changan,fenggang&cat=rail,road",
        {"towns": ("changan", "fenggang"), "categories": ("rail", "road")},
    ),
    "promises": (
        "stage=starting,completing&kept=kept,unknown",
        {"stages": ("starting", "completing"), "kept": ("kept", "unknown")},
    ),
    "sites": ("sure=approximate,schematic", {"certainty": ("approximate", "schematic")}),
    "text in English": ("lang=en&q=expressway", {"text": "expressway"}),
}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("query", "filters"), QUERIES.values(), ids=QUERIES)
def test_export_holds_the_projects_of_select_and_gives_them_back(
    dataset, make, readers, expected_parts, form, query, filters
):
    """Ids, names, category, stage, certainty and geometry are those of `geo.select`, in its order."""
    from geo.query import Filters, select

    chosen = select(dataset, Filters(**filters))
    assert 0 < len(chosen) <= len(dataset.projects)
    lang = "en" if form == "oc4ids" and "lang=en" in query else "zh"
    expected = {
        row["id"]: (
            row[f"name_{lang}"],
            row["category"],
            row["stage"],
            row["certainty"],
            expected_parts(row["geometry"]),
        )
        for row in chosen.to_dict("records")
    }
    found = readers[form](make(form, query))
    assert list(expected) == list(found)
    assert expected == found


def _about(form: str, content: bytes, read_layer) -> dict[str, str]:
    """Return what a file says of itself."""
    import csv
    import io

    if form in ("geojson", "oc4ids"):
        return json.loads(content)["about"]
    if form == "csv":
        return next(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    if form == "gpkg":
        rows = read_layer(content, "about")
        return dict(zip(rows["key"], rows["content"], strict=True))
    if form == "parquet":
        import pyarrow.parquet

        return json.loads(pyarrow.parquet.read_schema(io.BytesIO(content)).metadata[b"about"])
    if form == "fgb":
        import pyogrio

        return pyogrio.read_info(io.BytesIO(content))["layer_metadata"]
    import openpyxl

    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[-1]
    named = {"筛选": "filter", "报告版次": "edition", "导出日期": "exported", "筛选（链接写法）": "query"}
    return {named.get(str(key), str(key)): str(value) for key, value in sheet.iter_rows(values_only=True)}


@pytest.mark.parametrize("form", FORMATS)
def test_export_says_filter_edition_and_date(make, read_layer, form):
    """A file that has lost its name still tells what it holds."""
    about = _about(form, make(form, "town=changan&cat=rail"), read_layer)
    expected = {
        "filter": "镇街：长安；类别：轨道",
        "query": "town=changan&cat=rail",
        "edition": "2024",
        "exported": "2026-11-24",
    }
    assert expected == {key: about[key] for key in expected}


@pytest.mark.parametrize("form", FORMATS)
def test_export_never_tells_where_somebody_stands(make, form):
    """The place, the camera and the chosen project of a view are not in the file."""
    content = make(form, "cat=rail&p=metro-1-phase-1&m=12/22.9301/113.8802&near=113.7512,23.0203")
    assert make(form, "cat=rail") == content
    assert b"113.7512" not in content


@pytest.mark.parametrize("form", FORMATS)
def test_export_twice_gives_the_same_bytes(make, form):
    """The same data, filter and day give the same file; another day does not."""
    assert make(form, "cat=road") == make(form, "cat=road")
    assert make(form, "cat=road") != make(form, "cat=road", written=date(2026, 11, 25))


@pytest.mark.parametrize("form", [one for one in FORMATS if one != "oc4ids"])
def test_export_of_nothing_has_no_rows(make, readers, form):
    """A filter that nothing passes gives a file without projects, not all of them."""
    assert readers[form](make(form, "cat=rail&town=wangniudun&stage=completing")) == {}


def test_export_of_nothing_is_no_oc4ids_package(make):
    """The schema asks for one project at least, so that no file is made."""
    from geo.errors import EmptyExportError

    with pytest.raises(EmptyExportError, match="at least one project"):
        make("oc4ids", "cat=rail&town=wangniudun&stage=completing")


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "geo", "export", *arguments], capture_output=True, text=True, check=False
    )


def test_command_writes_what_the_call_gives(make, tmp_path):
    """`python -m geo export` writes the same bytes, in the language asked for."""
    out = tmp_path / "out.csv"
    done = _run("csv", str(out), "--query", "cat=rail", "--lang", "en", "--date", "2026-11-24")
    assert (done.returncode, done.stderr) == (0, "")
    assert out.read_bytes() == make("csv", "cat=rail&lang=en")
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_command_says_what_it_ignored(tmp_path):
    """A part of the query that is not understood is told on the error stream."""
    done = _run("geojson", str(tmp_path / "out.json"), "--query", "cat=raill")
    assert done.returncode == 0
    assert done.stderr == "ignored: cat=raill (unknown_value; nearest: rail)\n"


def test_command_writes_nothing_if_nothing_passes(tmp_path):
    """An empty OC4IDS package is refused with a line and exit 1."""
    out = tmp_path / "out.json"
    done = _run("oc4ids", str(out), "--query", "cat=rail&town=wangniudun&stage=completing")
    assert done.returncode == 1
    assert "none passes the filters" in done.stderr
    assert not out.exists()


def test_command_says_where_it_can_not_write(tmp_path):
    """A folder that is not there is told in one line, and nothing is left behind."""
    done = _run("csv", str(tmp_path / "no" / "out.csv"))
    assert done.returncode == 1
    assert done.stderr.startswith("nothing written: ")
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("edition", ["../2024", "2030"])
def test_command_refuses_an_edition_that_is_not_there(tmp_path, edition):
    """No traceback and no file: one reason."""
    done = _run("csv", str(tmp_path / "out.csv"), "--report", edition)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "dongguan-2024-all-2026-11-24.gpkg"),
        ("town=changan,fenggang&cat=rail", "dongguan-2024-changan-fenggang-rail-2026-11-24.gpkg"),
        ("lang=en&q=松山湖 大学", "dongguan-2024-松山湖-大学-2026-11-24.gpkg"),
        ("q=../../etc/passwd%00.exe", "dongguan-2024-etc-passwd-exe-2026-11-24.gpkg"),
    ],
    ids=["all", "filters", "Chinese text", "hostile text"],
)
def test_file_name_tells_edition_filter_and_date(query, expected):
    """The name is plain letters and digits, whatever was searched for."""
    from geo.export import Format, file_name
    from geo.view import parse_query

    assert file_name(parse_query(query)[0], Format.GPKG, written=date(2026, 11, 24)) == expected


def test_file_name_of_a_long_filter_is_cut(dataset):
    """Thirty-five towns do not make a name that a disk refuses."""
    from geo.export import Format, file_name
    from geo.view import View

    name = file_name(View(towns=tuple(dataset.towns["id"])), Format.CSV, written=date(2026, 11, 24))
    assert len(name) < 110
    assert name.endswith("-etc-2026-11-24.csv")


def test_every_source_of_the_rows_is_listed(dataset, make):
    """Whatever a row of the GeoJSON cites stands in its list of sources."""
    found = json.loads(make("geojson", "cat=road"))
    listed = {source["id"] for source in found["sources"]}
    cited = {
        part
        for feature in found["features"]
        for cell in (
            feature["properties"]["source_id"],
            feature["properties"]["status_source_id"],
            *(one["source_id"] for one in feature["properties"]["parts"]),
        )
        for part in str(cell or "").split(";")
        if part
    }
    assert cited
    assert cited - listed == set()


def test_another_edition_is_named(dataset, make):
    """The edition that a file names is the view's."""
    from geo.export import Format, export
    from geo.view import View

    view = replace(View(), report="2025")
    content = export(dataset, view, Format.GEOJSON, written=date(2026, 11, 24))
    assert json.loads(content)["about"]["edition"] == "2025"
