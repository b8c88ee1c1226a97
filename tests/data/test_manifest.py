"""The checksums of the data files are those of the files, and each kind of difference is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from geo import manifest
from geo.__main__ import main
from geo.folders import DATA_FOLDER


def test_manifest_is_that_of_the_files():
    """Renew it by `python -m geo manifest` after an edit."""
    assert [problem.line() for problem in manifest.check(DATA_FOLDER)] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_changed_missing_and_added_file_is_named(tmp_path: Path, capsys, lang: str):
    """One line each, exit 1; after the manifest is written anew there is none."""
    data = tmp_path / "data"
    shutil.copytree(DATA_FOLDER, data)
    with (data / "events.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    (data / "words" / "en.toml").unlink()
    (data / "new.csv").write_text("a", "utf-8")
    (data / ".DS_Store").write_text("a", "utf-8")
    command = ["check", "--data", str(data), "--lang", lang, "--manifest"]
    assert main(command) == 1
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("data/")]
    assert [line.split(":")[0] for line in lines] == ["data/events.csv", "data/new.csv", "data/words/en.toml"]
    assert len({line.split(": ", 1)[1] for line in lines}) == 3
    assert main(["manifest", "--data", str(data)]) == 0
    assert main(command) == 0
    (data / manifest.NAME).write_text("x\n", "utf-8")
    assert [one.key for one in manifest.check(data)] == ["manifest_unread"]


@pytest.mark.parametrize("words", ["[ui]\nabout_can = ", '[ui]\nabout_can = "a\u202eb"\n'])
def test_broken_words_of_the_city_are_named(tmp_path: Path, capsys, words: str):
    """The file of its own messages is no traceback: the check names it."""
    data = tmp_path / "data"
    shutil.copytree(DATA_FOLDER, data)
    (data / "words" / "en.toml").write_text(words, "utf-8")
    assert main(["check", "--data", str(data)]) == 1
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("data/")]
    assert line.startswith("data/words/en.toml:0:")
