"""Which coordinates a file is in: what the numbers can tell, what they cannot, and the conversion."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely
from pyproj import Transformer

from geo.crs import from_bd09, to_bd09, to_gcj02
from geo.upload import read
from geo.upload.coordinates import SYSTEMS, Crs, Reading, convert, moved_m, suspect
from geo.upload.hints import hint

PLACES = [(113.56, 22.90), (113.75, 23.02), (113.93, 22.88), (114.20, 22.78)]


def grid(code: int, *, swapped: bool = False) -> list[shapely.Point]:
    """Return the places in another system."""
    there = Transformer.from_crs(4326, code, always_xy=True)
    pairs = [there.transform(*place) for place in PLACES]
    return [shapely.Point(pair[::-1] if swapped else pair) for pair in pairs]


def keys(shapes) -> tuple[str, list[str], str | None]:
    found = suspect(shapes)
    return found.key, [one.key for one in found.readings], found.default and found.default.key


DEGREES = ["wgs84", "gcj02", "bd09"]
CASES = {
    "degrees": (grid(4326), "degrees", DEGREES, "wgs84"),
    "CGCS2000 degrees": (grid(4490), "degrees", DEGREES, "wgs84"),
    "swapped degrees": (grid(4326, swapped=True), "swapped", [f"{one}-swapped" for one in DEGREES], None),
    "the city's grid": (grid(4547), "metres", ["epsg4547"], None),
    "north first": (grid(4547, swapped=True), "metres", ["epsg4547-swapped"], None),
    "zone before the easting": (grid(4526), "metres", ["epsg4526"], None),
    "UTM 49N or CGCS2000 111 E": (grid(32649), "metres", ["epsg4508", "epsg32649"], None),
    "UTM 50N or CGCS2000 117 E": (grid(32650), "metres", ["epsg4509", "epsg32650"], None),
    "Web Mercator": (grid(3857), "metres", ["web_mercator"], None),
    "another grid": (grid(4544), "nowhere", DEGREES, "wgs84"),
    "Beijing": ([shapely.Point(116.4, 39.9)], "nowhere", DEGREES, "wgs84"),
    "no shape at all": ([None], "nothing", [], "wgs84"),
}


@pytest.mark.parametrize(("shapes", "key", "readings", "default"), CASES.values(), ids=CASES)
def test_numbers_are_suspected_and_nothing_is_chosen_for_the_visitor(shapes, key, readings, default):
    """Where the answer moves the shapes onto the map, there is no default: she has to say it."""
    assert keys(shapes) == (key, readings, default)


@pytest.mark.parametrize(
    "reading",
    [Reading(crs, swapped) for crs in SYSTEMS for swapped in (False, True)],
    ids=lambda reading: reading.key,
)
def test_conversion_brings_each_system_back(reading: Reading):
    """What is written in a system and read as that is where it was, to a centimetre."""
    forth = {Crs.WGS84: lambda lon, lat: (lon, lat), Crs.GCJ02: to_gcj02, Crs.BD09: to_bd09}
    code = reading.crs.replace("epsg", "EPSG:").replace(Crs.WEB_MERCATOR, "EPSG:3857")
    write = forth.get(reading.crs) or Transformer.from_crs(4326, code, always_xy=True).transform
    for place in PLACES:
        pair = write(*place)
        back = convert(shapely.Point(pair[::-1] if reading.swapped else pair), reading)
        assert back is not None
        assert (back.x, back.y) == pytest.approx(place, abs=1e-7)


def test_conversion_keeps_holes_and_parts():
    """Every position is moved, and nothing else changes."""
    ring = shapely.box(113.7, 22.9, 113.9, 23.1)
    shape = shapely.MultiPolygon([ring.difference(shapely.box(113.75, 22.95, 113.8, 23.0))])
    moved = convert(shape, Reading(Crs.GCJ02))
    assert moved is not None
    assert shapely.get_num_coordinates(moved) == shapely.get_num_coordinates(shape)
    assert moved.geom_type == "MultiPolygon"
    assert len(moved.geoms[0].interiors) == 1


@pytest.mark.parametrize("point", [(500_000, 2_540_000), (0, 91), (1e9, 1e9)])
def test_conversion_out_of_reach_is_none(point):
    """Metres read as degrees are nowhere, and stay so."""
    assert convert(shapely.Point(point), Reading()) is None


@pytest.mark.parametrize(("to", "low", "high"), [(to_gcj02, 550, 650), (to_bd09, 1_150, 1_350)])
def test_move_is_said_in_metres(to, low, high):
    """What the page says of a conversion is the real distance."""
    before = [shapely.Point(to(*place)) for place in PLACES]
    after = [shapely.Point(place) for place in PLACES]
    assert low < moved_m(before, after) < high
    assert moved_m([], []) == 0


def test_bd09_is_the_published_formula():
    """A reference value of the formula in public use (coordtransform): GCJ-02 to BD-09."""
    from geo.crs import _turned

    turned = _turned(np.array([116.404]), np.array([39.915]))
    assert (turned[0][0], turned[1][0]) == pytest.approx((116.41036949371029, 39.92133699351021), abs=1e-9)


def test_bd09_there_and_back_over_the_city():
    """The inverse is exact; scalars and arrays agree."""
    lon, lat = np.meshgrid(np.linspace(113.4, 114.4, 40), np.linspace(22.6, 23.2, 40))
    back = from_bd09(*to_bd09(lon.ravel(), lat.ravel()))
    assert np.abs(back[0] - lon.ravel()).max() < 1e-9
    assert np.abs(back[1] - lat.ravel()).max() < 1e-9
    assert from_bd09(*to_bd09(113.75, 23.02)) == pytest.approx((113.75, 23.02), abs=1e-9)


# --- places that we know ------------------------------------------------------------------------------------


def shifted_sites(dataset, to) -> bytes:
    """Return our own sites file with every position shifted."""
    sites = dataset.sites
    features = [
        {
            "type": "Feature",
            "properties": {"project_id": project, "part": part, "certainty": sure},
            "geometry": shapely.geometry.mapping(
                shapely.transform(shape, lambda p: np.column_stack(to(p[:, 0], p[:, 1])))
            ),
        }
        for project, part, sure, shape in zip(
            sites["project_id"], sites["part"], sites["certainty"], sites.geometry, strict=True
        )
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


@pytest.mark.parametrize(
    ("to", "key"), [(lambda x, y: (x, y), "wgs84"), (to_gcj02, "gcj02"), (to_bd09, "bd09")], ids=DEGREES
)
def test_known_places_hint_at_the_shift(dataset, to, key):
    """Our own file, shifted, is told apart by the places that we know."""
    upload = read(shifted_sites(dataset, to), name="sites.geojson")
    suspicion = suspect(row.geometry for row in upload.sheets[0].rows)
    found = hint(upload, suspicion, dataset)
    assert suspicion.default == Reading()  # a hint is no answer
    assert found is not None
    assert (found.reading.key, found.distance_m < 1, found.places >= 5) == (key, True, True)


def test_unknown_places_hint_at_nothing(dataset, collection, feature):
    """One place, or places that are none of ours, say nothing."""
    upload = read(collection(feature(), feature(id="own-two")), name="mine.geojson")
    assert hint(upload, suspect(row.geometry for row in upload.sheets[0].rows), dataset) is None
