"""A page that stands alone finds the projects of another report where it has none of that name itself."""

from __future__ import annotations

from pathlib import Path

import pytest

_TYPE = """text => window.dgmap.modes.show({ filters: { ...window.dgmap.modes.view.value.filters, text } })"""


@pytest.fixture(scope="module")
def path(older, two_editions: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from geo.folders import reading_from
    from layers import project_map

    path = tmp_path_factory.mktemp("file") / "map.html"
    with reading_from(two_editions):
        project_map(older, lang="zh").save(str(path))
    return path


def test_project_of_another_report_is_named_with_its_year(path: Path, older, newer, new_context):
    """Each project that only the newer report has; of one that this report has, nothing is said."""
    page = new_context(viewport={"width": 1440, "height": 900}).new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready=yes]", state="attached")
    new = newer.projects[~newer.projects["id"].isin(older.projects["id"])]
    assert len(new) >= 3
    said = {}
    for name in (*new["name_zh"], older.projects["name_zh"].iloc[0]):
        page.evaluate(_TYPE, name)
        rows = page.locator("#results .row").count()
        said[name] = (rows, page.locator("#notices").inner_text())
    *others, own = said
    alone = [name for name in others if not said[name][0]]
    assert alone
    for name in alone:
        assert "2025年的报告有这个项目。" in said[name][1]
        assert name in said[name][1]
    assert said[own][0] > 0
    assert "2025年的报告" not in said[own][1]
    assert errors == []


def test_report_that_fails_the_checks_is_left_out(editions_copy: Path, older):
    """A report in the making stops no page."""
    from geo.folders import reading_from
    from geo.named import other_reports

    with reading_from(editions_copy):
        assert list(other_reports(older)) == ["2025"]
        (editions_copy / "reports/2025/projects.csv").write_text("broken", encoding="utf-8")
        assert other_reports(older) == {}
