"""The example notebook runs without a network, and what it makes is there."""

from __future__ import annotations

import re
import runpy
import socket
from pathlib import Path

import folium
import pytest

NOTEBOOK = Path(__file__).parents[2] / "examples" / "notebook.py"


@pytest.fixture
def ran(monkeypatch) -> dict[str, object]:
    """Run the notebook with every way out closed; return its names."""

    def refuse(*_arguments: object) -> None:
        msg = "the notebook asked the network"
        raise AssertionError(msg)

    monkeypatch.setattr(socket.socket, "connect", refuse)
    return runpy.run_path(str(NOTEBOOK), run_name="__main__")


def test_notebook_runs_from_loading_to_exporting(ran):
    """Each cell gives what the words above it say."""
    assert len(ran["rail"]) == 7
    chart = ran["chart"]
    assert isinstance(chart, folium.Map)
    assert chart._repr_html_().startswith('<div style="width:100%;"><div')
    folder = Path(str(ran["folder"]))
    assert sorted(path.name for path in folder.iterdir()) == ["map.html", "rail.csv", "rail.geojson"]
    page = (folder / "map.html").read_text(encoding="utf-8")
    assert '"name":"Schools"' in page
    assert re.search(r"connect-src 'none'", page)


def test_network_would_be_noticed(monkeypatch, tmp_path):
    """The closed way out is seen by code that takes it."""

    def refuse(*_arguments: object) -> None:
        msg = "the notebook asked the network"
        raise AssertionError(msg)

    monkeypatch.setattr(socket.socket, "connect", refuse)
    asking = tmp_path / "asking.py"
    asking.write_text("import socket\nwith socket.socket() as way:\n    way.connect(('127.0.0.1', 9))\n")
    with pytest.raises(AssertionError, match="asked the network"):
        runpy.run_path(str(asking))
