"""GeoParquet and FlatGeobuf: types that no filter changes, places that are not known, what the file says."""

from __future__ import annotations

import io
import json

import geopandas as gpd
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely


def _frames(make, query: str) -> dict[str, gpd.GeoDataFrame]:
    return {
        "parquet": gpd.read_parquet(io.BytesIO(make("parquet", query))),
        "fgb": gpd.read_file(io.BytesIO(make("fgb", query))),
    }


def test_geoparquet_says_version_crs_and_kinds(make):
    """The metadata are those of GeoParquet 1.1: WKB, longitude first, rings counter-clockwise."""
    schema = pq.read_schema(io.BytesIO(make("parquet")))
    geo = json.loads(schema.metadata[b"geo"])
    column = geo["columns"][geo["primary_column"]]
    assert (geo["version"], column["encoding"], column["orientation"]) == ("1.1.0", "WKB", "counterclockwise")
    assert column["crs"]["id"] == {"authority": "EPSG", "code": 4326}
    assert set(column["geometry_types"]) >= {"Point", "LineString", "Polygon", "MultiLineString"}
    west, south, east, north = column["bbox"]
    assert 113 < west < east < 115
    assert 22 < south < north < 24


def test_geoparquet_without_any_place_has_no_box(make):
    """A box of nothing would be NaN, which JSON does not know."""
    schema = pq.read_schema(io.BytesIO(make("parquet", "sure=none")))
    assert json.loads(schema.metadata[b"geo"])["columns"]["geometry"]["geometry_types"] == []
    assert b"NaN" not in schema.metadata[b"geo"]


@pytest.mark.parametrize("query", ["", "sure=none", "cat=rail&town=wangniudun&stage=completing"])
def test_columns_and_types_do_not_hang_on_the_filter(make, query):
    """All projects, none with a place, none at all: the same columns of the same types."""
    whole = pq.read_schema(io.BytesIO(make("parquet")))
    assert pq.read_schema(io.BytesIO(make("parquet", query))).equals(whole)
    fields = [pyogrio.read_info(io.BytesIO(make("fgb", one)))["ogr_types"] for one in ("", query)]
    assert fields[0] == fields[1]


def test_unknown_places_are_null_and_nobody_is_lost(dataset, make):
    """A project without a site is a row with a null geometry, in both formats."""
    missing = set(dataset.projects.loc[dataset.projects.geometry.isna(), "id"])
    assert missing
    for name, frame in _frames(make, "").items():
        assert list(frame["id"]) == list(dataset.projects["id"]), name
        assert set(frame.loc[frame.geometry.isna(), "id"]) == missing, name
        assert frame.crs == "EPSG:4326"


def test_lists_are_text_as_in_the_geopackage(make):
    """Several towns stand in one cell, parted by semicolons."""
    for frame in _frames(make, "cat=rail").values():
        assert frame["towns"].str.contains(";").any()


def test_settled_joins_parts_of_one_kind_alone():
    """Two lines become one multi-line; a line and a point stay a collection; nothing stays nothing."""
    from geo.export.shapes import settled

    line = shapely.LineString([(113.123456, 23), (113.2, 23)])
    point = shapely.Point(113, 23)
    joined = settled(shapely.GeometryCollection([line, line]))
    assert joined.geom_type == "MultiLineString"
    assert joined.geoms[0].coords[0] == (113.12346, 23.0)
    assert settled(shapely.GeometryCollection([line, point])).geom_type == "GeometryCollection"
    assert settled(shapely.GeometryCollection()) is None
    assert settled(None) is None
