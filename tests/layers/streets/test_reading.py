"""An extract becomes frames of the city: kinds, names, bounds."""

from __future__ import annotations

import pytest
from shapely.geometry import box

from layers.streets.reading import ExtractError, read_extract
from tests.layers.streets.made_up import Extract


def _small(**tags: str) -> Extract:
    made = Extract()
    made.way([(113.70, 23.00), (113.71, 23.00), (113.72, 23.00)], **tags)
    return made


AREA = box(113.69, 22.99, 113.715, 23.01)


def test_each_layer_of_a_made_up_extract_has_its_features(frames):
    """Roads, rails, water, green and places are read, and nothing is empty."""
    counts = {name: len(frame) for name, frame in frames.items()}
    assert list(counts) == ["green", "water", "streams", "roads", "rails", "places"]
    assert all(counts.values()), counts
    assert set(frames["roads"]["kind"]) == {"motorway", "major", "medium", "minor"}
    assert set(frames["places"]["kind"]) == {"village", "school", "hospital", "townhall", "station"}
    assert all(frame.crs == "EPSG:4326" for frame in frames.values())


def test_both_forms_of_an_extract_give_the_same(made, frames, city, tmp_path):
    """XML and the packed form hold the same features."""
    from_xml = read_extract(made.write(tmp_path / "made-up.osm"), city)
    assert {name: len(frame) for name, frame in from_xml.items()} == {
        name: len(frame) for name, frame in frames.items()
    }


def test_an_area_keeps_its_hole(frames):
    """The lake of each town has an island."""
    assert {len(shape.interiors) for shape in frames["water"].explode().geometry} == {1}


def test_a_road_is_joined_where_osm_cuts_it(tmp_path):
    """Two ways of one name that meet are one line: a name needs a long one."""
    made = _small(highway="primary", name="甲路")
    made.ways[0][0].pop()
    made.ways.append(([2, 3], {"highway": "primary", "name": "甲路"}))
    roads = read_extract(made.write(tmp_path / "two.osm"), box(113, 22, 114, 24))["roads"]
    assert [len(line.coords) for line in roads.geometry] == [3]


def test_what_lies_outside_of_the_city_is_cut_off(tmp_path):
    """A road that leaves the city ends at its border."""
    roads = read_extract(_small(highway="primary").write(tmp_path / "one.osm"), AREA)["roads"]
    assert roads.total_bounds[2] == pytest.approx(113.715)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
        ("甲\n路\u202e\u0085  乙", "甲 路 乙"),
        ("长" * 5000, "长" * 40),
    ],
    ids=["markup", "signs that cannot be seen", "too long"],
)
def test_a_strangers_text_is_cleaned_and_cut(tmp_path, given, kept):
    """Names are one line of at most 40 signs; markup stays text: the page draws it on a canvas."""
    made = _small(highway="primary", name=given)
    roads = read_extract(made.write(tmp_path / "one.osm"), AREA)["roads"]
    assert list(roads["name"]) == [kept]


def test_the_chinese_name_goes_before_the_local_one(tmp_path):
    """`name` may hold two languages; `name:zh` holds one."""
    made = _small(highway="primary", name="甲路 Jia Lu", name__zh="甲路", name__en="Jia Road")
    roads = read_extract(made.write(tmp_path / "one.osm"), AREA)["roads"]
    assert (roads["name"][0], roads["name_en"][0]) == ("甲路", "Jia Road")


def test_places_of_one_name_stay_apart_where_they_are_apart(tmp_path):
    """A school that is a point and an area is one place; one of the same name elsewhere is another."""
    made = _small(highway="primary")
    for lon, lat in ((113.700, 23.0), (113.7001, 23.0), (113.7101, 23.0)):
        made.node(lon, lat, amenity="school", name="中心小学")
    places = read_extract(made.write(tmp_path / "one.osm"), AREA)["places"]
    assert len(places) == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is no OpenStreetMap extract"),
        (b"<OGRVRTDataSource/>", "is no OpenStreetMap extract"),
        (b"PMTiles\x03" + bytes(200), "is no OpenStreetMap extract"),
        (b"<osm version='0.6'><node id='1' lat='x'", "broken|holds no road"),
        (b"\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\xff\xff\xff\x7f", "broken|holds no road"),
        (b"<osm version='0.6'></osm>", "holds no road of this city"),
    ],
    ids=["empty", "VRT", "PMTiles", "cut XML", "cut PBF", "nothing in it"],
)
def test_a_file_that_is_none_says_so(tmp_path, content, words):
    """Each wrong file gives one sentence, no traceback of GDAL's."""
    path = tmp_path / "wrong.osm"
    path.write_bytes(content)
    with pytest.raises(ExtractError, match=words):
        read_extract(path, AREA)
    with pytest.raises(ExtractError, match="cannot be read"):
        read_extract(tmp_path / "missing.osm", AREA)
