"""The soak in small: each fault once, nothing fails; and its judge finds what it looks for."""

from __future__ import annotations

import csv
from pathlib import Path

from benchmarks import soak
from benchmarks.soak_faults import FAULTS
from benchmarks.soak_work import Tally


def _looks(*memory: float, files: int = 40) -> list[soak.Look]:
    return [soak.Look(n, mb, 0, files, 0, 0, 0, 0, 0, "") for n, mb in enumerate(memory)]


def test_small_soak(tmp_path: Path, capsys):
    """Five visitors for fifteen seconds."""
    soak.main(["--sessions", "5", "--minutes", "0.25", "--rounds", "1", "--out", str(tmp_path)])
    told = capsys.readouterr().out
    with (tmp_path / "soak.csv").open(encoding="utf-8", newline="") as file:
        looks = list(csv.DictReader(file))
    assert looks[-1]["failed"] == "0", told
    assert int(looks[-1]["answered"]) > 20
    assert {name for look in looks for name in look["fault"].split("; ")} - {""} == set(FAULTS)
    assert (tmp_path / "soak.png").read_bytes().startswith(b"\x89PNG")


def test_judge_finds_what_grows_and_what_fails():
    """Memory that climbs, handles that are not given back, one failure; a full cache that stays is none."""
    fine = _looks(*[100.0] * 3, *[300.0] * 6)
    assert soak.judge(fine, Tally()) == []
    assert soak.judge(_looks(*(100.0 + 20 * n for n in range(9))), Tally()) == [
        "server_mb grew from 180 to 240"
    ]
    leaking = [*fine[:6], *_looks(300.0, 300.0, 300.0, files=90)]
    assert soak.judge(leaking, Tally()) == ["files grew from 40 to 90"]
    tally = Tally()
    tally.answer("picture", 500)
    tally.answer("picture", 503)
    assert soak.judge(fine, tally) == ["1 × picture 500"]
