"""A second report in the app: what the first one left open is seen, opened, and followed to its own map."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.axe import findings
from tests.browser.conftest import DESKTOP, PHONE, Visit, serving

LINE, DONE = "metro-2-phase-3", "metro-1-phase-1"


@pytest.fixture(scope="module")
def address(left_out: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the app on a report of 2024 and one of 2025 that leaves some of its projects out."""
    log = tmp_path_factory.mktemp("server") / "output.txt"
    build = tmp_path_factory.mktemp("build")
    with serving("app.py", log, DGMAP_DATA=str(left_out), DGMAP_BUILD=str(build)) as found:
        yield found


@pytest.fixture
def later(new_context: Callable[..., BrowserContext], address: str) -> Iterator[Callable[..., Visit]]:
    """Make visits to it; after the test each page must be without errors."""
    visits: list[Visit] = []

    def make(path: str, size: dict[str, int] = DESKTOP) -> Visit:
        visit = Visit(new_context(viewport=size, reduced_motion="reduce").new_page(), address)
        visits.append(visit)
        visit.open(path)
        expect(visit.map.locator("html[data-whole]")).to_be_attached()
        return visit

    yield make
    assert [error for one in visits for error in one.errors] == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_open_project_of_the_first_report_leads_to_its_own_map(later: Callable[..., Visit], size):
    """Its shape is there, its card says what it is, and the link opens it where it was named."""
    visit = later("/?y=2025", size)
    expect(visit.map.locator(f"path[data-earlier={LINE}]").first).to_be_attached()
    expect(visit.map.locator(f"[data-earlier={DONE}]")).to_have_count(0)  # the twin: it was opened
    visit.map.locator("#earlier summary").click()
    visit.map.locator(f"[data-left={LINE}]").click()
    card = visit.map.locator("#card")
    expect(card).to_contain_text("2024 年报告的项目，2025 年报告没有再提；没有完成的消息。")
    expect(card).to_contain_text("2026年1月28日")
    assert "p=" not in visit.query()  # it is no project of this report
    assert findings(visit.map_frame()) == []
    card.get_by_role("link", name="在 2024 年的地图上看").click()
    visit.expect_query(f"?p={LINE}")
    visit.wait()
    expect(visit.map.locator(f"[data-row={LINE}].is-selected")).to_be_attached()
    expect(visit.map.locator(f"[data-row={DONE}]")).to_be_attached()
    expect(visit.map.locator("#earlier")).to_have_count(0)


def test_link_to_one_on_the_later_map_still_says_where_it_is_named(later: Callable[..., Visit]):
    """The notice and its way on are as before, beside the dots."""
    visit = later(f"/?y=2025&p={LINE}")
    notice = visit.map.locator("#notices")
    expect(notice).to_contain_text("2025 年的报告没有写到“地铁2号线三期”")
    expect(visit.map.locator(f"path[data-earlier={LINE}]").first).to_be_attached()
    notice.get_by_role("button", name="看 2024 年的").click()
    visit.expect_query(f"?p={LINE}")
    expect(visit.map.locator("#card h2")).to_have_text("地铁2号线三期")
