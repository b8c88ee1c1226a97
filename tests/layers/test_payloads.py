"""Hostile strings in every text field: nothing runs on the server or in the browser, all is shown as text."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd
import pytest

from layers.document import build

PAYLOAD = (
    "{{ 7*7 }}{% x %}<img src=x onerror=window.__ran=1>${1}`"
    "</script><script>window.__ran=1</script><!-- \u2028 {{ ''.__class__ }}"
)
# Columns that hold ids and closed values, which geo.schema checks: text fields are all the others.
CLOSED = frozenset(
    [
        "id",
        "no",
        "category",
        "stage",
        "kind",
        "located",
        "promised",
        "towns",
        "towns_in_order",
        "order_unverified",
        "certainty",
        "status",
        "kept",
        "project_id",
        "part",
        "source_id",
        "town_source_id",
        "status_source_id",
        "kept_source_id",
        "event",
        "due",
        "lines",
        "town",
        "aliases",
        "accuracy_m",
        "displaced_m",
        "label_lon",
        "label_lat",
        "area_km2",
        "population_2020",
        "order",
        "code",
    ]
)


def _poison(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a copy whose text cells all end in the payload."""
    out = frame.copy()
    for name in out.columns:
        values = out[name]
        if name in CLOSED or not values.map(lambda value: isinstance(value, str)).any():
            continue
        out[name] = values.astype(object).map(
            lambda value: f"{value} {PAYLOAD}" if isinstance(value, str) else value
        )
    return out


@pytest.fixture(scope="module")
def poisoned(dataset):
    frames = ("projects", "sites", "towns", "targets", "events", "sources", "stations")
    changed = {name: _poison(getattr(dataset, name)) for name in frames}
    basemap = {name: _poison(frame) for name, frame in dataset.basemap.items()}
    report = {key: value if key == "date" else f"{value} {PAYLOAD}" for key, value in dataset.report.items()}
    return dataclasses.replace(dataset, **changed, basemap=basemap, report=report)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_text_is_shown_and_never_runs(poisoned, show, tmp_path: Path, lang):
    """The page builds, draws, opens a card with the text as it is, and no script of the data has run."""
    page = build(poisoned, lang)
    assert PAYLOAD.split("<", maxsplit=1)[0] in page
    path = tmp_path / "poisoned.html"
    path.write_text(page, encoding="utf-8")
    shown = show(path)
    shown.apply(selected="metro-1-phase-1", theme="light")
    shown.frame.locator(".card-buttons button").nth(1).click()
    shown.frame.locator(".card-sources summary").click()
    card = shown.frame.locator("#card").inner_text()
    row = shown.frame.locator('[data-row="metro-1-phase-1"]').inner_text()
    for piece in (
        "{{ 7*7 }}",
        "{% x %}",
        "<img src=x onerror=",
        "${1}`",
        "</script>",
        "<!--",
        "{{ ''.__class__ }}",
    ):
        assert piece in card
        assert piece in row
    assert shown.frame.locator("path[data-shape]").count() > 3
    assert shown.frame.evaluate("window.__ran") is None
    assert shown.frame.locator("img").count() == 0
    assert shown.errors == []
