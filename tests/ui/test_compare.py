"""The comparison page: the link is the comparison, the file holds the same table and cannot run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from geo.query import Filters


def _page() -> None:
    from ui.pages import compare

    compare.draw()


@pytest.fixture
def run_page() -> Callable[..., AppTest]:
    """Run the page with a link's parameters."""

    def run(**params: str) -> AppTest:
        app = AppTest.from_function(_page, default_timeout=120)
        for name, value in params.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception
        return app

    return run


def _html(app: AppTest) -> str:
    return "".join(str(element.proto.body) for element in app.get("html"))


def _heads(app: AppTest) -> list[str]:
    return re.findall(r'<th scope="col">([^<]*)</th>', _html(app))


@pytest.mark.parametrize(
    ("params", "heads"),
    [
        ({"town": "changan,humen"}, ["长安", "虎门"]),
        ({"cat": "rail,road,water"}, ["轨道", "道路", "水质"]),
        ({"town": "changan,humen", "cat": "rail,road"}, ["长安", "虎门"]),
        ({"town": "changan", "cat": "rail,road", "lang": "en"}, ["Rail", "Roads"]),
    ],
)
def test_link_is_the_comparison(run_page, params: dict[str, str], heads: list[str]):
    """Towns before categories; both languages."""
    assert _heads(run_page(**params)) == heads


@pytest.mark.parametrize("params", [{}, {"town": "changan"}, {"cat": "rail"}, {"town": "nowhere,changan"}])
def test_link_with_less_than_two_says_what_to_choose(run_page, params: dict[str, str]):
    """No table with one column; a sentence instead."""
    app = run_page(**params)
    assert "<table" not in _html(app)
    assert any("至少两个镇街" in str(element.value) for element in app.text)


def test_link_with_more_than_four_compares_the_first_and_says_so(run_page):
    """Nothing is left out without a word."""
    app = run_page(town="changan,humen,houjie,dalang,liaobu")
    assert len(_heads(app)) == 4
    assert any("先比前 4 个" in str(element.value) for element in app.text)


def test_choice_when_made_is_in_the_link(run_page):
    """A chip writes the address, and the table follows."""
    app = run_page(town="changan")
    app.button_group(key="compare_towns").set_value(["changan", "fenggang"]).run()
    assert app.query_params["town"] in ("changan,fenggang", ["changan,fenggang"])
    assert _heads(app) == ["长安", "凤岗"]


def test_file_holds_the_table_and_nothing_that_runs():
    """Every line with its numbers, zeros too; what the file says of itself is guarded like any text."""
    from geo.compare import By, compare
    from geo.dataset import load
    from ui import comparison

    dataset = load()
    made = compare(
        By.TOWNS,
        ("changan", "shengtaiyuan"),
        datasets={"2024": dataset},
        filters=Filters(),
        edition="2024",
    )
    content = comparison.as_csv(made, "zh", about={"query": "=cmd|' /C calc'!A0"})
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(rows) == len(made.lines) + 1
    assert rows[0][2:4] == ["长安", "生态园"]
    assert all(row[-1].startswith("'=") for row in rows[1:])
    people = next(row for row in rows if row[1].startswith("人口"))
    assert people[2:4] == ["807391", ""]
    for line, row in zip(made.lines, rows[1:], strict=True):
        for value, cell in zip(line.values, row[2:4], strict=True):
            assert cell == "" if value is None else float(cell) == pytest.approx(value, abs=0.05)


@pytest.mark.parametrize(
    ("by", "columns", "filters"),
    [
        ("towns", ("changan", "humen"), ""),
        ("towns", ("changan", "fenggang", "dalang", "songshanhu"), "status=building"),
        ("towns", ("nancheng", "guancheng"), "kept=kept,late"),
        ("towns", ("machong", "shatian"), "cat=rail,road&stage=building,starting"),
        ("towns", ("changan", "humen"), "at=2024-12-31"),
        ("towns", ("changan", "shilong"), "q=地铁"),
        ("categories", ("rail", "road"), ""),
        ("categories", ("rail", "road", "water", "industry"), "sure=town"),
        ("categories", ("science", "civic"), "town=songshanhu"),
        ("categories", ("rail", "road"), "at=2025-06-30&stage=building"),
        ("categories", ("greenway", "renewal"), "lang=en"),
    ],
)
@pytest.mark.usefixtures("plain_view")
def test_number_of_a_comparison_leads_to_the_projects_that_it_counts(by, columns, filters):
    """The link of each number finds as many projects as the number says."""
    from geo.compare import By, compare
    from geo.dataset import load
    from geo.past import as_of
    from geo.query import select
    from geo.view import parse_query, to_query
    from ui import comparison

    view, _ = parse_query(filters)
    dataset = as_of(load(), view.at) if view.at else load()
    made = compare(By(by), columns, datasets={"2024": dataset}, filters=view, edition="2024")
    linked = 0
    for line in made.lines:
        for column, value in zip(made.columns, line.values, strict=True):
            asked = comparison.asked_by(made, line, column, view)
            if asked is not None and value:
                asked, ignored = parse_query(to_query(asked))
                assert (len(select(dataset, asked)), ignored, asked.lang) == (value, (), view.lang)
                linked += 1
    assert linked >= 2
    shown = str(comparison.as_table(made, view, caption="x"))
    assert shown.count("<a class=") == linked


def test_number_of_another_edition_leads_into_that_edition():
    """The link of an edition's number names its year; what no filter says is no link."""
    from geo.compare import By, Comparison, Line
    from geo.view import View, to_query
    from ui import comparison

    made = Comparison(
        By.EDITIONS, ("2024", "2025"), (Line("status", "done", (3, 4)), Line("towns", "all", (2, 2)))
    )
    view = View(categories=("rail",), towns=("humen",), camera=(12, 22.9, 113.8))
    done, towns = made.lines
    links = {year: to_query(comparison.asked_by(made, done, year, view)) for year in made.columns}
    assert links == {
        "2024": "town=humen&cat=rail&status=done",
        "2025": "y=2025&town=humen&cat=rail&status=done",
    }
    assert comparison.asked_by(made, towns, "2025", view) is None
