"""OGC API Features, Part 1: each address, after the standard's abstract test suite (Annex A)."""

from __future__ import annotations

import contextlib
import json
from datetime import date
from typing import Any

import jsonschema
import pytest

import geo
from geo.view import parse_query
from tests.ui.asking import ask
from ui.api.ogc.parameters import wanted
from ui.serving import ProblemError

_LINK = {
    "type": "object",
    "required": ["href", "rel", "type"],
    "properties": {"href": {"type": "string", "pattern": "^http://x\\.localhost/ogc"}},
}
_LINKS = {"type": "array", "minItems": 1, "items": _LINK}
_COLLECTION = {
    "type": "object",
    "required": ["id", "links"],
    "properties": {
        "links": _LINKS,
        "itemType": {"const": "feature"},
        "crs": {"type": "array", "contains": {"const": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}},
        "extent": {
            "type": "object",
            "required": ["spatial"],
            "properties": {
                "spatial": {
                    "required": ["bbox"],
                    "properties": {
                        "bbox": {
                            "type": "array",
                            "minItems": 1,
                            "items": {
                                "type": "array",
                                "items": {"type": "number"},
                                "minItems": 4,
                                "maxItems": 6,
                            },
                        }
                    },
                },
                "temporal": {
                    "required": ["interval"],
                    "properties": {
                        "interval": {
                            "items": {"items": {"type": ["string", "null"]}, "minItems": 2, "maxItems": 2}
                        }
                    },
                },
            },
        },
    },
}
_FEATURE = {
    "type": "object",
    "required": ["type", "id", "geometry", "properties"],
    "properties": {
        "type": {"const": "Feature"},
        "geometry": {"type": ["object", "null"], "required": ["type"]},
        "properties": {"type": "object"},
        "id": {"type": "string"},
    },
}
# Written down from the standard's schemas: landingPage, confClasses, collections, featureCollectionGeoJSON.
_SHAPES: dict[str, dict[str, Any]] = {
    "landing": {"type": "object", "required": ["links"], "properties": {"links": _LINKS}},
    "conformance": {"type": "object", "required": ["conformsTo"]},
    "collections": {
        "type": "object",
        "required": ["links", "collections"],
        "properties": {
            "links": _LINKS,
            "collections": {"type": "array", "items": _COLLECTION, "minItems": 3},
        },
    },
    "collection": _COLLECTION,
    "items": {
        "type": "object",
        "required": ["type", "features", "links", "timeStamp", "numberMatched", "numberReturned"],
        "properties": {
            "type": {"const": "FeatureCollection"},
            "links": _LINKS,
            "timeStamp": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"},
            "numberMatched": {"type": "integer", "minimum": 0},
            "numberReturned": {"type": "integer", "minimum": 0},
            "features": {"type": "array", "items": _FEATURE},
        },
    },
    "feature": {**_FEATURE, "required": [*_FEATURE["required"], "links"]},
}
_PLACES = [
    ("", "landing"),
    ("/conformance", "conformance"),
    ("/collections", "collections"),
    *((f"/collections/{name}", "collection") for name in ("projects", "sites", "towns")),
    *((f"/collections/{name}/items", "items") for name in ("projects", "sites", "towns")),
    ("/collections/projects/items/metro-1-phase-1", "feature"),
    ("/collections/towns/items/changan", "feature"),
]


@pytest.fixture
def got(app):
    """Return what an address below `/ogc` answers, held to its shape where one is named."""

    def got(path: str, query: str = "", *, shape: str = "", status: int = 200) -> Any:
        found, headers, body = ask(app, f"/ogc{path}", query=query, host="x.localhost")
        assert found == status, body
        kind = headers["content-type"].partition(";")[0]
        if status != 200:
            assert kind == "application/problem+json"
            return json.loads(body)
        assert kind == ("application/geo+json" if shape in ("items", "feature") else kind)
        if shape:
            jsonschema.validate(json.loads(body), _SHAPES[shape])
        return json.loads(body)

    return got


def _items(got, query: str = "", name: str = "projects") -> dict[str, Any]:
    return got(f"/collections/{name}/items", query, shape="items")


def _ids(found: dict[str, Any]) -> list[str]:
    return [feature["id"] for feature in found["features"]]


@pytest.mark.parametrize(("path", "shape"), _PLACES)
def test_answer_has_the_shape_that_the_standard_gives_it(got, path, shape):
    """/conf/core: each document has its members, and each link its type."""
    found = got(path, shape=shape)
    assert shape == "conformance" or [one["rel"] for one in found["links"]].count("self") == 1


