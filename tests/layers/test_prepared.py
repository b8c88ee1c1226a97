"""The prepared pages: written once, found again, rebuilt when an input changes, kept when a build fails."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys

import brotli
import pytest

from geo.folders import CODE_FOLDER, DATA_FOLDER
from layers import keeping, prepared, swap
from layers.writing import write


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("build")
    write(folder=folder)
    return folder


def test_write_again_leaves_unchanged_pages_alone(built):
    """The same content is not written twice."""
    before = {path.name: path.stat().st_mtime_ns for path in built.glob("*.html*")}
    lines = write(folder=built)
    assert before == {path.name: path.stat().st_mtime_ns for path in built.glob("*.html*")}
    assert all(line.endswith("unchanged") for line in lines)


def test_compressed_copies_hold_the_same_page(built):
    """Brotli and gzip copies open to the very bytes of the page."""
    found = prepared.index(built)
    for lang in ("zh", "en"):
        page = found.page(lang).read_bytes()
        assert brotli.decompress((built / f"{found.page(lang).name}.br").read_bytes()) == page
        assert gzip.decompress((built / f"{found.page(lang).name}.gz").read_bytes()) == page


def test_index_holds_the_plain_facts_of_the_first_view(built):
    """44 projects and 35 units, without geometry."""
    facts = json.loads((built / "index.json").read_text(encoding="utf-8"))
    assert (len(facts["projects"]), len(facts["towns"])) == (44, 35)
    assert {"id", "no", "ref", "category", "stage", "status", "kept", "certainty", "towns", "located"} <= set(
        facts["projects"][0]
    )


def test_index_is_read_without_pandas_or_folium(built):
    """A visitor's process does not pay for the build's packages."""
    code = (
        "import sys; from pathlib import Path; from layers import prepared;"
        f"prepared.index(Path({str(built)!r}));"
        "print(sorted({'pandas','numpy','geopandas','folium','branca','shapely'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=CODE_FOLDER
    )
    assert done.stdout.strip() == "[]"


def test_index_builds_again_when_an_input_changed(built, monkeypatch):
    """A stale page is replaced in a process of its own."""
    calls = []
    monkeypatch.setattr(prepared, "fingerprint", lambda: "changed")
    monkeypatch.setattr(prepared, "_build", lambda folder: (calls.append(folder) or "", False))
    prepared.index(built)
    assert calls == [built]


def test_index_keeps_the_last_good_pages_when_the_build_fails(built, monkeypatch):
    """Bad data is reported beside the pages that still work."""
    monkeypatch.setattr(prepared, "fingerprint", lambda: "changed")
    monkeypatch.setattr(prepared, "_build", lambda _folder: ("events.csv, row 3: …", True))
    found = prepared.index(built)
    assert found.problem == "events.csv, row 3: …"
    assert found.page("zh").exists()


def test_build_that_the_data_have_failed_is_not_tried_again(built, monkeypatch):
    """Another process, and the next start, read why; other inputs are tried again, a full disk too."""
    calls: list[str] = []

    def failing(_folder, *, of_data: bool):
        calls.append("")
        return "row 3: …", of_data

    monkeypatch.setattr(prepared, "fingerprint", lambda: "broken")
    monkeypatch.setattr(prepared, "_build", lambda folder: failing(folder, of_data=True))
    assert [prepared.index(built).problem for _ in range(3)] == ["row 3: …"] * 3
    assert len(calls) == 1
    monkeypatch.setattr(prepared, "fingerprint", lambda: "other")
    monkeypatch.setattr(prepared, "_build", lambda folder: failing(folder, of_data=False))
    assert [prepared.index(built).problem for _ in range(2)] == ["row 3: …"] * 2
    assert len(calls) == 3


_JUNK = ("", "[]", "{}", "null", '{"editions": 3}', '{"editions": ["1999"], "sha256": "0"}')


@pytest.mark.parametrize("name", ["index.json", "editions.json"])
def test_file_that_is_not_as_it_was_written_is_as_good_as_none(built, tmp_path, name):
    """It is built again, and the build puts the right one there."""
    folder = shutil.copytree(built, tmp_path / "build")
    whole = (folder / name).read_bytes()
    assert swap.read_signed(folder / name) is not None
    for content in (*map(str.encode, _JUNK), whole[: len(whole) // 2], whole.replace(b"2024", b"2042")):
        (folder / name).write_bytes(content)
        assert swap.read_signed(folder / name) is None
    found = prepared.index(folder)
    assert (found.problem, (folder / name).read_bytes()) == ("", whole)


def test_copy_of_the_data_stays_as_it_was(tmp_path):
    """What the pages were made from is kept whole; the same content is not kept twice, old copies go."""
    data_copy = shutil.copytree(DATA_FOLDER, tmp_path / "own")
    first = keeping.keep(data_copy, tmp_path)
    assert keeping.keep(data_copy, tmp_path) == first
    (data_copy / "events.csv").write_text("other", encoding="utf-8")
    names = [first]
    for n in range(4):
        (data_copy / "events.csv").write_text(f"other {n}", encoding="utf-8")
        names.append(keeping.keep(data_copy, tmp_path))
    assert len(set(names)) == 5
    assert (tmp_path / first / "events.csv").read_bytes() == (DATA_FOLDER / "events.csv").read_bytes()
    keeping.sweep(tmp_path, {first})
    assert [(tmp_path / name).is_dir() for name in names] == [True, False, False, True, True]


def test_index_without_any_page_says_why(tmp_path, monkeypatch):
    """With nothing to fall back on, the build's own words are raised."""
    monkeypatch.setattr(prepared, "_build", lambda _folder: ("sources.csv is missing", False))
    with pytest.raises(prepared.BuildError, match=r"sources\.csv is missing"):
        prepared.index(tmp_path)


def test_fingerprint_follows_each_byte(tmp_path):
    """One changed cell makes the pages stale."""
    (tmp_path / "data").mkdir()
    file = tmp_path / "data" / "events.csv"
    file.write_text("a", encoding="utf-8")
    before = prepared.fingerprint(tmp_path)
    file.write_text("b", encoding="utf-8")
    assert before != prepared.fingerprint(tmp_path)
