"""Charts and sums lead to what they count: each number's link finds as many projects as the number says."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

import pytest

from geo.past import as_of
from geo.query import select
from geo.view import parse_query
from tests.ui.opening import html_of

_LINK = re.compile(r'<a class="dg-count" href="\./(\w*)\?([^"]*)" target="_self">(\d+)')


@pytest.mark.parametrize(
    ("path", "query", "least"),
    [
        ("promises", "", 30),
        ("promises", "cat=rail", 5),
        ("promises", "town=changan&lang=en", 5),
        ("promises", "status=building", 10),
        ("promises", "at=2024-12-31", 20),
        ("promises", "q=没有这个词", 0),
        ("towns", "town=changan", 8),
        ("towns", "town=changan&cat=rail&q=x", 8),
        ("towns", "town=songshanhu&lang=en", 8),
        ("towns", "town=humen&at=2024-12-31", 6),
        ("towns", "town=shilong", 0),
    ],
)
def test_number_leads_to_as_many_projects(run_app, dataset, path: str, query: str, least: int):
    """Of nothing there is no link."""
    found = _LINK.findall(html_of(run_app(), path, **dict(parse_qsl(query))))
    assert len(found) >= least
    for _page, link, number in found:
        view, ignored = parse_query(link.replace("&amp;", "&"))
        known = as_of(dataset, view.at) if view.at else dataset
        assert (len(select(known, view)), ignored) == (int(number), ())
        assert int(number) > 0
