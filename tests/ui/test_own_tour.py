"""A tour from one's own links: what a link shows is read here, and nothing of it is kept."""

from __future__ import annotations

import json
import re
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette

from tests.ui.asking import ask
from ui import server
from ui.own_tour.route import PATH


def _get(**query: str) -> tuple[int, dict[str, str], str]:
    status, headers, body = ask(
        Starlette(routes=server.routes()), PATH, query=urlencode(query), host="map.example"
    )
    return status, headers, body.decode()


@pytest.mark.parametrize(
    ("link", "query", "ignored"),
    [
        ("cat=rail", "cat=rail", []),
        ("town=长安&cat=rail。", "town=changan&cat=rail", []),
        ("lang=en&y=2024&cat=rail", "cat=rail", []),
        ("near=113.75,23.02&r=2000&cat=rail", "cat=rail", []),
        ("tour=rail&step=3", "", []),
        ("embed=list&show=projector&base=blank&status=done", "status=done", []),
        ("p=metro-1-phase-1&m=12/22.9/113.8", "p=metro-1-phase-1&m=12/22.9/113.8", []),
        ("at=2024-12-31&stage=building", "stage=building&at=2024-12-31", []),
        ("cat=nothing", "", ["cat=nothing"]),
        ("town=nosuchtown&cat=road", "cat=road", ["town=nosuchtown"]),
        ("q=<script>alert(1)</script>", "q=%3Cscript%3Ealert%281%29%3C/script%3E", []),
        ("", "", []),
    ],
)
def test_step_of_a_link_is_its_view_without_what_is_a_persons(link, query, ignored):
    """No place, no other tour, no frame goes into a step; what is not understood is said."""
    status, headers, body = _get(step=link, lang="zh")
    told = json.loads(body)
    assert (status, told["query"], told["ignored"]) == (200, query, ignored)
    assert headers["cache-control"] == "no-store"
    assert told["title"]


def test_step_of_a_link_without_end_is_read_so_far_alone():
    """What is behind 4,000 signs is not looked at."""
    far = f"cat=rail&q={'x' * 4_000}&town=changan"
    assert "town=" not in json.loads(_get(step=far)[2])["query"]
    assert "town=" in json.loads(_get(step=far.replace("x" * 200, ""))[2])["query"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_page_asks_this_server_alone_and_posts_nothing(lang):
    """Its policy lets it ask us for what a link shows and for the offline file; it has no form."""
    status, headers, page = _get(lang=lang)
    assert status == 200
    assert "connect-src 'self'" in headers["content-security-policy"]
    assert "form-action 'none'" in headers["content-security-policy"]
    assert "<form" not in page
    data = json.loads(re.search(r'id="own-tour-data">(.*?)</script>', page, re.DOTALL)[1])
    assert data["lang"] == lang
    assert data["steps"] == [2, 20]
