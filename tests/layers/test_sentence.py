"""The view in one sentence: page and server say the same, and both what the data say."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest

from geo.filters import FACETS, Filters
from geo.view import View, parse_query, to_query
from layers.title import sentence

ROWS = [
    {"towns": ["changan", "humen"], "certainty": "town", "status": "building"},
    {"towns": ["changan"], "certainty": "approximate", "status": "unknown"},
    {"towns": ["humen"], "certainty": "schematic", "status": "done"},
]


@pytest.mark.parametrize(
    ("query", "rows", "expected"),
    [
        (
            "",
            ROWS,
            "2024年政府工作报告：3 个项目；长安、虎门最多（2 个）；还不确定：示意 1、只知镇街 1、未查到 1。",
        ),
        (
            "town=changan",
            ROWS,
            "长安镇：3 个项目；虎门最多（2 个）；还不确定：示意 1、只知镇街 1、未查到 1。",
        ),
        ("town=changan,humen&cat=rail", ROWS[:1], "长安镇、虎门镇 · 轨道：1 个项目；还不确定：只知镇街 1。"),
        ("cat=water&q=河", [], "“河” · 水质：0 个项目。"),
        ("lang=en&status=building", ROWS[1:2], "Under construction: 1 project; unsure: No news found 1."),
    ],
)
def test_sentence_says_what_is_asked_how_many_where_and_what_is_unsure(query: str, rows: list, expected: str):
    """A town that is asked for is not said to have the most; nothing unsure is not spoken of."""
    assert sentence(parse_query(query)[0], rows) == expected


def _views(count: int) -> list[View]:
    """Return views of random choices, of none to three values in each facet and now and then a text."""
    chance = random.Random(2024)  # noqa: S311 - no secret
    views = []
    for _ in range(count):
        chosen = {
            name: tuple(chance.sample(facet.values(), chance.choice((0, 0, 0, 0, 1, 2, 3))))
            for name, facet in FACETS.items()
        }
        if chance.random() < 0.15:
            chosen["towns"] = tuple(chance.sample(FACETS["towns"].values(), 6))
        word = chance.choice(("", "", "", "", "地铁", "metro", "长安"))
        view = View(lang=chance.choice(("zh", "en")), text=word, **chosen)
        views.append(parse_query(to_query(view))[0])  # as a link has it: in order
    return views


def _recomputed(dataset, view: View) -> tuple[int, dict[str, int], dict[str, int]]:
    """Return number, towns and unsure facts of a view by geo's own frames: no code of the sentence."""
    from geo.query import select

    found = select(dataset, Filters.of(view))
    towns = Counter(town for row in found["towns"] for town in row)
    values = Counter([*found["certainty"].astype(str), *found["status"].astype(str)])
    return len(found), dict(towns), {name: values[name] for name in ("schematic", "town", "none", "unknown")}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_page_and_server_say_the_same_of_a_thousand_views(lang: str, dataset, pages, show):
    """What stands over the list is what Python says of the rows that geo selects."""
    from geo.query import select

    shown = show(pages[lang])
    shown.frame.wait_for_selector("html[data-whole=yes]", state="attached")
    views = [replace(view, lang=lang) for view in _views(500)]
    told = shown.frame.evaluate(
        """queries => queries.map((query) => {
            window.dgmap.follow(query);
            return document.querySelector('.said')?.textContent ?? null;
        })""",
        [to_query(view) for view in views],
    )
    wrong = []
    for view, said in zip(views, told, strict=True):
        rows = select(dataset, Filters.of(view)).to_dict("records")
        expected = sentence(view, rows) if rows else None
        if said != expected:
            wrong.append((to_query(view), said, expected))
    assert wrong == []
    assert len({said for said in told if said}) > 100
    assert shown.errors == []


def test_sentence_is_what_the_data_say(dataset):
    """A recomputation by counting finds the same numbers in the words."""
    from geo.query import select

    for view in (replace(one, lang="zh") for one in _views(300)):
        said = sentence(view, select(dataset, Filters.of(view)).to_dict("records"))
        number, towns, unsure = _recomputed(dataset, view)
        assert f"：{number} 个项目" in said
        words = {"schematic": "示意", "town": "只知镇街", "none": "没有地点", "unknown": "未查到"}
        assert all(
            (f"{words[name]} {n}" in said.partition("还不确定：")[2]) is bool(n) for name, n in unsure.items()
        )
        most = max((n for town, n in towns.items() if town not in view.towns), default=0)
        if "最多" in said:
            assert f"最多（{most} 个）" in said
