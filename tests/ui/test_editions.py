"""The app beside a second, made-up report: run in processes of its own, on that data."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Opens each link and tells what the map was sent, and what was said of the link.
PROGRAM = """
import json, re, sys
from streamlit.testing.v1 import AppTest
from ui.pages import map as map_page
sent = []
map_page.mapframe = lambda message, **_: sent.append(message)
out = []
for params in json.loads(sys.stdin.read()):
    app = AppTest.from_file("app.py", default_timeout=120)
    press = params.pop("press", None)
    for name, value in params.items():
        app.query_params[name] = value
    app.run()
    if press:
        app.button(key=press).click().run()
    assert not app.exception, app.exception
    message = json.dumps(sent[-1], ensure_ascii=False)
    kept = app.session_state["ignored"] if "ignored" in app.session_state else ()
    out.append({
        "pages": sorted(set(re.findall(r"/map/(\\d{4})-", message))),
        "said": [[one.parameter, one.reason.value, one.suggestion] for one in kept],
        "message": message,
        "offered": [one.label for one in app.button if (one.key or "").startswith("edition_")],
        "asked": {name: app.query_params[name] for name in app.query_params},
    })
print(json.dumps(out))
"""


def _start(arguments: list[str], data: Path, build: Path, *, given: object = None) -> str:
    environment = {**os.environ, "DGMAP_DATA": str(data), "DGMAP_BUILD": str(build)}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def build(two_editions: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the prepared pages of both reports."""
    folder = tmp_path_factory.mktemp("build")
    _start(["-m", "layers", "build"], two_editions, folder)
    return folder


OPENED = {
    "plain": {},
    "2024": {"y": "2024", "town": "changan"},
    "2025": {"y": "2025"},
    "filtered 2025": {"y": "2025", "cat": "rail"},
    "nearest": {"y": "2031"},
    "renamed": {"y": "2025", "p": "guancheng-granary"},
    "split": {"y": "2025", "p": "huanguan-phase-3"},
    "absent": {"y": "2025", "p": "oppo-rd-center", "lang": "en"},
    "new only in 2025": {"p": "made-up-bridge"},
    "same in both": {"y": "2025", "p": "metro-1-phase-1"},
    "never was": {"y": "2025", "p": "metro-1-phase-9"},
    "changed": {"town": "changan", "p": "metro-1-phase-1", "press": "edition_2025"},
}


@pytest.fixture(scope="module")
def opened(two_editions: Path, build: Path) -> dict[str, dict]:
    """Return what each link of the table led to."""
    told = _start(["-c", PROGRAM], two_editions, build, given=list(OPENED.values()))
    return dict(zip(OPENED, json.loads(told), strict=True))


def test_build_writes_pages_and_index_of_each_report(build: Path):
    """Two languages for each, and what they share."""
    names = sorted(path.name.rsplit("-", 1)[0] for path in build.glob("*-*-*.html"))
    assert names == ["2024-en", "2024-zh", "2025-en", "2025-zh"]
    shared = json.loads((build / "editions.json").read_text("utf-8"))
    assert shared["editions"] == ["2024", "2025"]
    assert shared["ids"]["metro-1-phase-1"]["editions"] == ["2024", "2025"]
    assert [step["kind"] for step in shared["succession"]] == ["renamed", "split", "split"]
    assert len(json.loads((build / "index-2025.json").read_text("utf-8"))["projects"]) == 43


@pytest.mark.parametrize(
    ("link", "page"),
    [("plain", "2024"), ("2024", "2024"), ("2025", "2025"), ("filtered 2025", "2025"), ("nearest", "2025")],
)
def test_link_opens_the_report_of_its_year(opened, link: str, page: str):
    """Without a year that of 2024, for ever; a year without a report opens the nearest."""
    assert opened[link]["pages"] == [page]


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("2025", []),
        ("same in both", []),
        ("nearest", [["y", "unknown_value", "2025"]]),
        ("renamed", [["p", "replaced", "guancheng-granary-quarter"]]),
        ("split", [["p", "split", "huanguan-phase-3-west,huanguan-phase-3-east"]]),
        ("absent", [["p", "other_report", "2024"]]),
        ("new only in 2025", [["p", "other_report", "2025"]]),
    ],
)
def test_link_says_what_became_of_its_project(opened, link: str, said: list):
    """An id of another report is led on or explained, never lost."""
    assert opened[link]["said"] == said


def test_map_offers_the_same_view_in_each_report(opened):
    """Pressed, town and project stay, and the map is that of the other report."""
    assert {tuple(one["offered"]) for one in opened.values()} == {("2024", "2025")}
    assert opened["changed"]["pages"] == ["2025"]
    assert opened["changed"]["asked"] == {"y": "2025", "town": "changan", "p": "metro-1-phase-1"}


def test_one_report_offers_no_choice():
    """The twin: nothing stands there while there is nothing to choose."""
    from streamlit.testing.v1 import AppTest

    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    assert "lang_en" in {one.key for one in app.button}
    assert [one for one in app.button if (one.key or "").startswith("edition_")] == []


def test_id_that_never_was_is_met_with_the_likest(opened):
    """Only what no report names is unknown."""
    assert opened["never was"]["said"] == [["p", "unknown_value", "metro-1-phase-1"]]


def test_replacement_is_open_and_parts_are_offered(opened):
    """The one heir is selected; of two none is, and each has its button."""
    assert '"guancheng-granary-quarter"' in opened["renamed"]["message"]
    assert "已由“莞城粮仓文化街区”接替" in opened["renamed"]["message"]
    for part in ("huanguan-phase-3-west", "huanguan-phase-3-east"):
        assert f'"value": "{part}"' in opened["split"]["message"]


def test_absent_is_said_to_be_neither_done_nor_cancelled(opened):
    """The notice leads to the report that names the project, and says what absence means."""
    message = opened["absent"]["message"]
    assert "says neither done nor cancelled" in message
    assert '{"type": "try", "field": "report", "value": "2024", "project": "oppo-rd-center"}' in message


def test_broken_second_report_leaves_the_first_served(two_editions: Path, tmp_path: Path):
    """A report in the making is not offered; that of 2024 is built and says nothing of it."""
    import shutil

    data = tmp_path / "data"
    shutil.copytree(two_editions, data)
    path = data / "reports" / "2025" / "projects.csv"
    path.write_text(path.read_text("utf-8").replace(",1.1,", ",,"), "utf-8")
    program = (
        "import json; from layers import prepared; found = prepared.index();"
        "print(json.dumps([found.facts['edition'], found.problem, prepared.shared()['editions']]))"
    )
    told = _start(["-c", program], data, tmp_path / "build")
    assert json.loads(told) == ["2024", "", ["2024"]]
