"""The entry: ``streamlit run app.py`` opens the map.

The file is read twice. The server imports it and finds ``app``; each visitor's run executes it again as
the page's script and draws.
"""

from __future__ import annotations

import streamlit as st

from ui import server, shell
from ui.pages import about, projects
from ui.pages import map as map_page


def draw() -> None:
    """Draw the page that the address names, inside the frame that all pages share."""
    titles = shell.titles(shell.open_page())
    pages = {
        "map": st.Page(map_page.draw, title=titles["map"], url_path="map", default=True),
        "projects": st.Page(projects.draw, title=titles["projects"], url_path="projects"),
        "about": st.Page(about.draw, title=titles["about"], url_path="about"),
    }
    page = st.navigation(list(pages.values()), position="hidden")
    name = next(name for name, one in pages.items() if one.url_path == page.url_path)
    with st.container(key="head" if name == "map" else "paper", gap=None):
        shell.head(pages, current=page)
        page.run()
    map_page.show_frame(name)


if server.in_visitors_run():
    draw()
else:
    app = st.App(__file__, routes=server.routes(), middleware=server.middleware(), lifespan=server.lifespan)
