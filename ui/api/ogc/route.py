"""``/ogc/…``: which document answers which address."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from geo.export.formats import today
from geo.view import View
from ui.api.asking import asked_view
from ui.api.files import edition_stamp
from ui.api.ogc import documents, items
from ui.api.ogc.documents import COLLECTIONS, GEOJSON, JSON, OPENAPI
from ui.api.ogc.openapi import description
from ui.api.ogc.parameters import PLAIN, check_names, wanted
from ui.serving import Asked, ProblemError

__all__ = ["asked"]

_Made = tuple[Callable[[], Mapping[str, Any]], str, View]


def asked(path: str, query: str, base: str) -> Asked:
    """Return a document; `ProblemError` for what is not valid or not there."""
    parts = [part for part in path.split("/") if part][1:]
    *parts, item = parts if len(parts) > 3 else (*parts, "")
    make, media_type, view = _document(parts, item, query, base)
    return Asked(
        key=("ogc", base, *parts, item, *_kept(query), edition_stamp(view.report), today().isoformat()),
        make=lambda: _encoded(make()),
        media_type=media_type,
        lang=view.lang,
    )


def _kept(query: str) -> tuple[str, ...]:
    """Return a query for a key: all of it is known by now, and no place of a person is among it."""
    return tuple(sorted(query.split("&")))


def _encoded(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, allow_nan=False).encode()


def _document(parts: list[str], item: str, query: str, base: str) -> _Made:
    """Return what makes the document of a path, its type and its view."""
    if parts[2:] == ["items"] and not item:
        asked = wanted(_collection(parts[1]), query)
        return (lambda: items.page(base, asked)), GEOJSON, asked.view
    check_names(query, PLAIN)
    view = asked_view(query, read=PLAIN)
    whole: Mapping[tuple[str, ...], tuple[Callable[[], Mapping[str, Any]], str]] = {
        (): (lambda: documents.landing(base, view), JSON),
        ("conformance",): (documents.conformance, JSON),
        ("api",): (lambda: description(base, view.lang), OPENAPI),
        ("collections",): (lambda: documents.collections(base, view), JSON),
    }
    if (made := whole.get(tuple(parts))) is not None:
        return *made, view
    name = _collection(parts[1])
    if not item:
        return (lambda: documents.collection(base, view, name)), JSON, view
    return (lambda: items.feature(base, view, name, item)), GEOJSON, view


def _collection(name: str) -> str:
    if name not in COLLECTIONS:
        raise ProblemError(
            404, "api.no_such_collection", name=name[:40], known=", ".join(COLLECTIONS)
        ).with_members({"allowed": list(COLLECTIONS)})
    return name
