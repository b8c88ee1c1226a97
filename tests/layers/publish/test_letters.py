"""Corrections and days of reading on the published pages, which have no script."""

from __future__ import annotations

import html
import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from layers.correction.destination import CORRECTIONS_VARIABLE

ADDRESS = "https://map.example/dg/"


def rendered(dataset, path: str) -> str:
    """One page of the folder, as it is written."""
    from layers.publish import site
    from layers.publish.pages import pages

    made = site._environment(ADDRESS, dataset)
    (page,) = (one for one in pages(dataset) if one.path == path)
    return site._page(made, page, picture="", downloads={}).decode()


def texts(page: str) -> list[str]:
    return [html.unescape(one) for one in re.findall(r"<pre>(.*?)</pre>", page, re.DOTALL)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_project_page_writes_a_correction_of_each_fact(dataset, monkeypatch, lang):
    """Each has id, fact and the page's own address; without a setting there is no link to anybody."""
    monkeypatch.delenv(CORRECTIONS_VARIABLE, raising=False)
    page = rendered(dataset, f"{lang}/projects/metro-1-phase-1.html")
    found = texts(page)
    events = dataset.events[dataset.events["project_id"] == "metro-1-phase-1"]
    assert len(found) == 6 + len(events)
    for one in found:
        assert "metro-1-phase-1" in one
        assert f"{ADDRESS}{lang}/projects/metro-1-phase-1.html" in one
    assert "mailto:" not in page


def test_mail_of_the_operator_is_a_link_a_fact(dataset, monkeypatch):
    """Each link is a mail to the one address, with the text beside it as its body."""
    monkeypatch.setenv(CORRECTIONS_VARIABLE, "data@example.org")
    page = rendered(dataset, "en/projects/oppo-rd-center.html")
    links = [html.unescape(one) for one in re.findall(r'href="(mailto:[^"]*)"', page)]
    assert [urlsplit(one).path for one in links] == ["data@example.org"] * len(texts(page))
    bodies = [parse_qs(urlsplit(one).query)["body"][0].split() for one in links]
    assert bodies == [one.split() for one in texts(page)]


def test_front_page_writes_one_of_each_source(dataset):
    """Each source has its id, its address or citation, and its day of reading beside it."""
    page = rendered(dataset, "zh/index.html")
    found = texts(page)
    assert len(found) == len(dataset.sources)
    for row, one in zip(dataset.sources.to_dict("records"), found, strict=True):
        assert f"来源 {row['id']}" in one
    assert page.count("查阅</span>") == len(dataset.sources)


def test_project_page_says_when_it_was_last_looked_at(dataset, monkeypatch):
    """The day always; after 180 days, by the day of publishing, that there may be news."""
    from geo.freshness import STALE_DAYS
    from layers.publish import site

    path = "zh/projects/metro-1-phase-1.html"
    told = {date(2026, 11, 28): "最后一次查阅：2026年", date(2030, 1, 1): f"超过 {STALE_DAYS} 天"}
    for today, words in told.items():
        monkeypatch.setattr(site, "today", lambda today=today: today)
        assert words in rendered(dataset, path)