@pytest.mark.parametrize(
    "path",
    [
        "/collections/projects/items",
        "/collections/projects/items/metro-1-phase-1",
        "/collections/sites/items",
    ],
)
@pytest.mark.parametrize("query", ["limit=1000", "limit=1000&lang=en"])
def test_answer_saved_as_a_file_passes_our_own_check(got, path: str, query: str):
    """What a program took from here can be handed to the upload page."""
    from geo.dataset import current
    from geo.upload import read
    from geo.upload.checking import check
    from geo.upload.coordinates import Reading

    raw = json.dumps(got(path, query if path.endswith("items") else "")).encode()
    checked = check(read(raw, name="items.geojson"), current(), reading=Reading())
    assert checked.problems == ()
    assert len(checked.shapes) > 0


def test_shape_of_a_wrong_answer_is_refused():
    """The twin: a collection without links, a feature without a geometry member."""
    for shape, wrong in (("collection", {"id": "x"}), ("feature", {"type": "Feature", "id": "x"})):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, _SHAPES[shape])


def test_landing_page_leads_everywhere(app, got):
    """/req/core/root-success: description, conformance and data, and every link is answered with its type."""
    links = got("")["links"]
    assert {one["rel"] for one in links} == {"self", "service-desc", "conformance", "data"}
    for collection in got("/collections")["collections"]:
        links += collection["links"]
    for one in links:
        status, headers, _ = ask(app, one["href"].removeprefix("http://x.localhost"), host="x.localhost")
        assert (status, headers["content-type"]) == (200, one["type"])


def test_conformance_names_the_three_classes(got):
    """/req/core/conformance-success: core, OpenAPI 3.0, GeoJSON; nothing that is not there."""
    names = [one.rpartition("/conf/")[2] for one in got("/conformance")["conformsTo"]]
    assert names == ["core", "oas30", "geojson"]


def test_pages_joined_are_the_whole_collection_once(app, got, dataset):
    """/req/core/fc-limit-response, fc-next: next leads to the end, prev back, no feature twice."""
    seen: list[str] = []
    address, pages = "/ogc/collections/projects/items?limit=7&cat=road,rail,civic", 0
    while address:
        path, _, query = address.partition("?")
        found = json.loads(ask(app, path, query=query, host="x.localhost")[2])
        assert found["numberReturned"] == len(found["features"]) <= 7
        seen += _ids(found)
        rels = {one["rel"]: one["href"] for one in found["links"]}
        assert ("prev" in rels) == (pages > 0)
        address, pages = rels.get("next", "").removeprefix("http://x.localhost"), pages + 1
    expected = list(geo.select(dataset, parse_query("cat=road,rail,civic")[0])["id"])
    assert (seen, found["numberMatched"]) == (expected, len(expected))
    assert pages > 2


def test_limit_and_offset_are_bounded(got):
    """Too large a limit gives what there is; an offset beyond the end gives no feature."""
    assert _items(got, "limit=100000")["numberReturned"] == 44
    beyond = _items(got, "offset=100000")
    assert (beyond["numberMatched"], beyond["features"]) == (44, [])


@pytest.mark.parametrize("box", ["113.7,22.7,113.9,22.9", "113.7,22.7,-5,113.9,22.9,500"])
def test_bbox_takes_what_meets_it_and_what_has_no_place(got, dataset, box):
    """/req/core/fc-bbox-response: heights are not looked at; a feature without geometry is always in."""
    import shapely

    shapes = dataset.projects.geometry
    inside = shapes.isna() | shapes.intersects(shapely.box(113.7, 22.7, 113.9, 22.9))
    found = _items(got, f"bbox={box}")
    assert _ids(found) == list(dataset.projects.loc[inside, "id"])
    assert 0 < sum(one["geometry"] is not None for one in found["features"]) < shapes.notna().sum()


def test_bbox_over_the_antimeridian_is_two_boxes():
    """7.15.3: the west may lie east of the east."""
    assert wanted("projects", "bbox=170,-10,-170,10").boxes == ((170, -10, 180, 10), (-180, -10, -170, 10))


def test_datetime_is_that_of_the_events(got, dataset):
    """/req/core/fc-time-response: a project passes by its events' days, and where none is known."""
    events = dataset.events
    dated = set(events["project_id"])
    late = set(events.loc[events["date"].str[:4] >= "2026", "project_id"])
    expected = [one for one in dataset.projects["id"] if one in late or one not in dated]
    assert _ids(_items(got, "datetime=2026-01-01T00:00:00%2B08:00/..")) == expected
    assert _ids(_items(got, "datetime=2026-01-01/")) == expected
    assert 0 < len(expected) < 44
    assert _items(got, "datetime=1990-01-01", "towns")["numberMatched"] == 35
    assert set(_ids(_items(got, "datetime=../1990-01-01T00:00:00Z"))) == set(dataset.projects["id"]) - dated


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-12-31", (date(2024, 12, 31), date(2024, 12, 31))),
        ("2024-12-31T20:00:00Z", (date(2025, 1, 1), date(2025, 1, 1))),
        ("2024-12-31t20:00:00.5z/..", (date(2025, 1, 1), None)),
        ("../2024-12-31", (None, date(2024, 12, 31))),
        ("/2024-12-31", (None, date(2024, 12, 31))),
        ("../..", (None, None)),
    ],
)
def test_datetime_is_read_in_the_citys_days(value, expected):
    """Evening in Greenwich is the next day here; an end may be open."""
    assert wanted("projects", f"datetime={value}").period == expected


