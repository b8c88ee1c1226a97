"""The audit's own numbers: each outcome is walked to its event and its source, from the files alone."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import geopandas as gpd
import pytest

Rows = list[dict[str, str]]

ROOT = Path(__file__).resolve().parents[2]
AUDIT = (ROOT / "docs" / "audit-2024.md").read_text(encoding="utf-8")

#: What is beyond what: an event keeps a promise of its own kind, and of each before it.
STEPS = ("works_started", "delivered", "completed", "opened")
DUE = "2024-12-31"

#: Results that were there before the audit.
BEFORE = {"gdp-growth", "industry-growth", "small-to-large", "high-tech-firms"}


def deciding(promised: str, events: Rows):
    """The first event that a promise comes true by, else None: a milestone or a plan never is one."""
    reached = STEPS[STEPS.index(promised) :]
    own = sorted((one for one in events if one["event"] in reached), key=lambda one: one["date"])
    return own[0] if own else None


def walked(projects: Rows, events: Rows):
    """Each promise's outcome with its event: [id, promised, outcome, "date event", source]."""
    found = []
    for project in projects:
        if not project["promised"]:
            continue
        event = deciding(project["promised"], [one for one in events if one["project_id"] == project["id"]])
        row = [project["id"], project["promised"]]
        if event is None:
            found.append([*row, "unknown", "–", "–"])
            continue
        outcome = "kept" if event["date"] <= DUE[: len(event["date"])] else "late"
        found.append([*row, outcome, f"{event['date']} {event['event']}", event["source_id"]])
    return found


def table(title: str):
    """The cells of the table under a heading of the audit, without its head."""
    part = AUDIT.split(f"\n## {title}", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in part.splitlines() if line.startswith("|")][2:]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]


def test_promises_with_an_outcome_are_6_of_14(projects: Rows, events: Rows, sources: Rows):
    """Six are walked to an event and a source that there is; eight to none, and are unknown, never late."""
    outcomes = walked(projects, events)
    assert Counter(row[2] for row in outcomes) == {"kept": 5, "late": 1, "unknown": 8}
    ids = {source["id"] for source in sources}
    assert all(row[4] in ids for row in outcomes if row[2] != "unknown")


def test_promises_are_walked_as_the_app_says(projects: Rows, events: Rows):
    """The app's own reading, made by other code, comes to the same outcome, day and source."""
    from geo.dataset import load

    frame = load().projects
    dated = frame[frame["promised"] != ""].fillna({"kept_date": "–", "kept_source_id": "–"})
    said = {
        row["id"]: (row["kept"], row["kept_date"], row["kept_source_id"]) for row in dated.to_dict("records")
    }
    assert said == {row[0]: (row[2], row[3].split()[0], row[4]) for row in walked(projects, events)}


def test_promises_of_the_audit_are_those_of_the_data(projects: Rows, events: Rows):
    """The table of docs/audit-2024.md says of each promise what the walk finds."""
    assert sorted(table("Promises: 6 of 14")) == sorted(walked(projects, events))


@pytest.mark.parametrize(
    ("event", "date", "found"),
    [
        ("works_started", "2024-12-31", "kept"),
        ("works_started", "2024", "kept"),
        ("works_started", "2025-01-01", "late"),
        ("opened", "2024-05", "kept"),
        ("milestone", "2024-05", "unknown"),
        ("approved", "2024-05", "unknown"),
    ],
)
def test_walk_finds_what_is_planted(event, date, found):
    """A made-up promise to start comes out by its event, and by none that is no start."""
    project = {"id": "made-up", "promised": "works_started"}
    planted = {"project_id": "made-up", "event": event, "date": date, "source_id": "made-up"}
    assert [row[2] for row in walked([project], [planted])] == [found]


def test_targets_with_a_result_are_15_of_89(targets: Rows, sources: Rows):
    """Four had one before; the eleven that were found are in, each with its source and its day or month."""
    with_result = {target["id"]: target for target in targets if target["result_zh"]}
    eleven = {row[0]: row[3] for row in table("Eleven results")}
    assert (len(targets), len(with_result), len(eleven)) == (89, 15, 11)
    assert set(with_result) == BEFORE | set(eleven)
    ids = {source["id"] for source in sources}
    for key, target in with_result.items():
        assert target["result_source_id"] == eleven.get(key, "plan-report-2025")
        assert target["result_source_id"] in ids
        assert re.fullmatch(r"2025-\d\d(-\d\d)?", target["result_date"])
        assert not target["result_source_id"].startswith("report-2024")


def test_counts_in_the_documents_are_those_of_the_data(projects: Rows, sites: gpd.GeoDataFrame):
    """How many places are how sure is said alike in methods.md and known-limits.md, and so are the stages."""
    ranks = ("surveyed", "approximate", "schematic", "town", "none")
    parts = sites.groupby("project_id")["certainty"].apply(list).to_dict()
    placed = [project for project in projects if project["located"] == "placed"]
    sure = Counter(
        max(parts[project["id"]], key=ranks.index)
        if project["id"] in parts
        else ("town" if project["towns"] else "none")
        for project in placed
    )
    methods = (ROOT / "docs" / "methods.md").read_text(encoding="utf-8")
    limits = (ROOT / "docs" / "known-limits.md").read_text(encoding="utf-8")
    assert (
        f"{sure['approximate']} approximate, {sure['schematic']} schematic, {sure['town']} by town" in methods
    )
    for words in (
        f"{sure['approximate']} are approximate",
        f"{sure['schematic']} schematic",
        f"{sure['town']} known by town",
    ):
        assert words in limits
    stages = Counter(project["stage"] for project in projects)
    assert f"preparing {stages['preparing']} (two crossings, 莞台园), building {stages['building']}" in AUDIT


def ids_in_code(ids: set[str], folder: Path):
    """The ids of figures and duties that stand as strings in the code of pages."""
    pattern = re.compile(r"""["'`]({})["'`]""".format("|".join(map(re.escape, sorted(ids)))))
    files = [
        path
        for name in ("geo", "layers", "ui")
        for ending in ("py", "js", "html")
        for path in (folder / name).rglob(f"*.{ending}")
    ]
    return sorted({found for path in files for found in pattern.findall(path.read_text(encoding="utf-8"))})


def test_no_data_id_stands_in_page_code(targets: Rows, projects: Rows, tmp_path: Path):
    """Pages ask whom a row binds, never which row it is; one that is planted is found."""
    ids = {row["id"] for row in (*targets, *projects)} | {"project-push-list"}
    assert ids_in_code(ids, ROOT) == []
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "page.py").write_text('if row["id"] == "waste-sorting-towns":\n', encoding="utf-8")
    assert ids_in_code(ids, tmp_path) == ["waste-sorting-towns"]
