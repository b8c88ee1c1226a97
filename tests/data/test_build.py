"""The maintainers' build of the geometry files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely

from tools.build_data import features, labels, mentions, sites, stations, towns

RAW = Path(__file__).parents[3] / "shared"

needs_raw = pytest.mark.skipif(not (RAW / "geodata").exists(), reason="the raw material is not laid beside")


def test_rounded_keeps_shared_vertices_shared() -> None:
    """Two squares that share an edge still share it after rounding."""
    left = shapely.Polygon([(0, 0), (0.1234567, 0), (0.1234567, 1), (0, 1)])
    right = shapely.Polygon([(0.1234567, 0), (1, 0), (1, 1), (0.1234567, 1)])
    assert shapely.coverage_is_valid([features.rounded(left), features.rounded(right)])


def test_label_point_of_a_square_is_its_middle() -> None:
    """The largest circle in a square of degrees has its middle, give or take the 40 m that it can slide."""
    square = shapely.box(113.9, 22.9, 113.91, 22.91)
    lon, lat = labels.label_point(square, tolerance_m=1.0)
    assert (lon, lat) == pytest.approx((113.905, 22.905), abs=4e-4)


def test_label_point_of_a_line_raises() -> None:
    """A line has no inside to stand in."""
    with pytest.raises(TypeError, match="polygon"):
        labels.label_point(shapely.LineString([(113.9, 22.9), (114.0, 22.9)]), tolerance_m=1.0)


def test_mentions_lost_one_raises(tmp_path: Path) -> None:
    """A name that is in no paragraph stops the build and is named."""
    report = tmp_path / "report.txt"
    report.write_text("\n".join(f"line {number}" for number in range(1, 60)), encoding="utf-8")
    table = tmp_path / "projects.csv"
    table.write_text("mention\nabsent\n", encoding="utf-8")
    with pytest.raises(ValueError, match="absent"):
        mentions.build(report, tables=[table])


def test_mentions_paragraphs_count_from_their_heading(tmp_path: Path) -> None:
    """Line 9 is the second paragraph under the first heading, line 23 the second of the fourth."""
    report = tmp_path / "report.txt"
    report.write_text("\n".join(f"line {number}" for number in range(1, 60)), encoding="utf-8")
    texts = mentions.paragraphs(report)
    assert (texts["1.2"], texts["4.2"], texts["7.2"]) == ("line 9", "line 23", "line 36")


@needs_raw
def test_build_again_changes_nothing(data_folder: Path) -> None:
    """Towns, stations and sites in the tree are what the build makes of the raw material."""
    built = {
        "towns.geojson": towns.build(RAW),
        "basemap/stations.geojson": stations.build(RAW),
        "reports/2024/sites.geojson": sites.build(RAW, towns=towns.polygons(RAW)),
    }
    for name, expected in built.items():
        kept = json.loads((data_folder / name).read_text(encoding="utf-8"))["features"]
        assert kept == json.loads(json.dumps(expected)), name
