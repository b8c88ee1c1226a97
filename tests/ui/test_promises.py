"""The promise page: no outcome without date and source, all words escaped, drawings that have words."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from streamlit.testing.v1 import AppTest

from geo.query import Filters
from geo.vocabulary import Category, Kept
from layers.wording import date_text
from ui import timeline

TODAY = date(2026, 11, 24)
pytestmark = pytest.mark.usefixtures("plain_view")


class _Rows(HTMLParser):
    """The text of each row of a table, and the addresses in it."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[tuple[str, list[str]]] = []

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append(("", []))
        if tag == "a" and self.rows:
            self.rows[-1][1].append(dict(attrs).get("href") or "")

    def handle_data(self, data):
        if self.rows:
            self.rows[-1] = (self.rows[-1][0] + data, self.rows[-1][1])


def _rows(markup: object) -> list[tuple[str, list[str]]]:
    parser = _Rows()
    parser.feed(str(markup))
    return parser.rows


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_outcome_on_the_page_has_its_date_fact_and_source(dataset, lang: str):
    """Each row of a decided promise says the event's day, its fact and where it was read."""
    from ui import promise_report

    rows = _rows(promise_report.table(dataset, Filters(), lang, today=TODAY))
    sources = dataset.sources.set_index("id")
    decided = dataset.projects[dataset.projects["kept"].isin([Kept.KEPT, Kept.LATE, Kept.NOT_YET])]
    assert len(decided) > 0
    for project in decided.to_dict("records"):
        said, links = next(row for row in rows if project[f"name_{lang}"] in row[0])
        assert date_text(project["kept_date"], lang=lang) in said
        source = sources.loc[project["kept_source_id"]]
        assert str(source["publisher"]) in said
        assert not source["url"] or source["url"] in links
        events = dataset.events[dataset.events["project_id"] == project["id"]]
        assert any(
            fact in said for fact in events.loc[events["date"] == project["kept_date"], f"fact_{lang}"]
        )


def test_no_other_row_names_an_outcome(dataset):
    """A promise without a result says 未查到, whatever its status word is."""
    from ui import promise_report

    rows = _rows(promise_report.table(dataset, Filters(), "zh", today=TODAY))
    unknown = dataset.projects[dataset.projects["kept"] == Kept.UNKNOWN]
    for name in unknown["name_zh"]:
        said = next(row[0] for row in rows if name in row[0])
        assert "未查到" in said
        assert "按期" not in said
        assert "迟于承诺" not in said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rule_of_lateness_has_its_examples_from_the_data(dataset, lang: str):
    """关于 gives the rule, and for each outcome that there is a project with the day that decided it."""
    from ui.pages.about import kept_rule

    said = html.unescape(kept_rule(dataset.projects.to_dict("records"), lang=lang))
    for kept in (Kept.KEPT, Kept.LATE):
        row = dataset.projects[dataset.projects["kept"] == kept].iloc[0]
        assert str(row[f"name_{lang}"]) in said
        assert date_text(row["kept_date"], lang=lang) in said
    assert str(dataset.projects.loc[dataset.projects["kept"] == Kept.UNKNOWN, f"name_{lang}"].iloc[0]) in said
    open_ones = dataset.projects.loc[dataset.projects["kept"] == Kept.OPEN, f"name_{lang}"]
    assert not any(str(name) in said for name in open_ones)


def test_summary_adds_up_and_follows_the_filters(dataset):
    """The headline's numbers are the outcomes of what is filtered."""
    from ui import promise_report

    for filters in (Filters(), Filters(categories=(Category.SCIENCE,))):
        found = re.findall(
            r"<dt>(?:<a [^>]*>)?(\d+)(?:</a>)? <b>", str(promise_report.summary(dataset, filters, "zh"))
        )
        from geo.query import select

        kept = list(select(dataset, filters)["kept"])
        wanted = [kept.count(value) for value in ("kept", "late", "not_yet", "unknown", "open")]
        assert [int(n) for n in found] == wanted


def test_every_figure_of_the_report_is_listed_with_its_bound_and_paragraph(dataset):
    """All targets, each with its unit and reference; a result only with its day and source, else 未查到."""
    from layers.target_words import value_text
    from ui import promise_report

    rows = _rows(promise_report.figures(dataset, "zh"))[1:]
    assert len(rows) == len(dataset.targets)
    for target, (said, links) in zip(dataset.targets.to_dict("records"), rows, strict=True):
        assert target["name_zh"] in said
        assert f"报告 {target['ref']}" in said
        assert value_text(target, "zh") in said
        assert links.pop() == f"/correct?y=2024&lang=zh&target={target['id']}"
        assert links.pop(0) == f"/report?y=2024&lang=zh#{target['ref']}"
        if target["result_zh"]:
            source = dataset.sources.set_index("id").loc[target["result_source_id"]]
            for word in (
                target["result_zh"],
                date_text(target["result_date"], lang="zh"),
                source["publisher"],
            ):
                assert word in said
            assert links == ([source["url"]] if source["url"] else [])
        else:
            assert re.search(r"未查到 更正：", said)
            assert links == []


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ({"value": 2, "value_max": None, "unit_zh": "个", "bound": "at_least"}, "不少于 2 个"),
        ({"value": 1, "value_max": 2, "unit_zh": "个", "bound": "exactly"}, "1–2 个"),
        (
            {"value": 24.6, "value_max": float("nan"), "unit_zh": "微克", "bound": "at_most"},
            "不高于 24.6 微克",
        ),
        ({"value": 40000, "value_max": None, "unit_zh": "%", "bound": "about"}, "40,000% 左右"),
    ],
)
def test_targets_are_written_with_bound_and_unit(target, words: str):
    """A range, a decimal and a thousand read as people write them."""
    from layers.target_words import value_text

    assert value_text(target, "zh") == words


