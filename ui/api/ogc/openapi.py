"""The description by OpenAPI 3.0 (conformance class `oas30`), made from the tables of parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import geo
from geo.filters import FACETS
from i18n import text
from ui.api.asking import allowed
from ui.api.ogc.documents import COLLECTIONS, GEOJSON, JSON
from ui.api.ogc.parameters import FILTERS, LIMITS, PLAIN

__all__ = ["description"]

Json = dict[str, Any]


def description(base: str, lang: str) -> Mapping[str, Any]:
    """Return the whole description; ``base`` is the site's own address."""
    plain = [_parameter(name, lang) for name in PLAIN]
    paths: Json = {
        path: _get(name, plain, JSON)
        for path, name in (
            ("/", "landing"),
            ("/conformance", "conformance"),
            ("/collections", "collections"),
        )
    }
    for name in COLLECTIONS:
        filters = [_parameter(one, lang) for one in FILTERS[name]]
        own = f"/collections/{name}"
        paths[own] = _get(f"describe_{name}", plain, JSON)
        paths[f"{own}/items"] = _get(f"list_{name}", [*_paging(), *filters, *plain], GEOJSON)
        one_id = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string"}}
        paths[f"{own}/items/{{featureId}}"] = _get(f"get_{name}", [one_id, *plain], GEOJSON)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": text("app.title", lang),
            "description": text("api.ogc.about", lang),
            "version": geo.__version__,
        },
        "servers": [{"url": f"{base}/ogc"}],
        "paths": paths,
    }


def _get(name: str, parameters: Sequence[Json], media_type: str) -> Json:
    def told(words: str, kind: str) -> Json:
        return {"description": words, "content": {kind: {"schema": {"type": "object"}}}}

    problem = "application/problem+json"
    answers = {
        "200": told("OK", media_type),
        "400": told("Bad Request", problem),
        "404": told("Not Found", problem),
        "429": told("Too Many Requests", problem),
        "500": told("Internal Server Error", problem),
    }
    return {"get": {"operationId": name, "parameters": list(parameters), "responses": answers}}


def _query(name: str, schema: Json, **more: Any) -> Json:
    return {"name": name, "in": "query", "required": False, "schema": schema, **more}


def _parameter(name: str, lang: str) -> Json:
    """Return the description of a link's parameter: several values stand in one, commas between."""
    one: Json = {"type": "string"}
    if values := allowed(name):
        one["enum"] = values
    for facet in FACETS.values():
        if facet.parameter == name:
            many = {"type": "array", "items": one}
            return _query(name, many, style="form", explode=False, description=facet.heading(lang))
    return _query(name, one | ({"format": "date"} if name == "at" else {}))


def _paging() -> list[Json]:
    """Return the parameters as the standard writes them (``/req/core/fc-limit-definition`` and others)."""
    least, most = LIMITS
    numbers = {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
    return [
        _query(
            "limit",
            {"type": "integer", "minimum": least, "maximum": most, "default": 100},
            style="form",
            explode=False,
        ),
        _query("offset", {"type": "integer", "minimum": 0, "default": 0}),
        _query("bbox", numbers, style="form", explode=False),
        _query("datetime", {"type": "string"}, style="form", explode=False),
    ]
