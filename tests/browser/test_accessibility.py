"""axe-core on each page: no serious or critical finding, in both languages, sizes and colours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.axe import findings

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize(
    "path", ["/", "/promises", "/towns", "/compare", "/projects", "/changes", "/api", "/about"]
)
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
    assert findings(opened.page) == []
    if path == "/":
        assert findings(opened.map_frame()) == []


def test_filter_panel_has_no_serious_axe_finding(visit: Callable[..., Any]):
    """The open filter panel has none either."""
    opened = visit().open()
    opened.map.locator("#filter-button").click()
    opened.map.locator("#sheet").wait_for()
    assert findings(opened.page) == []


def test_finding_is_noticed(page: Any):
    """The tests that use axe can fail: a picture without words and a button without a name are found."""
    page.set_content(
        "<html lang='en'><title>t</title><main><h1>t</h1><img src='data:,'><button></button></main>"
    )
    assert [line.split(":")[0] for line in findings(page)] == ["critical button-name", "critical image-alt"]
