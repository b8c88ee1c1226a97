"""The towns' pages: what they say adds up, is escaped, and follows the link."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from geo.places import town_names
from geo.query import Filters
from geo.towns import Presence, town_summary
from geo.view import View
from geo.vocabulary import Category
from ui import town_frame

TOWNS = sorted(town_names())


@pytest.fixture(scope="module")
def dataset():
    from geo.dataset import load

    return load()


@pytest.fixture
def plain_view(monkeypatch: pytest.MonkeyPatch):
    """Links are made for the view of the address; here there is no address."""
    from ui import session

    monkeypatch.setattr(session, "view", View)
    monkeypatch.setattr(session, "place", lambda *_: None)


def _page() -> None:
    from ui.pages import towns

    towns.draw()
    towns.draw_beside()


@pytest.fixture
def run_page() -> Callable[..., str]:
    """Run the page with a link's parameters; return its HTML."""

    def run(**params: str) -> str:
        app = AppTest.from_function(_page, default_timeout=120)
        for name, value in params.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception
        return "".join(str(element.proto.body) for element in app.get("html"))

    return run


def _text(markup: object) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", str(markup)))


@pytest.mark.usefixtures("plain_view")
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("town", TOWNS)
def test_page_of_each_town_says_the_numbers_of_its_summary(dataset, town: str, lang: str):
    """For all 35 units: the count, each presence, and each line's metres to ten stand on the page."""
    from ui import town_facts

    summary = town_summary(dataset, town)
    said = _text(town_facts.head(dataset, town, lang)) + _text(town_facts.beside(dataset, town, lang))
    numbers = [n for n in summary.counts["status"].values() if n]
    assert sum(numbers) == len(summary.projects)
    for metres in summary.lines["metres"].dropna():
        assert f"{round(metres / 10) * 10:,}" in said
    unknown = summary.lines["metres"].isna().sum()
    if unknown:
        assert said.count("不知" if lang == "zh" else "unknown") >= unknown
    assert "90" in said or str(int(dataset.projects["towns"].map(len).sum())) in said


@pytest.mark.usefixtures("plain_view")
@pytest.mark.parametrize(("lang", "sorting"), [("zh", "垃圾分类"), ("en", "sort waste")])
def test_page_of_each_unit_names_the_tasks_that_bind_it_and_no_other(dataset, lang: str, sorting: str):
    """7.3 stands on 28 pages, 9.5 also on the subdistricts'; the page of a zone says why it has none."""
    from i18n import text
    from ui import town_facts

    for town, kind in zip(dataset.towns["id"], dataset.towns["kind"], strict=True):
        said = _text(town_facts.beside(dataset, str(town), lang))
        assert (sorting in said) == (kind == "town"), town
        assert (dataset.duties[f"name_{lang}"].iloc[0] in said) == (kind != "zone"), town
        assert (text("town_page.targets_zone", lang) in said) == (kind == "zone"), town
    said = _text(town_facts.beside(dataset, "songshanhu", lang))
    for row in dataset.targets[dataset.targets["binds"] == "songshanhu"].to_dict("records"):
        assert f"{row[f'name_{lang}']}" in said
        assert str(row[f"scope_{lang}"]) in said


@pytest.mark.usefixtures("plain_view")
def test_table_of_towns_adds_up_in_both_directions(dataset):
    """Each row's three ways are its projects; the last row is the sum of the columns."""
    from ui import town_facts

    said = str(town_facts.overview_table(dataset, Filters(), "zh", by="projects", counted=""))
    rows = [
        [int(n) for n in re.findall(r"<td>(\d+)</td>", row)] for row in said.split("<tr>") if "<td>" in row
    ]
    assert len(rows) == len(TOWNS) + 1
    for projects, *ways in rows:
        assert len(ways) == len(Presence)
        assert projects == sum(ways)
    assert rows[-1] == [sum(column) for column in zip(*rows[:-1], strict=True)]
    assert [row[0] for row in rows[:-1]] == sorted((row[0] for row in rows[:-1]), reverse=True)


@pytest.mark.usefixtures("plain_view")
@pytest.mark.parametrize("by", ["town", "projects", "site", "line", "town_only"])
def test_table_says_which_column_it_is_sorted_by(dataset, by: str):
    """One head says so, and each column can be asked for."""
    from ui import town_facts

    said = str(town_facts.overview_table(dataset, Filters(), "zh", by=by, counted=""))
    assert said.count("aria-sort") == 1


