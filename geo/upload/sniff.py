"""What a file is, by its bytes: its name is only what somebody called it."""

from __future__ import annotations

import re
from enum import StrEnum

from geo.plain_text import Decoded, TextError, decode
from geo.upload.archive import names
from geo.upload.limits import LIMITS
from geo.upload.refusals import Refusal, RefusedError

__all__ = ["BEFORE_JSON", "ENDINGS", "Kind", "kind_of", "text_of"]

_BOM = b"\xef\xbb\xbf"
_SPACE = b" \t\r\n\x1e\x00"
_ZIP = b"PK\x03\x04"
_SQLITE = b"SQLite format 3\0"
# How files of other kinds begin, and the message that says what to do with them.
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", Refusal.OLD_XLS),  # OLE: .xls, .et, or an .xlsx with a password
    (b"PK\x05\x06", Refusal.ARCHIVE),  # an empty ZIP
    (b"\x1f\x8b", Refusal.ARCHIVE),
    (b"Rar!", Refusal.ARCHIVE),
    (b"7z\xbc\xaf", Refusal.ARCHIVE),
    (b"%PDF", Refusal.PDF),
    (b"fgb\x03fgb", Refusal.OTHER_LAYER),  # FlatGeobuf
    (b"PAR1", Refusal.OTHER_LAYER),  # Parquet
    (b"AC10", Refusal.OTHER_LAYER),  # DWG
    (b"\x00\x00\x27\x0a", Refusal.LONE_SHP),
)
# GDAL takes a file by its content: such a one makes it open what the file names, here or elsewhere.
_GDAL = (b"<OGRVRTDataSource", b"<VRTDataset", b"<OGRWFSDataSource", b"<GDAL_WMS", b"<WCS_GDAL", b"<WMTS")
# Layers of several files in an archive: a file geodatabase of ArcGIS, MapInfo.
_OTHER_LAYERS = {"gdbtable", "gdbtablx", "tab", "mif", "gml", "dwg", "dxf", "gpx"}
_HTML = re.compile(rb"<(?:!doctype\s+html|html|table|head|body|meta)\b", re.IGNORECASE)
_EXCEL_XML = b"urn:schemas-microsoft-com:office:spreadsheet"
_KML = re.compile(rb"<(?:\w+:)?(?:kml|Document|Placemark|Folder)\b")
# What may stand before JSON: comments, and as a script has it a name that it is given to, or a function.
# Taken once (`*+`): tried again in every other way, a hundred signs would take for ever.
BEFORE_JSON = re.compile(
    r"(?:\s|//[^\n]*\n|/\*.{0,2000}?\*/)*+"
    r"(?:export\s+default\s+|(?:(?:var|let|const)\s+)?[\w$.]+\s*=\s*|[\w$.]+\s*\(\s*)?",
    re.DOTALL,
)
_JSON = re.compile(BEFORE_JSON.pattern + r"[\[{]", re.DOTALL)


class Kind(StrEnum):
    """What can be read; JSON of plain records is known from GeoJSON only when it has been parsed."""

    GEOJSON = "geojson"
    JSON = "json"
    XLSX = "xlsx"
    CSV = "csv"
    KML = "kml"
    KMZ = "kmz"
    SHAPEFILE = "shapefile"
    GPKG = "gpkg"


# What a file of each kind may be called.
ENDINGS = {
    Kind.GEOJSON: {"geojson", "json", "js", "geojsonl", "geojsons", "ndjson", "jsonl"},
    Kind.JSON: {"json", "js", "ndjson", "jsonl"},
    Kind.XLSX: {"xlsx", "xlsm", "xltx"},
    Kind.CSV: {"csv", "tsv", "txt", "tab"},
    Kind.KML: {"kml"},
    Kind.KMZ: {"kmz"},
    Kind.SHAPEFILE: {"zip"},
    Kind.GPKG: {"gpkg"},
}


def kind_of(raw: bytes) -> Kind:
    """Return what a file is by its bytes.

    Raises
    ------
    RefusedError
        For what is empty, too large, or of a kind that is not read here.
    """
    if len(raw) > LIMITS.file_bytes:
        raise RefusedError(
            Refusal.TOO_LARGE, value=_megabytes(len(raw)), expected=_megabytes(LIMITS.file_bytes)
        )
    body = raw.removeprefix(_BOM).lstrip(_SPACE)
    if not body:
        raise RefusedError(Refusal.EMPTY)
    if raw.startswith(_ZIP):
        return _in_archive(names(raw))
    if raw.startswith(_SQLITE):
        return Kind.GPKG
    for start, reason in _OTHERS:
        if raw.startswith(start):
            raise RefusedError(reason)
    if body.startswith(b"<"):
        return _markup(raw)
    return _text(raw)


def _in_archive(found: frozenset[str]) -> Kind:
    """Return what an archive is by the names of its files."""
    endings = {name.rpartition(".")[2].casefold() for name in found}
    if "xl/workbook.xml" in found:
        return Kind.XLSX
    if "shp" in endings:
        return Kind.SHAPEFILE
    if "kml" in endings:
        return Kind.KMZ
    if endings & _OTHER_LAYERS:
        raise RefusedError(Refusal.OTHER_LAYER)
    is_other_sheet = "content.xml" in found or "xl/workbook.bin" in found or "index.xml" in found
    raise RefusedError(Refusal.OTHER_SHEET if is_other_sheet else Refusal.ARCHIVE)


def _markup(raw: bytes) -> Kind:
    if any(name in raw for name in _GDAL):
        raise RefusedError(Refusal.GDAL)
    start = raw[:4000]
    if _HTML.search(start):
        raise RefusedError(Refusal.HTML)
    if _EXCEL_XML in start:
        raise RefusedError(Refusal.OLD_XLS)
    if _KML.search(start):
        return Kind.KML
    raise RefusedError(Refusal.XML)


def _text(raw: bytes) -> Kind:
    """Return what kind of text a file is; what holds no sign of a table is none."""
    found = text_of(raw)
    start = found.text[:20_000].lstrip("\ufeff")
    if start.lstrip().startswith("<"):
        raise RefusedError(Refusal.XML if found.encoding == "UTF-8" else Refusal.UTF16)
    if _JSON.match(start):
        return Kind.GEOJSON
    lines = [line for line in start.splitlines() if line.strip()]
    is_table = len(lines) > 1 and any(sign in lines[0] + lines[1] for sign in ",;\t|")
    if not is_table or any(ord(sign) < 9 for sign in start):
        raise RefusedError(Refusal.UNKNOWN_KIND)
    return Kind.CSV


def _megabytes(count: int) -> str:
    return f"{count / 1e6:.1f} MB"


def text_of(raw: bytes) -> Decoded:
    """Return the text of a file.

    Raises
    ------
    RefusedError
        ``not_utf8`` with the line if it is in no encoding that we know, ``unknown_kind`` if it is no text.
    """
    try:
        return decode(raw)
    except TextError as error:
        if any(sign < 9 for sign in raw[:1000]):
            raise RefusedError(Refusal.UNKNOWN_KIND) from None
        raise RefusedError(Refusal.NOT_UTF8, value=str(error.line)) from None
