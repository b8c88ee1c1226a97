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
        "/%3Fp=x",
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
    ],
)
def test_page_in_other_letters_is_found(path: str, wanted: str):
    """The query goes along."""
    status, headers, _ = ask(whole_app(), path, query="town=changan")
    assert (status, headers["location"]) == (308, f"{wanted}?town=changan")


@pytest.mark.parametrize(
    "path", ["/_stcore/health", "/static/js/x.js", "/media/x", "/component/x", "/favicon.png"]
)
def test_streamlits_own_are_left_to_it(path: str):
    """Also what is not there: it says so itself."""
    assert ask(whole_app(), path)[2] == b"streamlit"


def test_program_gets_no_page():
    """What asks for no page gets a word."""
    status, _, body = ask(whole_app(), "/nosuchpage", accept="application/json")
    assert (status, body) == (404, b"404")


def test_text_of_the_address_stays_out_of_the_page():
    """Nothing of a stranger's is said back."""
    assert b"alert" not in ask(whole_app(), "/<script>alert(1)</script>", query="q=alert")[2]
