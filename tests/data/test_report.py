"""What the report says, held against the report."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import geopandas as gpd
import pytest

from geo.editions.mentions import paragraphs

Rows = list[dict[str, str]]

REPORT = Path(__file__).parents[3] / "shared" / "report" / "dongguan-2024.txt"

#: Lines of that file, counted from 1: the text itself, and those that open a section.
LINES = range(4, 52)
HEADINGS = {7, 11, 16, 21, 26, 30, 34, 38, 46}

#: Numbers of the report that set no figure: dates, ordinals, and names.
NO_FIGURES = {
    ("0.1", "1"),
    ("0.1", "31"),
    ("0.1", "2024"),
    ("0.2", "2024"),
    ("0.2", "75"),
    ("3.1", "3"),
    ("6.3", "2.0"),
    ("8.1", "3"),
    ("8.1", "4"),
    ("9.2", "12345"),
    ("9.2", "110"),
}

needs_report = pytest.mark.skipif(not REPORT.exists(), reason="the report is not laid beside the clone")


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    lines = REPORT.read_text(encoding="utf-8").splitlines()
    marked = [f"{'# ' if number in HEADINGS else ''}{lines[number - 1]}" for number in LINES]
    return paragraphs("\n".join(marked))


def test_projects_mentions_stand_in_their_paragraph(projects: Rows, mentions: set[tuple[str, str]]):
    """Each project's mention is listed for the very paragraph that it cites."""
    lost = [p["id"] for p in projects if (p["ref"], p["mention"]) not in mentions]
    assert lost == []


def test_targets_mentions_stand_in_their_paragraph(targets: Rows, mentions: set[tuple[str, str]]):
    """Each figure's fragment is listed for the very paragraph that it cites."""
    lost = [t["id"] for t in targets if (t["ref"], t["mention"]) not in mentions]
    assert lost == []


@needs_report
def test_mentions_are_in_the_report(mentions: set[tuple[str, str]], texts: dict[str, str]):
    """Each listed mention is found in the text of its paragraph."""
    lost = [(ref, mention) for ref, mention in mentions if mention not in texts[ref]]
    assert lost == []


@needs_report
def test_targets_hold_every_figure_of_the_report(targets: Rows, projects: Rows, texts: dict[str, str]):
    """Every number of the report is in a target's or project's fragment, or known to set no figure."""
    left = set()
    for ref, text in texts.items():
        rest = text
        for row in (*targets, *projects):
            if row["ref"] == ref:
                rest = rest.replace(row["mention"], "、")
        left |= {(ref, number) for number in re.findall(r"\d+(?:\.\d+)?", rest)}
    assert left == NO_FIGURES


def written(value: str, mention: str):
    """Whether a fragment writes a value, as it is or in units of ten thousand."""
    number = float(value)
    forms = {f"{number:g}", f"{number / 10_000:g}万", {2.0: "两"}.get(number, f"{number:g}")}
    return any(form in mention for form in forms)


def test_targets_values_are_those_of_their_fragment(targets: Rows):
    """The value stands in the fragment in the report's own digits, 万 being ten thousand."""
    wrong = [
        t["id"]
        for t in targets
        if not written(t["value"], t["mention"])
        or (t["value_max"] and not written(t["value_max"], t["mention"]))
    ]
    assert wrong == []


BOUND_WORDS = {
    "at_least": ("不少于", "以上", "超", "突破", "至少"),
    "at_most": ("以下", "以内"),
    "about": ("左右",),
}


def test_targets_bounds_follow_the_wording(targets: Rows):
    """`at_least`, `at_most` and `about` need a word for it, `exactly` has none."""
    wrong = []
    for target in targets:
        found = {bound for bound, words in BOUND_WORDS.items() if any(w in target["mention"] for w in words)}
        if found != ({target["bound"]} - {"exactly"}):
            wrong.append((target["id"], target["bound"], found))
    assert wrong == []


def test_targets_are_89_and_two_hold_in_each_town(targets: Rows):
    """89 figures; the culture spaces and the sorted waste are counted town by town."""
    assert len(targets) == 89
    assert len({t["id"] for t in targets}) == 89
    assert {t["id"] for t in targets if t["per"] == "town"} == {"culture-spaces", "waste-sorting-villages"}


def test_projects_are_36_placed_and_8_without_a_site(projects: Rows):
    """Numbers run 1-36 and N1-N8."""
    assert [p["no"] for p in projects] == [*map(str, range(1, 37)), *(f"N{n}" for n in range(1, 9))]
    assert Counter(p["located"] for p in projects) == {"placed": 36, "unsited": 8}


def test_projects_categories_are_as_drawn(projects: Rows):
    """The chips of the map say so many of each category."""
    counts = Counter(p["category"] for p in projects if p["located"] == "placed")
    assert counts == {
        "rail": 7,
        "road": 12,
        "science": 5,
        "industry": 2,
        "logistics": 1,
        "civic": 2,
        "renewal": 2,
        "greenway": 3,
        "water": 2,
    }


def test_projects_promise_a_date_where_the_verb_does(projects: Rows):
    """To be started or completed in the year is a dated promise; the other stages promise none."""
    dated = {p["id"] for p in projects if p["promised"]}
    assert dated == {p["id"] for p in projects if p["stage"] in {"starting", "completing"}}
    assert len([p for p in projects if p["promised"] and p["located"] == "placed"]) == 11


def test_projects_towns_exist_and_unverified_ones_are_among_them(projects: Rows, towns: gpd.GeoDataFrame):
    """Town ids are real, and only a town of the project can have an unverified order."""
    ids = set(towns["id"])
    for project in projects:
        own = set(filter(None, project["towns"].split(";")))
        assert own <= ids
        assert set(filter(None, project["order_unverified"].split(";"))) <= own


def test_projects_sentences_are_short(projects: Rows):
    """What a project is fits in two lines of the card, and ends as a sentence."""
    for project in projects:
        assert 10 <= len(project["what_zh"]) <= 45, project["id"]
        assert project["what_zh"].endswith("。")
        assert project["what_en"].endswith(".")
