"""KML and KMZ: the placemarks of a document. No link is followed, no picture looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from geo.upload.archive import check_xml, unpack
from geo.upload.gathering import Record
from geo.upload.layers import Layer
from geo.upload.limits import LIMITS
from geo.upload.refusals import Refusal, RefusedError
from geo.upload.shapes import Fault, FaultError, Shape, read_shape

__all__ = ["layers"]

_DOCUMENTS = re.compile(r"[^/]+\.kml|[^/]+/[^/]+\.kml", re.IGNORECASE)
_SIMPLE = {"Point": "Point", "LineString": "LineString", "LinearRing": "LineString"}
_SHAPES = (*_SIMPLE, "Polygon", "MultiGeometry")
# Levels of folders and of geometries in one another.
_DEEPEST = 60


def layers(raw: bytes) -> list[Layer]:
    """Return the placemarks of a KML, or of the first document of a KMZ, as one layer.

    Raises
    ------
    RefusedError
        If it cannot be read, hides too much, or has too many placemarks.
    """
    body = raw
    if raw.startswith(b"PK"):
        files = unpack(raw, _DOCUMENTS)
        if not files:
            raise RefusedError(Refusal.ARCHIVE)
        body = files.get("doc.kml") or files[min(files, key=lambda name: (name.count("/"), name))]
    check_xml([body])
    try:
        root = fromstring(body, forbid_dtd=True)
    except DefusedXmlException:
        raise RefusedError(Refusal.XML_BOMB) from None
    except (ParseError, ValueError, LookupError):
        raise RefusedError(Refusal.NOT_KML) from None
    records = []
    for number, place in enumerate(_placemarks(root), start=1):
        if number > LIMITS.rows:
            raise RefusedError(Refusal.TOO_MANY_ROWS, value=f"> {LIMITS.rows:,}", expected=f"{LIMITS.rows:,}")
        records.append(Record(number, _properties(place), partial(_shape, place)))
    return [Layer("", records)]


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _placemarks(root: Element) -> Iterator[Element]:
    stack = [(root, 0)]
    while stack:
        element, depth = stack.pop()
        if depth > _DEEPEST:
            raise RefusedError(Refusal.TOO_DEEP, value=str(depth), expected=str(_DEEPEST))
        if _tag(element) == "Placemark":
            yield element
        else:
            stack += [(child, depth + 1) for child in reversed(element)]


def _properties(place: Element) -> dict[str, object]:
    """Return a placemark's name and data; what a balloon would show is markup and is left out."""
    found: dict[str, object] = {}
    for element in place:
        tag = _tag(element)
        if tag == "name":
            found["name"] = (element.text or "").strip()
        elif tag == "description" and "<" not in (element.text or ""):
            found["description"] = (element.text or "").strip()
        elif tag == "ExtendedData":
            found |= _data(element)
    return found


def _data(extended: Element) -> dict[str, object]:
    found: dict[str, object] = {}
    for element in extended.iter():
        name = element.get("name")
        if name and _tag(element) == "Data":
            value = next((child for child in element if _tag(child) == "value"), None)
            found[name] = "" if value is None else (value.text or "").strip()
        elif name and _tag(element) == "SimpleData":
            found[name] = (element.text or "").strip()
    return found


def _shape(place: Element) -> Shape | None:
    shapes = [child for child in place if _tag(child) in _SHAPES]
    if not shapes:
        return None
    return read_shape(_joined([_geometry(shape) for shape in shapes]))


def _geometry(element: Element) -> dict[str, object]:
    """Return a geometry as GeoJSON has it."""
    tag = _tag(element)
    if tag == "MultiGeometry":
        return _joined(_flat(element, 0))
    if tag == "Polygon":
        rings = [
            _positions(ring)
            for boundary in element
            if _tag(boundary) in {"outerBoundaryIs", "innerBoundaryIs"}
            for ring in boundary.iter()
            if _tag(ring) == "LinearRing"
        ]
        return {"type": "Polygon", "coordinates": rings}
    positions = _positions(element)
    if tag == "Point":
        return {"type": "Point", "coordinates": positions[0] if positions else []}
    return {"type": _SIMPLE[tag], "coordinates": positions}


def _flat(element: Element, depth: int) -> list[dict[str, object]]:
    if depth > _DEEPEST:
        raise FaultError(Fault.COLLECTION)
    found = []
    for child in element:
        if _tag(child) == "MultiGeometry":
            found += _flat(child, depth + 1)
        elif _tag(child) in _SHAPES:
            found.append(_geometry(child))
    return found


def _joined(parts: list[dict[str, object]]) -> dict[str, object]:
    return parts[0] if len(parts) == 1 else {"type": "GeometryCollection", "geometries": parts}


def _positions(element: Element) -> list[list[float]]:
    text = next((child.text or "" for child in element if _tag(child) == "coordinates"), "")
    try:
        return [[float(one) for one in position.split(",")[:2]] for position in _spaced(text).split()]
    except ValueError:
        raise FaultError(Fault.POSITION, text.strip()[:40]) from None


def _spaced(text: str) -> str:
    """Return coordinates without the spaces that some programs put after commas."""
    return re.sub(r"\s*,\s*", ",", text)
