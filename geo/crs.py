"""Coordinate reference systems: degrees to metres, and the shifted degrees of Chinese maps (GCJ-02, BD-09).

Everything in the project is in WGS 84 degrees (EPSG:4326, lon before lat). Lengths are taken in
the city's own metric system (``metric_crs`` in ``city.toml``).
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import Transformer

from geo.city import CITY

__all__ = [
    "DEGREES", "METRES", "WEB_MERCATOR", "from_bd09", "from_crs", "from_gcj02", "from_metres", "is_shifted",
    "to_bd09", "to_gcj02", "to_metres",
]  # fmt: skip

_Array = NDArray[np.float64]

DEGREES = "EPSG:4326"
WEB_MERCATOR = "EPSG:3857"
METRES = CITY.metric_crs

# The ellipsoid of the published GCJ-02 formula (Krasovsky 1940), whatever the input's own datum.
_SEMI_MAJOR_M = 6_378_245.0
_ECCENTRICITY_2 = 0.006_693_421_622_965_943
# Each step of the inverse leaves about 1/2 000 of the error: 600 m, 0.3 m, 0.1 mm, 0.1 µm, nothing.
_STEPS = 5
# Baidu's own turn of GCJ-02: a wave of some metres, and a step of 0.0065 and 0.006 degrees (about 0.9 km).
_BD09_STEP = (0.0065, 0.006)
_BD09_WAVE = np.pi * 3000 / 180

# The usual test is the rectangle alone; it moves Hong Kong and Macau by 600 m, where maps are not
# shifted. Their outlines here are hand-drawn to about 500 m along the Shenzhen river and the bays, from
# the published border points (深圳湾, 落马洲, 罗湖, 沙头角; 拱北, 横琴). Taiwan is a box in the strait.
_SHIFTED = shapely.box(72.004, 0.8293, 137.8347, 55.8271)
_UNSHIFTED = shapely.MultiPolygon(
    [
        shapely.Polygon(
            [
                (113.835, 22.137), (113.835, 22.395), (113.870, 22.430), (113.940, 22.465), (113.995, 22.500),
                (114.030, 22.505), (114.057, 22.515), (114.080, 22.528), (114.115, 22.532), (114.150, 22.548),
                (114.165, 22.560), (114.190, 22.555), (114.225, 22.545), (114.260, 22.560), (114.310, 22.575),
                (114.400, 22.565), (114.500, 22.450), (114.500, 22.137),
            ]
        ),
        shapely.Polygon(
            [
                (113.530, 22.213), (113.549, 22.217), (113.560, 22.214), (113.600, 22.210), (113.600, 22.100),
                (113.548, 22.100), (113.546, 22.160), (113.528, 22.195),
            ]
        ),
        shapely.box(119.9, 21.7, 122.2, 25.4),
    ]
)  # fmt: skip
shapely.prepare(_UNSHIFTED)


@cache
def _transformer(source: str, target: str) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def to_metres(lon: float, lat: float) -> tuple[float, float]:
    """Return easting and northing in the city's metric system of a WGS 84 point in degrees."""
    easting, northing = _transformer(DEGREES, METRES).transform(lon, lat)
    return float(easting), float(northing)


def from_metres(easting: float, northing: float) -> tuple[float, float]:
    """Return lon and lat in WGS 84 degrees of a point in the city's metric system."""
    lon, lat = _transformer(METRES, DEGREES).transform(easting, northing)
    return float(lon), float(lat)


def from_crs(code: str, x: _Array, y: _Array) -> tuple[_Array, _Array]:
    """Return lon and lat in WGS 84 degrees of points in another system.

    Parameters
    ----------
    code
        An EPSG code (``EPSG:3857``); projected ones take easting, then northing, in metres.
    x, y
        Arrays of one shape, in the units of the system.

    Returns
    -------
    tuple
        Arrays of the same shape; infinite where the system does not reach.
    """
    lon, lat = _transformer(code, DEGREES).transform(x, y)
    return np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)


