"""``/data/openapi.json``: the addresses of the data by OpenAPI 3.1, made from our tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool

import geo
from geo.export.formats import FILES, File
from geo.filters import FACETS
from geo.state import TEXT_LENGTH
from i18n import text
from ui import facts
from ui.api.asking import READ, allowed, lang_of
from ui.hosts import base_url
from ui.serving import Asked
from ui.serving import answer as serve

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["answer", "description"]

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


async def answer(request: Request) -> Response:
    """Answer with the description, in the language that is asked for."""
    base = base_url(request.headers, request.url.scheme)
    lang = await run_in_threadpool(lang_of, request.url.query)
    editions = await run_in_threadpool(facts.editions)
    asked = Asked(
        key=("openapi", base, lang, *editions),
        make=lambda: json.dumps(description(base, lang), ensure_ascii=False).encode(),
        media_type="application/vnd.oai.openapi+json;version=3.1",
        lang=lang,
    )
    return await serve(request, asked)


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
