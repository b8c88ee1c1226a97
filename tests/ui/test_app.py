"""Page logic through Streamlit's own test driver: what a link, a chip and a button do."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.view import Place
from ui import facts, session

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("branca", "folium", "geopandas", "numpy", "pandas", "pyarrow", "shapely")


def params(app: AppTest) -> dict[str, str]:
    pairs = app.query_params.items()
    return {name: value if isinstance(value, str) else ",".join(value) for name, value in pairs}


def test_first_view_runs_without_pandas_and_folium():
    """A plain first run works with each heavy package made impossible to import, and asks for none of them.

    That it works is not enough: Streamlit swallows a failed import of a package that it would load if it can.
    """
    program = f"""
import sys
asked = []
class Watch:
    def find_spec(self, name, path=None, target=None):
        if name in {HEAVY!r}:
            asked.append(name)
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Watch())
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("app.py", default_timeout=120).run()
assert not app.exception, app.exception
assert [button.label for button in app.button if button.key == "lang_en"] == ["EN"]
print("drawn", asked)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout.strip() == "drawn []", done.stderr


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_app_when_opened_draws_without_error(run_app: Callable[..., AppTest], lang: str):
    """The map's page draws in both languages."""
    app = run_app(lang=lang)
    assert not app.exception
    assert app.button(key="lang_en").label == "EN"


def test_link_when_project_unknown_is_drawn_without_it(run_app: Callable[..., AppTest]):
    """An unknown project is left out of the view and remembered for the notice."""
    app = run_app(p="metro-1-phase-9")
    assert not app.exception
    (ignored,) = app.session_state["ignored"]
    assert (ignored.parameter, ignored.suggestion) == ("p", "metro-1-phase-1")


def test_link_holds_the_place_only_when_asked(
    run_app: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
):
    """The canonical link is without the place unless it is asked for; then with the radius, too."""
    standing = session.Standing(lon=113.75, lat=23.02, label="", radius_m=5000)
    monkeypatch.setattr(session, "place", lambda *_: standing)
    from geo.view import View

    assert session.link(View()) == ""
    assert session.link(View(), with_place=True) == "near=113.75,23.02&r=5000"
    assert session.link(View(near=Place(113.7, 23.0)), with_place=True) == "near=113.75,23.02&r=5000"


def test_facts_hold_each_project_of_the_report():
    """The prepared facts know each project by its id."""
    assert len({row["id"] for row in facts.projects()}) == len(facts.projects()) == 44
    assert facts.project("metro-1-phase-1") is not None
    assert facts.project("no-such-project") is None
