"""``/data/openapi.json``: the addresses of the data by OpenAPI 3.1, made from our tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import geo
from geo.export.formats import FILES, File
from geo.filters import FACETS
from geo.state import TEXT_LENGTH
from geo.view import parse_query
from i18n import text
from ui import facts
from ui.api.asking import READ, allowed
from ui.serving import Asked

__all__ = ["asked", "description"]

Json = dict[str, Any]
_PROBLEM: Json = {
    "type": "object",
    "required": ["title", "status", "detail"],
    "properties": {
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
}


def asked(_path: str, query: str, base: str) -> Asked:
    """Return the description, in the language that is asked for."""
    lang = parse_query(query)[0].lang
    return Asked(
        key=("openapi", base, lang, *facts.editions()),
        make=lambda: json.dumps(description(base, lang), ensure_ascii=False).encode(),
        media_type="application/vnd.oai.openapi+json;version=3.1",
        lang=lang,
    )


def description(base: str, lang: str) -> Mapping[str, Any]:
    """Return the whole description; ``base`` is the site's own address."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": text("app.title", lang),
            "summary": text("api.page.lead", lang),
            "version": geo.__version__,
        },
        "servers": [{"url": base or "/"}],
        "externalDocs": {"url": f"{base}/ogc/api", "description": text("api.ogc.service_desc", lang)},
        "paths": {
            f"/data/{table}.{name}": {"get": _operation(table, name, file, lang)}
            for table, files in FILES.items()
            for name, file in files.items()
            if name != "oc4ids"  # the same as `json`
        },
        "components": {
            "parameters": {name: _parameter(name, lang) for name in READ},
            "responses": {"problem": _answer("Problem Details", "application/problem+json", _PROBLEM)},
        },
    }


def _operation(table: str, name: str, file: File, lang: str) -> Json:
    problem = {"$ref": "#/components/responses/problem"}
    told = text(f"export.layer.{table}", lang)
    return {
        "operationId": f"{table}_{name}",
        "summary": f"{told} · {name}",
        "parameters": [{"$ref": f"#/components/parameters/{one}"} for one in READ],
        "responses": {
            "200": {"description": told, "content": {file.media_type: {}}},
            "304": {"description": "Not Modified"},
            **dict.fromkeys(("400", "404", "429", "500", "503"), problem),
        },
    }


def _answer(words: str, media_type: str, schema: Json) -> Json:
    return {"description": words, "content": {media_type: {"schema": schema}}}


def _parameter(name: str, lang: str) -> Json:
    """Return the description of a link's parameter: several values stand in one, commas between."""
    one: Json = {"type": "string"}
    if values := allowed(name):
        one["enum"] = values
    told: Json = {"name": name, "in": "query", "description": text(f"api.parameter.{name}", lang)}
    if name in {facet.parameter for facet in FACETS.values()}:
        return {**told, "style": "form", "explode": False, "schema": {"type": "array", "items": one}}
    if name == "q":
        one["maxLength"] = TEXT_LENGTH
    if name == "at":
        one["format"] = "date"
    return {**told, "schema": one}