@pytest.mark.usefixtures("plain_view")
def test_words_of_the_data_never_become_markup(dataset):
    """A name with a tag in it is shown as written, on both pages."""
    from ui import town_facts

    evil = "<img src=x onerror=alert(1)>{{7*7}}"
    towns, projects, targets = dataset.towns.copy(), dataset.projects.copy(), dataset.targets.copy()
    towns["short_zh"] = towns["name_zh"] = towns["name_en"] = evil
    projects["label_zh"], targets["name_zh"] = evil, evil
    bad = replace(dataset, towns=towns, projects=projects, targets=targets)
    for part in (
        town_facts.head(bad, "changan", "zh"),
        town_facts.beside(bad, "changan", "zh"),
        town_facts.overview_table(bad, Filters(), "zh", by="town", counted=evil),
    ):
        assert "<img" not in part
        assert html.escape("<img") in part


def test_one_town_in_the_link_is_its_page_and_several_are_the_overview(run_page):
    """`town=changan` opens 长安; none or two open the table of all."""
    assert "长安镇" in run_page(town="changan")
    for params in ({}, {"town": "changan,fenggang"}, {"town": "nowhere"}):
        assert "dg-towns" in run_page(**params)


def test_overview_counts_what_the_link_filters(run_page):
    """A category in the link is what is counted, and is said."""
    said = run_page(cat="rail", lang="zh")
    assert "各镇街的项目数：轨道" in said


def test_unit_without_a_project_or_a_population_says_so(run_page):
    """生态园: no project, no population of its own; nothing is a blank or NaN."""
    said = run_page(town="shengtaiyuan")
    assert "人口未单独公布" in said
    assert "nan" not in re.sub(r' href="[^"]*"', "", said).lower()  # nancheng


def test_state_of_one_town_names_it_and_its_open_project(monkeypatch: pytest.MonkeyPatch):
    """The page finds the town's projects by itself; counts are for the page of all towns."""
    from ui import notices

    monkeypatch.setattr(notices, "link_notices", lambda _lang: [])
    monkeypatch.setattr(notices, "data_notices", lambda _lang: [])
    view = View(towns=("changan",), project="oppo-rd-center", categories=(Category.RAIL,))
    assert town_frame.state(view, turn=3) == {
        "turn": 3,
        "view": {"filters": {"towns": ["changan"]}, "camera": None, "selected": "oppo-rd-center"},
        "town": "changan",
    }


@pytest.mark.usefixtures("plain_view")
def test_lengths_of_lines_add_up_in_their_table(dataset):
    """Inside and outside are the whole, which is the length of the line to the metre or two."""
    from ui import town_facts

    said = str(town_facts.line_sums(dataset, Filters(), "zh"))
    rows = [re.findall(r"<td>([^<]*)</td>", row) for row in said.split("<tr>") if "<td>" in row]
    assert len(rows) == dataset.sites.loc[dataset.sites.geom_type == "LineString", "project_id"].nunique()
    lengths = []
    for row in rows:
        inside, outside, whole = (int(cell.replace(",", "")) for cell in row)
        assert inside + outside == whole
        assert inside > 0
        lengths.append(whole)
    from geo.towns import line_metres

    ours = line_metres(dataset).groupby("project_id")["metres"].sum()
    assert sorted(lengths) == pytest.approx(sorted(ours), abs=2)


def test_counts_have_a_class_for_each_town_and_its_number(dataset, monkeypatch: pytest.MonkeyPatch):
    """All 35 have a number, which lies in the class it is given."""
    from ui import facts

    monkeypatch.setattr(facts, "dataset", lambda _report: dataset)
    counts = town_frame.counts(View(categories=(Category.ROAD,)))
    assert set(counts["values"]) == set(TOWNS)
    for value in counts["values"].values():
        one = counts["classes"][value["class"]]
        assert one["low"] <= value["n"] <= one["high"]
    assert counts["title"].endswith("道路")
    assert sum(value["n"] for value in counts["values"].values()) == sum(
        len(towns)
        for towns, category in zip(dataset.projects["towns"], dataset.projects["category"], strict=True)
        if category == "road"
    )


@pytest.mark.parametrize(
    ("towns", "wanted"), [((), None), (("changan",), "changan"), (("changan", "humen"), None)]
)
def test_town_of_a_view(towns: tuple[str, ...], wanted: str | None):
    """One town is a page; none or several are the overview."""
    assert town_frame.town_of(View(towns=towns)) == wanted
