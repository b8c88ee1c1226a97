"""GCJ-02 there and back, and metres."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from geo.crs import from_gcj02, from_metres, is_shifted, to_gcj02, to_metres

GEOD = Geod(ellps="WGS84")
CITY = {"lon": st.floats(113.4, 114.4), "lat": st.floats(22.6, 23.2)}


@settings(max_examples=300, deadline=None)
@given(**CITY)
def test_gcj02_round_trip_is_exact(lon, lat):
    """Shifted and shifted back, a point in the city is the same to a tenth of a millimetre."""
    back = from_gcj02(*to_gcj02(lon, lat))
    assert GEOD.inv(lon, lat, *back)[2] < 1e-4


def test_gcj02_moves_the_city_by_about_six_hundred_metres():
    """In Dongguan the shift is between 500 and 700 m."""
    lon, lat = 113.75, 23.02
    assert 500 < GEOD.inv(lon, lat, *to_gcj02(lon, lat))[2] < 700


@pytest.mark.parametrize(
    ("lon", "lat"), [(114.1694, 22.3193), (113.5439, 22.1987), (121.56, 25.03), (2.35, 48.85)]
)
def test_gcj02_leaves_other_places_alone(lon, lat):
    """Hong Kong, Macau, Taipei and Paris are not shifted."""
    assert to_gcj02(lon, lat) == (lon, lat)


def test_gcj02_takes_arrays():
    """Arrays come back as arrays of the same shape and values as scalars."""
    lons, lats = np.array([113.75, 114.1694]), np.array([23.02, 22.3193])
    out = to_gcj02(lons, lats)
    assert [tuple(map(float, pair)) for pair in zip(*out, strict=True)] == [
        to_gcj02(113.75, 23.02),
        to_gcj02(114.1694, 22.3193),
    ]
    assert is_shifted(lons, lats).tolist() == [True, False]


@settings(deadline=None)
@given(**CITY)
def test_metres_round_trip(lon, lat):
    """Metres and back are the same degrees."""
    assert from_metres(*to_metres(lon, lat)) == pytest.approx((lon, lat), abs=1e-9)
