"""Every page opens for every single choice of every filter, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from geo.filters import FACETS
from i18n import LANGUAGES, text
from ui.titles import PAGES


def _queries() -> list[dict[str, str]]:
    """Return no choice, a text that nothing holds, and each single value of each filter, by language."""
    choices = [{}, {"q": "没有这个词"}]
    choices += [{facet.parameter: value} for facet in FACETS.values() for value in facet.values()]
    return [{**choice, "lang": lang} for choice in choices for lang in LANGUAGES]


def _errors(app: AppTest, path: str, queries: list[dict[str, str]]) -> Iterator[str]:
    """Open one page with each query; yield what went wrong, with the query."""
    app._page_hash = calc_hash(path)
    for query in queries:
        app.query_params.clear()
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        yield from (f"{query}: {error.message.splitlines()[0]}" for error in app.exception)


@pytest.fixture
def app(run_app) -> AppTest:
    return run_app()


@pytest.mark.parametrize("path", PAGES)
def test_page_when_one_value_is_chosen_opens_without_an_error(app: AppTest, path: str, drawn: list[str]):
    """A part of a page may be empty under some choice: the page says so, it does not break."""
    queries = _queries()
    assert len(queries) > 120
    assert list(_errors(app, path, queries)) == []
    assert drawn == [PAGES[path]] * len(queries)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch, app: AppTest) -> list[str]:
    """Return the names of the pages as they are drawn: on a wrong page no fault would be found."""
    from ui import shell

    names: list[str] = []
    name_page = shell.name_page

    def noted(page: str) -> None:
        names.append(page)
        name_page(page)

    monkeypatch.setattr(shell, "name_page", noted)
    return names


def test_error_of_a_page_is_noticed(app: AppTest, monkeypatch: pytest.MonkeyPatch):
    """The test above sees an empty part that is handed to Streamlit."""
    import streamlit as st

    from ui.pages import about

    monkeypatch.setattr(about, "draw", lambda: st.html(""))  # noqa: TID251 - the fault itself
    assert len(list(_errors(app, "about", [{"lang": "en"}]))) == 1


# What a link may hold in vain; the part that is named, in the link's own words.
_IN_VAIN = {
    "town=nosuchtown": "town=nosuchtown",
    "cat=trains": "cat=trains",
    "p=no-such-thing": "p=no-such-thing",
    "town=不知道": "town=不知道",
    "m=1": "m=1",
    "stage=done": "stage=done",
    "base=photo": "base=photo",
    "tour=nowhere": "tour=nowhere",
    "twon=changan": "twon",
    "sure=perhaps&cat=rail": "sure=perhaps",
    "y=1998": "1998",
}


def _said(app: AppTest, path: str, lang: str) -> str:
    """Return what a page says of the link; on the map the frame says it."""
    if path:
        return " ".join(
            str(one.proto.body) for one in app.get("html") if '<div role="status"><p>' in one.proto.body
        )
    import json

    (frame,) = [one for one in app.get("bidi_component") if one.proto.component_name.endswith("map")]
    told = json.loads(frame.proto.bytes.decode())
    return " ".join(one["title"] for one in told["state"].get("notices", []))


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_page_says_what_a_link_held_in_vain(app: AppTest, path: str, lang: str):
    """One notice, with a way to put it away; a link that is read whole says nothing."""
    app._page_hash = calc_hash(path)
    for query, part in {**_IN_VAIN, "town=changan&nettype=WIFI": ""}.items():
        app.query_params.clear()
        app.session_state["ignored"] = ()
        for name, value in (pair.split("=") for pair in f"{query}&lang={lang}".split("&")):
            app.query_params[name] = value
        app.run()
        said = _said(app, path, lang)
        assert not app.exception, query
        assert said.count(part) == 1 if part else said == "", (query, said)


@pytest.mark.parametrize("path", PAGES)
def test_each_page_says_that_newer_data_are_broken(app: AppTest, path: str, monkeypatch: pytest.MonkeyPatch):
    """What is shown is the last good edition, and its reader is told so."""
    from ui import facts

    app._page_hash = calc_hash(path)
    good = facts.of_report("2024")
    monkeypatch.setattr(facts, "prepared", lambda: replace(good, problem="data/events.csv:3 date: no day"))
    assert _said(app.run(), path, "zh").count(text("ui.stale", "zh")) == 1


def test_notice_is_put_away_and_its_suggestion_taken(app: AppTest):
    """Both buttons do on a page what they do on the map."""
    app._page_hash = calc_hash("promises")
    app.query_params["town"] = "chagnan"
    app.run()
    app.button("left_out_try_changan").click().run()
    assert app.query_params["town"] in ("changan", ["changan"])
    assert _said(app, "promises", "zh") == ""
