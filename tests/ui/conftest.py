"""The app without a browser, as Streamlit's own test driver runs it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from streamlit.testing.v1 import AppTest

if TYPE_CHECKING:
    from geo.dataset import Dataset

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


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    """Return the city's own data, read once."""
    from geo.dataset import load

    return load()


@pytest.fixture
def plain_view(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make links for a view without filters: there is no address outside of a run."""
    from geo.view import View
    from ui import session

    monkeypatch.setattr(session, "view", View)
    monkeypatch.setattr(session, "place", lambda *_: None)


class _Here:
    """Makes files in this process, where a test can see and change what they are made of."""

    def ask(self, order: Mapping[str, Any]) -> tuple[Mapping[str, object], bytes]:
        """Answer as the process that makes files does."""
        from ui.serving import worker

        return worker.answer(order, b"")

    def stop(self) -> None:
        """End nothing: there is no process."""


@pytest.fixture(autouse=True)
def made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make files from the data in this process (tests/ui/test_serving.py tries the other)."""
    from ui.serving import answering

    monkeypatch.setattr(answering, "_maker", _Here())
