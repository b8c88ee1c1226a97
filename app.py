"""The entry: ``streamlit run app.py`` opens the map.

The file is read twice. The server imports it and finds :data:`app`; each visitor's run executes it again
as the page's script and draws.
"""

from __future__ import annotations

import streamlit as st

from ui import server, shell
from ui.pages import about, map as map_page, projects


def draw() -> None:
    """Draw the page that the address names, inside the frame that all pages share."""
    words = shell.open_page()
    pages = {
        "map": st.Page(map_page.draw, title=words["map"], url_path="map", default=True),
        "projects": st.Page(projects.draw, title=words["projects"], url_path="projects"),
        "about": st.Page(about.draw, title=words["about"], url_path="about"),
    }
    page = st.navigation(list(pages.values()), position="hidden")
    shell.head(pages, current=page)
    page.run()
    shell.close_page()


if server.in_visitors_run():
    draw()
else:
    app = st.App(
        __file__, routes=server.routes(), middleware=server.middleware(), lifespan=server.lifespan
    )
