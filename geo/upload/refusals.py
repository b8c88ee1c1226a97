"""Why a visitor's file is not read at all: a closed list, each with its message."""

from __future__ import annotations

from enum import StrEnum

from geo.errors import GeoError, Problem

__all__ = ["Refusal", "RefusedError"]


class Refusal(StrEnum):
    """One reason; the message is ``upload.problem.<value>`` in ``i18n``."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN_KIND = "unknown_kind"
    XML = "xml"
    HTML = "html"
    PDF = "pdf"
    OTHER_LAYER = "other_layer"
    OTHER_SHEET = "other_sheet"
    LONE_SHP = "lone_shp"
    GDAL = "gdal"
    DATABASE = "database"
    OLD_XLS = "old_xls"
    ARCHIVE = "archive"
    UTF16 = "utf16"
    NOT_UTF8 = "not_utf8"
    NOT_JSON = "not_json"
    NOT_CSV = "not_csv"
    NOT_KML = "not_kml"
    TRUNCATED = "truncated"
    TOO_DEEP = "too_deep"
    NOT_GEOJSON = "not_geojson"
    BROKEN = "broken"
    BROKEN_LAYER = "broken_layer"
    LOCKED = "locked"
    BOMB = "bomb"
    XML_BOMB = "xml_bomb"
    NO_FEATURES = "no_features"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_VERTICES = "too_many_vertices"
    TOO_MANY_CROSSINGS = "too_many_crossings"
    # What the process says that tries the file (ui.trying).
    TOO_HEAVY = "too_heavy"
    BUSY = "busy"
    FAILED = "failed"


class RefusedError(GeoError):
    """A visitor's file is not read at all; ``problem`` says why, and what to do."""

    def __init__(self, reason: Refusal, *, value: str = "", expected: str = "") -> None:
        self.reason = reason
        self.problem = Problem("", 0, "", reason.value, value, expected)
        super().__init__(reason.value)
