"""What a file itself says of its coordinates (`crs`, .prj, a GeoPackage's reference), in any spelling."""

from __future__ import annotations

import re

from geo.upload.coordinates import METRES, Crs, Reading

__all__ = ["declared", "is_degrees"]

# WGS 84 and CGCS2000 in degrees, by code: EPSG:4326, urn:ogc:def:crs:EPSG::4326, http://…/EPSG/0/4326, …
_CODES = frozenset({"4326", "4490", "4979", "4480", "84"})
_CODE = re.compile(
    r"(?:epsg\.xml#|(?:epsg|ogc|crs)\W*(?:(?:0|1\.3)\W+)?(?:crs)?)(\d{2,6})/?\W*\Z", re.IGNORECASE
)
_NAMES = frozenset(
    {
        "wgs84",
        "gcswgs1984",
        "wgs1984",
        "gcscgcs2000",
        "cgcs2000",
        "chinageodeticcoordinatesystem2000",
        "gcschinageodeticcoordinatesystem2000",
        "crs84",
        "lonlat",
        "longlat",
        "gcswgs84",
        "wgs84lonlat",
    }
)
_MERCATOR = frozenset(
    {
        "webmercator",
        "wgs84pseudomercator",
        "wgs1984webmercatorauxiliarysphere",
        "pseudomercator",
        "googlemercator",
    }
)
_UTM = re.compile(r"wgs(?:19)?84utmzone(\d{1,2})n")
_GAUSS = re.compile(r"cgcs2000(?:3degreegk|3degreegausskruger|gk)(?:cm(\d{2,3})e|zone(\d{2}))")


def is_degrees(said: str) -> bool:
    """Say whether a name means degrees of WGS 84 or CGCS2000 (centimetres apart), or says nothing."""
    return not said or _code(said) in _CODES or _fold(said) in _NAMES


def declared(said: str) -> Reading | None:
    """Return the reading that a name means, None if it is none that we know."""
    if said and is_degrees(said):
        return Reading(Crs.WGS84)
    code = f"EPSG:{_code(said) or _named(_fold(said))}"
    key = next((key for key, crs in METRES.items() if code == crs), None)
    return None if key is None else Reading(key)


def _code(said: str) -> str:
    plain = said.strip()
    if plain.isdigit():
        return plain
    found = _CODE.search(plain)
    return found[1] if found else ""


def _named(folded: str) -> str:
    """Return the EPSG code of a grid by its name, empty if we know none."""
    if folded in _MERCATOR:
        return "3857"
    if found := _UTM.fullmatch(folded):
        return f"326{int(found[1]):02d}"
    if found := _GAUSS.fullmatch(folded):
        meridian, zone = found.groups()
        if "3degree" in folded:
            # Zones 25 to 45 are EPSG:4513 to 4533; by meridian, 75 to 135, EPSG:4534 to 4554.
            return str(4513 + int(zone) - 25) if zone else str(4534 + (int(meridian) - 75) // 3)
        # Six degrees: zones 13 to 23 are EPSG:4491 to 4501; by meridian, 75 to 135, EPSG:4502 to 4512.
        return str(4491 + int(zone) - 13) if zone else str(4502 + (int(meridian) - 75) // 6)
    return ""


def _fold(said: str) -> str:
    return "".join(sign for sign in said.casefold() if sign.isalnum())
