"""The view in one sentence: page and server say the same, and both what the data say."""

from __future__ import annotations

import math
import random
from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from geo.filters import FACETS, Filters
from geo.view import Place, View, parse_query, to_query
from layers.title import near_sentence, sentence

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
            "长安镇：3 个项目；还不确定：示意 1、只知镇街 1、未查到 1。",
        ),
        ("town=changan,humen&cat=rail", ROWS[:1], "长安镇、虎门镇 · 轨道：1 个项目；还不确定：只知镇街 1。"),
        ("cat=water&q=河", [], "“河” · 水质：0 个项目。"),
        ("lang=en&status=building", ROWS[1:2], "Under construction: 1 project; unsure: No news found 1."),
    ],
)
def test_sentence_says_what_is_asked_how_many_where_and_what_is_unsure(query: str, rows: list, expected: str):
    """Where towns are asked for, none is said to have the most; nothing unsure is not spoken of."""
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


@pytest.mark.parametrize(
    ("groups", "nearest", "lang", "expected"),
    [
        (
            {"in": 5, "maybe": 2, "town": 1},
            ("地铁1号线一期", "约 2.1 公里"),
            "zh",
            "附近 3 公里有 5 个项目；最近的是地铁1号线一期（约 2.1 公里）；2 个可能在圈内、1 个只知镇街。",
        ),
        ({"far": 9}, ("A", "约 4 公里"), "zh", "附近 3 公里没有已知位置的项目；最近的是A（约 4 公里）。"),
        (
            {"in": 1, "town": 1},
            ("Metro Line 1", "within 60 m"),
            "en",
            "1 project within 3 km; the nearest is Metro Line 1 (within 60 m); 1 known only by town.",
        ),
        ({}, None, "en", "No project with a known place within 3 km."),
    ],
)
def test_near_sentence_says_how_many_the_nearest_and_what_is_unsure(
    groups: dict[str, int], nearest: tuple[str, str] | None, lang: str, expected: str
):
    """Only what is known is said."""
    radius = {"zh": "3 公里", "en": "3 km"}[lang]
    assert near_sentence(groups, nearest, radius=radius, lang=lang) == expected


def _stood(count: int, view: View) -> list[View]:
    """Return random views, each from one of some places in the city."""
    chance = random.Random(35)  # noqa: S311 - no secret
    places = [Place(chance.uniform(113.6, 114.15), chance.uniform(22.75, 23.1)) for _ in range(40)]
    stands = [(place, chance.choice((1000, 3000, 5000, 10_000))) for place in places]
    return [
        replace(one, lang=view.lang, text="", near=place, radius_m=radius_m)
        for one in _views(count)
        for place, radius_m in [chance.choice(stands)]
    ]


def _near_state(dataset, view: View) -> dict[str, object]:
    """Return the place of a view as the app tells the page (docs/architecture.md)."""
    from layers.picture import scene

    lon, lat = view.near
    rows = [
        {"id": row.id, "group": row.group, "distance_m": row.distance_m}
        for row in scene.around(dataset, lon=lon, lat=lat, radius_m=view.radius_m, with_far=True)
    ]
    place = {"lon": lon, "lat": lat, "radius_m": view.radius_m, "label": ""}
    return {"query": to_query(replace(view, near=None)), "near": {**place, "rows": rows, "outside_m": None}}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_page_and_server_say_the_same_of_a_thousand_places(
    lang: str, dataset, pages, show, monkeypatch: pytest.MonkeyPatch
):
    """What stands over the panel of a place is what a picture of it says."""
    from geo.query import select
    from layers.picture import scene

    monkeypatch.setattr(scene, "around", cache(scene.around))  # a place is measured once
    by_id = {project.id: project for project in scene.drawn(dataset, lang).projects.projects}

    def picture_says(view: View) -> str:
        passing = set(select(dataset, Filters.of(view))["id"])
        return scene._nearby(dataset, view, {one: by_id[one] for one in by_id if one in passing}).said

    shown = show(pages[lang])
    shown.frame.wait_for_selector("html[data-whole=yes]", state="attached")
    views = _stood(500, View(lang=lang))
    states = [_near_state(dataset, view) for view in views]
    shown.apply(near=states[0]["near"])
    shown.frame.wait_for_selector(".near-title")
    told = shown.frame.evaluate(
        """states => states.map(({ query, near }) => {
            window.dgmap.follow(query);
            window.dgmap.near.nearPlace.value = near;
            return document.querySelector('.near-title').textContent;
        })""",
        states,
    )
    wrong = [
        (to_query(view), said, expected)
        for view, said in zip(views, told, strict=True)
        if said != (expected := picture_says(view))
    ]
    assert wrong == []
    assert len(set(told)) > 100
    assert shown.errors == []


def test_near_sentence_is_what_the_data_say(dataset):
    """A recomputation by `geo.near` finds the same numbers and the same nearest."""
    from geo.query import near, select
    from layers.picture.scene import scene

    for view in _stood(30, View()):
        said = scene(dataset, view).extra
        shown = set(select(dataset, Filters.of(view))["id"])
        found = near(dataset, lon=view.near.lon, lat=view.near.lat, radius_m=view.radius_m)
        found = found[found["id"].isin(shown)]
        counts = Counter(found["group"])
        for group, words in (("in", "有 {} 个项目"), ("maybe", "{} 个可能在圈内"), ("town", "{} 个只知镇街")):
            assert (words.format(counts[group]) in said) is bool(counts[group]), said
        sure = found[found["group"] == "in"]
        if len(sure):
            name = sure["name_zh"].iloc[0]
            assert f"最近的是{name}（" in said
            assert math.isfinite(sure["distance_m"].iloc[0])


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
        most = max(towns.values(), default=0)
        if "最多" in said:
            assert not view.towns
            assert f"最多（{most} 个）" in said