def is_shifted(lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
    """Say of each WGS 84 point whether Chinese maps shift it: mainland China, by a generous rectangle.

    Hong Kong, Macau and Taiwan are not shifted; their outlines here are good to about 500 m.
    """
    lons, lats = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    inside = shapely.contains_xy(_SHIFTED, lons, lats)
    return np.asarray(inside & ~shapely.contains_xy(_UNSHIFTED, lons, lats))


def to_gcj02(lon: float | _Array, lat: float | _Array) -> tuple[Any, Any]:
    """Shift WGS 84 degrees into GCJ-02, as Amap and Tencent expect them.

    Parameters
    ----------
    lon, lat
        Degrees, WGS 84; scalars or arrays of one shape. Points outside of mainland China (see
        :func:`is_shifted`) come back unchanged, NaN as NaN.

    Returns
    -------
    tuple
        lon and lat in GCJ-02 degrees, of the shape that came in.

    Notes
    -----
    The formula is not published by its authority; this is the one that has been in public use since
    2013 ("EvilTransform"), checked here against our towns and the Amap outline.
    """
    lons, lats = np.atleast_1d(np.asarray(lon, dtype=float)), np.atleast_1d(np.asarray(lat, dtype=float))
    d_lon, d_lat = _offset(lons, lats)
    shifted = is_shifted(lons, lats)
    moved = lons + np.where(shifted, d_lon, 0.0), lats + np.where(shifted, d_lat, 0.0)
    return _shaped(*moved, scalar=np.ndim(lon) == 0)


def from_gcj02(lon: float | _Array, lat: float | _Array) -> tuple[Any, Any]:
    """Undo :func:`to_gcj02`, to less than a micrometre, by five fixed-point steps.

    A GCJ-02 point is taken as shifted if what it unshifts to lies in the shifted area. So each
    mainland point makes the round trip; in Hong Kong and Macau those do that lie more than about 600 m
    from the border.
    """
    lons, lats = np.atleast_1d(np.asarray(lon, dtype=float)), np.atleast_1d(np.asarray(lat, dtype=float))
    guess_lon, guess_lat = lons, lats
    for _ in range(_STEPS):
        d_lon, d_lat = _offset(guess_lon, guess_lat)
        guess_lon, guess_lat = lons - d_lon, lats - d_lat
    shifted = is_shifted(guess_lon, guess_lat)
    moved = np.where(shifted, guess_lon, lons), np.where(shifted, guess_lat, lats)
    return _shaped(*moved, scalar=np.ndim(lon) == 0)


def to_bd09(lon: float | _Array, lat: float | _Array) -> tuple[Any, Any]:
    """Shift WGS 84 degrees into BD-09, as Baidu Maps shows them: GCJ-02, then Baidu's own turn.

    Shapes and NaN are as in :func:`to_gcj02`. Baidu turns every place, also those that GCJ-02 leaves alone.
    """
    gcj_lon, gcj_lat = to_gcj02(lon, lat)
    lons, lats = np.atleast_1d(np.asarray(gcj_lon)), np.atleast_1d(np.asarray(gcj_lat))
    return _shaped(*_turned(lons, lats), scalar=np.ndim(lon) == 0)


def from_bd09(lon: float | _Array, lat: float | _Array) -> tuple[Any, Any]:
    """Undo :func:`to_bd09`, to less than a micrometre (the closed form in common use is off by a metre)."""
    lons, lats = np.atleast_1d(np.asarray(lon, dtype=float)), np.atleast_1d(np.asarray(lat, dtype=float))
    guess_lon, guess_lat = lons - _BD09_STEP[0], lats - _BD09_STEP[1]
    for _ in range(_STEPS):
        turned_lon, turned_lat = _turned(guess_lon, guess_lat)
        guess_lon, guess_lat = guess_lon + lons - turned_lon, guess_lat + lats - turned_lat
    return _shaped(*from_gcj02(guess_lon, guess_lat), scalar=np.ndim(lon) == 0)


def _turned(lon: _Array, lat: _Array) -> tuple[_Array, _Array]:
    """Return GCJ-02 degrees turned into BD-09, by the formula in public use since 2013 ("bd_encrypt")."""
    far = np.hypot(lon, lat) + 0.00002 * np.sin(lat * _BD09_WAVE)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * _BD09_WAVE)
    return far * np.cos(angle) + _BD09_STEP[0], far * np.sin(angle) + _BD09_STEP[1]


def _shaped(lon: _Array, lat: _Array, *, scalar: bool) -> tuple[Any, Any]:
    """Return Python floats for scalars, arrays otherwise."""
    return (float(lon[0]), float(lat[0])) if scalar else (lon, lat)


def _offset(lon: _Array, lat: _Array) -> tuple[_Array, _Array]:
    """Return the shift in degrees at WGS 84 points, wherever they lie."""
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    waves = (20 * np.sin(6 * x * np.pi) + 20 * np.sin(2 * x * np.pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + waves
    north += (20 * np.sin(y * np.pi) + 40 * np.sin(y / 3 * np.pi)) * 2 / 3
    north += (160 * np.sin(y / 12 * np.pi) + 320 * np.sin(y * np.pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + waves
    east += (20 * np.sin(x * np.pi) + 40 * np.sin(x / 3 * np.pi)) * 2 / 3
    east += (150 * np.sin(x / 12 * np.pi) + 300 * np.sin(x / 30 * np.pi)) * 2 / 3
    phi = np.radians(lat)
    flat = 1 - _ECCENTRICITY_2 * np.sin(phi) ** 2
    meridian = _SEMI_MAJOR_M * (1 - _ECCENTRICITY_2) / (flat * np.sqrt(flat))
    d_lon = np.degrees(east / (_SEMI_MAJOR_M / np.sqrt(flat) * np.cos(phi)))
    return np.asarray(d_lon), np.asarray(np.degrees(north / meridian))
