"""Every page opens for every single choice of every filter, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from geo.filters import FACETS
from i18n import LANGUAGES
from ui.titles import PAGES


def _queries() -> list[dict[str, str]]:
    """Return no choice, a text that nothing holds, and each single value of each filter, by language."""
    choices = [{}, {"q": "没有这个词"}]
    choices += [{facet.parameter: value} for facet in FACETS.values() for value in facet.values()]
    return [{**choice, "lang": lang} for choice in choices for lang in LANGUAGES]


# What other pages draw does not follow from the filters: a part of the choices is enough for them.
_FILTERED = ("", "promises", "projects", "towns")


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
    every = _queries()
    assert len(every) > 120
    queries = every if path in _FILTERED else every[::7]
    assert list(_errors(app, path, queries)) == []
    assert drawn == [PAGES[path]] * len(queries)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch, app: AppTest) -> list[str]:
    """Return the names of the pages as they are drawn: on a wrong page no fault would be found."""
    from ui import shell

    names: list[str] = []
    name_page = shell.name_page

    def noted(page: str, lang: str) -> None:
        names.append(page)
        name_page(page, lang)

    monkeypatch.setattr(shell, "name_page", noted)
    return names


def test_error_of_a_page_is_noticed(app: AppTest, monkeypatch: pytest.MonkeyPatch):
    """The test above sees an empty part that is handed to Streamlit."""
    import streamlit as st

    from ui.pages import about

    monkeypatch.setattr(about, "draw", lambda: st.html(""))  # noqa: TID251 - the fault itself
    assert len(list(_errors(app, "about", [{"lang": "en"}]))) == 1
