"""A planner downloads what she sees."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest


def _shown(page) -> list[str]:
    """Return the ids in the table on the screen, in its order."""
    links = page.locator(".dgmap-table tbody th a").evaluate_all("links => links.map(link => link.href)")
    return [parse_qs(urlsplit(link).query)["p"][0] for link in links]


def _download(page, label: str) -> Path:
    page.locator(".st-key-download_sheet").get_by_text(label, exact=True).click()
    button = page.locator(".st-key-download_button button", has_text=label)
    with page.expect_download() as waiting:
        button.click()
    return waiting.value


@pytest.mark.parametrize("query", ["cat=rail,road", "town=changan", "stage=starting&lang=en"])
def test_downloads_hold_the_projects_of_the_screen(visit, query):
    """CSV and GeoJSON from the page have the ids of the table, and the filter in their names."""
    page = visit().open(f"/projects?{query}").page
    page.wait_for_selector(".dgmap-table")
    page.locator(".st-key-download button").first.click()
    shown = _shown(page)
    assert shown
    text = _download(page, "CSV")
    rows = csv.DictReader(io.StringIO(Path(text.path()).read_text(encoding="utf-8-sig")))
    assert [row["id"] for row in rows] == shown
    features = json.loads(Path(_download(page, "GeoJSON").path()).read_text(encoding="utf-8"))["features"]
    assert [feature["id"] for feature in features] == shown
    value = query.partition("=")[2].partition("&")[0].replace(",", "-")
    assert text.suggested_filename.startswith(f"dongguan-2024-{value}-20")
