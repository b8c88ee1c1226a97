"""Open a page of the app in Streamlit's own test driver."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streamlit.util import calc_hash

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest


def html_of(app: AppTest, path: str, **query: str) -> str:
    """Open a page with a link's parameters and no others; return its own HTML, where it has no exception."""
    app._page_hash = calc_hash(path)
    app.query_params.clear()
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return " ".join(str(element.proto.body) for element in app.get("html"))
