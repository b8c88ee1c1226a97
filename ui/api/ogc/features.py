"""The features of each collection, and which of them a request asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import shapely

from geo.days import last_day
from geo.export.extract import Extract, extract
from geo.export.formats import today
from geo.export.geojson import features as members
from geo.view import View
from ui import facts
from ui.api.ogc.parameters import Box, Period, Wanted

__all__ = ["extent", "found", "one", "taken_of"]

Feature = dict[str, Any]
_WORLD = (-180.0, -90.0, 180.0, 90.0)


def taken_of(view: View) -> Extract:
    """Return what a view chooses of its edition, as every file does."""
    return extract(facts.dataset_today(view.report), view, written=today())


def _all(taken: Extract, collection: str) -> list[Feature]:
    """Return a collection's features; a part of a site is known by its project and its own name."""
    found = members(taken, collection)
    if collection == "sites":
        for feature in found:
            told = feature["properties"]
            feature["id"] = f"{told['project_id']}.{told['part']}"
    return found


def found(wanted: Wanted) -> tuple[list[Feature], int]:
    """Return one page of the features that pass, and how many pass in all."""
    taken = taken_of(wanted.view)
    passing = [
        feature
        for feature in _all(taken, wanted.collection)
        if _in_boxes(feature, wanted.boxes) and _in_period(feature, taken, wanted)
    ]
    return passing[wanted.offset : wanted.offset + wanted.limit], len(passing)


def one(collection: str, feature_id: str, view: View) -> Feature | None:
    """Return the feature of an id, None if there is none."""
    return next((one for one in _all(taken_of(view), collection) if one["id"] == feature_id), None)


def _in_boxes(feature: Feature, boxes: Sequence[Box]) -> bool:
    """Say whether a feature meets a box; one without a place always does (``/req/core/fc-bbox-response``)."""
    if not boxes or feature["geometry"] is None:
        return True
    shape = shapely.geometry.shape(feature["geometry"])
    return any(shape.intersects(shapely.box(*box)) for box in boxes)


def _in_period(feature: Feature, taken: Extract, wanted: Wanted) -> bool:
    """Say whether one of a project's events falls into the period that is asked for.

    What has no time always passes (``/req/core/fc-time-response``): sites and towns, and a project of which
    no event is known.
    """
    if wanted.period is None or wanted.collection != "projects":
        return True
    events = taken.events
    spans = [_span(str(day)) for day in events.loc[events["project_id"] == feature["id"], "date"] if day]
    return not spans or any(_meet(span, wanted.period) for span in spans)


def _span(when: str) -> tuple[date, date]:
    """Return the days that a date of the data can mean: a year is all of its days."""
    return date.fromisoformat(f"{when}-01-01"[:10]), date.fromisoformat(last_day(when))


def _meet(span: tuple[date, date], period: Period) -> bool:
    first, last = period
    return (last is None or span[0] <= last) and (first is None or span[1] >= first)


def extent(taken: Extract, collection: str) -> Mapping[str, Any]:
    """Return where a collection lies, and for projects from when to when its events are."""
    shapes = getattr(taken, collection).geometry.dropna()
    box = [round(float(edge), 5) for edge in shapes.total_bounds] if len(shapes) else list(_WORLD)
    told: dict[str, Any] = {"spatial": {"bbox": [box], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}}
    spans = [_span(str(day)) for day in taken.events["date"] if day]
    if collection == "projects" and spans:
        first, last = min(span[0] for span in spans), max(span[1] for span in spans)
        told["temporal"] = {
            "interval": [[f"{first}T00:00:00Z", f"{last}T23:59:59Z"]],
            "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian",
        }
    return told
