"""The answers that hold features: a page of a collection, and one feature."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from geo.view import View
from ui.api.ogc.documents import GEOJSON, JSON, Link, addressed, link
from ui.api.ogc.parameters import Wanted
from ui.serving import ProblemError

__all__ = ["feature", "page"]


def page(base: str, wanted: Wanted) -> Mapping[str, Any]:
    """Return one page of features (``/req/core/fc-response``): how many pass, and the pages beside it."""
    from ui.api.ogc.features import found  # noqa: PLC0415 - pandas, where files are made

    features, matched = found(wanted)
    return {
        "type": "FeatureCollection",
        "timeStamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "numberMatched": matched,
        "numberReturned": len(features),
        "links": _links(base, wanted, matched),
        "features": features,
    }


def _links(base: str, wanted: Wanted, matched: int) -> list[Link]:
    path = f"/collections/{wanted.collection}"

    def at(offset: int, rel: str) -> Link:
        start = [("offset", str(offset))] if offset else []
        return link(addressed(base, f"{path}/items", [*wanted.written, *start]), rel, GEOJSON)

    links = [at(wanted.offset, "self"), link(addressed(base, path), "collection", JSON)]
    if wanted.offset + wanted.limit < matched:
        links.append(at(wanted.offset + wanted.limit, "next"))
    if wanted.offset:
        links.append(at(max(0, wanted.offset - wanted.limit), "prev"))
    return links


def feature(base: str, view: View, collection: str, feature_id: str) -> Mapping[str, Any]:
    """Return one feature (``/req/core/f-success``); `ProblemError` 404 if there is none of that id."""
    from ui.api.ogc.features import one  # noqa: PLC0415 - pandas, where files are made

    known = one(collection, feature_id, view)
    if known is None:
        raise ProblemError(404, "api.no_such_feature", name=feature_id[:60])
    path = f"/collections/{collection}"
    return known | {
        "links": [
            link(addressed(base, f"{path}/items/{quote(feature_id, safe='')}"), "self", GEOJSON),
            link(addressed(base, path), "collection", JSON),
        ]
    }
