"""A made-up report of 2025: laid out by the command and filled in as a planner would.

3 new, 2 renamed (one under its old id, one under a new one), 1 split in two, 4 moved, 5 not named again.
None of it is true.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Collection
from pathlib import Path

NEW = ("made-up-hospital", "made-up-bridge", "made-up-library")
RENAMED_IN_PLACE = "hongmei-paddy-park"
RENAMED = ("guancheng-granary", "guancheng-granary-quarter")
SPLIT = ("huanguan-phase-3", ("huanguan-phase-3-west", "huanguan-phase-3-east"))
MOVED = {
    "lianhuashan-crossing": "starting",
    "dongjiang-crossing": "seeking",
    "csns-phase-2": "building",
    "shenjiang-railway": "completing",
}
ABSENT = ("cityu-dongguan", "oppo-rd-center", "contiguous-land", "wanjiang-longwan", "sisheng-section")
# Not named again where a test asks for more: of every shape and under way, and two that are done.
LEFT_OPEN = ("metro-2-phase-3", "guanshen-expressway-widening", "nancheng-shigu", "attosecond-facility")
FINISHED = ("metro-1-phase-1", "great-bay-university-songshanhu")
SOURCE = "report-2025-made-up"
_PROMISED = {"starting": "works_started", "completing": "completed"}

Row = dict[str, str]


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[Row], columns: list[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def edit(path: Path, change: Callable[[list[Row]], list[Row]]) -> None:
    """Change the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    _write(path, change(_read(path)), columns)


def _reworded(row: Row, old: Row) -> Row:
    """Fill in what the new report says of a project that goes on."""
    stage = MOVED.get(old["id"], old["stage"])
    words = {"ref": "1.1", "mention": old["mention"], "stage": stage, "promised": _PROMISED.get(stage, "")}
    return row | words | {"promise_zh": "编出来的。", "promise_en": "Made up."}


def _named(row: Row, new_id: str, name: str) -> Row:
    names = {
        "name_zh": name,
        "name_en": f"Made up {new_id}",
        "mention": name,
        "label_zh": name,
        "aliases": "",
    }
    return row | names | {"id": new_id, "label_en": f"Made up {new_id}"}


def _projects(rows: list[Row], before: dict[str, Row], absent: Collection[str]) -> list[Row]:
    filled: list[Row] = []
    for row in rows:
        old = before[row["id"]]
        told = _reworded(row, old)
        if old["id"] in absent:
            continue
        if old["id"] == SPLIT[0]:
            filled += [
                _named(told, part, f"环莞快速三期{end}段") for part, end in zip(SPLIT[1], "西东", strict=True)
            ]
        elif old["id"] == RENAMED[0]:
            filled.append(_named(told, RENAMED[1], "莞城粮仓文化街区"))
        elif old["id"] == RENAMED_IN_PLACE:
            filled.append(_named(told, old["id"], "洪梅稻香公园"))
        else:
            filled.append(told)
    plain = _reworded(before["oppo-rd-center"], before["oppo-rd-center"] | {"stage": "preparing"})
    filled += [_named(plain, key, f"编造项目{n}") for n, key in enumerate(NEW, 1)]
    count = {"": 0, "N": 0}
    for row in filled:
        prefix = "N" if row["located"] == "unsited" else ""
        count[prefix] += 1
        row["no"] = f"{prefix}{count[prefix]}"
    return filled


def _steps() -> list[Row]:
    told = {"date": "2024-11-01", "source_id": SOURCE, "note_zh": "编出来的。", "note_en": "Made up."}
    rows = [{"old_id": RENAMED[0], "new_id": RENAMED[1], "kind": "renamed", **told}]
    return rows + [{"old_id": SPLIT[0], "new_id": part, "kind": "split", **told} for part in SPLIT[1]]


def build(folder: Path, *, absent: Collection[str] = ABSENT) -> None:
    """Copy the project's own data into a folder and add a report of 2025, which leaves some projects out."""
    from geo.editions.layout import lay_out
    from geo.editions.mentions import find, write
    from geo.folders import DATA_FOLDER

    shutil.copytree(DATA_FOLDER, folder, ignore=shutil.ignore_patterns(".*"))
    home = lay_out("2025", last="2024", folder=folder)
    before = {row["id"]: row for row in _read(folder / "reports" / "2024" / "projects.csv")}
    edit(home / "projects.csv", lambda rows: _projects(rows, before, absent))
    # The tour that fits every edition speaks of this figure.
    figures = {row["id"]: row for row in _read(folder / "reports" / "2024" / "targets.csv")}
    target = figures["culture-spaces"] | {"source_id": SOURCE, "ref": "2.1"}
    edit(home / "targets.csv", lambda _rows: [target])
    told = {"date": "2025-02-27", "publisher": "编造", "source_id": SOURCE}
    edit(
        home / "report.csv",
        lambda rows: [row | {"value": told.get(row["key"], row["value"])} for row in rows],
    )
    edit(folder / "succession.csv", lambda rows: rows + _steps())
    source = _read(folder / "sources.csv")[0] | {
        "id": SOURCE,
        "title": "编造的报告",
        "date_read": "2026-11-24",
    }
    edit(folder / "sources.csv", lambda rows: [*rows, source])
    names = "、".join(row["mention"] for row in _read(home / "projects.csv"))
    text = f"编造的报告\n# 一\n{names}\n# 二\n{target['mention']}\n"
    write(folder, "2025", find(folder, "2025", text=text))
