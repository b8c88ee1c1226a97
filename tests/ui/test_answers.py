"""What answers where no project does: towns without any, targets by text, titles, what is kept offline."""

from __future__ import annotations

import html
import io
import re
from types import SimpleNamespace

import pytest
from PIL import Image

from geo.query import near
from geo.view import View, parse_query
from ui import elsewhere, town_without
from ui.installed import route
from ui.installed.icon import SIZES, icon
from ui.titles import window_title

pytestmark = pytest.mark.usefixtures("plain_view")


def _text(markup: object) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", str(markup)))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_town_without_projects_says_what_is_near_and_for_all(dataset, lang: str):
    """Five projects with distance and certainty; each leads to the map without the town's filter."""
    having = {town for row in dataset.projects["towns"] for town in row}
    without = [town for town in dataset.towns["id"] if town not in having]
    assert {"shilong", "shipai"} < set(without)
    everyone = dataset.targets[dataset.targets["per"] == "city"]
    for town in without:
        said = str(town_without.nearby(dataset, town, lang))
        assert said.count("<li>") == 5
        assert said.count("±") >= 3
        assert 'href="./?' in said
        assert f"town={town}" not in said
        assert str(town_without.for_all(dataset, town, lang)).count("<li>") == len(everyone) > 40


def test_town_with_projects_says_neither(dataset):
    """Its own projects are the answer."""
    assert str(town_without.nearby(dataset, "changan", "zh")) == ""
    assert str(town_without.for_all(dataset, "changan", "zh")) == ""


def test_projects_around_a_town_are_nearest_first_and_never_its_own(dataset):
    """The nearest to the border is no farther than what is near the town's name."""
    from geo.towns import around

    for town in ("shilong", "changan"):
        found = around(dataset, town, limit=50)
        assert list(found["distance_m"]) == sorted(found["distance_m"])
        assert not [row for row in found["towns"] if town in row]
    at = dataset.towns.set_index("id").loc["shilong"]
    by_name = near(dataset, lon=at["label_lon"], lat=at["label_lat"], radius_m=30_000)
    assert around(dataset, "shilong")["distance_m"].iloc[0] <= by_name["distance_m"].min()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("充电桩", "新建充电桩 不少于 5,000 个"),
        ("口袋公园", "新增口袋公园"),
        ("5G基站", "新建5G基站"),
        ("PM2.5", None),
        ("森林步道", "新增森林步道"),
        ("charging", "充电桩"),
        ("首店", "全年落户首店"),
        ("细颗粒物", "细颗粒物浓度"),
        ("碧道", "新增碧道"),
        ("领航企业", "遴选“领航企业”"),
        ("的", None),
        ("没有这回事", None),
    ],
)
def test_text_of_a_target_finds_it(text: str, expected: str | None):
    """With its value, whom it binds and its paragraph; one sign alone asks for nothing."""
    found = elsewhere.found(View(text=text))
    if expected is None:
        assert found == []
    else:
        assert expected in found[0]["text"]
        assert "（" in found[0]["text"]


@pytest.mark.parametrize(
    ("name", "query", "project", "expected"),
    [
        ("map", "", None, "东莞项目地图"),
        ("map", "town=changan&cat=rail", None, "长安镇 · 轨道 · 东莞项目地图"),
        ("map", "p=x", {"name_zh": "地铁1号线一期"}, "地铁1号线一期 · 东莞项目地图"),
        ("towns", "town=shilong", None, "石龙镇 · 镇街 · 东莞项目地图"),
        ("map", "near=113.75,23.02", None, "东莞项目地图"),
        ("compare", "town=changan,humen", None, "长安镇、虎门镇 · 对比 · 东莞项目地图"),
        ("compare", "cat=rail,road", None, "轨道、道路 · 对比 · 东莞项目地图"),
        ("promises", "town=changan&kept=late", None, "长安镇 · 兑现：迟于承诺 · 承诺与进展 · 东莞项目地图"),
        (
            "promises",
            "at=2024-12-31&lang=en",
            None,
            "As known on 31 Dec 2024 · Promises · Dongguan Project Map",
        ),
        (
            "digest",
            "since=2024-12-31&at=2025-12-31&cat=rail",
            None,
            "轨道 · 2024年12月31日 – 2025年12月31日 · 两天之间 · 东莞项目地图",
        ),
        ("digest", "at=2025-12-31", None, "2024年1月31日 – 2025年12月31日 · 两天之间 · 东莞项目地图"),
        ("changes", "town=changan", None, "长安镇 · 两年之间 · 东莞项目地图"),
        ("about", "lang=en&town=changan", None, "Chang’an · About · Dongguan Project Map"),
    ],
)
def test_window_names_what_is_open_or_asked(name: str, query: str, project: dict | None, expected: str):
    """A project goes before the filters; where somebody stands is never in it."""
    assert window_title(name, parse_query(query)[0], project) == expected


def test_icons_are_the_city_in_ink_on_paper():
    """Each size is a square with ink in the middle and paper at its corners."""
    for size in SIZES:
        image = Image.open(io.BytesIO(icon(size)))
        assert image.size == (size, size)
        assert image.getpixel((2, 2)) > 200
        assert image.getpixel((size // 2, size // 2)) < 100


def test_worker_keeps_the_map_and_nothing_of_streamlits():
    """The page of one language and the files beside it; the cache is named by the page."""
    pages = SimpleNamespace(facts={"documents": {"zh": {"file": "a.html", "beside": ["a-more.json"]}}})
    kept = route.kept(pages, "zh")
    assert kept == {
        "cache": "dgmap-a.html",
        "page": "/map/a.html",
        "files": ["/map/a.html", "/map/a-more.json"],
    }
    assert '"/map/a-more.json"' in route.worker(kept)
    assert "[[" not in route.worker(kept)
    names = {one["sizes"] for one in route.manifest("zh")["icons"]}
    assert names == {f"{size}x{size}" for size in SIZES}
