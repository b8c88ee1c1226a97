"""Programs that people have open the addresses of files: QGIS by GDAL, LibreOffice, a calendar."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
from pathlib import Path

import icalendar
import pytest

from tests.ui.api.test_qgis import has_qgis

_PROGRAM = Path(__file__).with_name("read_url.py")
_KHAL = """[calendars]
[[ours]]
path = {folder}
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
default_timezone = Asia/Shanghai
local_timezone = Asia/Shanghai
[sqlite]
path = {folder}.db
"""


def program(name: str, package: str) -> str:
    """Return the path of a program; without it the test is left out."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{package} is not installed")
    return found


@pytest.mark.skipif(not has_qgis(), reason="QGIS is not installed (apt-get install python3-qgis)")
def test_qgis_opens_a_view_by_its_address(site, dataset, tmp_path):
    """GeoJSON and GeoPackage of one town have the page's projects, placed ones with a place."""
    wanted = dataset.projects[dataset.projects["towns"].map(lambda towns: "changan" in towns)]
    addresses = [f"{site}/data/projects.{form}?town=changan" for form in ("geojson", "gpkg")]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)}
    done = subprocess.run(
        ["/usr/bin/python3", str(_PROGRAM), *addresses],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    found = json.loads(done.stdout.strip().splitlines()[-1])
    placed = set(wanted["id"][wanted.geometry.notna()])
    assert placed
    for address in addresses:
        assert found[address]["crs"] == ["EPSG:4326"], address
        assert set(found[address]["placed"]) == placed, address
    assert found[addresses[0]]["all"] == len(wanted)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_libreoffice_opens_a_view_by_its_address(site, dataset, tmp_path, form):
    """What it shows first has the page's projects by their Chinese names, and no other."""
    wanted = dataset.projects[dataset.projects["category"] == "rail"]
    subprocess.run(
        [
            program("soffice", "LibreOffice"),
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            *(
                ["--infilter=CSV:44,34,76"] if form == "csv" else []
            ),  # what a person chooses when it is asked for
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76",
            "--outdir",
            tmp_path,
            f"{site}/data/projects.{form}?cat=rail",
        ],
        capture_output=True,
        check=True,
    )
    (made,) = tmp_path.glob("*.csv")
    text = made.read_text(encoding="utf-8-sig")
    cells = {cell for line in csv.reader(text.splitlines()) for cell in line}
    assert cells & set(dataset.projects["name_zh"]) == set(wanted["name_zh"])


def test_a_calendar_keeps_what_it_fetches(site, tmp_path):
    """`khal` takes every event of a fetched calendar and lists each by its title on its day."""
    khal = program("khal", "khal")
    (tmp_path / "config").write_text(_KHAL.format(folder=tmp_path / "kept"), encoding="utf-8")
    (tmp_path / "kept").mkdir()
    environment = {**os.environ, "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}

    def run(*arguments: str) -> str:
        command = [khal, "-c", str(tmp_path / "config"), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
        return done.stdout

    address = f"{site}/events.ics?cat=rail"
    fetched = subprocess.run(["curl", "-sf", address], capture_output=True, check=True).stdout
    (tmp_path / "events.ics").write_bytes(fetched)
    events = icalendar.Calendar.from_ical(fetched).walk("VEVENT")
    assert events
    run("import", "--batch", "-a", "ours", str(tmp_path / "events.ics"))
    told = run("list", "--format", "{start-date}|{title}", "--day-format", "", "2020-01-01", "3000d")
    for event in events:
        day = event.decoded("dtstart")
        assert f"{day:%Y-%m-%d}|{event['summary']}" in told.splitlines()
