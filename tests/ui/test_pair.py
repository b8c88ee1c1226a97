"""Two maps side by side: which two a link means, safe frames, and no place of a person."""

from __future__ import annotations

import html
import re

import pytest
from starlette.applications import Starlette

from geo.pair import By, pair
from geo.view import View, parse_query, to_query
from tests.ui.asking import ask
from ui import server
from ui.pairing.route import PATH

YEARS = ("2023", "2024", "2025")


@pytest.mark.parametrize(
    ("query", "by", "sides"),
    [
        ("since=2024-12-31&at=2025-12-31", By.DAYS, ("at=2024-12-31", "at=2025-12-31")),
        ("since=2024-12-31", By.DAYS, ("at=2024-12-31", "")),
        ("at=2025-06-30&cat=rail", By.DAYS, ("cat=rail&at=2024-01-31", "cat=rail&at=2025-06-30")),
        ("town=changan,humen", By.TOWNS, ("town=changan", "town=humen")),
        ("town=humen&since=2024-12-31", By.DAYS, ("town=humen&at=2024-12-31", "town=humen")),
        ("town=changan,humen&cat=rail", By.TOWNS, ("town=changan&cat=rail", "town=humen&cat=rail")),
        ("town=changan&cat=rail,road", By.CATEGORIES, ("town=changan&cat=rail", "town=changan&cat=road")),
        ("cat=rail,road,water", By.CATEGORIES, ("cat=rail", "cat=road")),
        ("status=done", By.EDITIONS, ("y=2023&status=done", "status=done")),
        ("lang=en", By.EDITIONS, ("y=2023&lang=en", "lang=en")),
        ("m=12/22.9/113.8", By.EDITIONS, ("y=2023&m=12/22.9/113.8", "m=12/22.9/113.8")),
    ],
)  # fmt: skip
def test_link_means_two_views(query, by, sides):
    """A day that is asked for goes first, then towns, categories, reports."""
    found = pair(parse_query(query)[0], YEARS)
    assert (found.by, tuple(map(to_query, found.views))) == (by, sides)
    assert len(set(found.names)) == 2


@pytest.mark.parametrize("editions", [(), ("2024",), ("2024", "2025")])
def test_first_report_alone_is_compared_with_today(editions):
    """Where there is no report before it, its own day stands beside today."""
    found = pair(View(), editions)
    assert (found.by, tuple(map(to_query, found.views))) == (By.DAYS, ("at=2024-01-31", ""))


@pytest.mark.parametrize(
    "query", ["near=113.75,23.02&r=2000", "tour=rail&step=3", "embed=list", "show=projector"]
)
def test_what_is_no_part_of_a_pair_stays_out(query):
    """Where somebody stands, a tour and a mode are not shown twice."""
    for view in pair(parse_query(query)[0]).views:
        assert to_query(view) in ("", "at=2024-01-31")


def _get(query: str) -> tuple[int, dict[str, str], str]:
    status, headers, body = ask(Starlette(routes=server.routes()), PATH, query=query, host="map.example")
    return status, headers, body.decode()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_page_frames_both_maps_and_names_them_in_its_title(lang):
    """The title says what is seen, the frames are our own, the other language is the same pair."""
    status, headers, page = _get(f"lang={lang}&cat=rail&since=2024-12-31&at=2025-12-31")
    frames = [html.unescape(one) for one in re.findall(r'<iframe src="([^"]*)"', page)]
    assert status == 200
    assert [re.search(r"at=[\d-]+", one)[0] for one in frames] == ["at=2024-12-31", "at=2025-12-31"]
    assert all(
        one.startswith("/?") and "embed=head,list,controls" in one and "cat=rail" in one for one in frames
    )
    assert "frame-src 'self'" in headers["content-security-policy"]
    title = re.search(r"<title>(.*?)</title>", page)[1]
    assert ("2024年12月31日" if lang == "zh" else "31 Dec 2024") in title
    assert f"lang={'en' if lang == 'zh' else 'zh'}" in page or lang == "en"


@pytest.mark.parametrize(
    "query",
    ["town=nosuch", "q=<script>x</script>", "near=113.75,23.02", "at=tomorrow", "y=1999", "cat=%3C%22x"],
)  # fmt: skip
def test_page_of_a_bad_link_says_what_it_left_out_and_runs_nothing(query):
    """The nearest pair is shown; nothing of the link is a tag, and nobody's place goes into a frame."""
    status, _, page = _get(query)
    assert status == 200
    assert page.count("<script>") == 1
    assert "near=" not in page
    if query.startswith(("town", "at", "y", "cat")):
        assert query.partition("=")[0] + "=" in re.search(r'role="status">([^<]*)', page)[1]
