"""LibreOffice opens the workbook and the CSV as they are meant."""

from __future__ import annotations

import csv
import shutil
import subprocess

import pytest


@pytest.fixture
def convert(tmp_path):
    """Return a function that converts a file with LibreOffice and checks that it is silent."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed (apt-get install --no-install-recommends libreoffice-calc)")

    def convert(name: str, content: bytes, *, to: str) -> str:
        source = tmp_path / name
        source.write_bytes(content)
        profile = (tmp_path / "profile").as_uri()
        done = subprocess.run(
            [
                program,
                f"-env:UserInstallation={profile}",
                "--headless",
                "--convert-to",
                to,
                "--outdir",
                tmp_path,
                source,
            ],
            capture_output=True,
            text=True,
            check=True,
        )
        # Without Java it says so at each start, whatever the file (javaldx). It names the filter on its
        # standard output; a warning goes to the other, or stands there as a word.
        told = [line for line in done.stderr.splitlines() if "javaldx" not in line]
        assert told == []
        assert "convert" in done.stdout
        assert not {"warning", "error"} & set(done.stdout.lower().replace(":", " ").split())
        suffix = to.partition(":")[0]
        (made,) = tmp_path.glob(f"{source.stem}*.{suffix}")  # of a chosen sheet the name is in it, too
        return made.read_bytes().decode("utf-8-sig")

    return convert


def test_workbook_converts_without_a_warning(convert, make, dataset):
    """The sheet of projects comes out with all of them, numbers of the list and paragraphs as written."""
    second = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2"
    text = convert("all.xlsx", make("xlsx"), to=second)
    rows = list(csv.DictReader(text.splitlines()))
    expected = [
        (row["id"], row["no"], row["ref"], row["name_zh"]) for row in dataset.projects.to_dict("records")
    ]
    assert [(row["id"], row["no"], row["ref"], row["name_zh"]) for row in rows] == expected


def test_csv_runs_no_formula(convert, make, dataset):
    """Opened as a spreadsheet, hostile names are text still: no cell was calculated."""
    from dataclasses import replace

    hostile = replace(dataset, projects=dataset.projects.assign(name_zh="=1+1", name_en="@SUM(1;1)"))
    text = convert("hostile.csv", make("csv", source=hostile), to="fods")
    assert "=1+1" in text
    assert "table:formula" not in text
