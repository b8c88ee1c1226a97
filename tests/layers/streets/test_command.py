"""`dgmap basemap`: the file from the command line."""

from __future__ import annotations

import subprocess
import sys

from layers.streets.archive import opened


def _run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dgmap", "basemap", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_writes_the_file_and_says_what_is_in_it(made, tmp_path):
    """One line: where it is, its size, how many features."""
    out = tmp_path / "streets.pmtiles"
    done = _run(made.write(tmp_path / "made-up.osm"), "--out", out, "--date", "2026-11-20")
    assert (done.returncode, done.stderr) == (0, "")
    assert opened(out).date == "2026-11-20"
    assert done.stdout.startswith(f"{out}  ")
    assert " roads" in done.stdout


def test_a_wrong_file_is_one_line_and_no_file(tmp_path):
    """Exit code 1, a sentence, and nothing is written."""
    wrong = tmp_path / "notes.txt"
    wrong.write_text("no extract", encoding="utf-8")
    out = tmp_path / "streets.pmtiles"
    done = _run(wrong, "--out", out)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "no OpenStreetMap extract" in done.stderr
    assert not out.exists()
