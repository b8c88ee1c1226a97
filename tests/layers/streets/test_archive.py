"""The file of streets: what is in it, and what is refused."""

from __future__ import annotations

import gzip

import pyogrio
import pytest
from pmtiles.reader import MemorySource, Reader

from layers.streets import archive
from layers.streets.archive import LAYERS, ArchiveError, every_tile, found, opened, packed, tiles
from layers.streets.tiles import street_tiles

BOX = (113.6, 22.9, 113.8, 23.1)


def _read(path, layer, zoom):
    return pyogrio.read_dataframe(path, layer=layer, ZOOM_LEVEL=str(zoom))


def test_gdal_reads_every_layer_of_the_file(streets_path):
    """The tiles, whose layers were written one by one and joined, are whole ones for another reader."""
    assert set(pyogrio.list_layers(streets_path)[:, 0]) == set(LAYERS)
    roads = _read(streets_path, "roads", 14)
    assert {"kind", "name", "name_en", "ref"} <= set(roads.columns)
    assert "Made-up Street 2" in set(roads["name_en"])


def test_small_streets_and_schools_are_in_the_near_tiles_only(streets_path):
    """At zoom 12 the roads that part the city, one step nearer all of them, at 14 the schools."""
    kinds = {zoom: set(_read(streets_path, "roads", zoom)["kind"]) for zoom in (12, 13)}
    assert kinds == {12: {"motorway", "major", "medium"}, 13: {"motorway", "major", "medium", "minor"}}
    assert "school" not in set(_read(streets_path, "places", 13)["kind"])
    assert "school" in set(_read(streets_path, "places", 14)["kind"])


def test_the_same_frames_give_the_same_bytes(frames, streets_path):
    """A file that is made again is the same file: browsers keep what they have."""
    assert street_tiles(frames, date="2026-11-20") == streets_path.read_bytes()


def test_what_is_known_of_the_file_is_read_from_it(streets_path, middles):
    """Bounds, date and digest; the credit of OpenStreetMap is inside."""
    known = opened(streets_path)
    west, south, east, north = known.bounds
    assert all(west < lon < east and south < lat < north for lon, lat in middles.values())
    assert (known.date, len(known.digest)) == ("2026-11-20", 12)
    metadata = Reader(MemorySource(streets_path.read_bytes())).metadata()
    assert "OpenStreetMap" in metadata["attribution"]


def test_the_part_of_a_place_holds_its_tiles_and_no_others(streets_path, middles):
    """A town's part is a small archive of the same tiles."""
    lon, lat = middles["nancheng"]
    part = tiles(opened(streets_path), (lon - 0.01, lat - 0.01, lon + 0.01, lat + 0.01))
    whole = every_tile(streets_path.read_bytes())
    assert 3 <= len(part) < len(whole) / 4
    assert {place: whole[place] for place in part} == part
    again = every_tile(packed(part, bounds=BOX, date=""))
    assert again == part


def _packed(**changes: object) -> bytes:
    content = packed({(12, 3341, 1778): gzip.compress(b"", mtime=0)}, bounds=BOX, date="")
    return content if not changes else changes["make"](content)  # type: ignore[operator] # a function


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no PMTiles archive"),
        (b"<html>404</html>" * 20, "no PMTiles archive"),
        (b"PMTiles\x03" + bytes(119), "broken|no file of streets"),
        (_packed()[:-8], "cut off"),
        (_packed().replace(b"PMTiles\x03", b"PMTiles\x02"), "no PMTiles archive"),
        (packed({(12, 1, 1): b"x"}, bounds=(2.0, 48.0, 3.0, 49.0), date=""), "another place"),
    ],
    ids=["empty", "HTML", "zeros", "cut off", "version 2", "another place"],
)
def test_a_corrupt_or_foreign_file_is_refused_with_a_reason(tmp_path, content, words):
    """Nobody is sent to a file that is not a whole one of ours."""
    path = tmp_path / "wrong.pmtiles"
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match=words):
        opened(path)


def test_tiles_that_others_made_are_refused(tmp_path):
    """A PMTiles file without our mark has other layers and other columns."""
    import geopandas as gpd
    from shapely.geometry import Point

    path = tmp_path / "foreign.pmtiles"
    frame = gpd.GeoDataFrame({"a": [1]}, geometry=[Point(113.7, 23.0)], crs=4326)
    frame.to_file(path, engine="pyogrio", driver="PMTiles", MINZOOM="0", MAXZOOM="1")
    with pytest.raises(ArchiveError, match="no file of streets"):
        opened(path)


def test_the_file_is_found_where_it_is_expected(streets_path, monkeypatch, tmp_path):
    """Without a file there are no streets, which is no error."""
    monkeypatch.setattr(archive, "STREETS_FILE", streets_path)
    known = found()
    assert known is not None
    assert known.path == streets_path
    monkeypatch.setattr(archive, "STREETS_FILE", tmp_path / "none.pmtiles")
    assert found() is None
