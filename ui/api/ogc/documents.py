"""The documents around the features: landing page, conformance, collections (OGC 17-069r4, section 7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from geo.state import View
from geo.view import to_query
from i18n import text

__all__ = ["COLLECTIONS", "CONFORMS_TO", "CRS84", "GEOJSON", "JSON", "OPENAPI", "Link", "addressed"]

Link = dict[str, str]

JSON = "application/json"
GEOJSON = "application/geo+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CONFORMS_TO = tuple(
    f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}" for name in ("core", "oas30", "geojson")
)
COLLECTIONS = ("projects", "sites", "towns")


def link(href: str, rel: str, media_type: str, title: str = "") -> Link:
    """Return a link as the standard's documents hold it."""
    return {"href": href, "rel": rel, "type": media_type, **({"title": title} if title else {})}


def addressed(base: str, path: str, parameters: Sequence[tuple[str, str]] = ()) -> str:
    """Return the full address of one of our paths; ``base`` is the site's own address."""
    query = urlencode(parameters, safe=",/:")
    return f"{base}/ogc{path}{'?' if query else ''}{query}"


def _plain(view: View) -> list[tuple[str, str]]:
    """Return edition, language and day as parameters, to go along with each link."""
    kept = to_query(View(report=view.report, lang=view.lang, at=view.at))
    return [(name, value) for name, _, value in (part.partition("=") for part in kept.split("&")) if name]


def landing(base: str, view: View) -> Mapping[str, Any]:
    """Return the landing page (``/req/core/root-success``)."""
    lang, plain = view.lang, _plain(view)

    def to(path: str, rel: str, media_type: str, word: str) -> Link:
        return link(addressed(base, path, plain), rel, media_type, text(word, lang))

    return {
        "title": text("app.title", lang),
        "description": text("api.ogc.about", lang),
        "links": [
            to("", "self", JSON, "app.title"),
            to("/api", "service-desc", OPENAPI, "api.ogc.service_desc"),
            to("/conformance", "conformance", JSON, "api.ogc.conformance"),
            to("/collections", "data", JSON, "api.ogc.collections"),
        ],
    }


def conformance() -> Mapping[str, Any]:
    """Return the conformance classes (``/req/core/conformance-success``)."""
    return {"conformsTo": list(CONFORMS_TO)}


def collection(base: str, view: View, name: str) -> Mapping[str, Any]:
    """Return what one collection is (``/req/core/sfc-md-success``)."""
    from ui.api.ogc.features import extent, taken_of  # noqa: PLC0415 - pandas, where files are made

    return _collection(base, view, name, extent(taken_of(view), name))


def collections(base: str, view: View) -> Mapping[str, Any]:
    """Return all collections (``/req/core/fc-md-success``)."""
    from ui.api.ogc.features import extent, taken_of  # noqa: PLC0415 - pandas, where files are made

    taken = taken_of(view)
    return {
        "links": [link(addressed(base, "/collections", _plain(view)), "self", JSON)],
        "collections": [_collection(base, view, name, extent(taken, name)) for name in COLLECTIONS],
    }


def _collection(base: str, view: View, name: str, covers: Mapping[str, Any]) -> Mapping[str, Any]:
    path, plain = f"/collections/{name}", _plain(view)
    return {
        "id": name,
        "title": text(f"api.ogc.{name}", view.lang),
        "description": text(f"api.ogc.{name}_about", view.lang),
        "itemType": "feature",
        "extent": covers,
        "crs": [CRS84],
        "links": [
            link(addressed(base, path, plain), "self", JSON),
            link(addressed(base, f"{path}/items", plain), "items", GEOJSON, text("api.ogc.items", view.lang)),
        ],
    }
