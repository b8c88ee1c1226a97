"""The groups of the near-me panel."""

from __future__ import annotations

import math

import pytest

from ui.nearby import describe, group
from ui.session import Standing


@pytest.mark.parametrize(
    ("distance_m", "accuracy_m", "expected"),
    [
        (1_000.0, 1_500.0, "in"),
        (3_000.0, 2_000.0, "maybe"),
        (2_999.0, math.nan, "in"),
        (0.0, 5_000.0, "maybe"),
    ],
    ids=[
        "surely within",
        "accuracy crosses the circle",
        "accuracy unknown",
        "less sure than the circle is wide",
    ],
)
def test_group_weighs_distance_against_accuracy(distance_m: float, accuracy_m: float, expected: str):
    """A project is in only if its whole doubt lies in the circle."""
    assert group(distance_m, accuracy_m, 3_000.0) == expected


def test_describe_in_the_centre_sorts_and_gives_no_metres_to_towns():
    """Groups follow each other, distances grow within a group, town-only rows have none."""
    said = describe(Standing(lon=113.751, lat=23.021, label="", radius_m=5_000), ids=None)
    groups = [row["group"] for row in said["rows"]]
    assert groups == sorted(groups, key=["in", "maybe", "town"].index)
    assert {"in", "town"} <= set(groups)
    within = [row["distance_m"] for row in said["rows"] if row["group"] == "in"]
    assert within == sorted(within)
    assert {row["distance_m"] for row in said["rows"] if row["group"] == "town"} == {None}
    assert said["outside_m"] is None


def test_describe_when_filtered_holds_only_what_the_filters_leave():
    """The filters hold near a place, too."""
    said = describe(Standing(lon=113.751, lat=23.021, label="", radius_m=10_000), ids=("metro-1-phase-1",))
    assert [row["id"] for row in said["rows"]] == ["metro-1-phase-1"]


@pytest.mark.parametrize(
    ("lon", "lat", "far"), [(113.264, 23.129, False), (116.4, 39.9, True)], ids=["广州", "北京"]
)
def test_describe_outside_says_how_far_the_city_is(lon: float, lat: float, far: bool):
    """Outside, the distance to the border is said; off the map nothing is measured to projects."""
    said = describe(Standing(lon=lon, lat=lat, label="", radius_m=3_000), ids=None)
    assert said["outside_m"] > (1_000_000 if far else 10_000)
    assert said["rows"] == []
