"""The page that writes a correction: right words, right address, nothing of a stranger's, nothing sent."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.applications import Starlette

from layers.correction.destination import CORRECTIONS_VARIABLE
from tests.ui.asking import ask
from ui import server
from ui.correcting.links import PATH, correct_link

FORM = "https://code.example.org/new?title={title}&wrong={text}&link={link}"


def get(query: str) -> tuple[int, dict[str, str], str]:
    """Ask the route; return status, headers and page."""
    status, headers, body = ask(Starlette(routes=server.routes()), PATH, query=query, host="map.example")
    return status, headers, body.decode()


def draft(page: str) -> str:
    """The text of the page's field."""
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert found is not None
    return html.unescape(found[1])


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (
            "p=metro-1-phase-1",
            ("metro-1-phase-1", "地铁1号线一期", "现状", "已通车", "云浮日报", "?p=metro-1-phase-1"),
        ),
        ("p=metro-1-phase-1&field=promise", ("承诺", "加快建设", "报告 4.2 段")),
        ("p=metro-1-phase-1&field=event-2", ("2025年3月21日的消息", "预计2025年12月完工")),
        (
            "target=gdp-growth",
            ("gdp-growth", "地区生产总值增长", "4.6%", "2025年2月27日", "http://map.example/promises"),
        ),
        ("target=gdp-growth&field=value&lang=en", ("gdp-growth", "5%", "report 0.3", "lang=en")),
        ("source=jtj-2024", ("jtj-2024", "东莞市交通运输局", "https://jtj.dg.gov.cn/", "/about")),
    ],
)
def test_text_holds_id_fact_value_source_and_link(query, words):
    """Of a project, a figure and a source; the fact is the one that is asked for."""
    status, _, page = get(query)
    said = draft(page)
    assert status == 200
    assert [word for word in words if word not in said] == []


@pytest.mark.parametrize(
    "query",
    [
        "",
        "p=",
        "p=no-such-project",
        "target=metro-1-phase-1",
        "source=../../etc/passwd",
        "p=" + "a" * 5_000,
        "q=%00",
    ],
)
def test_unknown_id_is_told_and_shown_nowhere(query):
    """A page that says so, with 404; what was asked is not repeated in it."""
    status, _, page = get(query)
    assert status == 404
    assert "没有这一条" in page
    assert "textarea" not in page.split("</style>")[1]
    assert "passwd" not in page


def test_id_without_end_is_not_looked_for(monkeypatch):
    """A hundred signs are; no row of ours has more."""
    asked: list[str] = []
    monkeypatch.setattr("ui.correcting.route.entry", lambda _data, _kind, one, **_more: asked.append(one))
    for size in (100, 101):
        assert get(f"p={'a' * size}")[0] == 404
    assert asked == ["a" * 100]


def test_field_that_there_is_not_opens_the_usual_one():
    """An old link to an event that is gone still opens the project."""
    status, _, page = get("p=metro-1-phase-1&field=event-99%22%3E%3Cscript%3E")
    assert status == 200
    assert "哪一项：现状" in draft(page)
    assert "event-99" not in page


@pytest.mark.parametrize(
    ("setting", "scheme", "host"),
    [
        ("", "", ""),
        ("12345", "", ""),
        ("javascript:alert(1)", "", ""),
        ("data@example.org", "mailto", ""),
        (FORM, "https", "code.example.org"),
    ],
)
def test_way_out_is_the_operators(monkeypatch, setting, scheme, host):
    """A mail, a form, or text alone; the page says that nothing is sent from here."""
    monkeypatch.setenv(CORRECTIONS_VARIABLE, setting)
    page = get("p=oppo-rd-center&lang=en")[2]
    sent = re.search(r'id="send" href="([^"]*)"', page)
    assert bool(sent) is bool(scheme)
    assert "Nothing is sent from here." in html.unescape(page)
    if sent:
        parts = urlsplit(html.unescape(sent[1]))
        assert (parts.scheme, parts.netloc) == (scheme, host)
        text = parse_qs(parts.query)["body" if scheme == "mailto" else "wrong"][0]
        assert text.split() == draft(page).split()


def test_page_asks_nobody_and_runs_our_script_alone():
    """No address of another host but those of the text; the policy names hashes and no more."""
    _, headers, page = get("p=metro-1-phase-1")
    policy = headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "connect-src" not in policy
    assert "default-src 'none'" in policy
    assert "form-action 'none'" in policy
    assert len(re.findall(r"<script", page)) == 2
    assert not re.findall(r"<(?:img|link|iframe|form)\b|\bon\w+=", page)


def test_hostile_data_is_text(monkeypatch):
    """What the data hold is shown as it is written."""
    from dataclasses import replace

    from geo.dataset import load
    from ui import facts

    evil = "</textarea></script><script>window.x=1</script>{{ 7*7 }}"
    dataset = load()
    targets = dataset.targets.assign(name_zh=evil, result_zh=evil)
    monkeypatch.setattr(facts, "dataset", lambda _report=None: replace(dataset, targets=targets))
    page = get("target=gdp-growth")[2]
    assert "window.x=1</script>" not in page
    assert evil in draft(page)
    assert "49" not in draft(page).replace(evil, "").split("链接")[0]


def test_link_of_a_row_is_escaped_and_says_what_it_is_of():
    """A screen reader hears the name; a quote in it ends nothing."""
    link = str(correct_link("target", 'a"b', 'x"><script>', report="2024", lang="en"))
    assert 'href="/correct?y=2024&amp;lang=en&amp;target=a%22b"' in link
    assert "<script>" not in link
    assert "dg-hidden" in link
