"""The groups of the near-me panel."""

from __future__ import annotations

import pytest

import geo
from ui import facts
from ui.nearby import describe
from ui.session import Standing


def test_describe_gives_each_project_the_group_of_the_query_engine():
    """The panel's groups are those of `geo.near`, which weighs each part's own accuracy."""
    where = {"lon": 113.699, "lat": 22.775}
    found = geo.near(facts.dataset(), radius_m=3_000, **where).set_index("id")["group"].to_dict()
    said = describe(Standing(**where, label="", radius_m=3_000))
    assert {row["id"]: row["group"] for row in said["rows"] if row["group"] != "far"} == found
    assert found["shenjiang-railway"] == "in"


def test_describe_in_the_centre_sorts_and_gives_no_metres_to_towns():
    """Groups follow each other, distances grow within a group, town-only rows have none."""
    said = describe(Standing(lon=113.751, lat=23.021, label="", radius_m=5_000))
    groups = [row["group"] for row in said["rows"]]
    assert groups == sorted(groups, key=["in", "maybe", "town", "far"].index)
    assert {"in", "town"} <= set(groups)
    within = [row["distance_m"] for row in said["rows"] if row["group"] == "in"]
    assert within == sorted(within)
    assert {row["distance_m"] for row in said["rows"] if row["group"] == "town"} == {None}
    assert said["outside_m"] is None


def test_describe_gives_the_distance_of_every_project_with_a_site():
    """The page filters by itself and names the nearest of what is left, so it needs all distances."""
    said = describe(Standing(lon=113.751, lat=23.021, label="", radius_m=1_000))
    known = {row["id"] for row in said["rows"] if row["distance_m"] is not None}
    assert known == set(facts.dataset().sites["project_id"])
    far = [row["distance_m"] for row in said["rows"] if row["group"] == "far"]
    assert far == sorted(far)
    assert min(far) > 1_000


@pytest.mark.parametrize(
    ("lon", "lat", "far"), [(113.264, 23.129, False), (116.4, 39.9, True)], ids=["广州", "北京"]
)
def test_describe_outside_says_how_far_the_city_is(lon: float, lat: float, far: bool):
    """Outside, the distance to the border is said; off the map nothing is measured to projects."""
    said = describe(Standing(lon=lon, lat=lat, label="", radius_m=3_000))
    assert said["outside_m"] > (1_000_000 if far else 10_000)
    assert said["rows"] == []