@pytest.mark.parametrize(
    "query",
    [
        *("limit=0", "limit=-1", "limit=ten", "limit=1.5", "limit=", "offset=-1", "limit=%D9%A1"),
        *("bbox=1,2,3", "bbox=a,b,c,d", "bbox=113,23,114,22", "bbox=nan,1,2,3", "bbox=181,1,2,3"),
        *("datetime=yesterday", "datetime=2024-13-01", "datetime=2025-01-01/2024-01-01"),
        *("datetime=2024-01-01T00:00:00", "datetime=a/b/c", "datetime=0001-01-01T00:00:00%2B23:59"),
        *("cat=raill", "town=chagnan", "lang=fr", "at=never", "y=1999"),
        *("limit=1&limit=2", "foo=1", "near=113.75,23.02", "p=metro-1-phase-1", "utm_source=x"),
    ],
)
def test_what_is_not_valid_is_a_problem(got, query):
    """/req/core/query-param-invalid and query-param-unknown: 400, never a filter that was ignored."""
    assert got("/collections/projects/items", query, status=400)["detail"]


@pytest.mark.parametrize(
    "path", ["/collections/roads", "/collections/roads/items", "/collections/towns/items/x"]
)
def test_what_is_not_there_is_404(got, path):
    """A collection or feature that does not exist."""
    assert got(path, "lang=en", status=404)["status"] == 404


def test_unknown_parameter_is_refused_everywhere(got):
    """The landing page and a feature, too."""
    for path, _ in _PLACES:
        got(path, "foo=1", status=400)


def test_wanted_never_fails_otherwise():
    """A few hundred odd values: an answer or a problem, nothing else."""
    odd = ["", "0", "-", "..", "/", "//", "1e9", "9" * 40, "%00", "113,22,114,23", "2024", "٣", "ⅷ", "\ud800"]
    for name in ("limit", "offset", "bbox", "datetime", "cat", "at", "q"):
        for value in [*odd, *(f"{one},{one},{one},{one}" for one in odd), *(f"{one}/{one}" for one in odd)]:
            with contextlib.suppress(ProblemError):
                assert wanted("projects", f"{name}={value}").limit >= 1


def test_filters_are_those_of_links(got, dataset):
    """Our facets as property filters, for projects and for their sites."""
    view = parse_query("cat=rail&town=changan,fenggang")[0]
    ids = list(geo.select(dataset, view)["id"])
    assert _ids(_items(got, "cat=rail&town=changan,fenggang")) == ids
    sites = _items(got, "cat=rail&town=changan,fenggang", "sites")["features"]
    assert {one["properties"]["project_id"] for one in sites} <= set(ids)
    assert _ids(_items(got, "town=changan", "towns")) == ["changan"]


def test_every_feature_is_found_by_its_id(got):
    """/req/core/f-success: what a page lists is there by itself, the same."""
    for name in ("projects", "sites", "towns"):
        for feature in _items(got, "limit=2", name)["features"]:
            alone = got(f"/collections/{name}/items/{feature['id']}", shape="feature")
            assert {key: alone[key] for key in feature} == feature


def test_description_names_what_the_routes_take(got):
    """/req/oas30: each collection's paths with their parameters, closed lists from the tables."""
    found = got("/api", "lang=en")
    assert found["openapi"].startswith("3.0.")
    for name in ("projects", "sites", "towns"):
        told = found["paths"][f"/collections/{name}/items"]["get"]["parameters"]
        names = {one["name"] for one in told}
        assert {"limit", "bbox", "datetime", "town"} <= names
        for one in sorted(names - {"limit", "offset", "bbox", "datetime", "q", "at"}):
            schema = next(each["schema"] for each in told if each["name"] == one)
            value = schema.get("items", schema)["enum"][0]
            _items(got, f"{one}={value}", name)
    limit = next(one for one in told if one["name"] == "limit")
    assert (limit["style"], limit["explode"], limit["schema"]["type"]) == ("form", False, "integer")