def test_words_of_the_data_never_become_markup(dataset):
    """A name, a fact or a source with a tag in it is shown as written."""
    from ui import promise_report

    evil = "<img src=x onerror=alert(1)>{{7*7}}"
    projects, events, sources = dataset.projects.copy(), dataset.events.copy(), dataset.sources.copy()
    projects["name_zh"], events["fact_zh"], sources["publisher"] = evil, evil, evil
    projects["status_fact_zh"] = projects["promise_zh"] = evil
    sources["url"] = "javascript:alert(1)"
    bad = replace(dataset, projects=projects, events=events, sources=sources)
    for part in (
        promise_report.table(bad, Filters(), "zh", today=TODAY),
        promise_report.undated(bad, Filters(), "zh"),
    ):
        assert "<img" not in part
        assert html.escape("<img") in part
        assert 'href="javascript' not in part


@pytest.mark.parametrize(
    ("filters", "dated", "undated"),
    [
        (Filters(text="没有这个词"), "没有同时符合", ""),
        (Filters(kept=(Kept.OPEN,)), "都没说要在当年动工或完成", "没说当年完成"),
        (Filters(kept=(Kept.KEPT,)), "<table", "都说要在当年动工或完成"),
    ],
    ids=["nothing", "without a year alone", "with a year alone"],
)
def test_empty_part_says_so(dataset, filters: Filters, dated: str, undated: str):
    """A part without a promise is a sentence, no empty table; where nothing is found it is said once."""
    from ui import promise_report

    table = promise_report.table(dataset, filters, "zh", today=TODAY)
    assert dated in table
    assert ("<table" in table) == (dated == "<table")
    below = promise_report.undated(dataset, filters, "zh")
    assert undated in below
    assert bool(below) == bool(undated)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-09-02", date(2024, 9, 2), date(2024, 9, 2)),
    ],
)
def test_a_date_is_drawn_as_the_days_it_may_mean(text: str, first: date, last: date):
    """A year is a year long, a month a month."""
    assert timeline.span(text) == (first, last)


def test_axis_holds_the_edition_and_today_and_never_leaves_its_width():
    """Two years before, through today; what is earlier or later stands at the edge."""
    axis = timeline.axis_of(2024, today=TODAY, newest="2026-02-24")
    assert (axis.first, axis.last) == (2022, 2026)
    assert axis.share(date(2022, 1, 1)) == 0
    assert axis.share(date(2019, 1, 1)) == 0
    assert axis.share(date(2031, 1, 1)) == 100
    assert 0 < axis.share(date(2024, 1, 1)) < axis.share(TODAY) < 100


def test_drawing_says_in_words_what_it_shows(dataset):
    """Each timeline has a label with as many parts as events that are drawn or said to be earlier."""
    from ui import promise_report

    said = str(promise_report.table(dataset, Filters(), "zh", today=TODAY))
    labels = re.findall(r'role="img" aria-label="([^"]*)"', said)
    assert len(labels) == int((dataset.projects["kept"] != Kept.OPEN).sum())
    assert all(labels)


def _page() -> None:
    from ui.pages import promises

    promises.draw()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_page_when_filtered_draws_that_category_alone(monkeypatch: pytest.MonkeyPatch, lang: str):
    """The page runs in both languages and follows the filters of the link."""
    monkeypatch.undo()
    app = AppTest.from_function(_page, default_timeout=120)
    app.query_params["lang"], app.query_params["cat"] = lang, "science"
    app.run()
    assert not app.exception
    said = "".join(str(element.proto.body) for element in app.get("html"))
    assert "dg-sure-" in said
    assert "dg-swatch dg-science" in said
    assert "dg-swatch dg-road" not in said


def test_every_promise_can_be_corrected_and_says_when_it_was_read(dataset):
    """Each row has a link that writes a correction; each outcome says when its source was read."""
    from ui import promise_report

    rows = _rows(promise_report.table(dataset, Filters(), "zh", today=TODAY))
    promised = dataset.projects[dataset.projects["promised"] != ""]
    links = [link for _, found in rows for link in found if link.startswith("/correct")]
    assert sorted(links) == sorted(f"/correct?y=2024&lang=zh&p={one}&field=promise" for one in promised["id"])
    told = {row["name_zh"]: row for row in promised.to_dict("records") if row["kept"] in ("kept", "late")}
    said = [text for text, _ in rows if any(name in text for name in told)]
    assert len(said) == len(told)
    assert all("查阅" in text for text in said)


def test_promise_that_nobody_looked_at_for_long_says_so(dataset):
    """After 180 days each row says so, and none before."""
    from geo.freshness import STALE_DAYS, last_looked, stale_after
    from ui import promise_report

    oldest = min(last_looked(dataset).values())
    for today, found in ((stale_after(oldest), False), (date(2030, 1, 1), True)):
        said = str(promise_report.table(dataset, Filters(), "zh", today=today))
        assert (f"超过 {STALE_DAYS} 天" in said) is found
