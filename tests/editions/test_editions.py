"""A second report: laid out, filled in, checked, and beside the first one without changing it."""

from __future__ import annotations

import csv
import sys

import pytest

from geo.__main__ import main
from geo.dataset import load
from geo.editions.layout import TO_READ, LayoutError, lay_out
from geo.editions.mentions import find, paragraphs
from geo.errors import DataError
from geo.folders import DATA_FOLDER
from geo.places import nearest_report
from geo.schema import check, read


def _rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_both_editions_pass_the_checks(two_editions, capsys):
    """`check` counts each edition on a line of its own, the first as it was before there was a second."""
    assert main(["check", "--data", str(two_editions)]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("2024: 36 placed-or-marked + 8 unsited projects, 35 units, 89 targets")
    assert second.startswith("2025: 36 placed-or-marked + 7 unsited projects, 35 units, 1 targets")


def test_second_edition_leaves_the_first_as_it_was(two_editions, older):
    """Every value of the report of 2024 is the same with and without the report of 2025."""
    alone = load("2024", folder=DATA_FOLDER)
    assert older.projects.drop(columns="geometry").equals(alone.projects.drop(columns="geometry"))
    assert (
        older.projects.geometry.geom_equals_exact(alone.projects.geometry, 0).sum()
        == alone.projects.geometry.notna().sum()
    )
    assert older.events.equals(alone.events)
    assert older.targets.equals(alone.targets)


def test_ids_that_go_on_are_the_same(older, newer):
    """No id changed but those that the steps give up."""
    given_up = set(newer.succession["old_id"])
    assert set(newer.projects["id"]) & given_up == set()
    common = set(older.projects["id"]) & set(newer.projects["id"])
    assert len(common) == 44 - 5 - len(given_up)


def test_laid_out_edition_names_all_that_is_to_be_read(tmp_path, data_copy, capsys):
    """Ids, names and places are there; what only the report can say is empty, and each gap is named."""
    home = lay_out("2025", last="2024", folder=data_copy)
    old, new = (_rows(data_copy / "reports" / year / "projects.csv") for year in ("2024", "2025"))
    assert [row["id"] for row in new] == [row["id"] for row in old]
    for before, after in zip(old, new, strict=True):
        assert {name: after[name] for name in TO_READ} == dict.fromkeys(TO_READ, "")
        assert all(after[name] == before[name] for name in before if name not in TO_READ)
    assert main(["check", "--report", "2025", "--data", str(data_copy)]) == 1
    told = capsys.readouterr()
    for name in ("ref", "mention", "stage", "promise_zh", "promise_en"):
        assert told.out.count(f"data/reports/2025/projects.csv:2:{name}:") == 1
    assert "projects.csv:ref 44" in told.err
    assert sorted(path.name for path in home.iterdir()) == [
        "mentions.csv",
        "projects.csv",
        "report.csv",
        "sites.geojson",
        "targets.csv",
    ]


def test_draft_edition_does_not_disturb_the_first(data_copy):
    """While 2025 is being filled in, 2024 is read as before."""
    lay_out("2025", last="2024", folder=data_copy)
    assert len(load("2024", folder=data_copy).projects) == 44


@pytest.mark.parametrize("year", ["2024", "25", "next", "２０２５", "../x"])
def test_lay_out_overwrites_nothing_and_takes_years_only(data_copy, year):
    """An edition that is there stays byte for byte; what is no year is refused."""
    before = {path: path.read_bytes() for path in data_copy.rglob("*") if path.is_file()}
    with pytest.raises(LayoutError):
        lay_out(year, last="2024", folder=data_copy)
    assert before == {path: path.read_bytes() for path in data_copy.rglob("*") if path.is_file()}


def test_commands_refuse_in_words(data_copy, capsys):
    """A report that is not there is named with those that are."""
    assert main(["diff", "2024", "2031", "--data", str(data_copy), "--lang", "zh"]) == 1
    assert "没有 2031 年的报告。现有：2024" in capsys.readouterr().out
    assert main(["new", "2024", "--data", str(data_copy)]) == 1
    assert main(["new", "2026", "--from", "2020", "--data", str(data_copy)]) == 1
    assert main(["mentions", "2024", str(data_copy / "none.txt"), "--data", str(data_copy)]) == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_diff_command_counts_and_names(two_editions, lang, capsys):
    """The command says each sort with its number and its projects."""
    assert main(["diff", "2024", "2025", "--data", str(two_editions), "--lang", lang]) == 0
    out = capsys.readouterr().out
    assert ("没有再提到 5" if lang == "zh" else "Not named again 5") in out
    assert "huanguan-phase-3 → huanguan-phase-3-west+huanguan-phase-3-east" in out


def test_paragraphs_are_counted_from_each_heading():
    """Before the first heading is section 0; empty lines count for nothing."""
    assert paragraphs("a\n\n# one\nb\nc\n#two\nd\n") == {"0.1": "a", "1.1": "b", "1.2": "c", "2.1": "d"}


def test_mention_in_another_paragraph_is_named_with_it(editions_copy):
    """The planner is told which paragraphs hold the name."""
    text = "# 1\n" + "\n".join(row["mention"] for row in _rows(editions_copy / "reports/2025/projects.csv"))
    with pytest.raises(DataError) as caught:
        find(editions_copy, "2025", text=text)
    second = next(problem for problem in caught.value.problems if problem.row == 3)
    assert (second.key, second.expected) == ("not_in_text", "1.2")


STEPS = {
    "heir": lambda rows: [{**rows[0], "kind": "retired"}, *rows[1:]],
    "fate_alone": lambda rows: rows[:2],
    "fate_many": lambda rows: [{**row, "kind": "renamed"} for row in rows],
    "one_fate": lambda rows: [*rows[:2], {**rows[2], "kind": "merged"}],
    "circle": lambda rows: [*rows, {**rows[0], "old_id": rows[0]["new_id"], "new_id": rows[0]["old_id"]}],
    "given_up": lambda rows: [*rows, {**rows[0], "old_id": "made-up-bridge", "new_id": "made-up-library"}],
    "reference": lambda rows: [*rows, {**rows[0], "old_id": "never-was", "new_id": "made-up-library"}],
    "later": lambda rows: [{**rows[0], "date": "2027-01-01"}, *rows[1:]],
    "repeated": lambda rows: [*rows, rows[0]],
}


@pytest.mark.parametrize("key", sorted(STEPS))
def test_wrong_step_is_named(editions_copy, key):
    """Each rule of succession.csv is found broken, in that file."""
    sys.modules["made_up"].edit(editions_copy / "succession.csv", STEPS[key])
    found = {
        problem.key for problem in check(read(editions_copy, "2024")) if problem.file == "data/succession.csv"
    }
    assert key in found


def test_report_in_another_years_folder_is_named(editions_copy):
    """The day of a report lies in its year."""
    path = editions_copy / "reports" / "2025" / "report.csv"
    path.write_text(path.read_text("utf-8").replace("2025-02-27", "2026-02-27"), "utf-8")
    assert "edition" in {problem.key for problem in check(read(editions_copy, "2025"))}


@pytest.mark.parametrize(
    ("wanted", "nearest"),
    [
        ("1998", "2024"),
        ("2024", "2024"),
        ("2026", "2026"),
        ("2025", "2024"),
        ("2099", "2026"),
        ("x", None),
        ("20245", None),
    ],
)
def test_nearest_report_is_nearest_in_time(wanted, nearest):
    """Halfway the older one; what is no year has none."""
    assert nearest_report(wanted, ("2024", "2026")) == nearest


def test_place_learnt_later_counts_only_while_the_report_gives_none(editions_copy):
    """The report goes before a later fact; without a fact the project stays without a place."""
    alone = load("2024", folder=editions_copy).projects.set_index("id")
    park = alone.loc["guantai-industrial-park"]
    assert (park["located"], park["certainty"], park["towns"]) == ("unsited", "town", ["hongmei"])
    assert (park["placed_since"], park["placed_source_id"]) == ("2024-06-24", "zhonghongwang-2024")
    assert (alone["placed_since"] != "").sum() == 1
    path = editions_copy / "placements.csv"
    told = path.read_text("utf-8").replace("guantai-industrial-park", "oppo-rd-center")
    path.write_text(told, "utf-8")
    changed = load("2024", folder=editions_copy).projects.set_index("id")
    assert changed.loc["oppo-rd-center", "towns"] == alone.loc["oppo-rd-center", "towns"]
    assert changed.loc["oppo-rd-center", "placed_since"] == ""
    assert changed.loc["guantai-industrial-park", "towns"] == []
    assert changed.loc["guantai-industrial-park", "certainty"] == "none"


@pytest.mark.parametrize("sign", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_edition_saved_by_excel_is_the_same_edition(editions_copy, newer, capsys, sign):
    """Every table that a planner opens, with a mark, empty columns and days as Excel shows them."""
    folders = (editions_copy, editions_copy / "reports" / "2025")
    changed = 0
    for path in (one for folder in folders for one in folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            lines = [[_as_excel_shows(cell) for cell in line] + ["", ""] for line in csv.reader(file)]
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=sign, lineterminator="\r\n").writerows(lines)
        changed += sum("/" in cell and cell[:4].isdigit() for line in lines for cell in line)
    assert changed > 100
    assert main(["check", "--report", "2025", "--data", str(editions_copy)]) == 0
    found = load("2025", folder=editions_copy)
    assert found.projects.drop(columns="geometry").equals(newer.projects.drop(columns="geometry"))
    assert found.events.equals(newer.events)
    assert dict(found.report) == dict(newer.report)
    assert main(["diff", "2024", "2025", "--data", str(editions_copy)]) == 0


def _as_excel_shows(cell: str) -> str:
    """Return a cell as a Chinese Excel saves it: a day without noughts, and with slashes."""
    parts = cell.split("-")
    if [len(part) for part in parts] != [4, 2, 2] or not all(part.isdigit() for part in parts):
        return cell
    return "/".join(str(int(part)) for part in parts)
