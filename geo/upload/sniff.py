"""What a file is, by its bytes: its name is only what somebody called it."""

from __future__ import annotations

from enum import StrEnum

from geo.upload.limits import LIMITS
from geo.upload.refusals import Refusal, RefusedError

__all__ = ["Kind", "decode", "kind_of"]

_BOM = b"\xef\xbb\xbf"
_SPACE = b" \t\r\n"
# How files of other kinds begin, and the message that says what to do with them.
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", Refusal.OLD_XLS),  # OLE: .xls, or an .xlsx with a password
    (b"SQLite format 3", Refusal.DATABASE),  # GeoPackage, MBTiles
    (b"\xff\xfe", Refusal.UTF16),
    (b"\xfe\xff", Refusal.UTF16),
    (b"PK\x05\x06", Refusal.ARCHIVE),  # an empty ZIP
    (b"\x1f\x8b", Refusal.ARCHIVE),
    (b"Rar!", Refusal.ARCHIVE),
    (b"7z\xbc\xaf", Refusal.ARCHIVE),
)
# GDAL takes a file by its content: such a one makes it open what the file names, here or elsewhere.
_GDAL = (b"<OGRVRTDataSource", b"<VRTDataset", b"<OGRWFSDataSource", b"<GDAL_WMS", b"<WCS_GDAL", b"<WMTS")


class Kind(StrEnum):
    """What can be read."""

    GEOJSON = "geojson"
    XLSX = "xlsx"


def kind_of(raw: bytes) -> Kind:
    """Return what a file is by its first bytes.

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
    if raw.startswith(b"PK\x03\x04"):
        return Kind.XLSX
    for start, reason in _OTHERS:
        if raw.startswith(start):
            raise RefusedError(reason)
    if body.startswith(b"<"):
        raise RefusedError(Refusal.GDAL if any(name in raw for name in _GDAL) else Refusal.XML)
    if not body.startswith((b"{", b"[")):
        raise RefusedError(Refusal.UNKNOWN_KIND)
    return Kind.GEOJSON


def _megabytes(count: int) -> str:
    return f"{count / 1e6:.1f} MB"


def decode(raw: bytes) -> str:
    """Return the text of a file in UTF-8, with or without a mark at its start.

    Raises
    ------
    RefusedError
        ``gbk`` if it reads well as GB 18030 (what Chinese Windows writes), else ``not_utf8`` with the line.
    """
    try:
        return raw.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        try:
            raw.decode("gb18030")
        except UnicodeDecodeError:
            raise RefusedError(Refusal.NOT_UTF8, value=str(line)) from None
        raise RefusedError(Refusal.GBK, value=str(line)) from None
