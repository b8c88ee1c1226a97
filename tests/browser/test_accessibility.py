"""axe-core on each page: no serious or critical finding, in both languages, sizes and colours."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
AXE = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")


def _findings(frame: Any) -> list[str]:
    frame.evaluate(AXE)
    report = frame.evaluate("axe.run(document, {resultTypes: ['violations'], iframes: false})")
    return [
        f"{finding['impact']} {finding['id']}: {[node['target'] for node in finding['nodes']][:4]}"
        for finding in report["violations"]
        if finding["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("path", ["/", "/promises", "/towns", "/compare", "/projects", "/changes", "/about"])
@pytest.mark.parametrize(
    ("size", "colours", "language"),
    [(DESKTOP, "light", "en"), (PHONE, "dark", "zh")],
    ids=["desktop-light-en", "phone-dark-zh"],
)
def test_page_has_no_serious_axe_finding(
    visit: Callable[..., Any], path: str, language: str, size: Any, colours: str
):
    """Neither the page nor the map inside it has a serious or critical finding."""
    opened = visit(size, color_scheme=colours).open(f"{path}?lang={language}")
    assert _findings(opened.page) == []
    if path == "/":
        assert _findings(opened.map_frame()) == []


def test_filter_panel_has_no_serious_axe_finding(visit: Callable[..., Any]):
    """The open filter panel has none either."""
    opened = visit().open()
    opened.map.locator("#filter-button").click()
    opened.map.locator("#sheet").wait_for()
    assert _findings(opened.page) == []
