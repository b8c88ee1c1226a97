"""The entry: ``streamlit run app.py`` opens the map.

The file is read twice. The server imports it and finds ``app``; each visitor's run executes it again as
the page's script and draws.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

import streamlit as st

from ui import server, shell
from ui.pages import map as map_page
from ui.titles import PAGES

# The pages whose column lies over the map document.
_OVER_A_MAP = ("map", "towns")


def _drawer(name: str) -> Callable[[], None]:
    """Return what draws a page: ``ui/pages/<name>.py``, which is imported when somebody opens it."""

    def run() -> None:
        import_module(f"ui.pages.{name}").draw()

    return run


def draw() -> None:
    """Draw the page that the address names, inside the frame that all pages share."""
    shell.open_page()
    # Streamlit sends each page's title again with each rerun, so one letter; people see that of `name_page`.
    pages = {
        name: st.Page(_drawer(name), title=name[0], url_path=path or "map", default=not path)
        for path, name in PAGES.items()
    }
    page = st.navigation(list(pages.values()), position="hidden")
    name = next(name for name, one in pages.items() if one.url_path == page.url_path)
    shell.name_page(name)
    with st.container(key="head" if name in _OVER_A_MAP else "paper", gap=None):
        shell.head(pages, current=page)
        page.run()
        if name not in _OVER_A_MAP:
            shell.foot(pages, current=page)
    map_page.show_frame(name, pages)
    if name == "towns":
        import_module("ui.pages.towns").draw_beside()


if server.in_visitors_run():
    draw()
else:
    app = st.App(__file__, routes=server.routes(), middleware=server.middleware(), lifespan=server.lifespan)
