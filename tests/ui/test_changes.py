"""Between reports: what is said when there is one report only, and when there are two."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ui import changes_report as report

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import json, sys
from streamlit.testing.v1 import AppTest
out = []
for params in json.loads(sys.stdin.read()):
    app = AppTest.from_string("from ui.pages import changes; changes.draw()", default_timeout=120)
    for name, value in params.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, app.exception
    out.append("".join(str(element.proto.body) for element in app.get("html")))
print(json.dumps(out))
"""


@pytest.fixture(scope="module")
def dataset():
    from geo.dataset import load

    return load()


def _page() -> None:
    """The script of the page, as AppTest reads it."""
    from ui.pages import changes

    changes.draw()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_page_with_one_report_says_that_later_ones_were_not_found(lang):
    """No comparison is pretended; absence is said to be unknown, in both languages."""
    app = AppTest.from_function(_page, default_timeout=120)
    app.query_params["lang"] = lang
    app.run()
    assert not app.exception
    said = "".join(str(element.proto.body) for element in app.get("html"))
    assert ("全文没有找到" if lang == "zh" else "were not found as a whole") in said
    assert ("也不表示取消" if lang == "zh" else "does not mean undone or cancelled") in said
    assert "./changes?" not in said


def _items(markup) -> list[str]:
    return re.findall(r"<li>.*?</li>", str(markup))


def test_every_later_thing_has_its_day_document_and_source(dataset):
    """Each row of since.csv is told once, with the document that names it and its publisher."""
    items = _items(report.since(dataset, "zh"))
    assert len(items) == len(dataset.since) == 10
    sources = dataset.sources.set_index("id")
    for row in dataset.since.to_dict("records"):
        (item,) = (one for one in items if row["name_zh"] in one)
        assert row["document_zh"] in item
        assert sources.loc[row["source_id"], "publisher"] in item
        assert row["date"][:4] + "年" in item


def test_projects_with_and_without_news_are_all_of_them(dataset):
    """Each project is told once; one with news has a fact that may be later than the report."""
    with_news, without = (_items(part(dataset, "en")) for part in (report.news, report.quiet))
    assert len(with_news) + len(without) == len(dataset.projects) == 44
    assert all("<b>" in item for item in with_news)
    assert not any("<b>" in item for item in without)
    told = "".join(without)
    for row in dataset.events.to_dict("records"):
        if row["event"] != "unknown" and row["date"] > "2024-01-31":
            assert f"p={row['project_id']}&" not in told
            assert f'p={row["project_id"]}"' not in told


@pytest.fixture(scope="module")
def told(two_editions: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return the page beside a made-up second report: 2025 in both languages, then 2024."""
    build = tmp_path_factory.mktemp("build")
    environment = {**os.environ, "DGMAP_DATA": str(two_editions), "DGMAP_BUILD": str(build)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env=environment,
        input=json.dumps([{"y": "2025"}, {"y": "2025", "lang": "en"}, {}]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_page_of_the_second_report_sorts_the_fifteen(told):
    """The sum at the side: 3 new, 1 split, 2 renamed, 5 not named again, 4 moved."""
    by_word = {word: int(n) for n, word in re.findall(r"<dt>(\d+) <b>([^<]*)</b>", told[0])}
    assert {word: by_word[word] for word in ("新写入", "拆分", "改名", "没有再提到", "阶段有变")} == {
        "新写入": 3,
        "拆分": 1,
        "改名": 2,
        "没有再提到": 5,
        "阶段有变": 4,
    }
    assert by_word["已兑现"] + by_word["照旧"] == 44 - 1 - 2 - 5 - 4


def test_page_links_each_name_to_the_report_that_has_it(told):
    """An old id opens in 2024 (no year in the link), a new one in 2025."""
    assert 'href="./?p=huanguan-phase-3"' in told[0]
    assert 'href="./?y=2025&amp;p=huanguan-phase-3-west"' in told[0]
    assert "编出来的。" in told[0]
    assert "says neither that it is done nor that it is cancelled" in told[1]


def test_first_report_keeps_its_page_and_leads_to_the_second(told):
    """Beside a second report the first still shows what came after it, with a link to the comparison."""
    assert "2024 年报告之后" in told[2]
    assert 'href="./changes?y=2025"' in told[2]


@pytest.mark.parametrize("query", ["town=changan", "cat=rail", "town=changan&cat=rail", "status=building"])
def test_what_came_later_is_told_of_what_is_asked(dataset, query: str):
    """Its projects alone, with their news; of what other documents name, what is known to belong."""
    from geo.query import select
    from geo.view import parse_query

    view = parse_query(query)[0]
    asked = report.among(dataset, view)
    wanted = set(select(dataset, view)["id"])
    assert 0 < len(wanted) < len(dataset.projects)
    assert set(asked.projects["id"]) == wanted
    assert set(asked.events["project_id"]) <= wanted
    for row in asked.since.to_dict("records"):
        assert not view.statuses
        assert not view.towns or "changan" in row["towns"].split(";")
        assert not view.categories or row["category"] == "rail"
    assert report.among(dataset, parse_query("")[0]) is dataset


def test_what_came_later_is_told_where_no_other_document_names_anything(dataset):
    """A city that has found none keeps its columns."""
    from dataclasses import replace

    from geo.view import parse_query

    bare = replace(dataset, since=dataset.since.iloc[:0])
    asked = report.among(bare, parse_query("town=changan&cat=rail")[0])
    assert list(asked.since.columns) == list(dataset.since.columns)
    assert "0" in report.sum_since(asked, "en")


@pytest.mark.parametrize("town", ["humen", "changan", "shilong"])
def test_two_reports_are_compared_in_one_town(two_editions: Path, town: str):
    """Each way that has to do with the town in either report, and no other."""
    from geo.dataset import load
    from geo.view import parse_query

    older, newer = (load(year, folder=two_editions) for year in ("2024", "2025"))
    within = report.between(older, newer, parse_query(f"town={town}")[0])
    whole = report.between(older, newer, parse_query("")[0])
    there = {
        str(row["id"])
        for one in (older, newer)
        for row in one.projects.to_dict("records")
        if town in row["towns"]
    }
    expected = [row for row in whole.rows if there & {*row.old_ids, *row.new_ids}]
    assert list(within.rows) == expected
    assert len(expected) < len(whole.rows)
