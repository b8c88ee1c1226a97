"""The data files as plain rows and shapes, read without the app's own loader."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import geopandas as gpd
import pytest

DATA = Path(__file__).parents[2] / "data"
METRES = "EPSG:4547"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _shapes(path: Path) -> gpd.GeoDataFrame:
    document = json.loads(path.read_text(encoding="utf-8"))
    return gpd.GeoDataFrame.from_features(document["features"], crs="EPSG:4326")


@pytest.fixture(scope="session")
def data_folder() -> Path:
    return DATA


@pytest.fixture(scope="session")
def projects() -> list[dict[str, str]]:
    return _rows(DATA / "reports" / "2024" / "projects.csv")


@pytest.fixture(scope="session")
def targets() -> list[dict[str, str]]:
    return _rows(DATA / "reports" / "2024" / "targets.csv")


@pytest.fixture(scope="session")
def mentions() -> set[tuple[str, str]]:
    rows = _rows(DATA / "reports" / "2024" / "mentions.csv")
    return {(row["ref"], row["mention"]) for row in rows}


@pytest.fixture(scope="session")
def events() -> list[dict[str, str]]:
    return _rows(DATA / "events.csv")


@pytest.fixture(scope="session")
def later() -> list[dict[str, str]]:
    """The rows of what came after the report: events, places, things in other documents, old ids."""
    return [
        row for name in ("events", "placements", "since", "succession") for row in _rows(DATA / f"{name}.csv")
    ]


@pytest.fixture(scope="session")
def sources() -> list[dict[str, str]]:
    return _rows(DATA / "sources.csv")


@pytest.fixture(scope="session")
def towns() -> gpd.GeoDataFrame:
    return _shapes(DATA / "towns.geojson")


@pytest.fixture(scope="session")
def sites() -> gpd.GeoDataFrame:
    return _shapes(DATA / "reports" / "2024" / "sites.geojson")


@pytest.fixture(scope="session")
def basemap() -> dict[str, gpd.GeoDataFrame]:
    return {path.stem: _shapes(path) for path in sorted((DATA / "basemap").glob("*.geojson"))}
