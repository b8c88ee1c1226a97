"""What the report says, held against the report."""

from __future__ import annotations

import csv
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


def place_named(target: dict[str, str], places: set[str]):
    """The place that a figure's name speaks of, if it is one of those."""
    return next((place for place in sorted(places) if place in target["name_zh"]), None)


def test_targets_of_a_named_place_are_not_the_citys(targets: Rows, projects: Rows, towns: gpd.GeoDataFrame):
    """A figure whose name speaks of a unit or a placed project has it as its scope, in words."""
    places = set(towns["short_zh"]) | {p["name_zh"] for p in projects if p["located"] == "placed"}
    named = {t["id"]: place for t in targets if (place := place_named(t, places))}
    assert named == {"songshanhu-research": "松山湖", "air-park-trade": "空港物流园"}
    for target in targets:
        if target["id"] in named:
            assert (target["per"], target["scope_zh"]) == ("place", named[target["id"]])


def test_place_named_finds_a_place_in_a_name():
    """The rule above can find one, and finds none in a figure of the whole city."""
    assert place_named({"name_zh": "虎门新增泊位"}, {"虎门", "长安"}) == "虎门"
    assert place_named({"name_zh": "新增停车位"}, {"虎门", "长安"}) is None


def test_the_28_towns_are_every_unit_of_kind_town(targets: Rows, towns: gpd.GeoDataFrame):
    """The city has 28 镇, so «28个镇» is each of them: no list was needed."""
    by_id = {target["id"]: target for target in targets}
    assert float(by_id["waste-sorting-towns"]["value"]) == (towns["kind"] == "town").sum() == 28
    assert by_id["waste-sorting-villages"]["binds"] == "town"


#: Results whose source counts something else than the target does: the words say what.
OTHER_SCOPE = {
    "new-jobs": "只数城镇",
    "single-champions": "只数国家级",
    "little-giants": "这是总数",
    "listed-firms": "不含过会和挂牌",
    "transport-investment": "不含轨道",
    "industry-completions": "全部重大项目",
}


def test_targets_with_a_result_are_15_and_say_what_was_counted(targets: Rows):
    """15 of 89 have a result with day and source; where it counts something else, it says so."""
    told = {target["id"]: target for target in targets if target["result_zh"]}
    assert len(told) == 15
    assert all(target["result_date"] and target["result_source_id"] for target in told.values())
    assert all(words in told[one]["result_zh"] for one, words in OTHER_SCOPE.items())


def test_duties_without_a_number_say_whom_they_bind(data_folder: Path):
    """What the report asks of each town without a figure: one row, of the 镇街, not of zones."""
    with (data_folder / "reports" / "2024" / "duties.csv").open(encoding="utf-8", newline="") as file:
        duties = list(csv.DictReader(file))
    assert [(duty["ref"], duty["binds"]) for duty in duties] == [("9.5", "town;subdistrict")]


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


#: The report's verbs, by the stage that each says; of two that match at one place the longer counts.
VERBS = {
    "动工建设": "starting",
    "开工建设": "starting",
    "启动": "starting",
    "争取": "seeking",
    "力争": "seeking",
    "谋划": "preparing",
    "建成": "completing",
    "推动": "building",
    "加快": "building",
    "推进": "building",
    "建设": "building",
    "开展": "building",
    "新建": "building",
}
#: What the rest of the clause says of the things before it, whatever verb opens the sentence.
RESULTS = {"前期工作": "preparing", "建成": "completing", "开办": "completing", "交付": "completing"}


def stage_by_grammar(paragraph: str, mention: str):
    """The stage that a sentence of the report gives a name: by the end of its clause, else by its verb."""
    before, _, after = paragraph.partition(mention)
    clause = re.split("[,，。;；]", after)[0]
    for word, stage in RESULTS.items():
        if word in clause:
            return stage
    verb = re.compile("|".join(VERBS))
    return VERBS[(verb.findall(before.rpartition("。")[2]) or verb.findall(clause))[-1]]


@needs_report
def test_projects_stages_are_those_of_the_reports_grammar(projects: Rows):
    """Each stage is what the project's own clause says; «前期工作» reaches no further than its clause."""
    texts = mentions_module.paragraphs(REPORT)
    wrong = [
        (p["id"], p["stage"], said)
        for p in projects
        if (said := stage_by_grammar(texts[p["ref"]], p["mention"])) != p["stage"]
    ]
    assert wrong == []


def test_grammar_tells_a_stage_from_its_neighbour():
    """In one sentence, what is being prepared and what is being pushed ahead are told apart."""
    said = "争取甲线。加快推进乙桥、丙桥前期工作,以及丁路、戊路等通道工程。推动己厂建成投产,动工建设庚所。"
    stages = {name: stage_by_grammar(said, name) for name in ("甲线", "乙桥", "丙桥", "丁路", "戊路")}
    assert stages == {
        "甲线": "seeking",
        "乙桥": "preparing",
        "丙桥": "preparing",
        "丁路": "building",
        "戊路": "building",
    }
    assert stage_by_grammar(said, "己厂") == "completing"
    assert stage_by_grammar(said, "庚所") == "starting"
