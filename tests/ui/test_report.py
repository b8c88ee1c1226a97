"""What a report says by paragraph: every number of one is a link, and the words are the report's own."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from starlette.applications import Starlette

from i18n import text
from tests.ui.asking import ask
from tests.ui.opening import html_of
from ui import server
from ui.report.links import PATH, paragraph_link
from ui.report.route import cited

LINK = re.compile(
    r'<a class="dg-source" href="/report\?y=(\d+)&amp;lang=(\w+)#([\d.]+)" target="_self">([^<]+)</a>'
)


def get(query: str = "") -> tuple[int, str]:
    """Ask the route; return status and page."""
    status, _, body = ask(Starlette(routes=server.routes()), PATH, query=query, host="map.example")
    return status, body.decode()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_citation_is_on_the_page_under_its_paragraph(dataset, lang: str):
    """Projects, figures and duties, each with the words of the report that it cites."""
    status, page = get(f"lang={lang}")
    assert status == 200
    sections = dict(re.findall(r'<section id="([\d.]+)".*?>(.*?)</section>', page, re.DOTALL))
    for frame in (dataset.projects, dataset.targets, dataset.duties):
        for row in frame.to_dict("records"):
            assert f'<li id="{row["id"]}"><q lang="zh-CN">{row["mention"]}</q>' in sections[row["ref"]]
    assert list(sections) == sorted(sections, key=lambda ref: [int(one) for one in ref.split(".")])


def test_page_has_no_words_that_are_not_cited(dataset):
    """What stands between quotation marks is a mention of the data, letter by letter."""
    _, page = get()
    said = set(re.findall(r'<q lang="zh-CN">(.*?)</q>', page))
    known = {
        str(one) for name in ("projects", "targets", "duties") for one in getattr(dataset, name)["mention"]
    }
    assert said == known


@pytest.mark.parametrize("query", ["y=1999", "y=x&lang=fr", "lang=en&lang=zh", "y=<b>"])
def test_page_answers_whatever_the_link_holds(query: str):
    """The nearest report, and nothing of the link itself."""
    status, page = get(query)
    assert status == 200
    assert '<section id="4.2"' in page
    assert "<b>" not in page


def test_words_are_found_in_the_source_where_it_has_an_address(dataset):
    """By a text fragment, encoded whole: a comma or a dash would have a meaning of its own there."""
    told = replace(dataset, report={**dataset.report, "url": "https://gov.example/report.html"})
    first = cited(told, "zh")["4.2"][0]
    assert first.source.startswith("https://gov.example/report.html#:~:text=%")
    assert not set(first.source.partition("text=")[2]) & set("-,&")
    assert cited(dataset, "zh")["4.2"][0].source == ""


@pytest.mark.parametrize(
    ("path", "query", "least"),
    [
        ("promises", "", 40),
        ("promises", "lang=en", 40),
        ("promises", "cat=rail", 30),
        ("towns", "town=changan", 1),
        ("towns", "town=songshanhu", 1),
        ("towns", "town=shilong&lang=en", 3),
    ],
)
def test_paragraph_on_a_page_is_a_link_to_it(run_app, dataset, path: str, query: str, least: int):
    """No number of a paragraph is left without one, and each leads to a section that is there."""
    shown = html_of(run_app(), path, **dict(parse_qsl(query)))
    lang = "en" if "lang=en" in query else "zh"
    links = LINK.findall(shown)
    assert len(links) >= least
    sections = cited(dataset, lang)
    for year, spoken, ref, words in links:
        assert (year, spoken, words) == ("2024", lang, text("record.ref", lang, ref=ref))
        assert ref in sections
    number = re.compile(re.escape(text("record.ref", lang, ref="#")).replace(r"\#", r"\d+\.\d+"))
    assert number.search(shown)
    assert not number.search(LINK.sub("", shown))


def test_link_escapes_what_it_shows():
    """A paragraph's number comes from the data."""
    link = paragraph_link("<b>", report="2024", lang="en")
    assert "<b>" not in link
