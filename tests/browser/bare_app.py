"""The app with nothing rewritten, as where Streamlit's index page is another than the one we know.

``streamlit run tests/browser/bare_app.py`` runs the very script of ``app.py`` for each visitor.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui import server

APP = Path(__file__).resolve().parents[2] / "app.py"

app = st.App(APP, routes=server.routes(), lifespan=server.lifespan)
