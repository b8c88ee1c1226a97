"""The app without a browser, as Streamlit's own test driver runs it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run_app() -> Callable[..., AppTest]:
    """Return a function that opens the app with a link's parameters."""

    def run(**params: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        for name, value in params.items():
            app.query_params[name] = value
        return app.run()

    return run
