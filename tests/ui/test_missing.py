"""Addresses that lead nowhere are 404 with ways on; what was meant is found."""

from __future__ import annotations

import html5lib
import pytest

from tests.ui.asking import ask, whole_app


@pytest.mark.parametrize(
    "path",
    [
        "/nosuchpage",
        "/towns/changan",
        "/.env",
        "/wp-login.php",
        "/..",
        "/api/v9",
        "/correct/x",
        "/镇街",
    ],
)
def test_page_that_is_not_there_says_so(path: str):
    """404 and the way to each page, in the language of the link."""
    for lang, word in (("zh", "没有页面"), ("en", "no page")):
        status, headers, body = ask(whole_app(), path, query=f"lang={lang}", accept="text/html")
        assert (status, word in body.decode()) == (404, True)
        assert headers["content-type"].startswith("text/html")
        html5lib.HTMLParser(strict=True).parse(body.decode())
        assert f'href="/towns?lang={lang}"' in body.decode()


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/Towns", "/towns"),
        ("/ABOUT", "/about"),
        ("/promises.html", "/promises"),
        ("/index.html", "/"),
        ("/map", "/"),
        ("/index.htm", "/"),
        ("/INDEX.HTML", "/"),
        ("/promises。", "/promises"),
        ("/promises，快看", "/promises"),
        ("/towns）", "/towns"),
        ("/towns)", "/towns"),
        ("/towns.", "/towns"),
        ("/Towns!", "/towns"),
        ("/digest\u200b", "/digest"),
        ("/ｔｏｗｎｓ", "/towns"),
        ("/towns ", "/towns"),
        ("/about/。", "/about"),
        ("/。", "/"),
        ("/projects.htm", "/projects"),
        ("/\\towns", "/towns"),
        ("/towns%2F", "/towns"),
    ],
)
def test_page_in_other_letters_is_found(path: str, wanted: str):
    """The query goes along."""
    status, headers, _ = ask(whole_app(), path, query="town=changan")
    assert (status, headers["location"]) == (308, f"{wanted}?town=changan")


@pytest.mark.parametrize(
    ("path", "query", "wanted"),
    [
        ("/?town=changan&cat=rail", "", "/?town=changan&cat=rail"),
        ("/%3Ftown=changan", "", "/?town=changan"),
        ("/?p=x", "lang=en", "/?p=x&lang=en"),
        ("/towns?town=changan", "", "/towns?town=changan"),
        ("/towns/?town=changan", "", "/towns?town=changan"),
        ("/promises？kept=late", "", "/promises?kept=late"),
        ("/index.html?p=x", "", "/?p=x"),
        ("/?town=changan", "from=timeline", "/?town=changan&from=timeline"),
        ("/&town=changan", "", "/?town=changan"),
        ("/?", "town=changan", "/?town=changan"),
        ("/?q=虎门", "", "/?q=%E8%99%8E%E9%97%A8"),
        ("/towns&town=changan", "", "/towns?town=changan"),
    ],
)
def test_query_in_the_path_is_found(path: str, query: str, wanted: str):
    """A question mark that was encoded: the server has decoded the path."""
    status, headers, _ = ask(whole_app(), path, query=query)
    assert (status, headers["location"]) == (308, wanted)


@pytest.mark.parametrize("path", ["/。x", "/a。", "/towns/changan。", "/towns<b>", "/towns%2Fx", "/..。"])
def test_page_that_nobody_means_stays_missing(path: str):
    """What is glued to a page is cut off; what makes another name of it is not."""
    assert ask(whole_app(), path, accept="text/html")[0] == 404


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("q=%BB%A2%C3%C5", "q=%E8%99%8E%E9%97%A8"),
        ("p=%E4%B8", "p=%EF%BF%BD"),
        ("utm_source=%E5%BE%AE%E4", "utm_source=%E5%BE%AE"),
        ("embed=true&cat=rail%EF%BC%89", "embed=true&cat=rail"),
        ("embed=true&amp;town=changan", "embed=true&town=changan"),
        ("embed=true&town=%E9%95%BF%E5%AE%89", "embed=true&town=changan"),
        ("embed%3Dtrue%26cat%3Drail", "embed=true&cat=rail"),
    ],
)
def test_browser_is_sent_to_what_its_scripts_can_read(query: str, wanted: str):
    """Once: the address that comes is left as it is."""
    status, headers, _ = ask(whole_app(), "/", query=query)
    assert (status, headers["location"]) == (308, f"/?{wanted}")
    assert ask(whole_app(), "/", query=wanted)[0] == 200


@pytest.mark.parametrize(
    "query",
    ["", "town=changan", "embed=true&cat=metro", "q=%E8%99%8E", "town=changan&amp;cat=rail", "q=100%"],
)
def test_readable_address_stays(query: str):
    """The app's own pages mend while they read; only what no script can decode is sent on."""
    assert ask(whole_app(), "/", query=query)[0] == 200


@pytest.mark.parametrize("path", ["/_stcore/health", "/media/x", "/component/x", "/favicon.png"])
def test_streamlits_own_are_left_to_it(path: str):
    """Its routes say themselves what is not there."""
    assert ask(whole_app(), path)[2] == b"streamlit"


@pytest.mark.parametrize(
    "path", ["/static/js/x.js", "/static/js/..", "/static/../config.py", "/app/x", "/auth/x", "/index.html/x"]
)
def test_file_that_is_not_there_is_missing(path: str):
    """Streamlit would give its index page, with 200, for each."""
    assert ask(whole_app(), path)[0] == 404


@pytest.mark.parametrize("size", ["193", "99999", "0", "-1", "x"])
def test_icon_of_another_size_is_not_drawn(size: str):
    """Two sizes are."""
    assert ask(whole_app(), f"/icon-{size}.png")[0] == 404


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_streamlits_way_for_agents_is_shut(method: str):
    """It is off, and says nothing of itself either."""
    for path in ("/_stcore/agent/mcp", "/_stcore/agent/openapi.json", "/_stcore/agent/interact"):
        assert ask(whole_app(), path, method=method)[::2] == (404, b"404")


def test_program_gets_no_page():
    """What asks for no page gets a word."""
    status, _, body = ask(whole_app(), "/nosuchpage", accept="application/json")
    assert (status, body) == (404, b"404")


def test_text_of_the_address_stays_out_of_the_page():
    """Nothing of a stranger's is said back."""
    assert b"alert" not in ask(whole_app(), "/<script>alert(1)</script>", query="q=alert")[2]
