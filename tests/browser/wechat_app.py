"""The app with a stand-in for WeChat's server, whose address is in the environment.

``streamlit run tests/browser/wechat_app.py`` runs the very script of ``app.py`` for each visitor.
"""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from ui import server
from ui.wechat import tickets

APP = Path(__file__).resolve().parents[2] / "app.py"

tickets.API = os.environ["WECHAT_STAND_IN"]
app = st.App(APP, routes=server.routes(), middleware=server.middleware(), lifespan=server.lifespan)
