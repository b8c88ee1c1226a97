"""The addresses for programs, each with the module that answers: plain, as the server starts with it."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["FOUND_PATHS", "OGC_PATHS", "ROUTES"]

FOUND_PATHS = ("/datapackage.json", "/catalog.jsonld", "/robots.txt", "/sitemap.xml")

_ITEMS = "/ogc/collections/{collection}/items"
OGC_PATHS = (
    "/ogc",
    "/ogc/conformance",
    "/ogc/api",
    "/ogc/collections",
    "/ogc/collections/{collection}",
    _ITEMS,
    f"{_ITEMS}/{{item}}",
)

ROUTES: Mapping[str, str] = {
    "/data/openapi.json": "ui.api.openapi",
    "/data/{file}": "ui.api.files",
    **dict.fromkeys(OGC_PATHS, "ui.api.ogc.route"),
    **dict.fromkeys(FOUND_PATHS, "ui.api.found"),
}
